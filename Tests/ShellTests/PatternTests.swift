import Shell
import Testing

@Suite struct PatternTests {
  @Test(arguments: [
    ("*", "anything", true), ("*", "", true), ("a*c", "abbc", true), ("a*c", "abcd", false),
    ("?", "é", false), ("??", "é", true), ("?", "", false), ("[a-c]x", "bx", true),
    ("[!a-c]x", "bx", false),
    ("[^a]", "b", true), ("[]]", "]", true), ("[a", "[a", true), ("\\*", "*", true),
    ("\\*", "x", false), ("[[:digit:]]*", "1a", true), ("[[:nosuch:]]", ":]", true),
    ("*a*b*c", "xaxbxcxc", true), ("**", "x", true), ("[a\\]b]", "]", true), ("a-z", "a-z", true),
  ])
  func `matches as fnmatch does`(pattern: String, text: String, expected: Bool) {
    #expect(Pattern(pattern).matches(text) == expected)
  }

  @Test func `a quoted text matches only itself`() {
    for text in ["a*b", "[x]", "a\\b", "é?", ""] {
      #expect(Pattern(Pattern.quote(text)).matches(text))
      #expect(!Pattern(Pattern.quote(text)).hasWildcard)
    }
  }
}
