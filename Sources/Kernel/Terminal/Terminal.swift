/// A pseudo-terminal: processes have its one end open, whoever made it holds the other.
///
/// Source: Linux `pty(7)`, POSIX "General Terminal Interface".
package final class Terminal {
  /// How many characters fit on the screen.
  package struct Size: Sendable, Hashable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// The number in /dev/pts.
  package internal(set) var number = 0
  /// Zero by zero until somebody says otherwise, as a new pseudo-terminal of the kernel.
  package private(set) var size: Size
  /// Whether nobody is at the other end any more.
  package private(set) var isHungUp = false
  /// Changes when something can be read or written, or the terminal is hung up.
  let changed = WaitQueue()
  /// Gets what the screen shows, with its time.
  private let display: (VirtualTime, [UInt8]) -> Void
  private var discipline = LineDiscipline()
  /// Whether ^S has stopped the output.
  private var isStopped = false
  /// The first process of the session whose terminal this is.
  private(set) weak var leader: Process?
  /// The process group that gets signals and may read.
  var foreground = 0

  /// Whether the other end takes nothing at the moment: writers wait.
  package var isHeld = false {
    didSet { if !isHeld { changed.wakeAll() } }
  }

  /// Called when a program has read, so that there is place for more.
  package var inputTaken: () -> Void = {}

  package init(
    size: Size = Size(columns: 0, rows: 0), display: @escaping (VirtualTime, [UInt8]) -> Void
  ) {
    self.size = size
    self.display = display
  }

  // MARK: The keyboard's end

  /// How many bytes may be typed now; what is more would be lost.
  package var free: Int { max(0, LineDiscipline.capacity - discipline.count) }

  /// Takes what somebody types.
  package func type(_ bytes: some Sequence<UInt8>, at time: VirtualTime) {
    guard !isHungUp else { return }
    for byte in bytes {
      for effect in discipline.type(byte) {
        switch effect {
        case .echo(let bytes): display(time, bytes)
        case .signal(let signal): send(signal)
        case .holdOutput: isStopped = true
        case .resumeOutput: isStopped = false
        }
      }
    }
    changed.wakeAll()
  }

  /// Says how large the screen is; the programs in the foreground hear of a change.
  package func resize(to size: Size) {
    guard self.size != size else { return }
    self.size = size
    send(.winch)
  }

  /// Takes the other end away: programs are told, read the end and cannot write.
  package func hangUp() {
    guard !isHungUp else { return }
    isHungUp = true
    leader?.receive(.hup)
    send(.hup)
    send(.cont)
    changed.wakeAll()
  }

  // MARK: The session

  func begin(session leader: Process) {
    self.leader = leader
    foreground = leader.processGroup
  }

  /// The session's first process has ended: what is left of it is hung up.
  func endSession() {
    hangUp()
    leader = nil
  }

  /// Sends a signal to the process group in the foreground.
  private func send(_ signal: Signal) {
    guard let session = leader?.namespaces.pids else { return }
    for process in session.processes
    where process.processGroup == foreground && process.terminal === self {
      process.lastSignalSender = nil
      process.receive(signal)
    }
  }

  // MARK: The processes' end

  var settings: TerminalSettings { discipline.settings }

  func set(_ settings: TerminalSettings, flushes: Bool) {
    discipline.set(settings, flushes: flushes)
    changed.wakeAll()
  }

  /// Whether programs could read something now.
  package var hasInput: Bool { discipline.isReadable }

  var isReadable: Bool { discipline.isReadable || isHungUp }

  var isWritable: Bool { isHungUp || !isStopped && !isHeld }

  /// Takes typed bytes; nil when there are none.
  func take(_ limit: Int, through delimiter: UInt8?) -> [UInt8]? {
    guard let bytes = discipline.take(limit, through: delimiter) else { return nil }
    inputTaken()
    return bytes
  }

  func show(_ bytes: [UInt8], at time: VirtualTime) { display(time, discipline.shown(bytes)) }
}
