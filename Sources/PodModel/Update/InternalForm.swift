import ByteText

/// A decoded object as the API server's own types print it: Go's names, and null for what is unset.
struct InternalForm {
  private enum Kind {
    case string, number, bool, pointer, json
    case structure(String)
    case structurePointer(String)
    case structures(String)
  }

  private struct Field {
    let name: String
    let key: String
    let isInParent: Bool
    let kind: Kind
  }

  private let structs: [String: [Field]]

  static let core = InternalForm(parsing: InternalTable.text)

  private init(parsing text: StaticString) {
    let lines = text.withUTF8Buffer { buffer in
      buffer.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
    var structs: [String: [Field]] = [:]
    var current = ""
    for line in lines {
      if line.hasPrefix(" ") {
        structs[current, default: []].append(Self.field(line))
      } else {
        current = line
      }
    }
    self.structs = structs
  }

  private static func field(_ line: String) -> Field {
    let words = line.split(at: " ")
    let names = words[0].split(at: "=")
    let key = names.count == 2 ? String(names[1]) : jsonName(String(names[0]))
    let isInParent = key.hasPrefix("../")
    return Field(
      name: String(names[0]), key: isInParent ? String(key.dropFirst(3)) : key,
      isInParent: isInParent, kind: kind(words.count > 1 ? words[1] : ""))
  }

  private static func kind(_ text: Substring) -> Kind {
    switch text {
    case "string": .string
    case "number": .number
    case "bool": .bool
    case "scalar?": .pointer
    case "json": .json
    case _ where text.hasPrefix("*"): .structurePointer(String(text.dropFirst()))
    case _ where text.hasPrefix("[]"): .structures(String(text.dropFirst(2)))
    default: .structure(String(text))
    }
  }

  /// `DNSPolicy` is `dnsPolicy` in JSON, `TTY` is `tty`.
  private static func jsonName(_ name: String) -> String {
    let capitals = name.prefix { $0.isUppercase }.count
    let count = capitals > 1 && capitals < name.count ? capitals - 1 : capitals
    return name.prefix(count).lowercased() + name.dropFirst(count)
  }

  // MARK: Printing

  /// A decoded struct as indented JSON, line by line.
  ///
  /// Source: Go `json.MarshalIndent` with one space a level.
  func lines(of node: Node, as name: String) -> [String] {
    var lines: [String] = []
    Self.write(form(node, name, parent: node), indent: 0, prefix: "", suffix: "", to: &lines)
    return lines
  }

  private func form(_ node: Node, _ name: String, parent: Node) -> Node {
    Node(
      .map(
        (structs[name] ?? []).map { field in
          let value = (field.isInParent ? parent : node)[field.key]
          return Node.Entry(field.name, form(value, field.kind, parent: node))
        }))
  }

  private func form(_ value: Node?, _ kind: Kind, parent: Node) -> Node {
    switch kind {
    case .string: value ?? ""
    case .number: value ?? 0
    case .bool: value ?? false
    case .pointer, .json: value ?? Node(.null)
    case .structure(let name): form(value ?? [:], name, parent: parent)
    case .structurePointer(let name):
      value.map { $0.isNull ? $0 : form($0, name, parent: parent) } ?? Node(.null)
    case .structures(let name):
      value?.list.map { Node(.list($0.map { form($0, name, parent: parent) })) } ?? Node(.null)
    }
  }

  private static func write(
    _ node: Node, indent: Int, prefix: String, suffix: String, to lines: inout [String]
  ) {
    let space = String(repeating: " ", count: indent)
    func writeAll(_ open: String, _ close: String, _ parts: [(prefix: String, node: Node)]) {
      guard !parts.isEmpty else {
        return lines.append("\(space)\(prefix)\(open)\(close)\(suffix)")
      }
      lines.append("\(space)\(prefix)\(open)")
      for (index, part) in parts.enumerated() {
        let comma = index + 1 < parts.count ? "," : ""
        write(part.node, indent: indent + 1, prefix: part.prefix, suffix: comma, to: &lines)
      }
      lines.append("\(space)\(close)\(suffix)")
    }
    switch node.content {
    case .list(let items): writeAll("[", "]", items.map { ("", $0) })
    case .map(let entries):
      writeAll("{", "}", entries.map { ("\(GoText.json($0.key)): ", $0.value) })
    case .null, .bool, .integer, .float, .string:
      lines.append("\(space)\(prefix)\(node.compactJSON)\(suffix)")
    }
  }
}
