import ByteText
import Testing

@Suite struct TextPartsTests {
  @Test(arguments: [
    ("a/b//c", ["a", "b", "c"]), ("/", []), ("", []), ("abc", ["abc"]), ("é/ü", ["é", "ü"]),
    ("a\r\nb", ["a\r\nb"]),
  ])
  func `parts at a byte without empty parts`(text: String, parts: [Substring]) {
    #expect(text.split(at: "/") == parts)
    #expect(("x" + text).dropFirst().split(at: "/") == parts)
  }

  @Test(arguments: [
    ("a:b:c", 1, ["a", "b:c"]), ("a:b", 5, ["a", "b"]), (":", 1, ["", ""]), ("", 1, [""]),
    ("::", .max, ["", "", ""]),
  ])
  func `parts as often as is asked for`(text: String, most: Int, parts: [Substring]) {
    #expect(text.split(at: ":", maxSplits: most, omittingEmptySubsequences: false) == parts)
  }

  @Test func `a line ends before its newline, whatever stands before that`() {
    #expect("a\r\nb".split(at: "\n") == ["a\r", "b"])
  }

  @Test func `nothing is parted beyond ASCII`() {
    #expect("aéb".split(at: "é") == ["aéb"])
    #expect("aéb".firstIndex(ofASCII: "é") == nil)
  }

  @Test(arguments: [("a=b=c", 1), ("=", 0), ("é=", 2), ("abc", nil)])
  func `finds a byte`(text: String, offset: Int?) {
    let index = text.firstIndex(ofASCII: "=")
    #expect(index.map { text.utf8.distance(from: text.startIndex, to: $0) } == offset)
  }

  @Test(arguments: [
    ("a\nb\r\nc", ["a", "b", "c"]), ("\n\na", ["", "", "a"]),
    ("a\u{2028}b\u{85}c", ["a", "b", "c"]),
    ("a\rb\u{0B}c", ["a", "b", "c"]), ("â", ["â"]), ("", [""]), ("a\n", ["a", ""]),
  ])
  func `parts lines at every line break`(text: String, lines: [Substring]) {
    #expect(text.textLines(omittingEmpty: false) == lines)
    #expect(text.textLines() == lines.filter { !$0.isEmpty })
  }

  @Test func `knows a beginning`() {
    #expect("pod/nx".dropFirst(0).begins(with: "pod/"))
    #expect(!"po".begins(with: "pod/") && "".begins(with: ""))
  }
}
