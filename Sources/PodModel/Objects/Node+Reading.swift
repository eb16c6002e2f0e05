extension Node {
  /// The value of an integer that fits into `Int`; nil for anything else.
  package var int: Int? { integer.flatMap { Int(exactly: $0) } }

  /// The texts of a list, without items that are no strings; nil when the node is no list.
  package var strings: [String]? { list?.compactMap(\.string) }

  /// A map's entries whose values are strings; nil when the node is no map.
  package var stringMap: [String: String]? {
    entries.map { entries in
      Dictionary(
        entries.compactMap { entry in entry.value.string.map { (entry.key, $0) } },
        uniquingKeysWith: { _, last in last })
    }
  }

  /// A string or a number as text, as quantities may be written; nil for anything else.
  package var scalarText: String? {
    switch content {
    case .string(let text): text
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .null, .bool, .list, .map: nil
    }
  }

  /// A map's entries whose values are strings or numbers, as texts; nil when the node is no map.
  package var scalarMap: [String: String]? {
    entries.map { entries in
      Dictionary(
        entries.compactMap { entry in entry.value.scalarText.map { (entry.key, $0) } },
        uniquingKeysWith: { _, last in last })
    }
  }
}
