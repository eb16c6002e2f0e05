/// How Go prints values of named types in messages: as JSON.
enum GoText {
  static func json(_ text: String) -> String { Node(.string(text)).compactJSON }

  /// A list of strings; `null` for nil, which is how Go writes a slice that was never made.
  static func json(_ items: [String]?) -> String {
    guard let items else { return "null" }
    return "[" + items.map(json).joined(separator: ",") + "]"
  }
}
