import PodModel

extension Node {
  /// A string node.
  static func text(_ value: String) -> Node { Node(.string(value)) }

  /// An integer node.
  static func number(_ value: some BinaryInteger) -> Node {
    Node(.integer(Int64(clamping: value)))
  }

  /// A list of strings.
  static func texts(_ values: [String]) -> Node { Node(.list(values.map(Node.text))) }

  /// A map of the fields that are there, in the order given.
  static func object(_ fields: KeyValuePairs<String, Node?>) -> Node {
    Node(.map(fields.compactMap { field in field.value.map { Entry(field.key, $0) } }))
  }
}

extension String {
  /// The text, or nil where it is empty: JSON leaves empty texts out.
  var orNil: String? { isEmpty ? nil : self }
}
