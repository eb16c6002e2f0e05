/// Bytes that a part of a program holds: a buffer, an array, the variables of a shell.
///
/// Its process adds up what its parts hold, and meets a limit before the real memory does. What
/// goes out of use is given back by itself.
package struct Holding: ~Copyable {
  private let process: Process
  /// Changes that are too small to tell the process.
  private var untold = 0
  private var told = 0

  /// Smaller changes come and go; only what could fill the node is counted.
  private static let grain = 4096

  package init(_ process: Process) { self.process = process }

  deinit { if told != 0 { process.hold(-told) } }

  /// How many bytes it holds.
  package var bytes: Int {
    get { told + untold }
    set { add(newValue - bytes) }
  }

  /// Holds so many bytes more, or fewer; never fewer than none.
  package mutating func add(_ change: Int) {
    untold = max(untold + change, -told)
    guard untold >= Holding.grain || untold <= -Holding.grain else { return }
    told += untold
    process.hold(untold)
    untold = 0
  }
}
