import Cells
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("好", 2), ("한국", 4), ("✅", 2), ("✓", 1),
    ("⚠\u{FE0F}", 1), ("\u{200B}", 0), ("─▶", 2), ("①", 1), ("👩‍💻", 2), ("\u{1160}", 0),
  ])
  func `counts columns`(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }
}

@Suite struct FittingTests {
  @Test func `pads to a width in columns`() {
    #expect("好".padded(to: 4) == "好  ")
    #expect("abc".padded(to: 2) == "abc")
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("好好好", 5, "好好…"), ("好好好", 4, "好…"), ("", 3, ""),
  ])
  func `marks what is cut off at the end`(text: String, columns: Int, expected: String) {
    #expect(text.truncated(to: columns) == expected)
  }

  @Test(arguments: [
    ("config-volume", 13, "config-volume"), ("config-volume", 8, "conf…ume"), ("abcdef", 3, "ab…"),
    ("好好好好", 6, "好…好"),
  ])
  func `marks what is cut out of the middle`(text: String, columns: Int, expected: String) {
    #expect(text.truncatedInMiddle(to: columns) == expected)
  }

  @Test func `fits to an exact width`() {
    #expect("好好".truncated(to: 4).padded(to: 4) == "好好")
    #expect("好好".truncated(to: 3).padded(to: 3) == "好…")
    #expect("好好好".truncated(to: 4).padded(to: 4) == "好… ")
    #expect("a".truncated(to: 3).padded(to: 3) == "a  ")
  }
}

@Suite struct WrappingTests {
  @Test(arguments: [
    ("", 5, [""]),
    ("the quick brown fox", 9, ["the quick", "brown fox"]),
    ("the quick", 8, ["the", "quick"]),
    ("a\n\nb", 5, ["a", "", "b"]),
    ("  indented text", 10, ["  indented", "text"]),
    ("a  b", 5, ["a  b"]),
    ("abc  defg", 5, ["abc", "defg"]),
    ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("to abcdefgh", 4, ["to", "abcd", "efgh"]),
    ("    abc", 3, ["abc"]),
    ("日本語 テスト", 6, ["日本語", "テスト"]),
    ("日本語", 5, ["日本", "語"]),
    ("日", 1, [""]),
    ("abc   ", 3, ["abc"]),
    ("abc", 0, []),
  ])
  func `breaks at spaces`(text: String, width: Int, lines: [String]) {
    #expect(text.wrapped(to: width) == lines)
  }

  @Test func `keeps styles across breaks`() {
    let spans = [Span("run "), Span("kubectl get", .bold), Span(".")]
    #expect(
      spans.wrapped(to: 11) == [
        [Span("run "), Span("kubectl", .bold)], [Span("get", .bold), Span(".")],
      ])
  }
}

@Suite struct ASCIIFallbackTests {
  @Test(arguments: [
    ("─│┌┐└┘├┤┬┴┼═║╔╭", "-|+++++++++=|++"), ("▶◀▲▼→←↑↓", "><^v><^v"), ("✓✗●○…·", "+x*o~."),
    ("①⑨ⓐ", "19a"), ("“x”—é好", "\"x\"-??"), ("plain", "plain"),
  ])
  func `replaces what a terminal without UTF-8 cannot show`(text: String, expected: String) {
    #expect(String(text.map(\.asciiFallback)) == expected)
  }
}
