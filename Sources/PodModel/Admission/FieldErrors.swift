/// Collects what is wrong with an object's fields, in the order in which it is found.
///
/// Source: apimachinery `util/validation/field/errors.go`.
struct FieldErrors {
  private(set) var causes: [Refusal.Cause] = []

  var isEmpty: Bool { causes.isEmpty }

  /// A value as the server prints it in a message.
  struct Value {
    let text: String

    /// A plain string, printed with `%q`.
    static func string(_ value: String) -> Value { Value(text: GoQuote.quoted(value)) }
    /// A value of a named string type, printed as JSON.
    static func named(_ value: String) -> Value { Value(text: GoText.json(value)) }
    static func number(_ value: some BinaryInteger) -> Value { Value(text: "\(value)") }
    static func bool(_ value: Bool) -> Value { Value(text: "\(value)") }
    /// A list of strings, printed as JSON.
    static func strings(_ values: [String]) -> Value { Value(text: GoText.json(values)) }
    /// JSON that is ready to print.
    static func json(_ text: String) -> Value { Value(text: text) }
  }

  mutating func required(_ path: FieldPath, _ detail: String = "") {
    add(path, "Required value", detail)
  }

  mutating func forbidden(_ path: FieldPath, _ detail: String) {
    add(path, "Forbidden", detail)
  }

  mutating func invalid(_ path: FieldPath, _ value: Value, _ detail: String) {
    add(path, "Invalid value: \(value.text)", detail)
  }

  mutating func duplicate(_ path: FieldPath, _ value: Value) {
    add(path, "Duplicate value: \(value.text)", "")
  }

  mutating func notFound(_ path: FieldPath, _ value: Value, _ detail: String = "") {
    add(path, "Not found: \(value.text)", detail)
  }

  /// `supported` is told in the order given: callers sort where the server does.
  mutating func notSupported(_ path: FieldPath, _ value: String, _ supported: [String]) {
    let list = supported.map { GoQuote.quoted($0) }.joined(separator: ", ")
    add(
      path, "Unsupported value: \(GoText.json(value))", "supported values: \(list)",
      suggestion: supported.first { $0.lowercased() == value.lowercased() }
        .map { "did you mean '\($0)'?" })
  }

  mutating func tooLong(_ path: FieldPath, atMost bytes: Int) {
    add(path, "Too long", "may not be more than \(bytes) bytes")
  }

  /// One `invalid` for each message of a rule.
  mutating func invalid(_ path: @autoclosure () -> FieldPath, _ value: String, all: [String]) {
    for message in all { invalid(path(), .string(value), message) }
  }

  mutating func append(_ other: FieldErrors) { causes += other.causes }

  private mutating func add(
    _ path: FieldPath, _ message: String, _ detail: String, suggestion: String? = nil
  ) {
    causes.append(
      Refusal.Cause(
        path: path, message: detail.isEmpty ? message : "\(message): \(detail)",
        suggestion: suggestion))
  }
}
