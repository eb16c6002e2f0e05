import Cells
import Testing

@testable import CursesTerminal

@Suite struct KeyDecoderTests {
  private func events(_ text: String, isUTF8: Bool = true) -> [TerminalEvent] {
    var decoder = KeyDecoder(isUTF8: isUTF8)
    return decoder.feed(text.utf8) + decoder.flush()
  }

  private func keys(_ text: String) -> [Key] {
    events(text).compactMap { if case .key(let key) = $0 { key } else { nil } }
  }

  @Test(
    arguments: [
      ("aZ ", [.character("a"), .character("Z"), .character(" ")]),
      ("é好😀", [.character("é"), .character("好"), .character("😀")]),
      ("\r\n\t\u{7F}\u{08}", [.enter, .enter, .tab, .backspace, .backspace]),
      ("\u{01}\u{03}\u{1A}", [.control("a"), .control("c"), .control("z")]),
      ("\u{00}\u{1C}\u{1D}\u{1F}", [.control("@"), .control("\\"), .control("]"), .control("_")]),
      ("\u{1B}", [.escape]),
      ("\u{1B}\u{1B}", [.escape, .escape]),
      ("\u{1B}b\u{1B}\u{7F}", [.alt("b"), .alt("\u{7F}")]),
      ("\u{1B}\r", [.escape, .enter]),
      ("\u{1B}[", [.alt("[")]),
      ("\u{1B}O", [.alt("O")]),
    ] as [(String, [Key])])
  func `reads plain and control keys`(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
  }

  @Test(
    arguments: [
      ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
      ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD", [.up, .down, .right, .left]),
      ("\u{1B}[1;5C\u{1B}[1;2A", [.right, .up]),
      ("\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}OF", [.home, .end, .home, .end]),
      ("\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .end]),
      ("\u{1B}[2~\u{1B}[3~\u{1B}[5~\u{1B}[6~", [.insert, .delete, .pageUp, .pageDown]),
      ("\u{1B}[3;5~", [.delete]),
      ("\u{1B}[Z", [.backTab]),
      ("\u{1B}OP\u{1B}OS\u{1B}[1;2Q", [.function(1), .function(4), .function(2)]),
      ("\u{1B}[15~\u{1B}[17~\u{1B}[21~", [.function(5), .function(6), .function(10)]),
      ("\u{1B}[23~\u{1B}[24~", [.function(11), .function(12)]),
      ("\u{1B}[[A\u{1B}[[E", [.function(1), .function(5)]),
      (
        "\u{1B}OM\u{1B}Ok\u{1B}Op\u{1B}Oy",
        [.enter, .character("+"), .character("0"), .character("9")]
      ),
      ("\u{1B}[?62;4c\u{1B}[Ix", [.character("x")]),
      ("\u{1B}[12\u{1B}[A", [.up]),
    ] as [(String, [Key])])
  func `reads control sequences`(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
  }

  @Test func `reads a sequence that arrives byte by byte`() {
    var decoder = KeyDecoder(isUTF8: true)
    let events = "\u{1B}[5~好\u{1B}Ox".utf8.flatMap { decoder.feed([$0]) }
    #expect(events == [.key(.pageUp), .key(.character("好")), .key(.character("8"))])
    #expect(!decoder.isWaiting)
  }

  @Test func `waits for the rest of a sequence`() {
    var decoder = KeyDecoder(isUTF8: true)
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.key(.escape)])
    #expect(!decoder.isWaiting)
  }

  @Test func `reads a paste as one event`() {
    #expect(
      events("\u{1B}[200~kubectl\tget\r\npods\r\u{1B}[A\u{1B}[201~x")
        == [.paste("kubectl\tget\npods\n\u{1B}[A"), .key(.character("x"))])
  }

  @Test func `gives a paste without an end when nothing more comes`() {
    #expect(events("\u{1B}[200~abc") == [.paste("abc")])
  }

  @Test func `bounds a paste and still finds its end`() {
    let long = String(repeating: "x", count: KeyDecoder.longestPaste + 100)
    guard case .paste(let text)? = events("\u{1B}[200~\(long)\u{1B}[201~").first else {
      Issue.record("there was no paste")
      return
    }
    #expect(text.utf8.count == KeyDecoder.longestPaste)
  }

  @Test(
    arguments: [
      ("\u{1B}[<0;11;5M", [.click(x: 10, y: 4)]),
      ("\u{1B}[<0;11;5m", []),
      (
        "\u{1B}[<64;1;1M\u{1B}[<65;1;1M",
        [.scroll(x: 0, y: 0, lines: -1), .scroll(x: 0, y: 0, lines: 1)]
      ),
      ("\u{1B}[<35;3;3M", []),
      ("\u{1B}[M !!", [.click(x: 0, y: 0)]),
      ("\u{1B}[<0;99999999999999999999;5M", [.click(x: 0, y: 4)]),
      ("\u{1B}[<;M", []),
    ] as [(String, [TerminalEvent])])
  func `reads the mouse`(text: String, expected: [TerminalEvent]) {
    #expect(events(text) == expected)
  }

  @Test func `drops bytes that are no UTF-8`() {
    var decoder = KeyDecoder(isUTF8: true)
    #expect(
      decoder.feed([0xFF, 0xC3, 0x41, 0xE5, 0xA5, 0xBD]) == [
        .key(.character("A")), .key(.character("好")),
      ])
    #expect(events("aé", isUTF8: false) == [.key(.character("a"))])
  }

  @Test func `gives up a sequence without an end`() {
    let digits = String(repeating: "1", count: 64)
    #expect(keys("\u{1B}[\(digits)x").last == .character("x"))
  }

  /// Every string of three bytes out of the ones that begin, continue or end something.
  @Test func `reads any bytes and always comes to an end`() {
    let bytes: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3C, 0x30, 0x3B, 0x4D, 0x7E, 0xC3, 0xF0, 0x80, 0x0D]
    for first in bytes {
      for second in bytes {
        for third in bytes {
          var decoder = KeyDecoder(isUTF8: true)
          _ = decoder.feed([0x1B, 0x5B, first, second, third, 0x30, 0x41])
          _ = decoder.flush()
          #expect(!decoder.isWaiting)
          #expect(decoder.feed([0x61]) == [.key(.character("a"))])
        }
      }
    }
  }
}
