import PodModel

/// Writes objects as KYAML: YAML in braces, with every string in double quotes.
///
/// Source: Kubernetes enhancement 5295; sigs.k8s.io/yaml `kyaml`.
enum KYAML {
  /// One document with its mark.
  static func text(_ node: Node) -> String {
    "---\n" + value(node, depth: 0) + "\n"
  }

  private static func value(_ node: Node, depth: Int) -> String {
    let inner = String(repeating: "  ", count: depth + 1)
    let outer = String(repeating: "  ", count: depth)
    switch node.content {
    case .null: return "null"
    case .bool, .integer, .float: return JSONPath.text(node)
    case .string(let text): return GoQuote.quoted(text)
    case .map(let entries):
      if entries.isEmpty { return "{}" }
      let lines = entries.sorted { $0.key < $1.key }.map {
        "\(inner)\(key($0.key)): \(value($0.value, depth: depth + 1)),\n"
      }
      return "{\n\(lines.joined())\(outer)}"
    case .list(let items):
      if items.isEmpty { return "[]" }
      // Mappings cuddle up to the brackets around them.
      if items.allSatisfy({ $0.entries?.isEmpty == false }) {
        return "[" + items.map { value($0, depth: depth) }.joined(separator: ", ") + "]"
      }
      let lines = items.map { "\(inner)\(value($0, depth: depth + 1)),\n" }
      return "[\n\(lines.joined())\(outer)]"
    }
  }

  /// Keys stand bare where no YAML reader could take them for anything else.
  private static func key(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    return isPlain && !words.contains(text.lowercased()) ? text : GoQuote.quoted(text)
  }
}
