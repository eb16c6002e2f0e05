package import Lessons

/// Why the session could not do what was asked.
package enum SessionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No lesson has a task of this id; `nearest` is the one that looks most like it.
  case unknownTask(String, nearest: String?)
  case file(FileError)

  package var description: String {
    switch self {
    case .unknownTask(let id, let nearest):
      let guess = nearest.map { "; did you mean '\($0)'?" } ?? "; `podlab list` shows all tasks"
      return "there is no task '\(id)'\(guess)"
    case .file(let error): return "\(error)"
    }
  }
}
