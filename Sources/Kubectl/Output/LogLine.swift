import PodModel

/// A line of kubectl's own log, which goes to the standard error.
///
/// Source: klog `internal/buffer/buffer.go`, `FormatHeader`.
enum LogLine {
  /// How bad the matter is; the raw value begins the line.
  enum Severity: String {
    case warning = "W"
    case error = "E"
    case fatal = "F"
  }

  /// The line with its end, as of process 1.
  static func text(
    _ severity: Severity, _ place: String, _ message: String, at now: ClusterTime
  ) -> String {
    let stamp = now.rfc3339Nanoseconds
    let day = stamp.dropFirst(5).prefix(5).filter { $0 != "-" }
    let time = stamp.dropFirst(11).prefix(15)
    return "\(severity.rawValue)\(day) \(time)       1 \(place)] \(message)\n"
  }
}

extension Call {
  /// Writes a warning as kubectl's log does.
  func warnInLog(_ place: String, _ message: String) async {
    await complain(LogLine.text(.warning, place, message, at: await cluster.now))
  }
}
