/// The colours podlab uses, by role in the 16-colour palette.
///
/// The terminal's own palette decides the shade, so light and dark backgrounds both work.
package enum Color: Sendable, Hashable, CaseIterable {
  case standard, red, green, yellow, blue, magenta, cyan, gray
}

/// How a cell looks: colours and attributes.
package struct Style: Sendable, Hashable {
  /// Attributes that a terminal without colour shows, too.
  package struct Attributes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
    package static let italic = Attributes(rawValue: 16)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    _ foreground: Color = .standard, on background: Color = .standard,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attribute.
  package static let plain = Style()
  /// Bold in the terminal's own colours.
  package static let bold = Style(.standard, .bold)
  /// Less important than plain text.
  package static let dim = Style(.standard, .dim)
  /// Foreground and background exchanged: the selection.
  package static let reversed = Style(.standard, .reverse)

  package init(_ foreground: Color, _ attributes: Attributes) {
    self.init(foreground, on: .standard, attributes)
  }

  /// The same style with `attributes` added.
  package func adding(_ attributes: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(attributes)
    return style
  }
}
