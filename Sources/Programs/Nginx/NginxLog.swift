import Kernel

/// nginx's error and access logs.
struct NginxLog {
  /// How bad a message is, the worst first.
  enum Level: Int, CaseIterable {
    case emerg, alert, crit, error, warn, notice, info, debug

    var name: String { "\(self)" }

    init?(named name: String) {
      guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
      self = level
    }
  }

  /// Descriptors of error logs with the least level that they take.
  var errors: [(descriptor: Int, level: Level)] = []
  /// Descriptors of access logs by path.
  var accesses: [String: Int] = [:]

  /// Writes "DATE [level] PID#TID: MESSAGE" to all error logs of that level.
  func write(_ level: Level, _ message: String, _ process: Process) async throws {
    let line =
      "\(NginxLog.time(process)) [\(level.name)] \(process.pid)#\(process.pid): \(message)\n"
    for log in errors where level.rawValue <= log.level.rawValue {
      do {
        try await process.write(line.rawBytes, to: log.descriptor)
      } catch is Errno {}
    }
  }

  static func time(_ process: Process) -> String {
    CalendarTime(process.now).formatted("%Y/%m/%d %H:%M:%S")
  }
}
