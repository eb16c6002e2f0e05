/// The colours podlab uses, by name.
///
/// The terminal decides the shade, so that each can be read on light and dark backgrounds.
package enum Color: Sendable, Hashable, CaseIterable {
  case standard, red, green, yellow, blue, magenta, cyan, gray
}

/// How a cell looks: colours and attributes.
package struct Style: Sendable, Hashable {
  /// Attributes that a terminal without colour shows, too.
  package struct Attributes: OptionSet, Sendable, Hashable {
    /// One bit for each attribute.
    package let rawValue: UInt8
    /// Attributes from their bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier, or brighter where the terminal has no heavy font.
    package static let bold = Attributes(rawValue: 1)
    /// Paler.
    package static let dim = Attributes(rawValue: 2)
    /// With a line below.
    package static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 8)
    /// Slanted; not every terminal can.
    package static let italic = Attributes(rawValue: 16)
  }

  /// The colour of the character.
  package var foreground: Color
  /// The colour behind the character.
  package var background: Color
  /// Bold, underlined and the like.
  package var attributes: Attributes

  /// A style in the terminal's own colours without attributes, unless told otherwise.
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

  /// A colour and attributes on the terminal's own background.
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
