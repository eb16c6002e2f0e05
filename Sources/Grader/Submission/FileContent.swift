import ByteText
import PodModel

/// What a file of a submission holds.
enum FileContent {
  case manifest, script, markdown, prose
  case session(TranscriptReader)

  init(_ text: String, path: String) {
    let isRecording = Recording.isAsciicast(text) || Recording.isTypescript(text)
    if isRecording || (Recording.hasControlSequences(text) && !Self.hasManifestName(path)) {
      self = .session(TranscriptReader(lines: Recording.lines(of: text)))
      return
    }
    let lines = text.textLines(omittingEmpty: false)
      .prefix(50_000)
    if Self.hasManifestName(path) {
      self = .manifest
      return
    }
    let hasFence = lines.contains { MarkdownBlocks.fence(of: $0) != nil }
    if hasFence, !Self.looksLikeManifest(lines.prefix { MarkdownBlocks.fence(of: $0) == nil }) {
      self = .markdown
      return
    }
    if Self.isScript(lines, path: path), !Self.showsOutput(lines) {
      self = .script
      return
    }
    let reader = TranscriptReader(lines: Recording.lines(of: text))
    let isAnswered = !reader.steps.isEmpty && Self.showsOutput(lines)
    if isAnswered || reader.steps.contains(where: \.isPrompted) {
      self = .session(reader)
    } else if Self.looksLikeManifest(lines) {
      self = .manifest
    } else {
      self = reader.steps.isEmpty ? .prose : .session(reader)
    }
  }

  static func hasManifestName(_ path: String) -> Bool {
    let name = path.lowercased()
    return name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json")
  }

  /// Whether `apiVersion` or `kind` stands at the start of a line, or in a JSON object.
  static func looksLikeManifest(_ text: String) -> Bool {
    looksLikeManifest(text.textLines())
  }

  private static func looksLikeManifest(_ lines: some Sequence<some StringProtocol>) -> Bool {
    var isJSON = false
    for (index, line) in lines.enumerated() {
      if index == 0, line.trimmed.hasPrefix("{") { isJSON = true }
      if line.hasPrefix("apiVersion:") || line.hasPrefix("kind:") { return true }
      if isJSON, line.holds("\"kind\"") || line.holds("\"apiVersion\"") { return true }
    }
    return false
  }

  /// A `#!`, the ending of a shell script, or a here-document without any prompt in front.
  private static func isScript(_ lines: some Sequence<Substring>, path: String) -> Bool {
    let name = path.lowercased()
    if name.hasSuffix(".sh") || name.hasSuffix(".bash") { return true }
    for (index, line) in lines.enumerated() {
      if index == 0, line.hasPrefix("#!") { return true }
      let isCommand = line.hasPrefix("kubectl ") || line.hasPrefix("cat ")
      if isCommand, line.holds("<<") { return true }
    }
    return false
  }

  /// Whether lines are there that kubectl prints and nobody types.
  static func showsOutput(_ lines: some Sequence<some StringProtocol>) -> Bool {
    lines.contains { line in
      let words = line.split(at: " ")
      let answers = ["created", "configured", "unchanged", "replaced", "deleted"]
      return words.count == 2 && words[0].contains("/") && answers.contains(String(words[1]))
        || line.hasPrefix("NAME  ") || line.hasPrefix("Error from server")
        || line.hasPrefix("<!DOCTYPE") || line.hasPrefix("<html")
    }
  }
}

/// The fenced blocks of a Markdown text.
///
/// Source: CommonMark 0.31, 4.5 Fenced code blocks.
enum MarkdownBlocks {
  struct Block {
    enum Kind { case manifest, script, other }

    var text: String
    /// Line of the file that the text starts on.
    var line: Int
    /// Columns that were cut off in front of each line.
    var indentation: Int
    var kind: Kind
  }

  struct Fence {
    var character: Character
    var length: Int
    var indentation: Int
    var info: String
  }

  /// The fence that a line is; nil for other lines.
  static func fence(of line: some StringProtocol) -> Fence? {
    var rest = line[...]
    // Blocks below list items are indented further than CommonMark's three columns.
    let indentation = rest.prefix { $0 == " " }.count
    rest = rest.dropFirst(indentation)
    guard indentation <= 12, let character = rest.first, character == "`" || character == "~"
    else { return nil }
    let length = rest.prefix { $0 == character }.count
    let info = rest.dropFirst(length).trimmed
    guard length >= 3, character == "~" || !info.holds("`") else { return nil }
    return Fence(character: character, length: length, indentation: indentation, info: info)
  }

  static func blocks(of text: String) -> [Block] {
    var blocks: [Block] = []
    var open: Fence?
    var body: [String] = []
    var start = 0
    for (index, line) in text.textLines(omittingEmpty: false)
      .enumerated()
    {
      let fence = fence(of: line)
      if let current = open {
        if let fence, fence.character == current.character, fence.length >= current.length,
          fence.info.isEmpty
        {
          blocks.append(block(body, line: start, fence: current))
          open = nil
        } else {
          let spaces = min(line.prefix { $0 == " " }.count, current.indentation)
          body.append(String(line.dropFirst(spaces)))
        }
      } else if let fence {
        open = fence
        body = []
        start = index + 2
      }
    }
    if let open { blocks.append(block(body, line: start, fence: open)) }
    return blocks
  }

  private static func block(_ lines: [String], line: Int, fence: Fence) -> Block {
    let text = lines.map { $0 + "\n" }.joined()
    let language = fence.info.lowercased().prefix { !$0.isWhitespace && $0 != "{" }
    let isCommand =
      lines.contains { $0.holds("kubectl") && $0.holds("<<") }
      && !FileContent.showsOutput(lines)
    let isManifest =
      ["yaml", "yml", "json"].contains(language)
      || (FileContent.looksLikeManifest(text) && !lines.contains { $0.holds("kubectl ") })
    let hasPrompt = TranscriptReader(
      lines: lines.enumerated().map { TextLine(text: $1, line: $0 + 1) }
    ).steps.contains(where: \.isPrompted)
    return Block(
      text: text, line: line, indentation: fence.indentation,
      kind: isManifest && !hasPrompt ? .manifest : isCommand && !hasPrompt ? .script : .other)
  }
}
