import RegularExpressions
import Testing

@Suite struct RegexTests {
  private func match(
    _ pattern: String, _ text: String, _ syntax: Regex.Syntax
  ) throws -> [String?]? {
    let bytes = Array(text.utf8)
    return try Regex(pattern, syntax).firstMatch(in: bytes)?.groups.map { range in
      range.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  /// Source: POSIX, and glibc's extensions of basic expressions.
  @Test(arguments: [
    ("error", "an error", ["error"]),
    ("a\\|b*", "bbb", ["bbb"]),
    ("*a", "x*a", ["*a"]),
    ("a\\{2,3\\}", "caaaa", ["aaa"]),
    ("\\(a*\\)b\\1", "xaabaa", ["aabaa", "aa"]),
    ("^[^|]*|\\([^|]*\\)|", "t|GET|/", ["t|GET|", "GET"]),
    ("a^b$", "a^b", ["a^b"]),
    ("\\<one\\>", "alone one", ["one"]),
    ("[]a-c-]*", "]b-", ["]b-"]),
    ("[[:digit:]]\\+", "ab12", ["12"]),
  ]) func `matches basic expressions`(_ example: (String, String, [String])) throws {
    #expect(try match(example.0, example.1, .basic) == example.2)
  }

  @Test(arguments: [
    ("a|ab|abc", "xabcd", ["abc"]),
    ("(a|ab)(c|bcd)", "abcd", ["abcd", "a", "bcd"]),
    ("x*", "aaa", [""]),
    ("(foo|bar)+", "foobar!", ["foobar", "bar"]),
    ("^$", "", [""]),
    ("a{2}", "aaa", ["aa"]),
    ("a.c", "abc", ["abc"]),
    ("\\.", "a.b", ["."]),
  ]) func `finds the leftmost longest match`(_ example: (String, String, [String])) throws {
    #expect(try match(example.0, example.1, .extended) == example.2)
  }

  @Test func `prefers the first alternative in Perl's syntax`() throws {
    #expect(try match("a|ab", "ab", .perl) == ["a"])
    #expect(try match("\\.(?:png|jpe?g)$", "x.jpg", .perl) == [".jpg"])
    #expect(try match("a.*?c", "abcbc", .perl) == ["abc"])
    #expect(try Regex("^/(?<id>\\d+)$", .perl).groupNames == ["id": 1])
  }

  /// Source: the answers of glibc's regcomp.
  @Test(arguments: [
    ("[", Regex.Syntax.basic, RegexError.invalidPattern),
    ("[a", .basic, .unmatchedBracket),
    ("\\(a", .basic, .unmatchedParenthesis),
    ("a\\)", .basic, .unmatchedClosingParenthesis),
    ("(a", .extended, .unmatchedParenthesis),
    ("*a", .extended, .invalidRepetition),
    ("a\\", .basic, .trailingBackslash),
    ("\\1", .basic, .invalidBackReference),
    ("[b-a]", .basic, .invalidRangeEnd),
    ("a{1", .extended, .unmatchedBrace),
  ]) func `explains what is no expression`(
    _ example: (String, Regex.Syntax, RegexError)
  ) {
    #expect(throws: example.2) { try Regex(example.0, example.1) }
  }

  @Test func `takes time linear in the text`() throws {
    let text = Array(repeating: UInt8(ascii: "a"), count: 5000)
    #expect(try !Regex("(a*)*b", .extended).matches(text))
    #expect(try !Regex("(a|aa)+$b", .extended).matches(text))
  }

  @Test func `ignores case when asked to`() throws {
    #expect(try Regex("ErRor", ignoringCase: true).matches("an ERROR"))
    #expect(try Regex("[a-c]x", ignoringCase: true).matches("BX"))
  }
}
