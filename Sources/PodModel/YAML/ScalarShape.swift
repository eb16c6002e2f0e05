/// Which styles of YAML scalars can hold a text.
///
/// Source: go-yaml v2 `emitterc.go` (`yaml_emitter_analyze_scalar`).
struct ScalarShape {
  private(set) var isMultiline = false
  private(set) var allowsPlain = true
  private(set) var allowsSingleQuotes = true
  private(set) var allowsBlock = true

  init(_ text: String) {
    if text.isEmpty {
      allowsBlock = false
      return
    }
    let hasMarker = text.utf8.starts(with: "---".utf8) || text.utf8.starts(with: "...".utf8)
    var traits = Traits(hasIndicators: hasMarker)
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let next = scalars.index(after: index)
      traits.see(
        scalars[index], isFirst: index == scalars.startIndex,
        following: next < scalars.endIndex ? scalars[next] : nil)
      index = next
    }
    isMultiline = traits.hasBreaks
    let hasEdges =
      traits.leads || traits.previous == .space || traits.previous == .lineBreak
    if hasEdges || traits.hasBreaks || traits.hasIndicators { allowsPlain = false }
    if traits.previous == .space { allowsBlock = false }
    if traits.hasSpaceBehindBreak {
      allowsPlain = false
      allowsSingleQuotes = false
    }
    if traits.hasSpaceBeforeBreak || traits.hasSpecialCharacters {
      allowsPlain = false
      allowsSingleQuotes = false
      allowsBlock = false
    }
  }

  /// The characters that YAML output may hold unescaped.
  ///
  /// Source: go-yaml `yamlprivateh.go` (`is_printable`); beyond U+FFFF nothing is printable.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: false
    }
  }
}

/// What one walk over a text finds out.
private struct Traits {
  enum Previous { case start, space, lineBreak, other }

  var hasIndicators: Bool
  var hasBreaks = false
  var leads = false
  var hasSpaceBehindBreak = false
  var hasSpaceBeforeBreak = false
  var hasSpecialCharacters = false
  var previous = Previous.start

  init(hasIndicators: Bool) { self.hasIndicators = hasIndicators }

  mutating func see(_ scalar: Unicode.Scalar, isFirst: Bool, following: Unicode.Scalar?) {
    let isFollowedByBlank =
      following.map { $0 == " " || $0 == "\t" || Self.isBreak($0) } ?? true
    noteIndicator(scalar, isFirst: isFirst, isFollowedByBlank: isFollowedByBlank)
    if !ScalarShape.isPrintable(scalar) { hasSpecialCharacters = true }
    if scalar == " " {
      if isFirst { leads = true }
      if previous == .lineBreak { hasSpaceBehindBreak = true }
      previous = .space
    } else if Self.isBreak(scalar) {
      hasBreaks = true
      if isFirst { leads = true }
      if previous == .space { hasSpaceBeforeBreak = true }
      previous = .lineBreak
    } else {
      previous = .other
    }
  }

  private mutating func noteIndicator(
    _ scalar: Unicode.Scalar, isFirst: Bool, isFollowedByBlank: Bool
  ) {
    switch scalar {
    case ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`":
      if isFirst { hasIndicators = true }
    case "#":
      if previous != .other { hasIndicators = true }
    case ":":
      if isFollowedByBlank { hasIndicators = true }
    case "?", "-":
      if isFirst, isFollowedByBlank { hasIndicators = true }
    default: break
    }
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}"
      || scalar == "\u{2029}"
  }
}
