/// What types and fields of the API mean, in podlab's own words.
///
/// `kubectl explain` prints them, from the built-in tables or by way of the OpenAPI document.
package enum FieldDescriptions {
  private static let noField =
    "podlab has no words of its own for this field; the Kubernetes API reference describes it."

  /// What a type is, such as `Pod`.
  package static func text(ofType name: String) -> String {
    FieldDescriptionTable.types[name] ?? "podlab has no words of its own for this type."
  }

  /// What a field is for, with the values that it may have where they are few.
  package static func text(of field: String, in type: String) -> String {
    let values = SchemaFacts.facts(of: field, in: type).values
    let list =
      values.isEmpty
      ? "" : "\n\nPossible enum values:\n" + values.map { " - `\"\($0)\"`" }.joined(separator: "\n")
    return (words(for: field, in: type) ?? noField) + list
  }

  private static func words(for field: String, in type: String) -> String? {
    let fields = FieldDescriptionTable.fields
    if let own = fields["\(type).\(field)"] { return own }
    // A container for debugging is described as any other.
    if type == "EphemeralContainer", let same = fields["Container.\(field)"] { return same }
    return fields[".\(field)"]
  }
}
