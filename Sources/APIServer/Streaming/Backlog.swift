import Synchronization

/// How much output is on its way to a client, counted by the thread that makes it and by the one
/// that sends it.
///
/// It counts the memory that output takes, not its bytes alone: until a client reads, a process
/// that writes letter by letter costs for each letter an event, a frame and a promise.
final class Backlog: Sendable {
  /// From so much on, in bytes, who writes is held.
  static let most = 256 << 10
  /// What a piece of output takes beside its bytes.
  static let besides = 512

  private let waiting = Atomic(0)

  /// Counts a piece of output; whether there is too much now.
  func add(_ count: Int) -> Bool {
    let cost = count + Backlog.besides
    return waiting.add(cost, ordering: .relaxed).newValue > Backlog.most
  }

  /// Counts a piece as gone; whether this makes room for who was held.
  func remove(_ count: Int) -> Bool {
    let cost = count + Backlog.besides
    let before = waiting.subtract(cost, ordering: .relaxed).oldValue
    return before > Backlog.most / 2 && before - cost <= Backlog.most / 2
  }

  /// Whether there is room for a good deal of output.
  var hasRoom: Bool { waiting.load(ordering: .relaxed) <= Backlog.most / 2 }

  /// Whether nothing more may be written.
  var isFull: Bool { waiting.load(ordering: .relaxed) > Backlog.most }
}
