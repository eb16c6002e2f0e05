import Kernel
import PodModel

/// A watch on the objects of a kind.
///
/// A client that does not take its changes is cut off, as the API server does: its watch ends, and
/// it has to list anew. Source: apiserver `storage/cacher/cache_watcher.go`.
final class StoreWatch: ObjectWatch {
  let kind: String
  private let time: Timekeeper
  private let namespace: String?
  private let matcher: ObjectMatcher
  private let arrived = Notice()
  private var events: [WatchEvent] = []
  private var place = 0
  private var isOver = false
  private static let mostWaiting = 10_000

  init(time: Timekeeper, kind: String, namespace: String?, matcher: ObjectMatcher) {
    self.time = time
    self.kind = kind
    self.namespace = namespace
    self.matcher = matcher
  }

  /// Begins with objects as they are now, as if they came to be.
  func begin(with objects: [Node]) {
    events += objects.map { WatchEvent(kind: .added, object: $0) }
  }

  /// Takes a change of an object of its kind.
  func take(_ change: ObjectStore.Change) {
    guard !isOver, let event = event(change) else { return }
    if events.count - place >= StoreWatch.mostWaiting { return cancel() }
    events.append(event)
    arrived.give()
  }

  func next(before deadline: ClusterTime?) async -> WatchEvent? {
    let end = deadline.map { VirtualTime(nanoseconds: $0.nanoseconds) }
    while true {
      if place < events.count { return nextEvent() }
      if isOver { return nil }
      if let end, time.now >= end { return nil }
      do {
        try await time.wait(for: arrived, until: end)
      } catch {
        return nil
      }
    }
  }

  var isCaughtUp: Bool { place == events.count }

  func cancel() {
    isOver = true
    events = []
    place = 0
    arrived.give()
  }

  private func nextEvent() -> WatchEvent {
    defer {
      place += 1
      if place == events.count {
        events.removeAll(keepingCapacity: true)
        place = 0
      }
    }
    return events[place]
  }

  /// What a change means for this watch: an object may come into its view, or leave it.
  private func event(_ change: ObjectStore.Change) -> WatchEvent? {
    if let namespace, change.key.namespace != namespace { return nil }
    if let name = matcher.name, change.key.name != name { return nil }
    let isSeen = matcher.matches(change.event.object)
    let wasSeen = change.before.map(matcher.matches) ?? false
    switch change.event.kind {
    case .deleted: return wasSeen ? change.event : nil
    case .added, .modified:
      if isSeen {
        return WatchEvent(kind: wasSeen ? .modified : .added, object: change.event.object)
      }
      return wasSeen ? WatchEvent(kind: .deleted, object: change.event.object) : nil
    }
  }
}
