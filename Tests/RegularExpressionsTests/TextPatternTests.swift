import RegularExpressions
import Testing

/// Regular expressions of checks.yaml.
@Suite struct TextPatternTests {
  @Test(arguments: [
    ("abc", "xabcx"), ("^a.c$", "abc"), ("a*b", "b"), ("a+b", "aab"), ("a?b", "b"),
    ("a{2}", "aa"), ("a{2,}", "aaa"), ("^a{1,2}$", "aa"), ("a{", "a{"), ("[a-c]x", "bx"),
    ("[^a-c]x", "dx"), ("[]x]", "]"), ("[a-]", "-"), ("\\d+", "a12"), ("\\D", "a"),
    ("\\w\\W\\s\\S", "a- b"), ("\\bfoo\\b", "a foo b"), ("\\Boo", "foo"), ("\\.", "."),
    ("(a|b)+c", "abac"), ("(?:ab)+", "abab"), ("^(nx|pod/nx)$", "pod/nx"), ("", "x"),
    ("(?i)HeLLo", "hEllO"), ("(?i)[a-c]+$", "ABC"), ("(?m)^b$", "a\nb\nc"), ("(?s)a.b", "a\nb"),
    ("a|", ""), ("x$", "x\n"), ("é+", "caféé"), ("a*?b", "aab"), ("(a*)*b", "aab"),
    ("^.{3}$", "aé漢"), ("^[à-ü]+$", "éè"), ("^[^a]$", "🙂"), ("^[ -ÿ]$", "ÿ"),
    ("^[\u{7F}-\u{10000}]$", "漢"),
    ("^\\W$", "é"), ("(?i)É", "É"),
  ])
  func `matches`(pattern: String, text: String) throws {
    #expect(try TextPattern(pattern).matches(text))
  }

  @Test(arguments: [
    ("abc", "ab"), ("^b", "ab"), ("a$", "ab"), ("a.b", "a\nb"), ("^a{1,2}$", "aaa"),
    ("[^a]", "a"), ("\\bfoo", "afoo"), ("^(a|b)$", "ab"), ("^b$", "a\nb\nc"), ("(?i)a", "b"),
    ("\\d", "a"), ("a{3}", "aa"), ("^..$", "é"), ("^[à-ü]$", "ß"), ("^[^é]$", "é"), ("(?i)É", "é"),
    ("^[\u{800}-\u{FFFE}]$", "\u{FFFF}"), ("^[\u{10001}-\u{10FFFF}]$", "\u{10000}"),
  ])
  func `does not match`(pattern: String, text: String) throws {
    #expect(try !TextPattern(pattern).matches(text))
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
    (
      "a" + String(repeating: "*", count: 21),
      "too many quantifiers in a row at character 22 of the pattern"
    ),
    ("a\\", "'\\' at the end at character 3 of the pattern"),
  ])
  func `says what is wrong with a pattern`(pattern: String, message: String) {
    #expect {
      try TextPattern(pattern)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func `stays linear where others go back and forth`() throws {
    let text = String(repeating: "a", count: 20_000) + "b"
    #expect(try !TextPattern("^(a+)+$").matches(text))
    #expect(try !TextPattern("(a|aa)*c").matches(text))
  }

  @Test func `refuses groups that are nested too deeply`() {
    let depth = 10_000
    let text = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    #expect(throws: TextPattern.SyntaxError.self) { try TextPattern(text) }
  }

  @Test func `repeats nothing without taking time for it`() throws {
    let groups = 40
    let nothing =
      String(repeating: "(?:", count: groups) + String(repeating: "){200}", count: groups)
    #expect(try TextPattern("^" + nothing + "$").matches(""))
    let perl = String(repeating: "(?:", count: groups) + String(repeating: "){9999}", count: groups)
    #expect(try Regex("^" + perl + "$", .perl).matches(""))
  }
}
