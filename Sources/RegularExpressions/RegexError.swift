/// Why a pattern is no regular expression, in glibc's words.
package enum RegexError: Error, Hashable, Sendable {
  case invalidPattern
  case unknownClass
  case trailingBackslash
  case invalidBackReference
  case unmatchedBracket
  case unmatchedParenthesis
  case unmatchedClosingParenthesis
  case unmatchedBrace
  case invalidBraceContent
  case invalidRangeEnd
  case invalidRepetition
  case tooBig
  /// The pattern uses something of Perl's that the engine does not have.
  case notModelled(String)
}

extension RegexError: CustomStringConvertible {
  /// The text of `regerror`.
  ///
  /// Source: POSIX `<regex.h>`; the texts are those of glibc.
  package var description: String {
    switch self {
    case .invalidPattern: "Invalid regular expression"
    case .unknownClass: "Invalid character class name"
    case .trailingBackslash: "Trailing backslash"
    case .invalidBackReference: "Invalid back reference"
    case .unmatchedBracket: "Unmatched [, [^, [:, [., or [="
    case .unmatchedParenthesis: "Unmatched ( or \\("
    case .unmatchedClosingParenthesis: "Unmatched ) or \\)"
    case .unmatchedBrace: "Unmatched \\{"
    case .invalidBraceContent: "Invalid content of \\{\\}"
    case .invalidRangeEnd: "Invalid range end"
    case .invalidRepetition: "Invalid preceding regular expression"
    case .tooBig: "Regular expression too big"
    case .notModelled(let what): "not modelled: \(what)"
    }
  }
}
