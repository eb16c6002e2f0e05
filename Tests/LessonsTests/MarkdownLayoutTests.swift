import Lessons
import Testing

@Suite struct MarkdownLayoutTests {
  private func picture(
    _ text: String, width: Int, style: MarkdownStyle = .screen
  ) -> String {
    Markdown(parsing: text).lines(width: width, style: style, measure: columns)
      .map(\.text).joined(separator: "\n")
  }

  /// CJK characters are two columns wide, all others one.
  private func columns(_ character: Character) -> Int {
    character.unicodeScalars.contains { $0.value > 0x2E80 } ? 2 : 1
  }

  @Test func `wraps words and sets lists in`() {
    #expect(
      picture(
        "# Top\n\nOne two three four.\n\n- first item here\n  1. inner\n- second\n", width: 12)
          == """
          Top

          One two
          three four.

          • first item
            here
            1. inner
          • second
          """)
  }

  @Test func `aligns numbers and keeps loose lists apart`() {
    #expect(
      picture("9. a\n\n10. b\n", width: 20)
        == """
         9. a

        10. b
        """)
  }

  @Test func `draws quotes, rules, boxes and images`() {
    #expect(
      picture("> *so*\n> it is\n\n---\n\n- [x] yes\n- [ ] no\n\n![a Pod](p.png)\n", width: 10)
        == """
        │ so it is

        ──────────

        [x] yes
        [ ] no

        [image: a
        Pod]
        """)
  }

  @Test func `fits tables and wraps their cells`() {
    let table =
      "| Name | What it does |\n|---|--:|\n| nginx | serves *pages* to all |\n| sh | 1 |\n"
    #expect(
      picture(table, width: 24)
        == """
        Name  │     What it does
        ──────┼─────────────────
        nginx │  serves pages to
              │              all
        sh    │                1
        """)
    #expect(
      picture(table, width: 12, style: .linear)
        == """
        Name: nginx
        What it
        does: serves
        pages to all

        Name: sh
        What it
        does: 1
        """)
  }

  @Test func `sets code in and cuts lines that are too long`() {
    let lines = Markdown(parsing: "```sh\nkubectl get pod nx\n\nls\n```\n`a`\n")
      .lines(width: 14, measure: columns)
    #expect(lines.map(\.text) == ["  kubectl get ", "    pod nx", "", "  ls", "", "a"])
    #expect(lines.map(\.codeBlock) == [0, 0, 0, 0, nil, nil])
    #expect(lines.last?.spans == [StyledSpan("a", .code)])
  }

  @Test func `cuts code after a space where one is near`() {
    let lines = Markdown(parsing: "```text\nab cdefghij klm\nabcdefghijklmno\n```\n")
      .lines(width: 14, measure: columns)
    #expect(lines.map(\.text) == ["  ab cdefghij ", "    klm", "  abcdefghijkl", "    mno"])
  }

  @Test func `keeps words of tables whole as long as it can`() {
    let table = "| a | b |\n|---|---|\n| CrashLoopBackOff | it ended with another code |\n"
    #expect(
      picture(table, width: 30)
        == """
        a                │ b
        ─────────────────┼────────────
        CrashLoopBackOff │ it ended
                         │ with
                         │ another
                         │ code
        """)
  }

  @Test func `gives each span its role`() {
    let lines = Markdown(parsing: "## A `b`\n\nx **y *z*** [l](http://u) ~~s~~\n")
      .lines(width: 60, measure: columns)
    #expect(lines.first?.spans == [StyledSpan("A ", .heading), StyledSpan("b", .code)])
    #expect(
      lines.last?.spans == [
        .init("x ", .body), .init("y ", .strong), .init("z", .emphasis), .init(" ", .body),
        .init("l", .link), .init(" (http://u)", .url), .init(" ", .body),
        .init("s", .strikethrough),
      ])
  }

  @Test func `breaks between wide characters but not before closing ones`() {
    #expect(
      picture("日本語の文章。終", width: 12)
        == """
        日本語の文
        章。終
        """)
  }

  @Test func `quotes code in plain text`() {
    #expect(
      picture("Run `ls`.\n\n- a\n", width: 20, style: .plain)
        == """
        Run `ls`.

        - a
        """)
  }

  @Test(arguments: 1...24)
  func `never exceeds the width`(width: Int) {
    let text = """
      # A heading with words

      > - 日本語の文章 and some *more* text
      >   - `code in a list` [link](http://example.com/long/address)
      >     1. abcdefghijklmnopqrstuvwxyz

      | one | two | three |
      |-----|-----|-------|
      | 日本 | x | yyyyyyyyyyyyyyyyyyyy |

      ```yaml
      spec: {containers: [{name: 日本語}]}
      ```

      ---
      """
    for style in [MarkdownStyle.screen, .plain, .linear] {
      for line in Markdown(parsing: text).lines(width: width, style: style, measure: columns) {
        #expect(line.text.reduce(0) { $0 + columns($1) } <= max(2, width))
      }
    }
  }
}
