package import Lessons

/// Why a call of kubectl on the practice cluster cannot go on.
package enum PracticeFault: Error, Sendable, Equatable, CustomStringConvertible {
  case file(FileError)
  /// Another call has made a new cluster.
  case startedAnew
  /// The cluster has used up what a simulation may use.
  case limit(String)
  /// The call takes more from outside than a journal holds.
  case tooMuch(bytes: Int)

  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .startedAnew: "another call has made a new practice cluster; call again"
    case .limit(let what):
      "the practice cluster has come to its end: more \(what) than the simulation allows; make a "
        + "new one with 'podlab kubectl --fresh-cluster'"
    case .tooMuch(let bytes):
      "the practice cluster keeps at most \(bytes) bytes of files and input; use smaller ones, or "
        + "make a new cluster with 'podlab kubectl --fresh-cluster'"
    }
  }
}
