import Glibc
import LabSession
import LabTUI

/// The real clock, environment, editor and file watch: the only place that knows them.
enum LiveWorld {
  static let environment: [String: String] = {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return variables
  }()

  /// Seconds since 1970.
  static func now() -> Int64 { Int64(time(nil)) }

  static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The running program, links resolved; nil where the system does not tell.
  static var binary: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  static func tutorial(cluster: ClusterWorker?, startsOnCluster: Bool) -> TutorialWorld {
    let begin = ContinuousClock.now
    return TutorialWorld(
      now: now, uptime: { ContinuousClock.now - begin }, edit: { Editor.open($0) },
      folderWatch: INotify.folderWatch(), cluster: cluster, startsOnCluster: startsOnCluster)
  }

  /// Ends the process as the signal would have done.
  static func endBy(signal number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }
}
