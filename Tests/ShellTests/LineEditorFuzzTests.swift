import Testing

@testable import Shell

/// Keys that nobody presses on purpose: the line stays whole and the cursor in it.
@Suite struct LineEditorFuzzTests {
  private static let pieces: [[UInt8]] =
    [
      "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[3~", "\u{1B}[1;5D", "\u{1B}b",
      "\u{1B}d", "é", "世", "👩‍🚀", "\u{301}",
    ].map { Array($0.utf8) } + (0...255).map { [UInt8($0)] }

  @Test(arguments: 0..<8)
  func `any keys leave a line that can be submitted`(seed: Int) {
    var state = UInt64(seed) &* 7919 &+ 1
    var editor = LineEditor(
      prompt: "$ ", columns: [0, 1, 2, 7, 40][seed % 5], history: ["one", "two words", ""])
    var keys = KeyReader()
    for _ in 0..<1500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for byte in Self.pieces[Int(state >> 33) % Self.pieces.count] {
        guard let key = keys.receive(byte) else { continue }
        _ = editor.receive(key)
        if key == .complete { editor.show(["one", "two"]) }
        #expect((0...editor.text.count).contains(editor.cursor))
        #expect(editor.text.count <= LineEditor.limit)
      }
      _ = editor.takeOutput()
    }
    _ = editor.receive(.other)
    #expect(editor.receive(.enter) == .submitted(String(editor.text)))
  }
}
