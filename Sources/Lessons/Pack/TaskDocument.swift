import ByteText
import PodModel

/// A `task.md`, cut into its front matter and its sections.
struct TaskDocument {
  var frontMatter: Node
  /// Everything outside the reserved sections.
  var text: String
  /// Line of the file on which the Markdown starts.
  var textLine: Int
  /// The bodies of the `###` sections of `## Hints`.
  var hints: [String] = []
  /// The body of `## Debrief`.
  var debrief = ""

  /// Reads a file; what is wrong with it is thrown with its place.
  init(_ source: String, file: String) throws(LessonPackError) {
    let lines = source.split(at: "\n", omittingEmptySubsequences: false)
    guard lines.first?.trimmedEnd == "---" else {
      throw LessonPackError([
        PackProblem(
          file, at: SourcePosition(line: 1, column: 1),
          "must start with front matter: a line '---', keys and values, and a line '---'")
      ])
    }
    guard let end = lines.dropFirst().firstIndex(where: { $0.trimmedEnd == "---" }) else {
      throw LessonPackError([
        PackProblem(
          file, at: SourcePosition(line: 1, column: 1),
          "the front matter has no end; close it with a line '---'")
      ])
    }
    // An empty first line keeps the line numbers of the file.
    let yaml = "\n" + lines[1..<end].joined(separator: "\n") + "\n"
    frontMatter = try PackYAML.node(in: yaml, file: file)
    textLine = end + 2
    let body = Array(lines[(end + 1)...])
    text = body.joined(separator: "\n")
    try cut(body, file: file)
  }

  private mutating func cut(_ lines: [Substring], file: String) throws(LessonPackError) {
    let headings = Markdown(parsing: text).blocks.compactMap(Heading.init)
    var rest: [Substring] = []
    var next = 0
    var problems: [PackProblem] = []
    for (index, heading) in headings.enumerated() where heading.level == 2 {
      guard let section = Section(rawValue: heading.title.lowercased()) else { continue }
      let following = headings[(index + 1)...]
      let end = following.first { $0.level <= 2 }.map { $0.line - 1 } ?? lines.count
      rest += lines[next..<(heading.line - 1)]
      next = end
      switch section {
      case .debrief: debrief = lines[heading.line..<end].joined(separator: "\n").trimmed
      case .hints:
        let tiers = following.prefix { $0.level > 2 }.filter { $0.level == 3 }
        let starts = tiers.map(\.line) + [end + 1]
        hints = zip(starts, starts.dropFirst()).map { start, following in
          lines[start..<(following - 1)].joined(separator: "\n").trimmed
        }
        let stray = lines[heading.line..<(starts[0] - 1)].joined(separator: "\n").trimmed
        if !stray.isEmpty {
          let position = SourcePosition(line: textLine + heading.line, column: 1)
          problems.append(
            PackProblem(
              file, at: position, "text in `## Hints` must stand below a `###` heading, one a hint")
          )
        }
      }
    }
    rest += lines[next...]
    textLine += rest.prefix { $0.allSatisfy(\.isWhitespace) }.count
    text = rest.joined(separator: "\n").trimmed + "\n"
    if !problems.isEmpty { throw LessonPackError(problems) }
  }

  private enum Section: String {
    case hints, debrief
  }

  private struct Heading {
    let level: Int
    let title: String
    let line: Int

    init?(_ block: Markdown.Block) {
      guard case .heading(let level, let inlines) = block.kind else { return nil }
      self.level = level
      self.title = inlines.map(\.plainText).joined().trimmed
      self.line = block.line
    }
  }
}

/// Reads the one YAML document of a pack's file.
enum PackYAML {
  static func node(in text: String, file: String) throws(LessonPackError) -> Node {
    do {
      return try YAML.document(in: text)
    } catch {
      throw LessonPackError([PackProblem(file, at: error.position, error.message)])
    }
  }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)]
  }
}
