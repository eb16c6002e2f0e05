import Lessons
import Testing

/// Regular expressions of checks.yaml.
@Suite struct PatternTests {
  @Test(arguments: [
    ("abc", "xabcx"), ("^a.c$", "abc"), ("a*b", "b"), ("a+b", "aab"), ("a?b", "b"),
    ("a{2}", "aa"), ("a{2,}", "aaa"), ("^a{1,2}$", "aa"), ("a{", "a{"), ("[a-c]x", "bx"),
    ("[^a-c]x", "dx"), ("[]x]", "]"), ("[a-]", "-"), ("\\d+", "a12"), ("\\D", "a"),
    ("\\w\\W\\s\\S", "a- b"), ("\\bfoo\\b", "a foo b"), ("\\Boo", "foo"), ("\\.", "."),
    ("(a|b)+c", "abac"), ("(?:ab)+", "abab"), ("^(nx|pod/nx)$", "pod/nx"), ("", "x"),
    ("(?i)HeLLo", "hEllO"), ("(?i)[a-c]+$", "ABC"), ("(?m)^b$", "a\nb\nc"), ("(?s)a.b", "a\nb"),
    ("a|", ""), ("x$", "x\n"), ("é+", "caféé"), ("a*?b", "aab"), ("(a*)*b", "aab"),
  ])
  func `matches`(pattern: String, text: String) throws {
    #expect(try Pattern(pattern).matches(text))
  }

  @Test(arguments: [
    ("abc", "ab"), ("^b", "ab"), ("a$", "ab"), ("a.b", "a\nb"), ("^a{1,2}$", "aaa"),
    ("[^a]", "a"), ("\\bfoo", "afoo"), ("^(a|b)$", "ab"), ("^b$", "a\nb\nc"), ("(?i)a", "b"),
    ("\\d", "a"), ("a{3}", "aa"),
  ])
  func `does not match`(pattern: String, text: String) throws {
    #expect(try !Pattern(pattern).matches(text))
  }

  @Test(arguments: [
    ("(", "')' is missing at character 2 of the pattern"),
    ("a)", "')' without '(' at character 2 of the pattern"),
    ("[a", "']' is missing at character 3 of the pattern"),
    ("*a", "'*' has nothing to repeat at character 1 of the pattern"),
    ("a{9,2}", "'{9,2}' is out of range at character 7 of the pattern"),
    ("a{999}", "'{999,999}' is out of range at character 7 of the pattern"),
    ("\\q", "'\\q' is not supported at character 3 of the pattern"),
    ("(?=a)", "only '(?:' groups are supported at character 3 of the pattern"),
    ("((a{200}){200}){200}", "the pattern is too large"),
    ("a\\", "'\\' at the end at character 3 of the pattern"),
  ])
  func `says what is wrong with a pattern`(pattern: String, message: String) {
    #expect {
      try Pattern(pattern)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func `stays linear where others go back and forth`() throws {
    let text = String(repeating: "a", count: 20_000) + "b"
    #expect(try !Pattern("^(a+)+$").matches(text))
    #expect(try !Pattern("(a|aa)*c").matches(text))
  }

  @Test func `refuses groups that are nested too deeply`() {
    let depth = 10_000
    let text = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    #expect(throws: Pattern.SyntaxError.self) { try Pattern(text) }
  }
}
