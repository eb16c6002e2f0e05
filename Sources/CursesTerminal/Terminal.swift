internal import CNcurses
package import Cells
internal import Glibc

/// Why `Terminal.nextEvent` came back.
package enum Wake: Sendable, Hashable {
  /// Something happened at the terminal.
  case event(TerminalEvent)
  /// These file descriptors can be read, or have come to their end.
  case readable([Int32])
  /// The time was over.
  case timedOut
  /// The process must end in good order; SIGHUP also stands for a terminal that is gone.
  case terminate(signal: Int32)
}

/// The terminal in full-screen mode: keys in, changed cells out.
///
/// One at a time, on the main thread. The terminal is as it was before after `close`, at any exit of
/// the process and after a crash.
package final class Terminal {
  /// Whether the locale's encoding is UTF-8; otherwise symbols are painted as ASCII.
  package let isUTF8: Bool
  /// Columns and rows.
  package private(set) var size: (width: Int, height: Int)

  private let output: Int32
  private let screen: OpaquePointer
  private let files: Files
  private let palette: Palette
  private let controls: TerminalControls
  private var input: TerminalInput
  private var shown: CellBuffer?
  private enum State { case active, suspended, closed }
  private var state = State.active

  /// Takes the terminal behind two file descriptors over.
  ///
  /// An unknown type of terminal is treated as `xterm-256color`.
  package init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, options: TerminalOptions
  ) throws(TerminalError) {
    guard isatty(output) == 1, isatty(input) == 1 else { throw .notATerminal }
    self.output = output
    isUTF8 = Self.chooseLocale(options)
    let type = try Self.usableType(options.type, output: output)

    files = try Self.openFiles(output: output, input: input)
    controls = TerminalControls(hasMouse: options.hasMouse)
    let pipe = cn_signals_open(output, controls.restoring, controls.restoring.count)
    guard pipe >= 0 else {
      Self.close(files)
      throw .system("pipe")
    }
    cn_signals_activate(true)
    use_env(true)
    use_tioctl(true)
    guard let screen = newterm(type, files.output, files.input) else {
      cn_restore()
      cn_signals_close()
      Self.close(files)
      throw .system("newterm")
    }
    self.screen = screen
    raw()
    noecho()
    nonl()
    keypad(cn_screen(), true)
    self.input = TerminalInput(
      terminal: input, signals: pipe, isUTF8: isUTF8, escapeDelay: options.escapeDelay)
    palette = Palette(colors: Self.startColors(options))
    palette.allocatePairs()
    size = (Int(getmaxx(cn_screen())), Int(getmaxy(cn_screen())))
    controls.enter(output)
  }

  deinit { close() }

  // MARK: Events

  /// Waits for the next event, for one of `descriptors` to become readable, or for `timeout`.
  ///
  /// Events that have come already are given first; nil waits without end. With a timeout of zero
  /// it tells whether something has happened.
  package func nextEvent(timeout: Duration?, watching descriptors: [Int32] = []) -> Wake {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    while true {
      if let event = input.next() { return .event(event) }
      switch input.wait(until: deadline, watching: descriptors) {
      case .keys: break
      case .readable(let ready): return .readable(ready)
      case .timedOut: return .timedOut
      case .hangup: return .terminate(signal: SIGHUP)
      case .signals(let signals):
        for signal in signals {
          switch signal {
          case SIGWINCH: updateSize()
          case SIGTSTP: stopProcess()
          case SIGCONT: continued()
          default: return .terminate(signal: signal)
          }
        }
      }
    }
  }

  // MARK: Painting

  /// Shows `buffer` from the top left corner; sends only what differs from what was shown before.
  ///
  /// The cursor stands at `cursor`, 0-based column and row, or is hidden.
  package func paint(_ buffer: CellBuffer, cursor: (x: Int, y: Int)? = nil) {
    guard state == .active, let window = cn_screen() else { return }
    if shown?.bounds != buffer.bounds { werase(window) }
    for run in buffer.changes(since: shown) where run.y < size.height {
      for x in run.columns where x < size.width {
        put(buffer[x, run.y], x: x, y: run.y, in: window)
      }
    }
    shown = buffer
    curs_set(cursor == nil ? 0 : 1)
    if let cursor { wmove(window, Int32(clamping: cursor.y), Int32(clamping: cursor.x)) }
    wrefresh(window)
  }

  private func put(_ cell: Cell, x: Int, y: Int, in window: UnsafeMutablePointer<WINDOW>) {
    // The right half of a wide character was painted with the left one.
    guard var character = cell.character else { return }
    var columns = character.displayWidth
    if !isUTF8 {
      if columns == 2 { put(Cell(" ", style: cell.style), x: x + 1, y: y, in: window) }
      character = character.asciiFallback
      columns = 1
    } else if columns == 2, x + 1 >= size.width {
      (character, columns) = (" ", 1)
    }
    let style = cell.style
    let attributes = palette.attributes(style)
    let pair = palette.pair(style.foreground, style.background)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 8) { scalars in
      var count = 0
      for scalar in character.unicodeScalars.prefix(scalars.count) {
        scalars[count] = scalar.value
        count += 1
      }
      cn_put(
        window, Int32(y), Int32(x), scalars.baseAddress, Int32(count), Int32(columns), attributes,
        pair)
    }
  }

  /// Makes the next `paint` send everything, for a screen that another program has written to.
  package func redraw() {
    shown = nil
    clearok(cn_screen(), true)
  }

  // MARK: Giving the terminal away

  /// Gives the terminal back as it was, for another program to use; `resume` takes it again.
  package func suspend() {
    guard state == .active else { return }
    state = .suspended
    controls.leave(output)
    if !controls.hasOwnScreen { werase(cn_screen()); wrefresh(cn_screen()) }
    endwin()
    cn_signals_activate(false)
  }

  /// Takes the terminal again; a resize event follows, upon which everything is to be painted.
  package func resume() {
    guard state == .suspended else { return }
    state = .active
    cn_signals_activate(true)
    takeAgain()
  }

  /// Stops the process and its group, as ^Z does elsewhere; returns when it is continued.
  ///
  /// A resize event follows, upon which everything is to be painted.
  package func stopProcess() {
    suspend()
    kill(0, SIGTSTP)
    resume()
  }

  /// Gives the terminal back for good.
  package func close() {
    guard state != .closed else { return }
    suspend()
    state = .closed
    cn_signals_close()
    delscreen(screen)
    Self.close(files)
  }

  /// The process was stopped without having been asked, and goes on.
  private func continued() {
    // In the background the terminal belongs to another process; there will be another SIGCONT.
    let owner = tcgetpgrp(output)
    guard state == .active, owner < 0 || owner == getpgrp() else { return }
    endwin()
    takeAgain()
  }

  private func takeAgain() {
    reset_prog_mode()
    controls.enter(output)
    redraw()
    updateSize()
    input.add(.resize(width: size.width, height: size.height))
  }

  private func updateSize() {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard state == .active, cn_size(output, &rows, &columns),
      (Int(columns), Int(rows)) != size
    else { return }
    resize_term(rows, columns)
    size = (Int(columns), Int(rows))
    redraw()
    input.add(.resize(width: size.width, height: size.height))
  }
}
