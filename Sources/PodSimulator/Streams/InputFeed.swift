import Kernel

/// Hands input from outside to a process as fast as that reads it.
final class InputFeed {
  private enum Target {
    case pipe(Pipe)
    case terminal(Terminal)
  }

  private let target: Target
  private let clock: () -> VirtualTime
  private var rest: [UInt8] = []
  private var head = 0
  private var isOpen = false
  private var isFinished = false
  private var isClosed = false
  /// Called when more input has found its place.
  var drained: () -> Void = {}

  /// How many bytes wait.
  var count: Int { rest.count - head }

  init(_ pipe: Pipe, clock: @escaping () -> VirtualTime) {
    target = .pipe(pipe)
    self.clock = clock
    pipe.drained = { [weak self] in self?.pump() }
  }

  init(_ terminal: Terminal, clock: @escaping () -> VirtualTime) {
    target = .terminal(terminal)
    self.clock = clock
    terminal.inputTaken = { [weak self] in self?.pump() }
  }

  /// Begins to hand over input, now that the process is there.
  func open() {
    isOpen = true
    pump()
  }

  /// Takes input; nothing comes of what follows its end.
  func send(_ bytes: [UInt8]) {
    guard !isFinished else { return }
    rest += bytes
    pump()
  }

  /// Ends the input once all of it is read; a terminal has no such end.
  func finish() {
    isFinished = true
    pump()
  }

  private func pump() {
    guard isOpen else { return }
    let before = count
    switch target {
    case .pipe(let pipe): fill(pipe)
    case .terminal(let terminal): fill(terminal)
    }
    if head == rest.count {
      rest = []
      head = 0
    }
    if count < before { drained() }
  }

  private func fill(_ pipe: Pipe) {
    if !pipe.hasReader { head = rest.count }
    let part = rest[head...].prefix(pipe.free)
    head += part.count
    if !part.isEmpty { pipe.append(part) }
    guard isFinished, count == 0, !isClosed else { return }
    isClosed = true
    pipe.closeInput()
  }

  private func fill(_ terminal: Terminal) {
    while count > 0 {
      // Where nothing can be read there is no use in waiting: the terminal drops what is too much.
      let room = terminal.free > 0 ? terminal.free : terminal.hasInput ? 0 : count
      guard room > 0 else { return }
      let part = rest[head...].prefix(room)
      head += part.count
      terminal.type(part, at: clock())
    }
  }
}
