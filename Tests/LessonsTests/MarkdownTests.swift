import Lessons
import Testing

@Suite struct MarkdownTests {
  @Test func `reads headings, marks, code and links`() {
    let text = "# Hi *there*\n\nUse `ls`, **now** ~~then~~ [docs](http://a.b) <http://c.d>.\n"
    #expect(
      Markdown(parsing: text).blocks == [
        .init(.heading(level: 1, [.text("Hi "), .emphasis([.text("there")])])),
        .init(
          .paragraph([
            .text("Use "), .code("ls"), .text(", "), .strong([.text("now")]), .text(" "),
            .strikethrough([.text("then")]), .text(" "),
            .link([.text("docs")], url: "http://a.b"), .text(" "),
            .link([.text("http://c.d")], url: "http://c.d"), .text("."),
          ])),
      ])
  }

  @Test func `keeps the language and the line of code blocks`() throws {
    let markdown = Markdown(parsing: "One\n\n```shell run\nls\n\ttab\n```\n\n- item\n\n      raw\n")
    #expect(
      markdown.codeBlocks == [
        .init(language: "shell", text: "ls\n    tab"), .init(language: nil, text: "raw"),
      ])
    #expect(markdown.blocks.map(\.line) == [1, 3, 8])
  }

  @Test func `reads lists with numbers and boxes`() {
    #expect(
      Markdown(parsing: "3. a\n4. b\n\n\n* [x] done\n* [ ] open\n").blocks == [
        .init(
          .list(
            .init(
              start: 3,
              items: [
                .init(blocks: [.init(.paragraph([.text("a")]))]),
                .init(blocks: [.init(.paragraph([.text("b")]))]),
              ]))),
        .init(
          .list(
            .init(items: [
              .init(isDone: true, blocks: [.init(.paragraph([.text("done")]))]),
              .init(isDone: false, blocks: [.init(.paragraph([.text("open")]))]),
            ]))),
      ])
  }

  @Test func `reads tables with alignments`() {
    #expect(
      Markdown(parsing: "| a | b |\n|:-:|--:|\n| 1 | 2 |\n| 3 |\n").blocks == [
        .init(
          .table(
            .init(
              alignments: [.centre, .right], header: [[.text("a")], [.text("b")]],
              rows: [[[.text("1")], [.text("2")]], [[.text("3")], []]])))
      ])
  }

  @Test func `leaves out comments and keeps other HTML as text`() {
    #expect(
      Markdown(parsing: "<!-- note -->\n\n<b>x</b>\n").blocks == [
        .init(.paragraph([.text("<b>x</b>")]))
      ])
  }

  @Test func `lists all links with their lines`() {
    let links = Markdown(parsing: "a\n\n- [x](y.md)\n\n> ![i](z.png)\n").links
    #expect(links.map(\.url) == ["y.md", "z.png"])
    #expect(links.map(\.line) == [3, 5])
  }

  @Test func `lets no control character through`() {
    let hostile = "a\u{1B}[2Jb `c\u{9B}d`\n\n```\ne\u{7}\r\nf\u{202E}\n```\n[g](h&#27;i)\n"
    let text = Markdown(parsing: hostile).plainText(width: 40) { _ in 1 }
    let scalars = text.unicodeScalars
    #expect(scalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
    #expect(!scalars.contains { (0x80...0x9F).contains($0.value) || $0.value == 0x202E })
  }

  @Test func `parses on many threads at once`() async {
    let text = "~~a~~ | http://b.c\n\n|x|\n|-|\n"
    let expected = Markdown(parsing: text)
    await withTaskGroup { group in
      for _ in 0..<200 { group.addTask { Markdown(parsing: text) } }
      for await parsed in group { #expect(parsed == expected) }
    }
  }

  enum Hostile: CaseIterable {
    case quotes, lists, emphasis, links, columns, fences, odd

    var text: String {
      switch self {
      case .quotes: String(repeating: "> ", count: 5_000) + "deep"
      case .lists: String(repeating: "* ", count: 5_000) + "deep"
      case .emphasis: String(repeating: "*a **b ", count: 3_000)
      case .links:
        String(repeating: "[", count: 5_000) + "deep" + String(repeating: "](u)", count: 5_000)
      case .columns:
        "|" + String(repeating: "a|", count: 2_000) + "\n|" + String(repeating: "-|", count: 2_000)
          + "\n|x|\n"
      case .fences: String(repeating: "`", count: 20_000)
      case .odd: "\u{0}\u{FEFF}\u{FFFF}"
      }
    }
  }

  @Test(arguments: Hostile.allCases)
  func `survives hostile texts`(hostile: Hostile) {
    let lines = Markdown(parsing: hostile.text).lines(width: 30) { _ in 1 }
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0.text.count <= 30 })
  }
}
