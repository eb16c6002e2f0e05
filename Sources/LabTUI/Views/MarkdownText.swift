import Cells
import Lessons

/// Markdown as lines for the screen: each meaning gets its look.
enum MarkdownText {
  /// The lines of a text at a width; none below 2 columns.
  static func lines(_ source: String, width: Int) -> [TextLine] {
    guard width >= 2 else { return [] }
    return Markdown(parsing: source).lines(width: width, measure: \.displayWidth).map { line in
      TextLine(line.spans.map { Span($0.text, $0.role.style) })
    }
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
