/// A place in the text, counted from 0.
struct YAMLMark: Sendable {
  var line = 0
  /// In characters.
  var column = 0
  /// Characters from the start of the text.
  var index = 0

  /// The place as editors count it, in a text whose first line has a number.
  func position(firstLine: Int) -> SourcePosition {
    SourcePosition(line: firstLine + line, column: column + 1)
  }
}

/// What the scanner cuts a text into.
struct YAMLToken: Sendable {
  enum Kind: Sendable {
    case streamStart, streamEnd
    case versionDirective, tagDirective
    case documentStart, documentEnd
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
    case blockEntry, flowEntry, key, value
    case alias, anchor, tag, scalar
  }

  /// What a token is and where it stands.
  struct Head: Sendable {
    let kind: Kind
    let start: YAMLMark
    let end: YAMLMark
  }

  var kind: Kind
  var start: YAMLMark
  var end: YAMLMark
  /// A scalar's text, an anchor's name, a tag's suffix, a directive's prefix or minor version.
  var text = ""
  /// A tag's handle, or a directive's handle or major version.
  var handle = ""
  /// Whether a scalar stands without quotes and outside a block.
  var isPlain = false
  /// The level of the key that may begin with this token; negative when none may.
  var keyLevel = -1
}

/// Why a text cannot be cut or arranged.
struct YAMLFault: Error, Sendable {
  enum Source: Sendable { case reader, scanner, parser }

  var source: Source
  var problem: String
  var mark: YAMLMark
  /// Where the thing began that is not complete.
  var context: YAMLMark?

  /// The fault in go-yaml's words.
  ///
  /// go-yaml takes lines counted from 0 for lines counted from 1, except for the scanner's faults,
  /// and takes line 0 for no line at all. Source: go-yaml v2 `decode.go` (`parser.fail`).
  func error(firstLine: Int) -> YAML.ReadError {
    var line = 0
    if source != .reader {
      line = mark.line != 0 ? mark.line + (source == .scanner ? 1 : 0) : context?.line ?? 0
    }
    return YAML.ReadError(
      message: (line == 0 ? "" : "line \(line): ") + problem,
      position: (beginsAtContext ? context ?? mark : mark).position(firstLine: firstLine),
      opening: context.map { $0.position(firstLine: firstLine) })
  }

  /// Whether the beginning of the incomplete thing tells more than the place where it was given up.
  private var beginsAtContext: Bool {
    problem == "could not find expected ':'" || problem == "found unexpected end of stream"
      || problem == "found unexpected document indicator"
  }
}
