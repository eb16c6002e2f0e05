import CNcurses
import Cells
import Glibc
import Testing

@testable import CursesTerminal

/// One terminal at a time: curses has only one.
@Suite(.serialized) struct TerminalTests {
  private let pty = PseudoTerminal()

  private func open(
    type: String? = "xterm-256color", _ environment: [String: String] = [:]
  ) throws(TerminalError) -> Terminal {
    var environment = environment
    environment["TERM"] = type
    environment["LANG"] = environment["LANG"] ?? "C.UTF-8"
    let options = TerminalOptions(environment: environment, hasMouse: true)
    return try Terminal(input: pty.slave, output: pty.slave, options: options)
  }

  private func screen(_ text: String, style: Style = .plain) -> CellBuffer {
    var buffer = CellBuffer(width: 80, height: 24)
    for (row, line) in text.split(separator: "\n").enumerated() {
      buffer.write(String(line), in: buffer.bounds.line(row), style: style)
    }
    return buffer
  }

  /// Sends a signal to this thread, which may be one that lets others handle signals.
  private func send(_ signal: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(signal)
  }

  @Test func `gives the terminal back as it was`() throws {
    let modes = pty.modes
    let terminal = try open()
    #expect(pty.modes != modes)
    terminal.paint(screen("hello"))
    terminal.close()
    #expect(pty.modes == modes)
    let output = pty.takeOutput()
    for (on, off) in [
      ("\u{1B}[?1049h", "\u{1B}[?1049l"), ("\u{1B}[?2004h", "\u{1B}[?2004l"),
      ("\u{1B}[?1006h", "\u{1B}[?1006l"), ("\u{1B}[?25l", "\u{1B}[?25h"),
    ] {
      let start = try #require(output.firstRange(of: on))
      let end = try #require(output.firstRange(of: off))
      #expect(start.lowerBound < end.lowerBound)
    }
    #expect(output.contains("hello"))
  }

  @Test func `closes itself when nobody holds it`() throws {
    let modes = pty.modes
    _ = try open()
    #expect(pty.modes == modes)
  }

  @Test func `sends only what has changed`() throws {
    let terminal = try open()
    terminal.paint(screen("first line\nsecond line"))
    _ = pty.takeOutput()
    terminal.paint(screen("first line\nsecond lane"))
    let output = pty.takeOutput()
    #expect(output.contains("a"))
    #expect(!output.contains("first"))
    #expect(output.utf8.count < 40)
    terminal.paint(screen("first line\nsecond lane"))
    #expect(pty.takeOutput() == "")
  }

  @Test func `paints wide characters and symbols`() throws {
    let terminal = try open()
    terminal.paint(screen("┌好─▶ ✓ e\u{301} ⚠\u{FE0F} 👩‍💻"))
    let output = pty.takeOutput()
    #expect(output.contains("┌好─▶ ✓ é ⚠ 👩"))
    #expect(!output.unicodeScalars.contains("\u{200D}"))
  }

  @Test func `shows the cursor only where it is asked for`() throws {
    let terminal = try open()
    terminal.paint(screen("x"), cursor: (x: 4, y: 2))
    #expect(pty.takeOutput().contains("\u{1B}[3;5H"))
    terminal.paint(screen("x"))
    #expect(pty.takeOutput().contains("\u{1B}[?25l"))
  }

  @Test func `uses colours unless they are not wanted`() throws {
    var terminal: Terminal? = try open()
    terminal?.paint(screen("x", style: Style(.red, .bold)))
    #expect(pty.takeOutput().contains("\u{1B}[38;5;196m"))
    terminal = nil
    _ = pty.takeOutput()
    terminal = try open(["NO_COLOR": "1"])
    terminal?.paint(screen("x", style: Style(.red, .bold)))
    let output = pty.takeOutput()
    #expect(output.contains("1mx"))
    #expect(!output.contains("\u{1B}[3"))
  }

  @Test func `reads keys in order and then the end of the time`() throws {
    let terminal = try open()
    pty.type("a\u{1B}[A好")
    let wakes = (0..<4).map { _ in terminal.nextEvent(timeout: .zero) }
    #expect(
      wakes == [
        .event(.key(.character("a"))), .event(.key(.up)), .event(.key(.character("好"))), .timedOut,
      ])
    pty.type("\u{1B}")
    #expect(terminal.nextEvent(timeout: .seconds(10)) == .event(.key(.escape)))
  }

  @Test func `tells which descriptor can be read`() throws {
    let terminal = try open()
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { ends.forEach { _ = close($0) } }
    #expect(terminal.nextEvent(timeout: .zero, watching: [ends[0]]) == .timedOut)
    _ = write(ends[1], "x", 1)
    #expect(terminal.nextEvent(timeout: .seconds(10), watching: [ends[0]]) == .readable([ends[0]]))
  }

  @Test func `follows the terminal's size`() throws {
    let terminal = try open()
    #expect(terminal.size == (80, 24))
    pty.resize(width: 100, height: 30)
    send(SIGWINCH)
    #expect(terminal.nextEvent(timeout: .seconds(10)) == .event(.resize(width: 100, height: 30)))
    #expect(terminal.size == (100, 30))
    terminal.paint(CellBuffer(width: 100, height: 30))
    pty.resize(width: 3, height: 1)
    send(SIGWINCH)
    #expect(terminal.nextEvent(timeout: .seconds(10)) == .event(.resize(width: 3, height: 1)))
    terminal.paint(screen("好好"))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `reports signals that ask the process to end`(signal: Int32) throws {
    let terminal = try open()
    send(signal)
    #expect(terminal.nextEvent(timeout: .seconds(10)) == .terminate(signal: signal))
  }

  @Test func `lets another program have the terminal`() throws {
    let modes = pty.modes
    let terminal = try open()
    let own = pty.modes
    terminal.paint(screen("hello"))
    _ = pty.takeOutput()
    terminal.suspend()
    #expect(pty.modes == modes)
    #expect(pty.takeOutput().contains("\u{1B}[?1049l"))
    // The keyboard's ^C goes to the other program.
    send(SIGINT)
    terminal.paint(screen("not now"))
    #expect(pty.takeOutput() == "")
    terminal.resume()
    #expect(pty.modes == own)
    #expect(terminal.nextEvent(timeout: .seconds(10)) == .event(.resize(width: 80, height: 24)))
    #expect(terminal.nextEvent(timeout: .zero) == .timedOut)
    terminal.paint(screen("hello"))
    let output = pty.takeOutput()
    #expect(output.contains("\u{1B}[?1049h"))
    #expect(output.contains("hello"))
  }

  @Test func `clears the screen of a terminal that has only one`() throws {
    let terminal = try open(type: "linux")
    terminal.paint(screen("hello"))
    _ = pty.takeOutput()
    terminal.close()
    #expect(pty.takeOutput().contains("\u{1B}[J"))
  }

  @Test func `restores old terminals without the pauses of their descriptions`() throws {
    let terminal = try open(type: "vt100")
    let restoring = String(
      decoding: TerminalControls(hasMouse: true).restoring.map { UInt8(bitPattern: $0) },
      as: UTF8.self)
    #expect(restoring.contains("\u{1B}[J"))
    #expect(!restoring.contains("$<"))
    terminal.close()
  }

  @Test func `treats an unknown terminal as xterm`() throws {
    let terminal = try open(type: "no-such-terminal")
    terminal.paint(screen("hello"))
    #expect(pty.takeOutput().contains("\u{1B}[?1049h"))
  }

  @Test func `refuses terminals that cannot show a screen`() {
    let modes = pty.modes
    #expect(throws: TerminalError.cannotMoveCursor(type: "dumb")) { try open(type: "dumb") }
    #expect(throws: TerminalError.noType) { try open(type: nil) }
    #expect(throws: TerminalError.notATerminal) {
      let null = Glibc.open("/dev/null", O_RDWR)
      defer { _ = Glibc.close(null) }
      _ = try Terminal(
        input: null, output: null, options: TerminalOptions(environment: ["TERM": "xterm"]))
    }
    #expect(pty.modes == modes)
    #expect(pty.takeOutput() == "")
  }

  @Test func `measures characters as the C library does`() throws {
    _ = try open()
    var differing: [UInt32] = []
    for value in UInt32(0x20)..<0x20000 {
      guard let scalar = Unicode.Scalar(value), cn_width(value) >= 0 else { continue }
      if scalar.displayWidth != Int(cn_width(value)) { differing.append(value) }
    }
    // The C library's Unicode version decides about a few rare scripts.
    #expect(differing.count < 200)
    #expect(differing.first { $0 < 0x3000 } == nil)
  }
}
