import ByteText
import PodModel

/// Prints objects as the rows of a table.
///
/// Source: cli-runtime `printers/tableprinter.go`.
struct TablePrinter {
  var isWide = false
  var hidesHeaders = false
  /// Whether rows begin with the namespace.
  var showsNamespace = false
  /// Whether names carry their kind: `pod/nx`.
  var showsKind = false
  var showsLabels = false
  /// Labels that have columns of their own.
  var labelColumns: [String] = []
  /// Whether rows begin with the kind of the event they come with.
  var showsEvents = false

  private var table = TextTable()
  private var hasHeader = false

  init(_ call: Call) {
    isWide = call.flags.string("output") == "wide"
    hidesHeaders = call.flags.bool("no-headers")
    showsNamespace = call.isForAllNamespaces
    showsLabels = call.flags.bool("show-labels")
    labelColumns = call.flags.strings("label-columns")
    showsEvents = call.flags.bool("output-watch-events")
  }

  /// The rows of some objects, below the header if it has not been printed yet.
  mutating func text(
    _ objects: [Node], of resource: Resource, at now: ClusterTime, event: String = ""
  ) -> String {
    guard !objects.isEmpty else { return "" }
    let printed = PrintedTable(kind: resource.kind, objects: objects, at: now)
    let shown = printed.columns.indices.filter { isWide || printed.columns[$0].priority == 0 }
    var rows: [[String]] = []
    if !hasHeader, !hidesHeaders {
      rows.append(header(shown.map { printed.columns[$0].name }, resource))
    }
    hasHeader = true
    for (object, cells) in zip(objects, printed.rows) {
      var texts = shown.map { Self.text(cells[$0]) }
      // The prefix belongs to the column of the names, which Events show in the wide form only.
      let names = shown.firstIndex { printed.columns[$0].name.lowercased() == "name" }
      if showsKind, let names { texts[names] = "\(resource.kindName)/\(texts[names])" }
      rows.append(row(texts, object, resource, event: event))
    }
    return table.text(rows)
  }

  private func header(_ names: [String], _ resource: Resource) -> [String] {
    var cells = names.map { $0.uppercased() }
    if showsNamespace, resource.isNamespaced { cells.insert("NAMESPACE", at: 0) }
    if showsEvents { cells.insert("EVENT", at: 0) }
    cells += labelColumns.map { label in
      (label.split(at: "/").last.map(String.init) ?? label).uppercased()
    }
    if showsLabels { cells.append("LABELS") }
    return cells
  }

  private func row(
    _ texts: [String], _ object: Node, _ resource: Resource, event: String
  ) -> [String] {
    var cells = texts
    if showsNamespace, resource.isNamespaced {
      cells.insert(object["metadata"]?["namespace"]?.string ?? "", at: 0)
    }
    if showsEvents { cells.insert(event, at: 0) }
    let labels = object["metadata"]?["labels"]
    cells += labelColumns.map { labels?[$0]?.scalarText ?? "<none>" }
    if showsLabels { cells.append(ObjectText.labels(labels)) }
    return cells
  }

  /// A cell up to its first line break.
  private static func text(_ cell: Node) -> String {
    let text = cell.scalarText ?? ""
    guard let end = text.firstIndex(where: { $0.isNewline || $0 == "\u{0C}" }) else { return text }
    return text[..<end] + "..."
  }
}

/// Columns that the call describes: `NAME:.metadata.name,…`.
///
/// Source: kubectl `get/customcolumn.go`.
struct CustomColumns {
  private var headers: [String] = []
  private var paths: [JSONPath] = []
  private var table = TextTable()

  init(_ description: String) throws(KubectlError) {
    for part in description.split(at: ",", omittingEmptySubsequences: false) {
      guard let colon = part.firstIndex(ofASCII: ":") else {
        throw .text("unexpected custom-columns spec: \(part), expected <header>:<json-path-expr>")
      }
      headers.append(String(part[..<colon]))
      do {
        let path = try JSONPath.relaxed(String(part[part.index(after: colon)...]))
        paths.append(try JSONPath(path))
      } catch {
        throw .text(error.message)
      }
    }
  }

  /// The rows of some objects; the header stands above even where there are none.
  mutating func text(_ objects: [Node], hidesHeaders: Bool) throws(KubectlError) -> String {
    var rows: [[String]] = hidesHeaders ? [] : [headers]
    for object in objects {
      var cells: [String] = []
      for path in paths { cells.append(try Self.cell(path, object)) }
      rows.append(cells)
    }
    return table.text(rows)
  }

  private static func cell(_ path: JSONPath, _ object: Node) throws(KubectlError) -> String {
    do {
      let values = try path.results(in: object).flatMap { $0 }
      return values.isEmpty ? "<none>" : values.map(text).joined(separator: ",")
    } catch {
      throw .text(error.message)
    }
  }

  /// A value as Go's `%v` prints it.
  private static func text(_ value: Node) -> String {
    switch value.content {
    case .null: "<none>"
    case .list(let items): "[\(items.map(text).joined(separator: " "))]"
    case .map(let entries):
      "map["
        + entries.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }
        .joined(separator: " ") + "]"
    case .bool, .integer, .float, .string: JSONPath.text(value)
    }
  }
}
