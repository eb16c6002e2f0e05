import Kernel

/// What a container wrote, line by line, as containerd keeps it.
final class ContainerLog {
  /// One line with its newline.
  struct Line {
    var time: VirtualTime
    var stream: Stream
    var bytes: [UInt8]
  }

  enum Stream: UInt8 { case output, errors }

  private(set) var isClosed = false
  /// Given when a line comes or the log ends.
  let changed = Notice()
  /// How many lines were in files that are kept no more.
  private(set) var rotated = 0
  private var marks: [Mark] = []
  private var text: [UInt8] = []
  private var partial: [Stream: [UInt8]] = [:]
  private let fileSize: Int?

  /// Where a line ends in the text.
  private struct Mark {
    var time: VirtualTime
    var end: Int
    var stream: Stream
  }

  /// Bytes that the file has beside those of a line: time, stream and tag.
  private static let lineOverhead = 40
  /// Longer lines are written in parts.
  ///
  /// Source: containerd `pkg/cri/config`, `MaxContainerLogLineSize`.
  private static let longestLine = 16_384

  /// - Parameter fileSize: bytes after which the log begins anew, as the kubelet rotates it; what
  ///   was there before shows no more. Nil: never.
  init(fileSize: Int? = nil) { self.fileSize = fileSize }

  /// How many lines there ever were.
  var count: Int { rotated + marks.count }

  /// A line by its number since the log began; it must not be rotated away.
  subscript(number: Int) -> Line {
    let place = number - rotated
    let mark = marks[place]
    let start = place == 0 ? 0 : marks[place - 1].end
    return Line(time: mark.time, stream: mark.stream, bytes: Array(text[start..<mark.end]))
  }

  /// All lines that are still kept.
  var lines: [Line] { (rotated..<count).map { self[$0] } }

  /// Takes what a process wrote; it shows once its line is complete.
  func append(_ bytes: [UInt8], to stream: Stream, at time: VirtualTime) {
    var rest = partial.removeValue(forKey: stream) ?? []
    rest += bytes
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: 0x0A) {
      add(rest[start...end], to: stream, at: time)
      start = end + 1
    }
    while rest.endIndex - start >= ContainerLog.longestLine {
      add(rest[start..<start + ContainerLog.longestLine], to: stream, at: time)
      start += ContainerLog.longestLine
    }
    if start < rest.endIndex { partial[stream] = Array(rest[start...]) }
    changed.give()
  }

  private func add(_ line: ArraySlice<UInt8>, to stream: Stream, at time: VirtualTime) {
    if let fileSize, text.count + marks.count * ContainerLog.lineOverhead >= fileSize {
      rotated += marks.count
      marks = []
      text = []
    }
    text += line
    marks.append(Mark(time: time, end: text.count, stream: stream))
  }

  /// Ends the log; an unfinished line shows as it is.
  func close(at time: VirtualTime) {
    for stream in [Stream.output, .errors] {
      if let rest = partial.removeValue(forKey: stream) { add(rest[...], to: stream, at: time) }
    }
    isClosed = true
    changed.give()
  }

  /// The end of the log, as `FallbackToLogsOnError` shows it: at most 80 lines or 2048 bytes.
  ///
  /// Source: kubelet `kuberuntime_container.go`, `readLastStringFromContainerLogs`.
  var tail: String {
    let first = max(rotated, count - 80)
    let text = (first..<count).flatMap { self[$0].bytes }
    return String(decoding: text.suffix(2048), as: UTF8.self)
  }
}
