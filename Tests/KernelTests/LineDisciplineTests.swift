import Testing

@testable import Kernel

@Suite struct LineDisciplineTests {
  /// What the screen shows and which signals are sent.
  private func type(_ text: String, into discipline: inout LineDiscipline) -> String {
    var result: [UInt8] = []
    for effect in text.utf8.flatMap({ discipline.type($0) }) {
      switch effect {
      case .echo(let bytes): result += bytes
      case .signal(let signal): result += "<\(signal.name)>".utf8
      case .holdOutput: result += "<hold>".utf8
      case .resumeOutput: break
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func read(_ discipline: inout LineDiscipline) -> String? {
    discipline.take(4096).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `gives a line when it is complete, and echoes it`() {
    var discipline = LineDiscipline()
    #expect(type("ls", into: &discipline) == "ls")
    #expect(read(&discipline) == nil)
    #expect(type("\r", into: &discipline) == "\r\n")
    #expect(read(&discipline) == "ls\n")
  }

  @Test func `gives one line at a time`() {
    var discipline = LineDiscipline()
    _ = type("a\nb\n", into: &discipline)
    #expect(discipline.take(1) == [0x61])
    #expect(read(&discipline) == "\n")
    #expect(read(&discipline) == "b\n")
  }

  @Test(arguments: [
    (typed: "ab\u{7F}c\n", line: "ac\n", shown: "ab\u{8} \u{8}c\r\n"),
    (typed: "\u{7F}a\n", line: "a\n", shown: "a\r\n"),
    (typed: "éx\u{7F}\u{7F}y\n", line: "y\n", shown: "éx\u{8} \u{8}\u{8} \u{8}y\r\n"),
    (
      typed: "one two \u{17}3\n", line: "one 3\n",
      shown: "one two " + String(repeating: "\u{8} \u{8}", count: 4) + "3\r\n"
    ),
    (typed: "ab\u{15}c\n", line: "c\n", shown: "ab\u{8} \u{8}\u{8} \u{8}c\r\n"),
    (typed: "\u{16}\u{3}\n", line: "\u{3}\n", shown: "^\u{8}^C\r\n"),
    (
      typed: "a\tb\u{7F}\u{7F}c\n", line: "ac\n",
      shown: "a\tb\u{8} \u{8}" + String(repeating: "\u{8} \u{8}", count: 7) + "c\r\n"
    ),
  ])
  func `corrects the line before anybody reads it`(typed: String, line: String, shown: String) {
    var discipline = LineDiscipline()
    #expect(type(typed, into: &discipline) == shown)
    #expect(read(&discipline) == line)
  }

  @Test(arguments: [
    (key: "\u{3}", shown: "<INT>^C"), (key: "\u{1C}", shown: "<QUIT>^\\"),
    (key: "\u{1A}", shown: "<TSTP>^Z"),
  ])
  func `keys for signals drop what was typed`(key: String, shown: String) {
    var discipline = LineDiscipline()
    #expect(type("abc" + key, into: &discipline) == "abc" + shown)
    _ = type("d\n", into: &discipline)
    #expect(read(&discipline) == "d\n")
  }

  @Test func `^D ends the input, or hands over what was typed`() {
    var discipline = LineDiscipline()
    _ = type("ab\u{4}\u{4}", into: &discipline)
    #expect(read(&discipline) == "ab")
    #expect(read(&discipline) == "")
    #expect(read(&discipline) == nil)
  }

  @Test func `a raw terminal gives each byte as it comes`() {
    var discipline = LineDiscipline()
    discipline.set(.raw, flushes: false)
    #expect(type("a\u{3}\r", into: &discipline) == "")
    #expect(read(&discipline) == "a\u{3}\r")
  }

  @Test func `what was typed survives the change to raw, unless it is dropped`() {
    var discipline = LineDiscipline()
    _ = type("a\nb", into: &discipline)
    var other = discipline
    discipline.set(.raw, flushes: false)
    #expect(read(&discipline) == "a\nb")
    other.set(.raw, flushes: true)
    #expect(read(&other) == nil)
  }

  @Test func `a full line takes its end and nothing else`() {
    var discipline = LineDiscipline()
    _ = type(String(repeating: "a", count: 5000), into: &discipline)
    #expect(type("b", into: &discipline) == "\u{7}")
    _ = type("\n", into: &discipline)
    #expect(read(&discipline)?.utf8.count == 4096)
  }

  @Test func `output gets carriage returns`() {
    var discipline = LineDiscipline()
    #expect(discipline.shown(Array("a\nb".utf8)) == Array("a\r\nb".utf8))
    discipline.set(.raw, flushes: false)
    #expect(discipline.shown(Array("a\nb".utf8)) == Array("a\nb".utf8))
  }
}
