import CMarkdown
import Synchronization

extension Markdown {
  /// The most bytes that are parsed; what comes after them is left out.
  package static let sizeLimit = 1 << 20
  /// Quotes, lists and emphasis that nest deeper are shown as plain text.
  package static let depthLimit = 24

  /// Parses CommonMark with tables, strikethrough, task lists and bare links.
  ///
  /// Never fails: every text is Markdown. Characters that a terminal would act on become U+FFFD.
  package init(parsing text: String) {
    let bytes = Self.withPlainLineEnds(text.utf8.prefix(Self.sizeLimit))
    blocks = Self.library.withLock { isRegistered in
      if !isRegistered { cmark_gfm_core_extensions_ensure_registered() }
      isRegistered = true
      return Self.blocks(of: bytes)
    }
  }

  /// Whether the library's extensions are registered.
  ///
  /// Held for as long as a text is parsed: the library keeps the list of extensions and, while a
  /// parser finishes, the set of special characters in variables that all parsers share.
  private static let library = Mutex(false)

  private static func blocks(of bytes: [UInt8]) -> [Block] {
    guard let parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8) else { return [] }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "tasklist", "autolink"] {
      guard let syntax = cmark_find_syntax_extension(name) else { continue }
      cmark_parser_attach_syntax_extension(parser, syntax)
    }
    bytes.withUnsafeBytes { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    guard let document = cmark_parser_finish(parser) else { return [] }
    defer { cmark_node_free(document) }
    return SyntaxNode(document).children.compactMap { $0.block(depth: depthLimit) }
  }

  /// The bytes with CR LF and lone CR turned into LF, so that no code block keeps a CR.
  private static func withPlainLineEnds(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    guard bytes.contains(UInt8(ascii: "\r")) else { return bytes }
    var plain: [UInt8] = []
    var afterReturn = false
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = byte == UInt8(ascii: "\r")
      plain.append(afterReturn ? UInt8(ascii: "\n") : byte)
    }
    return plain
  }
}

/// A borrowed node of the C tree; lives no longer than the document.
private struct SyntaxNode {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  var type: String { String(cString: cmark_node_get_type_string(pointer)) }
  var line: Int { Int(cmark_node_get_start_line(pointer)) }
  var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
  var url: String { cmark_node_get_url(pointer).map { String(cString: $0).visible } ?? "" }

  var children: [SyntaxNode] {
    var found: [SyntaxNode] = []
    var next = cmark_node_first_child(pointer)
    while let child = next {
      found.append(SyntaxNode(child))
      next = cmark_node_next(child)
    }
    return found
  }

  /// All text below the node, found without recursion.
  var flatText: String {
    guard let iterator = cmark_iter_new(pointer) else { return "" }
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      switch cmark_iter_next(iterator) {
      case CMARK_EVENT_DONE: return text.visibleLines
      case CMARK_EVENT_ENTER:
        if let node = cmark_iter_get_node(iterator) { text += SyntaxNode(node).literal }
      default: continue
      }
    }
  }
}

// MARK: Blocks

extension SyntaxNode {
  func block(depth: Int) -> Markdown.Block? {
    kind(depth: depth).map { Markdown.Block($0, line: line) }
  }

  private func kind(depth: Int) -> Markdown.Block.Kind? {
    guard depth > 0 else { return .paragraph([.text(flatText)]) }
    switch type {
    case "heading":
      return .heading(level: Int(cmark_node_get_heading_level(pointer)), inlines(depth: depth - 1))
    case "paragraph": return .paragraph(inlines(depth: depth - 1))
    case "code_block": return .code(codeBlock)
    case "list": return .list(list(depth: depth - 1))
    case "block_quote": return .quote(children.compactMap { $0.block(depth: depth - 1) })
    case "table": return .table(table(depth: depth - 1))
    case "thematic_break": return .rule
    case "html_block": return html
    default: return nil
    }
  }

  /// Comments are for authors; other HTML is shown as it stands.
  private var html: Markdown.Block.Kind? {
    let text = literal.visibleLines.trimmed
    return text.hasPrefix("<!--") && text.hasSuffix("-->") ? nil : .html(text)
  }

  private var codeBlock: Markdown.CodeBlock {
    let info = cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? ""
    var text = literal.visibleLines
    if text.hasSuffix("\n") { text.removeLast() }
    return Markdown.CodeBlock(
      language: info.split(whereSeparator: \.isWhitespace).first.map { String($0).visible },
      text: text)
  }

  private func list(depth: Int) -> Markdown.List {
    let isOrdered = cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
    return Markdown.List(
      start: isOrdered ? Int(cmark_node_get_list_start(pointer)) : nil,
      isTight: cmark_node_get_list_tight(pointer) != 0,
      items: children.map { item in
        let isTask = item.type == "tasklist"
        return Markdown.List.Item(
          isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(item.pointer) : nil,
          blocks: item.children.compactMap { $0.block(depth: depth) })
      })
  }

  private func table(depth: Int) -> Markdown.Table {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    let marks = cmark_gfm_extensions_get_table_alignments(pointer)
    let alignments = (0..<count).map { column -> Markdown.Table.Alignment in
      switch marks?[column] {
      case UInt8(ascii: "c"): .centre
      case UInt8(ascii: "r"): .right
      default: .left
      }
    }
    let rows = children.map { row in
      let cells = row.children.prefix(count).map { $0.inlines(depth: depth) }
      return cells + Array(repeating: [], count: count - cells.count)
    }
    return Markdown.Table(
      alignments: alignments, header: rows.first ?? [], rows: Array(rows.dropFirst()))
  }
}

// MARK: Inlines

extension SyntaxNode {
  func inlines(depth: Int) -> [Markdown.Inline] {
    guard depth > 0 else { return [.text(flatText)] }
    return children.reduce(into: []) { inlines, node in
      guard let inline = node.inline(depth: depth) else { return }
      // The parser cuts text at every mark that turned out to mean nothing.
      if case .text(let new) = inline, case .text(let old) = inlines.last {
        inlines[inlines.count - 1] = .text(old + new)
      } else {
        inlines.append(inline)
      }
    }
  }

  private func inline(depth: Int) -> Markdown.Inline? {
    switch type {
    case "text": .text(literal.visible)
    case "code": .code(literal.visible)
    case "emph": .emphasis(inlines(depth: depth - 1))
    case "strong": .strong(inlines(depth: depth - 1))
    case "strikethrough": .strikethrough(inlines(depth: depth - 1))
    case "link": .link(inlines(depth: depth - 1), url: url)
    case "image": .image(description: inlines(depth: depth - 1), url: url)
    case "softbreak": .softBreak
    case "linebreak": .lineBreak
    case "html_inline": .text(literal.visible)
    default: nil
    }
  }
}

extension String {
  /// Like `visible`, with line ends kept and tabs turned into spaces.
  var visibleLines: String {
    let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") }
    if isPlain { return self }
    return split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).expandingTabs.visible }
      .joined(separator: "\n")
  }

  private var expandingTabs: String {
    guard contains("\t") else { return self }
    var text = ""
    var column = 0
    for character in self {
      let count = character == "\t" ? 4 - column % 4 : 1
      text += character == "\t" ? String(repeating: " ", count: count) : String(character)
      column += count
    }
    return text
  }

  /// The text without white space around it.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
