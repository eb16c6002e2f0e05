/// Reads a document into a Go type as the API server's JSON decoder does.
///
/// Keys are visited in byte order, which is the order in which kubectl sends them. A value of the
/// wrong type is remembered and reading goes on; only the first such mistake is told. A value that
/// reads itself (a quantity, a time) ends the reading at once, and its complaint comes before any
/// remembered one. Unknown fields are collected in the order they are met.
///
/// Source: `sigs.k8s.io/json` (`decode.go`: `object`, `literalStore`, `addErrorContext`) and
/// apimachinery `runtime/serializer/json`.
package struct GoDecoder {
  /// A mistake of the document.
  package struct Mistake: Error, Sendable, Hashable {
    /// Go's words.
    package var message: String
    /// Where the value stands.
    package var path: FieldPath
  }

  /// What was read.
  package struct Result: Sendable {
    /// The object as Go would write it again: keys sorted, unknown and empty fields left out.
    package var object: Node
    /// The first value of the wrong type.
    package var mistake: Mistake?
    /// Fields that the types do not have.
    package var unknownFields: [FieldPath]
  }

  private let schema: Schema
  private let root: Int
  private var steps: [FieldPath.Step] = []
  private var mistake: Mistake?
  private var unknownFields: [FieldPath] = []

  private init(schema: Schema, root: Int) {
    self.schema = schema
    self.root = root
  }

  /// Reads `node` as the struct `name`; nil when the schema has no such struct.
  package static func decode(
    _ node: Node, as name: String, in schema: Schema = .core
  ) -> Result? {
    guard let root = schema.structure(name) else { return nil }
    var decoder = GoDecoder(schema: schema, root: root)
    do {
      let object = try decoder.structure(node, root)
      return Result(
        object: object ?? Node(.map([])), mistake: decoder.mistake,
        unknownFields: decoder.unknownFields)
    } catch {
      return Result(object: node, mistake: error, unknownFields: [])
    }
  }

  // MARK: Values

  /// The value as Go would keep it; nil for the zero value, which JSON leaves out.
  ///
  /// `isKept` is true behind a pointer and in lists and maps, where a zero value still shows.
  private mutating func value(
    _ node: Node, _ type: GoType, isKept: Bool
  ) throws(Mistake) -> Node? {
    switch type {
    case .pointer(let target):
      return node.isNull ? nil : try value(node, target, isKept: true)
    case .structure(let place):
      if node.isNull { return isKept ? zero(type) : nil }
      return try structure(node, place)
    case .list(let item): return try list(node, item, type)
    case .map(let item, _): return try map(node, item, type)
    case .string: return string(node, type, isKept: isKept)
    case .bool: return bool(node, isKept: isKept)
    case .int32, .int64: return integer(node, type, isKept: isKept)
    case .bytes: return bytes(node, isKept: isKept)
    case .quantity: return try quantity(node)
    case .intOrString: return try intOrString(node)
    case .time: return try time(node)
    case .raw: return node.isNull ? nil : node
    }
  }

  private mutating func list(
    _ node: Node, _ item: GoType, _ type: GoType
  ) throws(Mistake) -> Node? {
    guard let items = node.list else { return mismatch(node, type) }
    var result: [Node] = []
    result.reserveCapacity(items.count)
    for (index, element) in items.enumerated() {
      steps.append(.index(index))
      result.append(try value(element, item, isKept: true) ?? zero(item))
      steps.removeLast()
    }
    return Node(.list(result), at: node.position)
  }

  private mutating func map(
    _ node: Node, _ item: GoType, _ type: GoType
  ) throws(Mistake) -> Node? {
    guard let entries = node.entries else { return mismatch(node, type) }
    var result: [Node.Entry] = []
    result.reserveCapacity(entries.count)
    for entry in Self.sorted(entries) {
      steps.append(.key(entry.key))
      var read = entry
      read.value = try value(entry.value, item, isKept: true) ?? zero(item)
      steps.removeLast()
      Self.append(read, to: &result)
    }
    return Node(.map(result), at: node.position)
  }

  private mutating func structure(_ node: Node, _ place: Int) throws(Mistake) -> Node? {
    guard let entries = node.entries else { return mismatch(node, .structure(place)) }
    let type = schema.structs[place]
    var result: [Node.Entry] = []
    result.reserveCapacity(entries.count + type.alwaysWritten.count)
    for entry in Self.sorted(entries) {
      steps.append(.field(entry.key))
      defer { steps.removeLast() }
      guard let field = type.field(entry.key) else {
        unknownFields.append(FieldPath(steps))
        continue
      }
      var read = entry
      guard let value = try value(entry.value, field.type, isKept: false) else { continue }
      guard !Self.isOmitted(value, field) else { continue }
      read.value = value
      Self.append(read, to: &result)
    }
    for place in type.alwaysWritten {
      let field = type.fields[place]
      if !result.contains(where: { $0.key == field.name }) {
        Self.insert(Node.Entry(field.name, zero(field.type)), into: &result)
      }
    }
    return Node(.map(result), at: node.position)
  }

  /// `omitempty` leaves out empty lists and maps.
  private static func isOmitted(_ value: Node, _ field: StructField) -> Bool {
    guard !field.isAlwaysWritten else { return false }
    switch (field.type, value.content) {
    case (.list, .list(let items)): return items.isEmpty
    case (.map, .map(let entries)): return entries.isEmpty
    default: return false
    }
  }

  /// The value that Go gives a field nobody set.
  private func zero(_ type: GoType) -> Node {
    switch type {
    case .string, .bytes, .time: return Node(.string(""))
    case .bool: return Node(.bool(false))
    case .int32, .int64, .intOrString: return Node(.integer(0))
    case .quantity: return Node(.string("0"))
    case .list, .map, .pointer, .raw: return Node(.null)
    case .structure(let place):
      let target = schema.structs[place]
      return Node(
        .map(
          target.alwaysWritten.map {
            Node.Entry(target.fields[$0].name, zero(target.fields[$0].type))
          }))
    }
  }
}

// MARK: Order

extension GoDecoder {
  /// Entries in the byte order of their keys; of equal keys the later one comes later.
  static func sorted(_ entries: [Node.Entry]) -> [Node.Entry] {
    for index in entries.indices.dropFirst()
    where !precedes(entries[index - 1].key, entries[index].key) {
      return entries.enumerated().sorted {
        precedes($0.element.key, $1.element.key)
          || ($0.element.key == $1.element.key && $0.offset < $1.offset)
      }.map(\.element)
    }
    return entries
  }

  /// Whether `left` comes before `right` byte by byte.
  static func precedes(_ left: String, _ right: String) -> Bool {
    let bothAreFast = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
          return left[index] < right[index]
        }
        return left.count < right.count
      }
    }
    return (bothAreFast ?? nil) ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func append(_ entry: Node.Entry, to result: inout [Node.Entry]) {
    if result.last?.key == entry.key { result.removeLast() }
    result.append(entry)
  }

  /// Puts an entry at its place in sorted entries.
  static func insert(_ entry: Node.Entry, into entries: inout [Node.Entry]) {
    let place = entries.firstIndex { !precedes($0.key, entry.key) } ?? entries.count
    entries.insert(entry, at: place)
  }
}

// MARK: Scalars

extension GoDecoder {
  private mutating func string(_ node: Node, _ type: GoType, isKept: Bool) -> Node? {
    guard case .string(let text) = node.content else { return mismatch(node, type) }
    return text.isEmpty && !isKept ? nil : node
  }

  private mutating func bool(_ node: Node, isKept: Bool) -> Node? {
    guard case .bool(let flag) = node.content else { return mismatch(node, .bool) }
    return flag || isKept ? node : nil
  }

  private mutating func integer(_ node: Node, _ type: GoType, isKept: Bool) -> Node? {
    guard let text = Self.number(node) else { return mismatch(node, type) }
    guard let number = Int64(text), type == .int64 || Int32(exactly: number) != nil else {
      return mismatch(node, type, saying: "number \(text)")
    }
    return number == 0 && !isKept ? nil : Node(.integer(number), at: node.position)
  }

  private mutating func bytes(_ node: Node, isKept: Bool) -> Node? {
    guard case .string(let text) = node.content else { return mismatch(node, .bytes) }
    do {
      return Node(.string(Base64.encode(try Base64.decode(text))), at: node.position)
    } catch {
      remember(Mistake(message: error.description, path: FieldPath(steps)))
      return nil
    }
  }

  private mutating func quantity(_ node: Node) throws(Mistake) -> Node? {
    let text: String
    switch node.content {
    case .null: return nil
    case .string(let string): text = string.trimmingSpace()
    case .bool(let flag): text = "\(flag)"
    case .integer, .float: text = Self.number(node) ?? ""
    case .list, .map: text = "{"
    }
    do {
      return Node(.string(try Quantity(text).description), at: node.position)
    } catch {
      throw Mistake(message: error.description, path: FieldPath(steps))
    }
  }

  private mutating func intOrString(_ node: Node) throws(Mistake) -> Node? {
    switch node.content {
    case .string: return node
    case .null: return nil
    case .integer, .float:
      if let text = Self.number(node), let number = Int32(text) {
        return Node(.integer(Int64(number)), at: node.position)
      }
      throw typeMistake(saying: "number \(Self.number(node) ?? "")", .int32)
    case .bool, .list, .map: throw typeMistake(saying: node.jsonKind, .int32)
    }
  }

  private mutating func time(_ node: Node) throws(Mistake) -> Node? {
    switch node.content {
    case .null: return nil
    case .string(let text):
      guard let problem = GoTime.problem(in: text) else { return node }
      throw Mistake(message: problem, path: FieldPath(steps))
    case .bool, .integer, .float, .list, .map:
      throw typeMistake(saying: node.jsonKind, .time)
    }
  }

  /// A number's digits in JSON; nil for anything else.
  private static func number(_ node: Node) -> String? {
    switch node.content {
    case .integer(let value): "\(value)"
    case .float(let value): GoFloat.json(value)
    case .null, .bool, .string, .list, .map: nil
    }
  }
}

// MARK: Mistakes

extension GoDecoder {
  /// Remembers a value of the wrong type; null is no mistake, it leaves the field alone.
  private mutating func mismatch(
    _ node: Node, _ type: GoType, saying value: String? = nil
  ) -> Node? {
    if !node.isNull { remember(typeMistake(saying: value ?? node.jsonKind, type)) }
    return nil
  }

  private mutating func remember(_ mistake: Mistake) {
    if self.mistake == nil { self.mistake = mistake }
  }

  private func typeMistake(saying value: String, _ type: GoType) -> Mistake {
    let path = FieldPath(steps)
    guard let field = goField() else {
      return Mistake(
        message: "json: cannot unmarshal \(value) into Go value of type \(schema.name(of: type))",
        path: path)
    }
    return Mistake(
      message: "json: cannot unmarshal \(value) into Go struct field \(field) of type "
        + schema.name(of: type), path: path)
  }

  /// The innermost struct and the way to it, as Go words it:
  /// `Volume.spec.volumes.VolumeSource.emptyDir`.
  private func goField() -> String? {
    var type = GoType.structure(root)
    var names: [String] = []
    var innermost: String?
    for step in steps {
      while case .pointer(let target) = type { type = target }
      switch (step, type) {
      case (.field(let name), .structure(let place)):
        let parent = schema.structs[place]
        guard let field = parent.field(name) else { return nil }
        innermost = parent.name
        if let embedding = field.embedding { names.append(embedding) }
        names.append(name)
        type = field.type
      case (.index, .list(let item)): type = item
      case (.key, .map(let item, _)): type = item
      case (_, _): return nil
      }
    }
    return innermost.map { "\($0).\(names.joined(separator: "."))" }
  }
}

extension String {
  /// The text without white space around it, as Go's `strings.TrimSpace` cuts it.
  func trimmingSpace() -> String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
