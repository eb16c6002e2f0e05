import CYAML

/// A YAML document as it is written, before aliases, merges and the meaning of scalars.
///
/// The elements stand in one list in the order of the text, so that no depth of nesting needs a
/// deep call stack.
struct YAMLTree {
  enum Kind: Sendable { case scalar, alias, sequence, mapping }

  struct Element: Sendable {
    var kind: Kind
    var position: SourcePosition
    /// A scalar's text, or an alias's name.
    var text = ""
    /// The full tag, where the text names one.
    var tag: String?
    /// Whether a scalar's meaning depends on its text.
    var isPlain = false
    /// The element behind this one and all its parts.
    var end: Int
    /// The element an alias stands for.
    var target: Int?
  }

  private(set) var elements: [Element] = []
  private let firstLine: Int

  /// Reads the first document of a text; without elements when there is none.
  init(_ bytes: [UInt8], firstLine: Int) throws(YAML.ReadError) {
    self.firstLine = firstLine
    let count = bytes.count
    // The reader keeps the pointer, so the bytes get a place of their own.
    let input = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
    defer { input.deallocate() }
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      input.initialize(from: start, count: count)
    }
    guard let reader = cyaml_open(input, count) else {
      throw YAML.ReadError(message: "out of memory")
    }
    defer { cyaml_close(reader) }
    elements.reserveCapacity(count / 12)
    try read(reader)
  }

  private mutating func read(_ reader: OpaquePointer) throws(YAML.ReadError) {
    var event = cyaml_event()
    var anchors: [String: Int] = [:]
    var open: [Int] = []
    var nesting = YAMLNesting()
    while cyaml_next(reader, &event) {
      switch event.kind {
      case CYAML_STREAM_END, CYAML_DOCUMENT_END: return
      case CYAML_DOCUMENT_START: continue
      case CYAML_SEQUENCE_END, CYAML_MAPPING_END:
        nesting.leave()
        if let last = open.popLast() { elements[last].end = elements.count }
      default:
        let element = element(for: event)
        if let anchor = event.anchor { anchors[String(cString: anchor)] = elements.count }
        elements.append(element)
        switch element.kind {
        case .scalar: continue
        case .alias: try resolveAlias(anchors)
        case .sequence, .mapping:
          try nesting.enter(isFlow: event.is_flow, line: Int(event.line), element.position)
          open.append(elements.count - 1)
        }
      }
    }
    throw fault(cyaml_fault_of(reader))
  }

  private func element(for event: cyaml_event) -> Element {
    let kind: Kind =
      switch event.kind {
      case CYAML_ALIAS: .alias
      case CYAML_SEQUENCE_START: .sequence
      case CYAML_MAPPING_START: .mapping
      default: .scalar
      }
    let text = UnsafeBufferPointer(start: event.text, count: event.length)
    return Element(
      kind: kind, position: position(line: event.line, column: event.column),
      text: String(decoding: text, as: UTF8.self), tag: event.tag.map { String(cString: $0) },
      isPlain: event.is_plain, end: elements.count + 1)
  }

  private mutating func resolveAlias(_ anchors: [String: Int]) throws(YAML.ReadError) {
    let last = elements.count - 1
    let name = elements[last].text
    guard let target = anchors[name] else {
      throw YAML.ReadError(
        message: "unknown anchor '\(name)' referenced", position: elements[last].position)
    }
    elements[last].target = target
  }

  private func position(line: Int, column: Int) -> SourcePosition {
    SourcePosition(line: firstLine + line, column: column + 1)
  }

  /// libyaml's complaint in go-yaml's words.
  ///
  /// go-yaml takes lines counted from 0 for lines counted from 1, except for the scanner's faults,
  /// and takes line 0 for no line at all. Source: go-yaml v2 `decode.go` (`parser.fail`).
  private func fault(_ fault: cyaml_fault) -> YAML.ReadError {
    var line = 0
    if fault.line != 0 {
      line = fault.line + (fault.is_scanner_fault ? 1 : 0)
    } else {
      line = fault.context_line
    }
    let message = fault.message.map { String(cString: $0) } ?? ""
    return YAML.ReadError(
      message: (line == 0 ? "" : "line \(line): ") + message,
      position: position(line: fault.line, column: fault.column))
  }
}

/// Counts open brackets and indentations, of which go-yaml allows 10,000 each.
///
/// Source: go-yaml v2 `scannerc.go` (`max_flow_level`, `max_indents`).
private struct YAMLNesting {
  private static let limit = 10_000
  private var isFlow: [Bool] = []
  private var flowLevels = 0

  mutating func enter(
    isFlow: Bool, line: Int, _ position: SourcePosition
  ) throws(YAML.ReadError) {
    self.isFlow.append(isFlow)
    if isFlow { flowLevels += 1 }
    guard max(flowLevels, self.isFlow.count - flowLevels) > Self.limit else { return }
    throw YAML.ReadError(
      message: (line == 0 ? "" : "line \(line + 1): ") + "exceeded max depth of \(Self.limit)",
      position: position)
  }

  mutating func leave() {
    if isFlow.popLast() == true { flowLevels -= 1 }
  }
}
