/// A regular expression over Unicode text, as authors of lessons write it.
///
/// The dialect is a strict part of Perl's: whatever it does not know is an error with its place, so
/// that a slip is not taken for a literal. Supported: literals, `.`, `[…]`, `\d \w \s \b` and their
/// capitals, `^ $` (start and end of the text, or of each line with `(?m)`), groups, `|`,
/// `* + ? {n,m}`; `(?i)`, `(?s)` and `(?m)` in front. Classes and the folding of case are those of
/// ASCII; `.`, brackets and quantifiers count Unicode scalars. Matching takes time linear in the
/// text, which may be hostile (a learner's transcript).
package struct TextPattern: Sendable {
  /// The pattern as its author wrote it.
  package let source: String
  private let regex: Regex

  /// Why a text is no pattern.
  package struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, with the place in the pattern.
    package var description: String
  }

  /// Reads a pattern.
  ///
  /// - Throws: what is wrong with a malformed pattern or one that is too large.
  package init(_ source: String) throws(SyntaxError) {
    var parser = TextPatternParser(source)
    let tree = try parser.parse()
    self.source = source
    do throws(RegexError) {
      regex = try Regex(tree, syntax: .perl, groups: 0, names: [:])
    } catch {
      throw SyntaxError(description: "the pattern is too large")
    }
  }

  /// Whether the pattern matches somewhere in `text`.
  package func matches(_ text: String) -> Bool { regex.matches(text) }
}
