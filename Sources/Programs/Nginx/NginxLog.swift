import Kernel

/// nginx's error and access logs.
struct NginxLog {
  /// How bad a message is, the worst first.
  enum Level: String, CaseIterable, Comparable {
    case emerg, alert, crit, error, warn, notice, info, debug

    /// Whether the first is worse.
    static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .emerg: 0
      case .alert: 1
      case .crit: 2
      case .error: 3
      case .warn: 4
      case .notice: 5
      case .info: 6
      case .debug: 7
      }
    }
  }

  /// Descriptors of error logs with the least level that they take.
  var errors: [(descriptor: Int, level: Level)] = []
  /// Descriptors of access logs by path.
  var accesses: [String: Int] = [:]

  /// Writes "DATE [level] PID#TID: MESSAGE" to all error logs of that level.
  func write(_ level: Level, _ message: String, _ process: Process) async throws {
    let line =
      "\(NginxLog.time(process)) [\(level.rawValue)] \(process.pid)#\(process.pid): \(message)\n"
    for log in errors where level <= log.level {
      do {
        try await process.write(line.rawBytes, to: log.descriptor)
      } catch is Errno {}
    }
  }

  static func time(_ process: Process) -> String {
    CalendarTime(process.now).formatted("%Y/%m/%d %H:%M:%S")
  }
}
