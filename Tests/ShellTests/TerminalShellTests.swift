import Kernel
import Testing

@testable import Shell

/// A shell that somebody types at, on a terminal of 40 columns.
private final class TypedSession {
  let sandbox: Sandbox
  private(set) var status: Int?
  private let screen = Screen()
  private let terminal: Terminal

  /// Collects what the terminal shows.
  private final class Screen {
    var bytes: [UInt8] = []
  }

  init(_ shell: String = "sh") throws {
    sandbox = Sandbox()
    terminal = Terminal(size: Terminal.Size(columns: 40, rows: 10)) { [screen] _, bytes in
      screen.bytes += bytes
    }
    _ = try sandbox.start(["true"])
    _ = try sandbox.kernel.start(
      Launch(
        arguments: [shell], environment: ["PATH": "/bin", "HOME": "/root"],
        workingDirectory: "/tmp/w", terminal: terminal), in: sandbox.namespaces
    ) { [weak self] _, status in self?.status = status.code }
    _ = type("")
  }

  /// Types, waits a virtual second, and returns what the terminal has shown since.
  func type(_ text: String) -> String {
    screen.bytes = []
    terminal.type(text.utf8, at: sandbox.kernel.now)
    _ = sandbox.kernel.run(until: sandbox.kernel.now + .seconds(1))
    return String(decoding: screen.bytes, as: UTF8.self)
  }

  func resize(columns: Int) { terminal.resize(to: Terminal.Size(columns: columns, rows: 10)) }

  func hangUp() {
    terminal.hangUp()
    _ = sandbox.kernel.run(until: sandbox.kernel.now + .seconds(1))
  }
}

@Suite struct TerminalShellTests {
  @Test func `prompts, echoes and runs`() throws {
    let session = try TypedSession()
    #expect(session.type("echo hi\r") == "echo hi\r\nhi\r\n/tmp/w # ")
    #expect(session.type("if true\r") == "if true\r\n> ")
    #expect(session.type("then echo x; fi\r") == "then echo x; fi\r\nx\r\n/tmp/w # ")
  }

  @Test func `^D on an empty line ends the shell with the last status`() throws {
    let session = try TypedSession()
    _ = session.type("false\r")
    #expect(session.type("\u{4}") == "")
    #expect(session.status == 1)
  }

  @Test func `^C drops the line, or ends the command`() throws {
    let session = try TypedSession()
    #expect(session.type("echo \u{3}") == "echo ^C\r\n/tmp/w # ")
    #expect(session.type("sleep 100\r") == "sleep 100\r\n")
    #expect(session.type("\u{3}") == "^C\r\n/tmp/w # ")
    #expect(session.type("echo $?\r").contains("130"))
  }

  @Test func `^C leaves loops of programs and of builtins`() throws {
    let session = try TypedSession()
    _ = session.type("while true; do sleep 5; done\r")
    #expect(session.type("\u{3}").hasSuffix("/tmp/w # "))
    _ = session.type("while true; do true; done\r")
    #expect(session.type("\u{3}").hasSuffix("/tmp/w # "))
  }

  @Test func `^Z stops a command, and fg lets it go on`() throws {
    let session = try TypedSession()
    _ = session.type("sleep 100\r")
    #expect(
      session.type("\u{1A}") == "^Z[1]+  Stopped                    sleep 100\r\n/tmp/w # ")
    #expect(session.type("fg\r") == "fg\r\nsleep 100\r\n")
    #expect(session.type("\u{3}") == "^C\r\n/tmp/w # ")
    #expect(session.type("jobs\r") == "jobs\r\n/tmp/w # ")
  }

  @Test func `tells when a job of the background has ended`() throws {
    let session = try TypedSession()
    _ = session.type("sleep 1 &\r")
    _ = session.type("")
    #expect(session.type("\r").contains("[1]+  Done                       sleep 1\r\n"))
  }

  @Test func `reading from the background stops a job`() throws {
    let session = try TypedSession()
    _ = session.type("cat &\r")
    #expect(session.type("\r").contains("[1]+  Stopped (tty input)        cat"))
  }

  @Test func `the history can be walked and searched`() throws {
    let session = try TypedSession()
    _ = session.type("echo one\r")
    _ = session.type("echo two\r")
    #expect(session.type("\u{1B}[A\u{1B}[A\r").hasSuffix("echo one\r\none\r\n/tmp/w # "))
    #expect(session.type("\u{12}tw\r").hasSuffix("echo two\r\ntwo\r\n/tmp/w # "))
  }

  @Test func `Tab completes files and commands`() throws {
    let session = try TypedSession()
    _ = session.type("touch 'a file' other; mkdir folder\r")
    #expect(session.type("cat oth\t") == "cat other ")
    _ = session.type("\u{3}")
    #expect(session.type("cat a\t") == "cat a\\ file ")
    _ = session.type("\u{3}")
    #expect(session.type("cd fo\t") == "cd folder/")
    _ = session.type("\u{3}")
    #expect(session.type("mkf\t") == "mkfifo ")
    _ = session.type("\u{3}")
    #expect(session.type("cat \t\t").contains("a file   folder/  other"))
  }

  @Test func `a program reads lines that the terminal edits`() throws {
    let session = try TypedSession()
    #expect(session.type("cat\r") == "cat\r\n")
    #expect(session.type("ab\u{7F}c\r") == "ab\u{8} \u{8}c\r\nac\r\n")
    #expect(session.type("\u{4}") == "/tmp/w # ")
  }

  @Test func `hanging up ends the shell and what it runs`() throws {
    let session = try TypedSession()
    _ = session.type("sleep 100\r")
    session.hangUp()
    #expect(session.status == 129)
    #expect(session.sandbox.namespaces.pids.processes.filter { $0.ended == nil }.map(\.pid) == [1])
  }

  @Test func `a failing command does not end the shell`() throws {
    let session = try TypedSession()
    #expect(session.type("${x?no}\r").hasSuffix("/tmp/w # "))
    #expect(session.type("echo $((1/0))\r").hasSuffix("/tmp/w # "))
    #expect(session.type(")\r").hasSuffix("/tmp/w # "))
    #expect(session.status == nil)
  }
}

@Suite struct LineEditorTests {
  private func edit(
    _ typed: String, columns: Int = 40, history: [String] = []
  ) -> (text: String, cursor: Int, shown: String) {
    var editor = LineEditor(prompt: "$ ", columns: columns, history: history)
    _ = editor.takeOutput()
    var keys = KeyReader()
    for byte in typed.utf8 {
      if let key = keys.receive(byte) { _ = editor.receive(key) }
    }
    return (String(editor.text), editor.cursor, editor.takeOutput())
  }

  @Test(arguments: [
    (typed: "ab\u{1}c", text: "cab", cursor: 1),
    (typed: "ab\u{2}\u{2}c\u{5}d", text: "cabd", cursor: 4),
    (typed: "ab\u{1B}[Dc", text: "acb", cursor: 2),
    (typed: "ab\u{1B}OHc\u{1B}[Fd", text: "cabd", cursor: 4),
    (typed: "ab\u{1}\u{1B}[3~", text: "b", cursor: 0),
    (typed: "ab\u{1}\u{4}", text: "b", cursor: 0),
    (typed: "one two\u{17}", text: "one ", cursor: 4),
    (typed: "one two\u{15}", text: "", cursor: 0),
    (typed: "one two\u{1}\u{B}", text: "", cursor: 0),
    (typed: "one\u{15}a\u{19}", text: "aone", cursor: 4),
    (typed: "one two\u{1B}b\u{1B}d", text: "one ", cursor: 4),
    (typed: "one two\u{1}\u{1B}[1;5C!", text: "one! two", cursor: 4),
    (typed: "é世\u{7F}", text: "é", cursor: 1),
    (typed: "\u{1B}[99Xa\u{1B}[200~b", text: "ab", cursor: 2),
  ])
  func `keys edit the line`(typed: String, text: String, cursor: Int) {
    let result = edit(typed)
    #expect(result.text == text)
    #expect(result.cursor == cursor)
  }

  @Test func `typing at the end shows the characters and nothing else`() {
    #expect(edit("ls -l").shown == "ls -l")
    #expect(edit("ab\u{7F}").shown == "ab\u{8} \u{8}")
  }

  @Test func `a line that is longer than the screen wraps`() {
    let shown = edit("abcdefgh", columns: 10).shown
    #expect(shown == "abcdefgh \r")
    #expect(edit("abcdefghi\u{1}", columns: 10).shown == "abcdefgh \ri\u{1B}[1A\u{1B}[1C")
  }

  @Test func `the draft comes back after a walk through the history`() {
    let result = edit("dra\u{10}\u{10}\u{E}\u{E}ft", history: ["one", "two"])
    #expect(result.text == "draft")
  }

  @Test func `no line is longer than the limit`() {
    #expect(edit(String(repeating: "a", count: 2000)).text.count == LineEditor.limit)
  }
}
