import Cells
import Diagrams
package import Lessons

/// Markdown as lines for the screen: each meaning gets its look.
enum MarkdownText {
  /// The lines of a text at a width; none below 2 columns.
  ///
  /// A fenced block of the language `diagram` that names a concept is drawn.
  static func lines(_ source: String, width: Int) -> [TextLine] {
    guard width >= 2 else { return [] }
    let markdown = Markdown(parsing: source)
    let drawings = markdown.codeBlocks.map { $0.concept }
    var drawn: Set<Int> = []
    return markdown.lines(width: width, measure: \.displayWidth).flatMap { line -> [TextLine] in
      if let block = line.codeBlock, drawings.indices.contains(block),
        let concept = drawings[block]
      {
        return drawn.insert(block).inserted ? lines(of: concept, width: width) : []
      }
      return [TextLine(line.spans.map { Span($0.text, $0.role.style) })]
    }
  }

  private static func lines(of concept: ConceptDiagram, width: Int) -> [TextLine] {
    let size = concept.size(fitting: width)
    var buffer = CellBuffer(width: width, height: size.height)
    concept.draw(into: &buffer, in: buffer.bounds)
    return (0..<buffer.height).map { y in
      var spans: [Span] = []
      for x in 0..<buffer.width {
        let cell = buffer[x, y]
        guard let character = cell.character else { continue }
        if spans.last?.style == cell.style {
          spans[spans.count - 1].text.append(character)
        } else {
          spans.append(Span(String(character), cell.style))
        }
      }
      return TextLine(spans)
    }
  }
}

extension Markdown {
  /// The text with what its diagrams show, in words; and drawn where there are `columns` for it.
  package func describingDiagrams(columns: Int? = nil) -> Markdown {
    replacingCode { code in
      guard let concept = code.concept else { return nil }
      let caption = Block(.paragraph([.emphasis([.text("Diagram: \(concept.caption)")])]))
      guard let columns else { return [caption] }
      let size = concept.size(fitting: columns)
      var buffer = CellBuffer(width: size.width, height: size.height)
      concept.draw(into: &buffer, in: buffer.bounds)
      return [Block(.code(CodeBlock(language: "text", text: buffer.text))), caption]
    }
  }
}

extension Markdown.CodeBlock {
  /// The concept that the block names; nil for blocks of other languages and unknown names.
  fileprivate var concept: ConceptDiagram? {
    guard language == "diagram" else { return nil }
    return ConceptDiagram(rawValue: String(text.filter { !$0.isWhitespace }))
  }
}

extension TextRole {
  /// How text of this meaning looks on either background, with and without colours.
  fileprivate var style: Style {
    switch self {
    case .body, .tableBorder: .plain
    case .title: Style(.cyan, [.bold, .underline])
    case .heading: Style(.cyan, .bold)
    case .strong, .tableHeader: .bold
    case .emphasis: Style(.standard, .italic)
    case .strikethrough, .rule, .url: .dim
    case .code: Style(.yellow, .bold)
    case .codeBlock: Style(.green)
    case .link: Style(.blue, .underline)
    case .image, .quote: Style(.standard, .italic)
    case .listMarker: Style(.cyan)
    }
  }
}
