import Cells
import Testing

@testable import CursesTerminal

@Suite struct PaletteTests {
  /// Source: WCAG 2.1, "relative luminance" and "contrast ratio".
  private func contrast(_ index: Int, with background: Double) -> Double {
    func light(_ level: Int) -> Double {
      let value = Double(level) / 255
      return value <= 0.03928 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    let red, green, blue: Int
    if index >= 232 {
      (red, green, blue) = (8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232))
    } else {
      let levels = [0, 95, 135, 175, 215, 255]
      let cube = index - 16
      (red, green, blue) = (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    }
    let luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
    return (max(luminance, background) + 0.05) / (min(luminance, background) + 0.05)
  }

  /// The value to the power 2.4, as the fifth root of its twelfth power.
  private func power(_ value: Double) -> Double {
    let twelfth = (0..<12).reduce(1.0) { product, _ in product * value }
    var root = value
    for _ in 0..<60 { root -= (root - twelfth / (root * root * root * root)) / 5 }
    return root
  }

  @Test(arguments: Color.allCases.filter { $0 != .standard })
  func `is readable on white and on black`(color: Color) {
    let index = Int(Palette(colors: 256).index(color))
    #expect(contrast(index, with: 1) >= 3.7)
    #expect(contrast(index, with: 0) >= 3.7)
  }

  @Test func `takes the user's own colours where there are few`() {
    #expect(Palette(colors: 8).index(.red) == 1)
    #expect(Palette(colors: 16).index(.gray) == 8)
    #expect(Palette(colors: 8).index(.gray) == -1)
    #expect(Palette(colors: 0).index(.red) == -1)
  }

  @Test func `numbers every pair within what a terminal of 8 colours has`() {
    let palette = Palette(colors: 8)
    var pairs: Set<Int32> = []
    for foreground in Color.allCases {
      for background in Color.allCases { pairs.insert(palette.pair(foreground, background)) }
    }
    #expect(pairs == Set(0..<64))
    #expect(palette.pair(.standard, .standard) == 0)
    #expect(Palette(colors: 0).pair(.red, .blue) == 0)
  }

  @Test func `dims gray text where there is no gray`() {
    #expect(Palette(colors: 8).attributes(Style(.gray)) == Palette(colors: 8).attributes(.dim))
    #expect(Palette(colors: 256).attributes(Style(.gray)) == 0)
  }
}

@Suite struct TerminalOptionsTests {
  @Test(arguments: [
    (["NO_COLOR": "1"], false), (["NO_COLOR": "0"], false), (["NO_COLOR": ""], true), ([:], true),
  ])
  func `uses colours unless NO_COLOR has a value`(environment: [String: String], expected: Bool) {
    #expect(TerminalOptions(environment: environment).hasColors == expected)
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
    (["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], false), (["LC_CTYPE": "en_US.UTF-8@x"], true),
    (["LC_ALL": "", "LANG": "en_US.UTF-8"], true), ([:], false),
  ])
  func `finds the locale's encoding in the environment`(
    environment: [String: String], expected: Bool
  ) {
    #expect(TerminalOptions(environment: environment).asksForUTF8 == expected)
  }

  @Test(arguments: [("100", 100), ("x", 25), ("-5", 1), ("99999999999", 2000)])
  func `bounds the delay of a lone escape`(value: String, milliseconds: Int) {
    let options = TerminalOptions(environment: ["ESCDELAY": value])
    #expect(options.escapeDelay == .milliseconds(milliseconds))
  }

  @Test func `has no type where TERM is empty or missing`() {
    #expect(TerminalOptions(environment: ["TERM": ""]).type == nil)
    #expect(TerminalOptions(environment: ["TERM": "xterm"]).type == "xterm")
  }
}
