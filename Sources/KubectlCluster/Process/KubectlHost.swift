package import PodModel

/// Where kubectl runs: processes and a clock, handed in so that tests run in memory.
///
/// Everything happens on the thread that calls: nothing here is shared between threads.
package protocol KubectlHost: AnyObject {
  /// This machine's time; it never goes backwards.
  var now: ClusterTime { get }

  /// Whether the user wants everything to end.
  var isInterrupted: Bool { get }

  /// Lets work go on after an interruption, until the next one: for cleaning up.
  func forgiveInterruption()

  /// Starts kubectl with these words behind its name.
  ///
  /// `input` is its whole standard input; nil for none.
  func start(
    _ arguments: [String], input: [UInt8]?
  ) throws(KubectlFailure) -> any KubectlProcess

  /// Returns when a process has something to tell, at `deadline`, or when the user interrupts.
  func wait(for processes: [any KubectlProcess], until deadline: ClusterTime)
}

/// A kubectl that was started.
package protocol KubectlProcess: AnyObject {
  /// What came on standard output since it was asked last.
  func takeOutput() -> [UInt8]
  /// What came on standard error since it was asked last.
  func takeErrors() -> [UInt8]
  /// How it ended; nil while it runs or has output left. Ends by a signal count as 128 and more.
  var exitStatus: Int32? { get }
  /// Ends it, and what it started, at once.
  func end()
}

/// What kubectl printed and how it ended.
package struct KubectlResult: Sendable, Hashable {
  package var output: [UInt8]
  package var errors: String
  package var exitStatus: Int32

  package init(output: [UInt8], errors: String, exitStatus: Int32) {
    self.output = output
    self.errors = errors
    self.exitStatus = exitStatus
  }
}
