import CYAML

/// Reads YAML 1.1 as kubectl does, and JSON, which kubectl takes for YAML as well.
package enum YAML {
  /// Why a text is no YAML.
  package struct ReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What go-yaml, the parser inside kubectl, says of it, without `yaml: `.
    package var message: String
    /// Where the parser stopped.
    package var position: SourcePosition?

    package var description: String { message }

    package init(message: String, position: SourcePosition? = nil) {
      self.message = message
      self.position = position
    }
  }

  /// All documents of a stream, each with the positions of its values.
  ///
  /// Empty documents are left out. Keys keep their order; aliases are resolved.
  package static func documents(in bytes: some Sequence<UInt8>) throws(ReadError) -> [Node] {
    var reader = EventReader(bytes: Array(bytes))
    return try reader.documents()
  }

  /// The only document of a text; null when the text is empty.
  package static func document(in text: String) throws(ReadError) -> Node {
    try documents(in: text.utf8).first ?? Node(.null)
  }
}

/// Turns libyaml's events into nodes.
private struct EventReader {
  private var parser = yaml_parser_t()
  private let bytes: [UInt8]
  private var anchors: [String: Node] = [:]

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func documents() throws(YAML.ReadError) -> [Node] {
    guard yaml_parser_initialize(&parser) == 1 else {
      throw YAML.ReadError(message: "out of memory")
    }
    defer { yaml_parser_delete(&parser) }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { input.deallocate() }
    _ = input.initialize(from: bytes)
    yaml_parser_set_input_string(&parser, input.baseAddress, bytes.count)
    var documents: [Node] = []
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_END_EVENT: return documents
      case YAML_DOCUMENT_START_EVENT:
        anchors = [:]
        documents.append(try node())
      default: continue
      }
    }
  }

  private mutating func next() throws(YAML.ReadError) -> yaml_event_t {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      let position = SourcePosition(
        line: parser.problem_mark.line + 1, column: parser.problem_mark.column + 1)
      let problem = parser.problem.map { String(cString: $0) } ?? "unreadable"
      throw YAML.ReadError(message: "line \(position.line): \(problem)", position: position)
    }
    return event
  }

  private mutating func node() throws(YAML.ReadError) -> Node {
    var event = try next()
    defer { yaml_event_delete(&event) }
    return try node(from: event)
  }

  private mutating func node(from event: yaml_event_t) throws(YAML.ReadError) -> Node {
    let position = SourcePosition(
      line: event.start_mark.line + 1, column: event.start_mark.column + 1)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
      let node = Node(isPlain ? Self.resolve(text) : .string(text), at: position)
      remember(node, as: scalar.anchor)
      return node
    case YAML_SEQUENCE_START_EVENT:
      let anchor = event.data.sequence_start.anchor
      var items: [Node] = []
      while true {
        var item = try next()
        defer { yaml_event_delete(&item) }
        if item.type == YAML_SEQUENCE_END_EVENT { break }
        items.append(try node(from: item))
      }
      let node = Node(.list(items), at: position)
      remember(node, as: anchor)
      return node
    case YAML_MAPPING_START_EVENT:
      let anchor = event.data.mapping_start.anchor
      var entries: [Node.Entry] = []
      while true {
        var key = try next()
        defer { yaml_event_delete(&key) }
        if key.type == YAML_MAPPING_END_EVENT { break }
        let name = try node(from: key)
        entries.append(
          Node.Entry(name.string ?? "\(name.content)", try node(), keyPosition: name.position))
      }
      let node = Node(.map(entries), at: position)
      remember(node, as: anchor)
      return node
    case YAML_ALIAS_EVENT:
      let name = String(cString: event.data.alias.anchor)
      guard let node = anchors[name] else {
        throw YAML.ReadError(message: "unknown anchor '\(name)' referenced", position: position)
      }
      return node
    default:
      throw YAML.ReadError(message: "unexpected event", position: position)
    }
  }

  private mutating func remember(_ node: Node, as anchor: UnsafeMutablePointer<yaml_char_t>?) {
    guard let anchor else { return }
    anchors[String(cString: anchor)] = node
  }

  private static func resolve(_ text: String) -> Node.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE", "yes", "on": .bool(true)
    case "false", "False", "FALSE", "no", "off": .bool(false)
    default:
      if let integer = Int64(text) {
        .integer(integer)
      } else if text.first?.isNumber == true, let float = Double(text) {
        .float(float)
      } else {
        .string(text)
      }
    }
  }
}
