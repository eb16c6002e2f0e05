import ByteText
import PodModel

/// What can be read from the output of a command, whichever command it was.
struct CommandOutput {
  private let lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  var text: String { lines.joined(separator: "\n") }

  /// The title of the first HTML page.
  var title: String? {
    let text = text
    guard let start = text.firstRange(ofText: "<title>")?.upperBound,
      let end = text[start...].firstRange(ofText: "</title>")?.lowerBound
    else { return nil }
    return text[start..<end].trimmed
  }

  /// The status of the last HTTP answer: from headers, wget's message, an error page or `%{http_code}`.
  var httpStatus: Int? {
    for line in lines.reversed() {
      if let status = Self.status(in: line) { return status }
    }
    let words = lines.filter { !$0.isEmpty }
    guard let only = words.last, words.count <= 2, only.count == 3, let status = Int(only),
      (100..<600).contains(status)
    else { return nil }
    return status
  }

  private static func status(in line: String) -> Int? {
    guard mayHoldStatus(line) else { return nil }
    for marker in ["HTTP/1.0 ", "HTTP/1.1 ", "HTTP/2 ", "<title>", "ERROR ", "error: "] {
      guard let range = line.firstRange(ofText: marker) else { continue }
      let digits = line[range.upperBound...].prefix { $0.isNumber }
      let isHeader = marker.hasPrefix("HTTP")
      let after = line[digits.endIndex...]
      guard digits.count == 3, let status = Int(digits), (100..<600).contains(status),
        isHeader || after.hasPrefix(" ") || after.hasPrefix(":") || after.isEmpty
      else { continue }
      return status
    }
    return nil
  }

  /// Whether three digits stand behind a space or a tag, as a status does.
  private static func mayHoldStatus(_ line: String) -> Bool {
    var digits = 0
    var isBehind = false
    for byte in line.utf8 {
      switch byte {
      case 0x30...0x39:
        digits += 1
        if isBehind, digits == 3 { return true }
      case _:
        digits = 0
        isBehind = byte == UInt8(ascii: " ") || byte == UInt8(ascii: ">")
      }
    }
    return false
  }

  /// The exit code that kubectl reports; nil where it reports none.
  var exitCode: Int? {
    for line in lines.reversed() {
      guard line.hasPrefix("command terminated with exit code ") else { continue }
      return Int(line.dropFirst(34).prefix { $0.isNumber })
    }
    return nil
  }

  /// The first message of kubectl, the API server or the learner's shell that says it went wrong.
  func error(verb: String) -> String? {
    let content = lines.filter { !$0.isEmpty }
    // A log may hold anything; it is an error only where nothing else is there.
    if verb == "logs", content.count > 2 { return nil }
    return content.first { Self.isError($0, verb: verb) }
  }

  private static func isError(_ line: String, verb: String) -> Bool {
    guard let first = line.utf8.first, errorInitials.contains(first) else { return false }
    if errorStarts.contains(where: { line.hasPrefix($0) }) { return true }
    if verb != "logs", line.hasPrefix("error: ") { return true }
    let isShell = ["bash: ", "-bash: ", "sh: ", "zsh: ", "-sh: ", "/bin/sh: "].contains {
      line.hasPrefix($0)
    }
    return verb != "logs" && isShell
      && (line.holds("not found") || line.holds("No such file"))
  }

  private static let errorStarts = [
    "Error from server", "Unable to connect to the server", "The connection to the server ",
    "unable to retrieve container logs", "Error: unknown ", "error: unknown ",
    "error: container ", "error: a container name", "error: expected ", "error: You must ",
    "error: the server doesn't have", "error: timed out", "error: unable to upgrade connection",
    "error: Internal error occurred", "error: pod, type/name", "error: resource name",
    "kubectl : The term", "'kubectl' is not recognized", "failed to try resolving",
  ]

  /// What the lines that `isError` knows begin with.
  private static let errorInitials = Array("EUTuefkb-sz/'".utf8)

  /// The last message of the program itself that says it went wrong, with nothing better after it.
  var failure: String? {
    var failure: String?
    for line in lines where !line.isEmpty {
      if Self.isFailure(line) {
        failure = line
      } else if !Self.isNeutral(line), failure?.contains("sage") != true {
        failure = nil
      }
    }
    return failure
  }

  /// `wget: bad address 'x'`: a program's name, a colon and words of failure.
  private static func isFailure(_ line: String) -> Bool {
    if line.hasPrefix("Usage: ") { return true }
    guard let colon = line.firstIndex(ofASCII: ":"), colon != line.startIndex else { return false }
    let name = line[..<colon]
    guard line.utf8[colon...].dropFirst().first == UInt8(ascii: " "),
      name.utf8.allSatisfy(isPartOfName)
    else { return false }
    let message = line[colon...].lowercased()
    return failureWords.contains { message.holds($0) }
  }

  /// Whether names of programs have such a byte.
  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "["):
      true
    case _: false
    }
  }

  private static let failureWords = [
    "can't", "cannot", "could not", "couldn't", "not found", "no such", "denied", "refused",
    "bad address", "bad port", "invalid", "error", "fail", "unable", "read-only", "is a directory",
    "not a directory", "unrecognized", "unknown", "usage", "missing", "timed out", "unreachable",
    "file exists", "not permitted", "no space", "syntax", "reset by peer", "(6)", "(7)",
  ]

  /// Lines that say neither that it worked nor that it did not.
  private static func isNeutral(_ line: String) -> Bool {
    line.hasPrefix("Connecting to ") || line.hasPrefix("command terminated with exit code")
      || line.hasPrefix("BusyBox v") || line.hasPrefix("Defaulted container ")
  }
}
