/// What a piece of text means; whoever draws it decides on the colours.
package enum TextRole: Sendable, Hashable, CaseIterable {
  case body
  /// A heading of level 1.
  case title
  /// A heading of level 2 and below.
  case heading
  case strong, emphasis, strikethrough
  /// A word of code within a sentence.
  case code
  /// A line of a code block.
  case codeBlock
  case link
  /// The address behind a link, shown after its text.
  case url
  /// What stands in place of an image.
  case image
  case quote
  /// Bullets, numbers and boxes of lists.
  case listMarker
  case tableHeader
  case tableBorder
  case rule
}

/// A run of text with one meaning; never holds a line end.
package struct StyledSpan: Sendable, Hashable {
  package var text: String
  package var role: TextRole

  package init(_ text: String, _ role: TextRole) {
    self.text = text
    self.role = role
  }
}

/// One line of laid-out text.
package struct StyledLine: Sendable, Hashable {
  package var spans: [StyledSpan]
  /// Which of the text's `codeBlocks` the line belongs to, counted from 0; nil for all others.
  package var codeBlock: Int?

  package init(_ spans: [StyledSpan] = [], codeBlock: Int? = nil) {
    self.spans = spans
    self.codeBlock = codeBlock
  }

  /// The line without its roles.
  package var text: String { spans.map(\.text).joined() }
}

/// How Markdown is laid out.
package struct MarkdownStyle: Sendable {
  /// Whether lines and bullets are drawn with letters of ASCII only.
  package var isASCII: Bool
  /// Whether tables become one `Header: cell` line for each cell, as a screen reader wants them.
  package var spellsOutTables: Bool
  /// Whether code within a sentence keeps its back-quotes, for where there are no colours.
  package var quotesCode: Bool

  /// For a screen with colours.
  package static let screen = MarkdownStyle(
    isASCII: false, spellsOutTables: false, quotesCode: false)
  /// For plain text: files, pipes, dumb terminals.
  package static let plain = MarkdownStyle(isASCII: true, spellsOutTables: false, quotesCode: true)
  /// For text that is read aloud line by line.
  package static let linear = MarkdownStyle(isASCII: true, spellsOutTables: true, quotesCode: true)
}
