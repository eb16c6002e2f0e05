/// A Markdown text as a tree of values: CommonMark with tables, strikethrough and task lists.
package struct Markdown: Sendable, Equatable {
  package var blocks: [Block]

  package init(blocks: [Block]) { self.blocks = blocks }

  /// A block and the line it starts on; the line does not count for equality.
  package struct Block: Sendable, Equatable {
    package var kind: Kind
    /// Line in the source, counted from 1; 0 when it is not known.
    package var line: Int

    package init(_ kind: Kind, line: Int = 0) {
      self.kind = kind
      self.line = line
    }

    package static func == (left: Block, right: Block) -> Bool { left.kind == right.kind }

    /// What a block is, with what it holds.
    package indirect enum Kind: Sendable, Equatable {
      case heading(level: Int, [Inline])
      case paragraph([Inline])
      case code(CodeBlock)
      case list(List)
      case quote([Block])
      case table(Table)
      case rule
      /// Raw HTML, shown as it stands.
      case html(String)
    }
  }

  /// A fenced or indented block of code.
  package struct CodeBlock: Sendable, Equatable {
    /// The first word after the fence, such as `shell`; nil when there is none.
    package var language: String?
    /// The text without the newline at its end.
    package var text: String

    /// Whether the block holds commands for the learner's shell, to be run as they stand.
    ///
    /// Only blocks marked `shell` do; `sh`, `yaml` and `text` are there to be read and copied.
    package var isCommand: Bool { language == "shell" }

    package init(language: String?, text: String) {
      self.language = language
      self.text = text
    }
  }

  /// A bullet, numbered or task list.
  package struct List: Sendable, Equatable {
    /// Number of the first item; nil for bullets.
    package var start: Int?
    /// Whether items stand without empty lines between them.
    package var isTight: Bool
    package var items: [Item]

    /// One item of a list.
    package struct Item: Sendable, Equatable {
      /// Whether the item's box is ticked; nil where it has none.
      package var isDone: Bool?
      package var blocks: [Block]

      package init(isDone: Bool? = nil, blocks: [Block]) {
        self.isDone = isDone
        self.blocks = blocks
      }
    }

    package init(start: Int? = nil, isTight: Bool = true, items: [Item]) {
      self.start = start
      self.isTight = isTight
      self.items = items
    }
  }

  /// A table as GitHub's Markdown has it.
  package struct Table: Sendable, Equatable {
    /// Where a column's texts stand.
    package enum Alignment: Sendable, Equatable { case left, centre, right }

    /// One for each column.
    package var alignments: [Alignment]
    package var header: [[Inline]]
    package var rows: [[[Inline]]]

    package init(alignments: [Alignment], header: [[Inline]], rows: [[[Inline]]]) {
      self.alignments = alignments
      self.header = header
      self.rows = rows
    }
  }

  /// A piece of running text.
  package indirect enum Inline: Sendable, Equatable {
    case text(String)
    case code(String)
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link([Inline], url: String)
    case image(description: [Inline], url: String)
    case softBreak
    case lineBreak
  }
}

extension Markdown {
  /// All code blocks in reading order; `StyledLine.codeBlock` counts in this list.
  package var codeBlocks: [CodeBlock] {
    var found: [CodeBlock] = []
    visit { block in
      if case .code(let code) = block.kind { found.append(code) }
    }
    return found
  }

  /// Addresses of all links and images in reading order, with the line of their block.
  package var links: [(url: String, line: Int)] {
    var found: [(url: String, line: Int)] = []
    visit { block in
      for inlines in block.texts {
        for url in inlines.flatMap(\.urls) { found.append((url, block.line)) }
      }
    }
    return found
  }

  /// The text with other blocks in the place of some code blocks; `replace` returns nil for those
  /// that stay.
  package func replacingCode(_ replace: (CodeBlock) -> [Block]?) -> Markdown {
    Markdown(blocks: Block.replacingCode(in: blocks, replace))
  }

  /// Code blocks in reading order, each with the line of its fence.
  var codeLines: [(code: CodeBlock, line: Int)] {
    var found: [(code: CodeBlock, line: Int)] = []
    visit { block in
      if case .code(let code) = block.kind { found.append((code, block.line)) }
    }
    return found
  }

  /// Calls `body` with every block, outer ones before those they hold.
  package func visit(_ body: (Block) -> Void) {
    for block in blocks { block.visit(body) }
  }
}

extension Markdown.Block {
  fileprivate static func replacingCode(
    in blocks: [Markdown.Block], _ replace: (Markdown.CodeBlock) -> [Markdown.Block]?
  ) -> [Markdown.Block] {
    blocks.flatMap { block -> [Markdown.Block] in
      var block = block
      switch block.kind {
      case .code(let code): return replace(code) ?? [block]
      case .list(var list):
        for index in list.items.indices {
          list.items[index].blocks = replacingCode(in: list.items[index].blocks, replace)
        }
        block.kind = .list(list)
      case .quote(let inner): block.kind = .quote(replacingCode(in: inner, replace))
      case .heading, .paragraph, .table, .rule, .html: break
      }
      return [block]
    }
  }

  fileprivate func visit(_ body: (Markdown.Block) -> Void) {
    body(self)
    switch kind {
    case .list(let list): list.items.forEach { $0.blocks.forEach { $0.visit(body) } }
    case .quote(let blocks): blocks.forEach { $0.visit(body) }
    case .heading, .paragraph, .code, .table, .rule, .html: break
    }
  }

  /// The runs of text that the block itself holds.
  var texts: [[Markdown.Inline]] {
    switch kind {
    case .heading(_, let inlines), .paragraph(let inlines): [inlines]
    case .table(let table): table.header + table.rows.flatMap { $0 }
    case .code, .list, .quote, .rule, .html: []
    }
  }
}

extension Markdown.Inline {
  /// The text without any marks; an image gives its description.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(let inner, _), .image(let inner, _):
      inner.map(\.plainText).joined()
    case .softBreak, .lineBreak: " "
    }
  }

  fileprivate var urls: [String] {
    switch self {
    case .text, .code, .softBreak, .lineBreak: []
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner):
      inner.flatMap(\.urls)
    case .link(let inner, let url), .image(let inner, let url): [url] + inner.flatMap(\.urls)
    }
  }
}
