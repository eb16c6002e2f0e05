import ByteText

extension Markdown {
  /// Lays the text out for a terminal of `width` columns.
  ///
  /// No line is wider than `width`, or 2 where that is less. `measure` gives the columns that a
  /// character takes.
  package func lines(
    width: Int, style: MarkdownStyle = .screen, measure: @escaping (Character) -> Int
  ) -> [StyledLine] {
    var layout = MarkdownLayout(style: style, measure: measure)
    return layout.lines(of: blocks, width: max(2, width), role: .body)
  }

  /// The text without colours, for pipes and screen readers; ends with a newline unless empty.
  package func plainText(
    width: Int, style: MarkdownStyle = .plain, measure: @escaping (Character) -> Int
  ) -> String {
    lines(width: width, style: style, measure: measure).map { $0.text + "\n" }.joined()
  }
}

/// Walks the blocks from top to bottom and counts the code blocks it meets.
struct MarkdownLayout {
  let style: MarkdownStyle
  let measure: (Character) -> Int
  private var codeBlocks = 0

  init(style: MarkdownStyle, measure: @escaping (Character) -> Int) {
    self.style = style
    self.measure = measure
  }

  mutating func lines(
    of blocks: [Markdown.Block], width: Int, role: TextRole, isTight: Bool = false
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    for block in blocks {
      let new = self.lines(of: block, width: width, role: role)
      if !isTight, !lines.isEmpty, !new.isEmpty { lines.append(StyledLine()) }
      lines += new
    }
    return lines
  }

  private mutating func lines(
    of block: Markdown.Block, width: Int, role: TextRole
  ) -> [StyledLine] {
    switch block.kind {
    case .heading(let level, let inlines):
      return wrap(spans(inlines, level == 1 ? .title : .heading), width)
    case .paragraph(let inlines): return wrap(spans(inlines, role), width)
    case .code(let code): return lines(of: code, width: width)
    case .list(let list): return lines(of: list, width: width, role: role)
    case .quote(let blocks):
      let bar = [StyledSpan(style.isASCII ? "| " : "│ ", .quote)]
      return inset(width, by: bar, then: bar) { layout, width in
        layout.lines(of: blocks, width: width, role: .quote)
      }
    case .table(let table): return lines(of: table, width: width, role: role)
    case .rule:
      let dash = style.isASCII ? "-" : "─"
      return [StyledLine([StyledSpan(String(repeating: dash, count: width), .rule)])]
    case .html(let text): return wrap([StyledSpan(text, role)], width)
    }
  }

  private mutating func lines(of code: Markdown.CodeBlock, width: Int) -> [StyledLine] {
    let number = codeBlocks
    codeBlocks += 1
    let margin = [StyledSpan(String(repeating: " ", count: width < 72 ? 2 : 4), .codeBlock)]
    let lines = inset(width, by: margin, then: margin) { layout, width in
      let flow = TextFlow(width: width, measure: layout.measure)
      return code.text.split(at: "\n", omittingEmptySubsequences: false)
        .flatMap { flow.cut(String($0)) }
        .map { StyledLine($0.isEmpty ? [] : [StyledSpan($0, .codeBlock)]) }
    }
    return lines.map { line in
      let isEmpty = line.text.allSatisfy { $0 == " " }
      return StyledLine(isEmpty ? [] : line.spans, codeBlock: number)
    }
  }

  private mutating func lines(
    of list: Markdown.List, width: Int, role: TextRole
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    let last = list.start.map { $0 + list.items.count - 1 } ?? 0
    let digits = String(last).count
    for (index, item) in list.items.enumerated() {
      let marker = marker(list.start.map { $0 + index }, digits: digits, isDone: item.isDone)
      let hang = String(repeating: " ", count: marker.count)
      if !list.isTight, index > 0 { lines.append(StyledLine()) }
      lines += inset(
        width, by: [StyledSpan(marker, .listMarker)], then: [StyledSpan(hang, .listMarker)]
      ) { layout, width in
        let body = layout.lines(of: item.blocks, width: width, role: role, isTight: list.isTight)
        return body.isEmpty ? [StyledLine()] : body
      }
    }
    return lines
  }

  private func marker(_ number: Int?, digits: Int, isDone: Bool?) -> String {
    let box = isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
    guard let number else { return box.isEmpty ? (style.isASCII ? "- " : "• ") : box }
    let text = String(number)
    return String(repeating: " ", count: max(0, digits - text.count)) + text + ". " + box
  }

  /// Puts something in front of the lines, unless too little room would be left for them.
  private mutating func inset(
    _ width: Int, by first: [StyledSpan], then others: [StyledSpan],
    _ body: (inout MarkdownLayout, Int) -> [StyledLine]
  ) -> [StyledLine] {
    let inner = width - TextFlow(width: width, measure: measure).width(of: first)
    guard inner >= 4 else { return body(&self, width) }
    return body(&self, inner).enumerated().map { index, line in
      let isBlank = line.spans.isEmpty && others.allSatisfy { $0.text.allSatisfy { $0 == " " } }
      if index > 0, isBlank { return line }
      return StyledLine((index == 0 ? first : others) + line.spans, codeBlock: line.codeBlock)
    }
  }

  func wrap(_ spans: [StyledSpan], _ width: Int) -> [StyledLine] {
    TextFlow(width: width, measure: measure).wrapped(spans).map { StyledLine($0) }
  }
}

// MARK: Inlines

extension MarkdownLayout {
  /// Flattens running text; in a heading everything but code keeps the heading's role.
  func spans(_ inlines: [Markdown.Inline], _ role: TextRole) -> [StyledSpan] {
    inlines.flatMap { inline -> [StyledSpan] in
      switch inline {
      case .text(let text): [StyledSpan(text, role)]
      case .code(let text): [StyledSpan(style.quotesCode ? "`\(text)`" : text, .code)]
      case .emphasis(let inner): spans(inner, role.holding(.emphasis))
      case .strong(let inner): spans(inner, role.holding(.strong))
      case .strikethrough(let inner): spans(inner, role.holding(.strikethrough))
      case .link(let inner, let url): link(inner, url, role)
      case .image(let inner, _):
        [StyledSpan("[image: \(inner.map(\.plainText).joined())]", .image)]
      case .softBreak: [StyledSpan(" ", role)]
      case .lineBreak: [StyledSpan("\n", role)]
      }
    }
  }

  private func link(_ inner: [Markdown.Inline], _ url: String, _ role: TextRole) -> [StyledSpan] {
    let text = spans(inner, role.holding(.link))
    let shown = inner.map(\.plainText).joined()
    let isSaid = url.isEmpty || url == shown || url == "mailto:\(shown)" || url == "http://\(shown)"
    return isSaid ? text : text + [StyledSpan(" (\(url))", .url)]
  }
}

extension TextRole {
  /// The role of marked text within text of this role.
  fileprivate func holding(_ mark: TextRole) -> TextRole {
    switch self {
    case .title, .heading, .tableHeader: self
    case .body, .strong, .emphasis, .strikethrough, .code, .codeBlock, .link, .url, .image,
      .quote, .listMarker, .tableBorder, .rule:
      mark
    }
  }
}
