import Glibc

/// A program that is measured as a whole.
struct ChildProcess {
  /// What one run cost.
  struct Cost {
    var wall: Duration
    var user: Duration
    /// In the program and in the kernel for it.
    var processor: Duration
    /// Largest resident size in bytes.
    var peakMemory: Int
  }

  enum Failure: Error { case spawn(String), pty }

  let identifier: pid_t
  private let start: ContinuousClock.Instant

  /// Starts a program whose three standard streams are these; `nil` is /dev/null.
  init(_ arguments: [String], output: String? = nil) throws {
    try self.init(arguments) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
  }

  /// Starts a program on a pseudo-terminal of its own.
  init(_ arguments: [String], on terminal: PseudoTerminal) throws {
    try self.init(arguments) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, terminal.path, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
  }

  private init(
    _ arguments: [String], _ prepare: (inout posix_spawn_file_actions_t) -> Void
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    prepare(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID: the terminal that is opened next becomes the controlling one.
    posix_spawnattr_setflags(&attributes, 0x80)
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    start = .now
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, &words, environ)
    guard code == 0 else { throw Failure.spawn(String(cString: strerror(code))) }
    identifier = child
  }

  /// Waits for the end and tells the cost.
  func wait() -> Cost {
    var status: Int32 = 0
    var usage = rusage()
    wait4(identifier, &status, 0, &usage)
    let user = Duration.seconds(usage.ru_utime.tv_sec) + .microseconds(usage.ru_utime.tv_usec)
    let system = Duration.seconds(usage.ru_stime.tv_sec) + .microseconds(usage.ru_stime.tv_usec)
    return Cost(
      wall: .now - start, user: user, processor: user + system,
      peakMemory: usage.ru_maxrss * 1024)
  }
}

/// A terminal without a screen, for programs that need one.
final class PseudoTerminal {
  /// TIOCSPTLCK and TIOCGPTN of Linux's `asm-generic/ioctls.h`.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  let descriptor: Int32
  let path: String

  init(columns: UInt16, rows: UInt16) throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var unlock: Int32 = 0
    var number: UInt32 = 0
    // posix_openpt and its kin are hidden from Swift; these are the calls beneath them.
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &unlock) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw ChildProcess.Failure.pty }
    path = "/dev/pts/\(number)"
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  deinit { close(descriptor) }

  func write(_ text: String) { _ = Glibc.write(descriptor, text, text.utf8.count) }

  /// Reads until the output holds `text`; false when nothing came for two seconds.
  func waitFor(_ text: String) -> Bool {
    var seen = ""
    while !seen.contains(text) {
      guard let more = read(timeout: 2_000) else { return false }
      seen += more
    }
    return true
  }

  /// What the program writes next; nil when nothing comes for `timeout` milliseconds.
  func read(timeout: Int32) -> String? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, timeout) == 1 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
