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
  init(_ text: [UInt8], firstLine: Int) throws(YAML.ReadError) {
    self.firstLine = firstLine
    var parser = YAMLEventParser(text)
    elements.reserveCapacity(text.count / 12)
    var anchors: [String: Int] = [:]
    var open: [Int] = []
    while true {
      let event: YAMLEvent
      do {
        event = try parser.next()
      } catch {
        throw error.error(firstLine: firstLine)
      }
      switch event.kind {
      case .streamEnd, .documentEnd: return
      case .documentStart: continue
      case .sequenceEnd, .mappingEnd:
        if let last = open.popLast() { elements[last].end = elements.count }
      case .alias: try appendAlias(event, anchors)
      case .scalar: append(event, .scalar, &anchors)
      case .sequenceStart:
        open.append(elements.count)
        append(event, .sequence, &anchors)
      case .mappingStart:
        open.append(elements.count)
        append(event, .mapping, &anchors)
      }
    }
  }

  private mutating func append(
    _ event: YAMLEvent, _ kind: Kind, _ anchors: inout [String: Int]
  ) {
    if let anchor = event.anchor { anchors[anchor] = elements.count }
    elements.append(
      Element(
        kind: kind, position: position(of: event), text: event.text, tag: event.tag,
        isPlain: event.isPlain, end: elements.count + 1))
  }

  private mutating func appendAlias(
    _ event: YAMLEvent, _ anchors: [String: Int]
  ) throws(YAML.ReadError) {
    let position = position(of: event)
    guard let target = anchors[event.text] else {
      throw YAML.ReadError(
        message: "unknown anchor '\(event.text)' referenced", position: position)
    }
    elements.append(
      Element(
        kind: .alias, position: position, text: event.text, end: elements.count + 1,
        target: target))
  }

  private func position(of event: YAMLEvent) -> SourcePosition {
    event.start.position(firstLine: firstLine)
  }
}
