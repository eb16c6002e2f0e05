import ByteText
import Testing

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("HTTP/1.1 404", "404", 9), ("aaab", "aab", 1), ("", "", 0), ("abc", "", 0),
    ("ünïcode ü", "ü", 0),
    ("xünïcode", "ï", 3), ("abc", "abcd", nil), ("abc", "x", nil),
  ])
  func `finds the first place`(text: String, wanted: String, offset: Int?) {
    let range = text.firstRange(ofText: wanted)
    #expect(range.map { text.distance(from: text.startIndex, to: $0.lowerBound) } == offset)
    #expect(range.map { String(text[$0]) } == offset.map { _ in wanted })
    #expect(text.holds(wanted) == (offset != nil))
  }

  @Test func `finds in a part of a text`() {
    let part = "name: nx, kind: Pod".dropFirst(5)
    #expect(part.firstRange(ofText: "name") == nil)
    #expect(part.firstRange(ofText: "kind").map { part[$0.upperBound...] } == ": Pod")
  }
}
