/// The type of a field, as the API server's Go source declares it.
package indirect enum GoType: Sendable, Equatable {
  /// A string, with the name of its Go type: `string`, `v1.PullPolicy`.
  case string(String)
  case bool
  case int32
  case int64
  /// `[]uint8`, which JSON writes as base64.
  case bytes
  /// `resource.Quantity`.
  case quantity
  /// `intstr.IntOrString`.
  case intOrString
  /// `v1.Time` or `v1.MicroTime`, written as RFC 3339.
  case time
  /// Anything at all: `v1.FieldsV1`.
  case raw
  case list(GoType)
  /// A map from strings, with the name of its Go type: `map[string]string`, `v1.ResourceList`.
  case map(GoType, String)
  /// A struct: its place in `Schema.structs`.
  case structure(Int)
  case pointer(GoType)
}

/// A struct of the API with its fields.
package struct StructType: Sendable {
  /// The name without its package: `PodSpec`.
  package let name: String
  /// All fields, sorted by name.
  package fileprivate(set) var fields: [StructField] = []
  /// The place of each field in `fields`, by its JSON name.
  fileprivate var places: [String: Int] = [:]
  /// The places of the fields that JSON writes even when they are empty.
  package fileprivate(set) var alwaysWritten: [Int] = []

  fileprivate init(name: String) { self.name = name }

  /// The field with this JSON name.
  package func field(_ name: String) -> StructField? { places[name].map { fields[$0] } }
}

/// One field of a struct.
package struct StructField: Sendable {
  /// The name in JSON: `restartPolicy`.
  package let name: String
  /// The embedded struct it comes from: `VolumeSource` for `emptyDir`.
  package let embedding: String?
  package let type: GoType
  /// Whether the schema requires it.
  package let isRequired: Bool
  /// Whether JSON writes it even when it is empty.
  package let isAlwaysWritten: Bool
}

/// The Go types of the Kubernetes v1.36 API.
///
/// Source: the OpenAPI document in `GroundTruth/openapi`, by way of `Tools/generate_schema.py`.
package struct Schema: Sendable {
  package private(set) var structs: [StructType] = []
  private var places: [String: Int] = [:]

  /// The types behind the core group and what it refers to; read once, in well under 1 ms.
  package static let core = Schema(parsing: SchemaTable.text)

  /// The struct of this name: `Pod`, `Container`.
  package func structure(_ name: String) -> Int? { places[name] }

  /// Reads the table: a struct's name at the start of a line, its fields indented by one space.
  init(parsing text: StaticString) {
    let lines = text.withUTF8Buffer { buffer in
      buffer.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
    let isField = lines.map { $0.utf8.first == UInt8(ascii: " ") }
    for (line, isField) in zip(lines, isField) where !isField {
      places[line] = structs.count
      structs.append(StructType(name: line))
    }
    var current = -1
    var known: [String: GoType] = [:]
    for (line, isField) in zip(lines, isField) {
      if !isField {
        current += 1
      } else if let field = field(line, &known) {
        add(field, to: current)
      }
    }
    for index in structs.indices { sortFields(of: index) }
  }

  private mutating func add(_ field: StructField, to index: Int) {
    structs[index].fields.append(field)
  }

  private mutating func sortFields(of index: Int) {
    structs[index].fields.sort { $0.name < $1.name }
    for (place, field) in structs[index].fields.enumerated() {
      structs[index].places[field.name] = place
      if field.isAlwaysWritten { structs[index].alwaysWritten.append(place) }
    }
  }

  /// Reads ` Embedding.name! type`.
  ///
  /// - Parameter known: the types that were read before, by their notation.
  private func field(_ line: String, _ known: inout [String: GoType]) -> StructField? {
    let bytes = line.utf8.dropFirst()
    guard let space = bytes.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    var path = bytes[..<space]
    let isRequired = path.last == UInt8(ascii: "!")
    if isRequired { path.removeLast() }
    var embedding: String?
    if let dot = path.firstIndex(of: UInt8(ascii: ".")) {
      embedding = String(line[path.startIndex..<dot])
      path = path[path.index(after: dot)...]
    }
    let notation = String(line[line.utf8.index(after: space)...])
    let type = known[notation] ?? type(notation[...])
    known[notation] = type
    return StructField(
      name: String(line[path.startIndex..<path.endIndex]), embedding: embedding, type: type,
      isRequired: isRequired, isAlwaysWritten: isRequired || isWrittenWhenEmpty(type))
  }

  /// `omitempty` leaves out pointers, lists, maps and scalars, but never a struct.
  private func isWrittenWhenEmpty(_ type: GoType) -> Bool {
    switch type {
    case .structure, .quantity, .intOrString: true
    case .string, .bool, .int32, .int64, .bytes, .time, .raw, .list, .map, .pointer: false
    }
  }

  private func type(_ text: Substring) -> GoType {
    if text.hasPrefix("*") { return .pointer(type(text.dropFirst())) }
    switch text {
    case "bool": return .bool
    case "int32": return .int32
    case "int64": return .int64
    case "[]uint8": return .bytes
    case "resource.Quantity": return .quantity
    case "intstr.IntOrString": return .intOrString
    case "v1.Time", "v1.MicroTime": return .time
    case "v1.FieldsV1": return .raw
    case "v1.ResourceList": return .map(.quantity, "v1.ResourceList")
    default: break
    }
    if text.hasPrefix("[]") { return .list(type(text.dropFirst(2))) }
    if text.hasPrefix("map[string]") { return .map(type(text.dropFirst(11)), String(text)) }
    if text.hasPrefix("v1."), let place = places[String(text.dropFirst(3))] {
      return .structure(place)
    }
    return .string(String(text))
  }
}

extension Schema {
  /// The name Go prints for a type: `[]v1.Container`, `int32`, `map[string]string`.
  func name(of type: GoType) -> String {
    switch type {
    case .string(let name): name
    case .bool: "bool"
    case .int32, .intOrString: "int32"
    case .int64: "int64"
    case .bytes: "[]uint8"
    case .quantity: "resource.Quantity"
    case .time: "string"
    case .raw: "v1.FieldsV1"
    case .list(let item): "[]\(name(of: item))"
    case .map(_, let name): name
    case .structure(let place): "v1.\(structs[place].name)"
    case .pointer(let type): name(of: type)
    }
  }
}
