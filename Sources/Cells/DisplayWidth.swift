extension Character {
  /// Whether the terminal would act on the character instead of showing it.
  package var isControl: Bool {
    guard let scalar = unicodeScalars.first else { return false }
    return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  /// Columns that a terminal needs to show the character: 0, 1 or 2.
  package var displayWidth: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    if scalar.value < 0x300 { return 1 }
    if scalar.properties.generalCategory == .nonspacingMark { return 0 }
    return scalar.isWide ? 2 : 1
  }
}

extension String {
  /// Columns that a terminal needs to show the text on one line.
  package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Unicode.Scalar {
  /// Whether terminals show the scalar two columns wide.
  ///
  /// Source: Unicode Standard Annex #11, "East Asian Width", values W and F.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
