import PodModel

/// Turns messages into nodes, led by the schema of their types.
struct ProtobufDecoder {
  private typealias Fault = ProtobufReader.Fault

  /// Real objects are far flatter.
  private static let deepest = 40
  private let schema = Schema.core

  /// The message of a struct.
  ///
  /// - Parameter place: the struct's place in the schema.
  func message(
    _ bytes: ArraySlice<UInt8>, _ place: Int, depth: Int
  ) throws(ProtobufReader.Fault) -> Node {
    let structure = schema.structs[place]
    var fields: [String: [Node.Entry]] = [:]
    var result: [Node.Entry] = []
    try read(bytes, as: structure.name, in: structure, depth: depth, into: &fields)
    for field in structure.fields {
      guard let parts = fields[field.name] else { continue }
      if let value = joined(parts, field.type) { result.append(Node.Entry(field.name, value)) }
    }
    return Node(.map(result))
  }

  /// Collects the fields of a message, and of those embedded in it, by their names.
  ///
  /// Lists and maps come item by item; an entry's key is that of the map.
  private func read(
    _ bytes: ArraySlice<UInt8>, as message: String, in owner: StructType, depth: Int,
    into fields: inout [String: [Node.Entry]]
  ) throws(ProtobufReader.Fault) {
    guard depth < Self.deepest else { throw .endedEarly }
    let numbers = ProtobufNumbers.all[message] ?? [:]
    var reader = ProtobufReader(bytes)
    while let (number, value) = try reader.next() {
      switch numbers[number] {
      case .embedded(let inner):
        guard case .bytes(let bytes) = value else { continue }
        try read(bytes, as: inner, in: owner, depth: depth + 1, into: &fields)
      case .named(let name):
        guard let field = owner.field(name) else { continue }
        fields[name, default: []] += try entries(value, Self.bare(field.type), depth: depth + 1)
      case nil: continue
      }
    }
  }

  /// The type behind a pointer.
  private static func bare(_ type: GoType) -> GoType {
    if case .pointer(let inner) = type { return inner }
    return type
  }

  /// What one occurrence of a field adds.
  private func entries(
    _ value: ProtobufReader.Value, _ type: GoType, depth: Int
  ) throws(ProtobufReader.Fault) -> [Node.Entry] {
    switch type {
    case .list(let item):
      // Numbers may come packed.
      if case .bytes(let bytes) = value, item == .int32 || item == .int64 {
        var reader = ProtobufReader(bytes)
        var numbers: [Node.Entry] = []
        while !reader.isAtEnd {
          numbers.append(Node.Entry("", .number(Int64(bitPattern: try reader.number()))))
        }
        return numbers
      }
      return [Node.Entry("", try single(value, Self.bare(item), depth: depth))]
    case .map(let item, _):
      guard case .bytes(let bytes) = value else { return [] }
      return [try mapEntry(bytes, item, depth: depth)]
    case .string, .bool, .int32, .int64, .bytes, .quantity, .intOrString, .time, .raw, .structure,
      .pointer:
      return [Node.Entry("", try single(value, type, depth: depth))]
    }
  }

  /// One key of a map with its value.
  private func mapEntry(
    _ bytes: ArraySlice<UInt8>, _ type: GoType, depth: Int
  ) throws(ProtobufReader.Fault) -> Node.Entry {
    var reader = ProtobufReader(bytes)
    var key = ""
    var node = try single(.bytes([]), type, depth: depth)
    while let (number, value) = try reader.next() {
      if number == 1, case .bytes(let text) = value { key = String(decoding: text, as: UTF8.self) }
      if number == 2 { node = try single(value, type, depth: depth) }
    }
    return Node.Entry(key, node)
  }

  private func single(
    _ value: ProtobufReader.Value, _ type: GoType, depth: Int
  ) throws(ProtobufReader.Fault) -> Node {
    guard depth < Self.deepest else { throw .endedEarly }
    switch (type, value) {
    case (.string, .bytes(let bytes)): return .text(String(decoding: bytes, as: UTF8.self))
    case (.bytes, .bytes(let bytes)): return .text(Base64.encode(Array(bytes)))
    case (.bool, .number(let number)): return Node(.bool(number != 0))
    case (.int32, .number(let number)): return .number(Int32(truncatingIfNeeded: number))
    case (.int64, .number(let number)): return .number(Int64(bitPattern: number))
    case (.quantity, .bytes(let bytes)): return try quantity(bytes)
    case (.intOrString, .bytes(let bytes)): return try intOrString(bytes)
    case (.time, .bytes(let bytes)): return try time(bytes)
    case (.structure(let place), .bytes(let bytes)):
      return try message(bytes, place, depth: depth)
    default: return Node(.null)
    }
  }

  private func quantity(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) -> Node {
    var reader = ProtobufReader(bytes)
    var text = "0"
    while let (number, value) = try reader.next() {
      if number == 1, case .bytes(let bytes) = value {
        text = String(decoding: bytes, as: UTF8.self)
      }
    }
    return .text(text)
  }

  /// Source: apimachinery `util/intstr`: type 0 is a number, 1 a text.
  private func intOrString(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) -> Node {
    var reader = ProtobufReader(bytes)
    var isText = false
    var integer: Int32 = 0
    var text = ""
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, .number(let type)): isText = type == 1
      case (2, .number(let bits)): integer = Int32(truncatingIfNeeded: bits)
      case (3, .bytes(let bytes)): text = String(decoding: bytes, as: UTF8.self)
      default: continue
      }
    }
    return isText ? .text(text) : .number(integer)
  }

  /// Seconds since 1970; a message without them is no time at all.
  private func time(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) -> Node {
    var reader = ProtobufReader(bytes)
    var seconds: Int64?
    while let (number, value) = try reader.next() {
      if number == 1, case .number(let bits) = value { seconds = Int64(bitPattern: bits) }
    }
    guard let seconds, seconds.magnitude < 9_000_000_000 else { return Node(.null) }
    return .text(ClusterTime(nanoseconds: seconds * 1_000_000_000).rfc3339)
  }

  /// The value of a field from all its occurrences; nil for what JSON leaves out.
  private func joined(_ parts: [Node.Entry], _ type: GoType) -> Node? {
    switch type {
    case .list: return Node(.list(parts.map(\.value)))
    case .map:
      var entries: [String: Node] = [:]
      for part in parts { entries[part.key] = part.value }
      return Node(
        .map(entries.sorted { $0.key < $1.key }.map { Node.Entry($0.key, $0.value) }))
    case .pointer: return parts.last?.value
    case .string, .bool, .int32, .int64, .bytes, .quantity, .intOrString, .time, .raw, .structure:
      guard let value = parts.last?.value, !value.isZero else { return nil }
      return value
    }
  }
}

extension Node {
  /// Whether JSON leaves the value out where a field may be omitted.
  fileprivate var isZero: Bool {
    switch content {
    case .null: true
    case .bool(let value): !value
    case .integer(let value): value == 0
    case .float(let value): value == 0
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }
}
