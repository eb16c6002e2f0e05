import Foundation

/// Commands with what they must print, read from a file.
///
/// - `$ COMMAND` begins a case; `$[1.28-1.30] COMMAND` is for these minor versions only;
/// - lines below it are the standard output, `! LINE` the standard error, `? N` the exit status;
/// - `<word>` stands for any word, `<...>` for anything in a line, `...` for any lines; runs of
///   spaces count as one;
/// - `file NAME` writes the lines up to a single dot into a file; `speed 10x` sets the cluster's
///   speed; `# …` is a comment.
struct KubectlTranscript {
  struct Case {
    var command: String
    var minors: ClosedRange<Int>
    var output: [String] = []
    var errors: [String] = []
    var status: Int32 = 0
  }

  private(set) var speed = "1x"
  private(set) var files: [(name: String, text: String)] = []
  private(set) var cases: [Case] = []

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst().map(String.init) {
      if line.hasPrefix("file ") {
        let body = lines.prefix { $0 != "." }
        lines = lines.dropFirst(body.count + 1)
        files.append((String(line.dropFirst(5)), body.joined(separator: "\n") + "\n"))
      } else if line.hasPrefix("speed ") {
        speed = String(line.dropFirst(6))
      } else if line.hasPrefix("$") {
        cases.append(Self.start(line.dropFirst()))
      } else if !line.hasPrefix("#"), !cases.isEmpty {
        add(line)
      }
    }
    for index in cases.indices {
      while cases[index].output.last == "" { cases[index].output.removeLast() }
    }
  }

  private mutating func add(_ line: String) {
    let index = cases.count - 1
    if line.hasPrefix("! ") {
      cases[index].errors.append(String(line.dropFirst(2)))
    } else if line.hasPrefix("? ") {
      cases[index].status = Int32(line.dropFirst(2)) ?? 0
    } else {
      cases[index].output.append(line)
    }
  }

  private static func start(_ line: Substring) -> Case {
    guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else {
      return Case(command: line.trimmingCharacters(in: .whitespaces), minors: 0...Int.max)
    }
    let bounds = line[line.index(after: line.startIndex)..<end]
      .split(separator: "-", omittingEmptySubsequences: false)
      .map { Int($0.split(separator: ".").last ?? "") }
    let command = line[line.index(after: end)...].trimmingCharacters(in: .whitespaces)
    return Case(
      command: command,
      minors: (bounds.first.flatMap { $0 } ?? 0)...(bounds.last.flatMap { $0 } ?? .max))
  }
}

/// Lines that printed text must match.
struct ExpectedLines {
  private let lines: [String]

  init(_ lines: [String]) { self.lines = lines.map(Self.normalised) }

  /// Whether the text has these lines and no others.
  func match(_ text: String) -> Bool {
    var found = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      .split(separator: "\n", omittingEmptySubsequences: false).map { Self.normalised(String($0)) }
    while found.last == "" { found.removeLast() }
    return match(lines[...], found[...])
  }

  private func match(_ wanted: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
    guard let next = wanted.first else { return found.isEmpty }
    if next == "..." {
      return (found.startIndex...found.endIndex).contains {
        match(wanted.dropFirst(), found[$0...])
      }
    }
    guard let line = found.first, Self.isMatch(next, line) else { return false }
    return match(wanted.dropFirst(), found.dropFirst())
  }

  private static func normalised(_ line: String) -> String {
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
      .flatMap { $0.split(separator: "\t") }
    let start = line.first == " " || line.first == "\t" ? " " : ""
    return start + words.joined(separator: " ")
  }

  /// Words that kubectl itself prints between angle brackets.
  private static let literal: Set<Substring> = ["<none>", "<unset>", "<unknown>", "<pending>"]

  private static func isMatch(_ wanted: String, _ line: String) -> Bool {
    var pattern = ""
    var rest = wanted[...]
    while let place = rest.firstMatch(of: /<[^<> ]+>/) {
      pattern += NSRegularExpression.escapedPattern(for: String(rest[..<place.range.lowerBound]))
      if place.output == "<...>" {
        pattern += ".*"
      } else if literal.contains(place.output) {
        pattern += NSRegularExpression.escapedPattern(for: String(place.output))
      } else {
        pattern += "\\S+"
      }
      rest = rest[place.range.upperBound...]
    }
    pattern += NSRegularExpression.escapedPattern(for: String(rest))
    return line.range(of: "^\(pattern)$", options: .regularExpression) != nil
  }
}
