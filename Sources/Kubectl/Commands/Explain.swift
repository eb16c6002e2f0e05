import ByteText
import PodModel

extension Command {
  static var explain: Command {
    Command(
      name: "explain", summary: "Get documentation for a resource.",
      usage: "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]",
      flags: [
        .bool("recursive", about: "the names of all fields, without descriptions"),
        .string("api-version", about: "the version to explain"),
        .string("output", "o", initial: "plaintext", about: "plaintext or plaintext-openapiv2"),
      ],
      run: { call throws(KubectlError) in try await Explain(call).run() })
  }
}

/// Explains kinds and their fields; the layout is kubectl's, the words are podlab's.
///
/// Source: kubectl `explain/v2/templates/plaintext.tmpl`.
struct Explain {
  private let call: Call
  private let schema = Schema.core

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    guard let word = call.arguments.first else {
      throw .text("You must specify the type of resource to explain. \(Get.suggestion)")
    }
    guard call.arguments.count == 1 else {
      throw .text("We accept only this format: explain RESOURCE")
    }
    let path = word.split(at: ".", omittingEmptySubsequences: true).map(String.init)
    let name = path.first ?? ""
    guard
      let resource = (call.finder.resources + StockResources.all).first(where: {
        $0.isMeant(by: name)
      })
    else {
      throw .plain(
        "the server doesn't have a resource type \(GoQuote.quoted(name))\n", exitStatus: 1)
    }
    guard let top = schema.structure(resource.kind) else {
      throw .text("not modelled: podlab explains no \(resource.qualifiedPlural)")
    }
    await call.print(head(resource))
    var text: String
    if path.count == 1 {
      text = "DESCRIPTION:\n" + paragraph(FieldDescriptions.text(ofType: resource.kind))
      text += fields(of: top)
    } else {
      text = try explain(Array(path.dropFirst()), in: top)
    }
    await call.print(text + "\n")
  }

  private func head(_ resource: Resource) -> String {
    let group = resource.group.isEmpty ? "" : "GROUP:      \(resource.group)\n"
    return "\(group)KIND:       \(resource.kind)\nVERSION:    \(resource.versionName)\n\n"
  }

  /// A field found by its path, with its fields where it has some.
  private func explain(_ path: [String], in top: Int) throws(KubectlError) -> String {
    var owner = top
    var field: StructField?
    for (index, name) in path.enumerated() {
      guard let next = schema.structs[owner].field(name) else {
        throw .text("field \(GoQuote.quoted(name)) does not exist")
      }
      field = next
      if index < path.count - 1 {
        guard let inner = Self.structure(next.type) else {
          throw .text("field \(GoQuote.quoted(path[index + 1])) does not exist")
        }
        owner = inner
      }
    }
    guard let field else { return "" }
    let typeName = ExplainText.typeName(field.type, schema)
    let required = field.isRequired ? " -required-" : ""
    var text = "FIELD: \(field.name) <\(typeName)>\(required)\n"
    let values = SchemaFacts.facts(of: field.name, in: schema.structs[owner].name).values
    if !values.isEmpty { text += "ENUM:\n" + values.map { "    \($0)\n" }.joined() }
    text += values.isEmpty ? "\n\nDESCRIPTION:\n" : "\nDESCRIPTION:\n"
    text += paragraph(FieldDescriptions.text(of: field.name, in: schema.structs[owner].name))
    if let inner = Self.structure(field.type) { text += fields(of: inner) }
    return text
  }

  private func paragraph(_ text: String) -> String {
    Self.wrapped(text, indent: 4) + "    \n"
  }

  private func fields(of index: Int) -> String {
    if call.flags.bool("recursive") {
      return "FIELDS:\n" + names(of: index, level: 1, above: [])
    }
    let structure = schema.structs[index]
    var text = "FIELDS:\n"
    for field in structure.fields {
      let required = field.isRequired ? " -required-" : ""
      text += "  \(field.name)\t<\(ExplainText.typeName(field.type, schema))>\(required)\n"
      let values = SchemaFacts.facts(of: field.name, in: structure.name).values
      if !values.isEmpty { text += "  enum: \(Self.shortened(values))\n" }
      let about = FieldDescriptions.text(of: field.name, in: structure.name)
      text += Self.wrapped(about, indent: 4) + "\n"
    }
    return text
  }

  /// Only the first few values stand in a list of fields.
  private static func shortened(_ values: [String]) -> String {
    values.count > 4
      ? values.prefix(4).joined(separator: ", ") + ", ...." : values.joined(separator: ", ")
  }

  private func names(of index: Int, level: Int, above: Set<Int>) -> String {
    // A type inside itself is named but not opened again.
    guard level < 20, !above.contains(index) else { return "" }
    let structure = schema.structs[index]
    let indent = String(repeating: "  ", count: level)
    var text = ""
    for field in structure.fields {
      let required = field.isRequired ? " -required-" : ""
      text += "\(indent)\(field.name)\t<\(ExplainText.typeName(field.type, schema))>\(required)\n"
      let values = SchemaFacts.facts(of: field.name, in: structure.name).values
      if !values.isEmpty { text += "\(indent)enum: \(Self.shortened(values))\n" }
      if let inner = Self.structure(field.type) {
        text += names(of: inner, level: level + 1, above: above.union([index]))
      }
    }
    return text
  }

  /// The struct behind pointers, lists and maps; nil for plain values.
  private static func structure(_ type: GoType) -> Int? {
    switch type {
    case .structure(let index): index
    case .pointer(let inner), .list(let inner), .map(let inner, _): structure(inner)
    case .string, .bool, .int32, .int64, .bytes, .quantity, .intOrString, .time, .raw: nil
    }
  }

  /// Words on lines of at most 80 columns.
  static func wrapped(_ text: String, indent: Int) -> String {
    let start = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(at: "\n", omittingEmptySubsequences: false) {
      // What is indented stays so: it is an item of a list.
      var line = String(paragraph.prefix { $0 == " " })
      for word in paragraph.split(at: " ") {
        let isBlank = line.allSatisfy { $0 == " " }
        if !isBlank, line.count + 1 + word.count > 80 - indent {
          lines.append(line)
          line = String(word)
        } else {
          line += (isBlank ? "" : " ") + word
        }
      }
      lines.append(line)
    }
    return lines.map { "\(start)\($0)\n" }.joined()
  }
}
