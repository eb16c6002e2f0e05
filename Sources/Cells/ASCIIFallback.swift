extension Character {
  /// The character, or the nearest one that every terminal can show.
  ///
  /// For terminals that do not read UTF-8: lines become `-`, `|` and `+`, arrows `<`, `>`, `^` and
  /// `v`, and what has no likeness becomes `?`.
  package var asciiFallback: Character {
    if isASCII { return self }
    guard let scalar = unicodeScalars.first else { return " " }
    switch scalar.value {
    case 0x2190: return "<"
    case 0x2191: return "^"
    case 0x2192, 0x21B3, 0x21D2: return ">"
    case 0x2193: return "v"
    case 0x2500...0x259F: return Self.asciiLine(scalar.value)
    case 0x2460...0x2468: return Character(Unicode.Scalar(UInt8(scalar.value - 0x2460 + 0x31)))
    case 0x24D0...0x24E9: return Character(Unicode.Scalar(UInt8(scalar.value - 0x24D0 + 0x61)))
    default: return Self.asciiSymbols[self] ?? "?"
    }
  }

  /// Box drawing and block elements.
  private static func asciiLine(_ value: UInt32) -> Character {
    switch value {
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576, 0x2578,
      0x257A, 0x257C, 0x257E:
      "-"
    case 0x2550: "="
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577,
      0x2579, 0x257B, 0x257D, 0x257F:
      "|"
    case 0x2571: "/"
    case 0x2572: "\\"
    case 0x2573: "X"
    case 0x2591: "."
    case 0x2592: ":"
    case 0x2580...0x259F: "#"
    default: "+"
    }
  }

  private static let asciiSymbols: [Character: Character] = [
    "\u{A0}": " ", "·": ".", "•": "*", "●": "*", "○": "o", "◌": "o", "◐": "o", "◆": "*", "◇": "o",
    "■": "#", "□": "o", "▪": "#", "▫": "o", "▶": ">", "▸": ">", "►": ">", "◀": "<", "◂": "<",
    "◄": "<", "▲": "^", "▴": "^", "▼": "v", "▾": "v", "⟶": ">", "↺": "@", "↻": "@", "⟳": "@",
    "✓": "+", "✔": "+", "✅": "+", "✗": "x", "✘": "x", "❌": "x", "×": "x", "⚠": "!", "★": "*",
    "☆": "*", "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "<", "»": ">", "‹": "<", "›": ">",
    "❯": ">", "…": "~", "–": "-", "—": "-", "‑": "-", "−": "-", "≥": ">", "≤": "<", "≠": "!",
    "⏎": "<", "⌫": "<", "␣": "_", "µ": "u",
  ]
}
