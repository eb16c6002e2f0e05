import Kernel

/// What a container wrote, line by line, as containerd keeps it.
final class ContainerLog {
  /// One line with its newline.
  struct Line {
    var time: VirtualTime
    var stream: Stream
    var bytes: [UInt8]
  }

  enum Stream { case output, errors }

  private(set) var lines: [Line] = []
  private(set) var isClosed = false
  /// Given when a line comes or the log ends.
  let changed = Notice()
  private var partial: [Stream: [UInt8]] = [:]

  /// Takes what a process wrote; it shows once its line is complete.
  func append(_ bytes: [UInt8], to stream: Stream, at time: VirtualTime) {
    var rest = partial.removeValue(forKey: stream) ?? []
    rest += bytes
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: 0x0A) {
      lines.append(Line(time: time, stream: stream, bytes: Array(rest[start...end])))
      start = end + 1
    }
    if start < rest.endIndex { partial[stream] = Array(rest[start...]) }
    changed.give()
  }

  /// Ends the log; an unfinished line shows as it is.
  func close(at time: VirtualTime) {
    for stream in [Stream.output, .errors] {
      if let rest = partial.removeValue(forKey: stream) {
        lines.append(Line(time: time, stream: stream, bytes: rest))
      }
    }
    isClosed = true
    changed.give()
  }

  /// The end of the log, as `FallbackToLogsOnError` shows it: at most 80 lines or 2048 bytes.
  ///
  /// Source: kubelet `kuberuntime_container.go`, `readLastStringFromContainerLogs`.
  var tail: String {
    let text = lines.suffix(80).flatMap(\.bytes)
    return String(decoding: text.suffix(2048), as: UTF8.self)
  }
}
