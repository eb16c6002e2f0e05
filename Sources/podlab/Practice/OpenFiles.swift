import Glibc

/// How many files and connections the process may have open.
enum OpenFiles {
  /// More than any number of clients that the server takes on.
  private static let wanted: rlim_t = 8192

  /// Asks the system for enough, as far as it allows that.
  static func allowMany() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(limit.rlim_max, wanted)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
