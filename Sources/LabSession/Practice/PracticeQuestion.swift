package import Kubectl
package import PodModel

/// What a call of kubectl wants from the world outside the cluster.
package enum PracticeQuestion: Sendable, Hashable {
  /// The next bytes of standard input.
  case input
  /// What a path leads to.
  case kind(String)
  case file(String)
  /// The names in a folder.
  case names(String)
  case write(path: String, bytes: [UInt8])
  case makeFolder(String)
  /// A text that the user is to change.
  case edit([UInt8])

  /// Whether a person or another program must act first; everything else is answered at once.
  package var takesTime: Bool {
    switch self {
    case .input, .edit: true
    case .kind, .file, .names, .write, .makeFolder: false
    }
  }
}

/// What the world outside answered.
package enum PracticeAnswer: Sendable, Hashable {
  /// The end of the input, a path that leads nowhere, an editor that failed.
  case nothing
  case bytes([UInt8])
  case kind(KubectlFileKind)
  case names([String])
  case done
  case failed(KubectlFileError)

  /// How many bytes of the outside world it holds.
  var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .names(let names): names.reduce(0) { $0 + $1.utf8.count }
    case .nothing, .kind, .done, .failed: 0
    }
  }
}

/// A piece of what a call wrote.
package struct PracticeOutput: Sendable, Equatable {
  package var isError: Bool
  package var bytes: [UInt8]

  package init(isError: Bool, bytes: [UInt8]) {
    self.isError = isError
    self.bytes = bytes
  }
}

/// The computer that kubectl is called on.
package protocol PracticeHost: AnyObject {
  var isInputTerminal: Bool { get }

  /// How large the terminal is; nil where there is none.
  var terminalSize: ConsoleSize? { get }

  /// Time since some moment, for measuring.
  var uptime: Duration { get }

  /// The value of an environment variable; nil when it is not set.
  func environment(_ name: String) -> String?

  /// Answers a question that takes no time.
  func answer(_ question: PracticeQuestion) -> PracticeAnswer
}
