internal import CNcurses
import Cells

/// Which of a terminal's colours and attributes stand for a style.
struct Palette {
  /// How many colours the terminal has; below 8 none is used.
  let colors: Int

  /// The terminal's number for `color`; -1 for its own foreground or background.
  ///
  /// Out of 256 colours, shades are chosen that are readable on white and on black. Fewer colours
  /// come from the user's own palette, which fits the background.
  func index(_ color: Color) -> Int16 {
    switch color {
    case .standard: -1
    case .red: shade(1, 196)
    case .green: shade(2, 28)
    case .yellow: shade(3, 166)
    case .blue: shade(4, 32)
    case .magenta: shade(5, 164)
    case .cyan: shade(6, 30)
    case .gray: colors >= 16 ? shade(8, 243) : -1
    }
  }

  private func shade(_ basic: Int16, _ rich: Int16) -> Int16 {
    guard colors >= 8 else { return -1 }
    return colors >= 256 ? rich : basic
  }

  /// Gives every pair of colours its number; at most 63, which all colour terminals have.
  func allocatePairs() {
    for foreground in Color.allCases {
      for background in Color.allCases {
        let pair = pair(foreground, background)
        if pair > 0 { init_pair(Int16(pair), index(foreground), index(background)) }
      }
    }
  }

  /// The number of a pair of colours: 0 for the terminal's own.
  func pair(_ foreground: Color, _ background: Color) -> Int32 {
    guard colors >= 8 else { return 0 }
    return Int32(number(foreground) * Color.allCases.count + number(background))
  }

  /// Attributes in curses' bits; where there is no gray, gray text is dim.
  func attributes(_ style: Style) -> UInt32 {
    var bits: UInt32 = 0
    if style.attributes.contains(.bold) { bits |= cn_bold }
    if style.attributes.contains(.dim) { bits |= cn_dim }
    if style.attributes.contains(.underline) { bits |= cn_underline }
    if style.attributes.contains(.reverse) { bits |= cn_reverse }
    if style.attributes.contains(.italic) { bits |= cn_italic }
    if style.foreground == .gray, index(.gray) < 0 { bits |= cn_dim }
    return bits
  }

  private func number(_ color: Color) -> Int {
    switch color {
    case .standard: 0
    case .red: 1
    case .green: 2
    case .yellow: 3
    case .blue: 4
    case .magenta: 5
    case .cyan: 6
    case .gray: 7
    }
  }
}
