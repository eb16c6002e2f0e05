import Glibc
package import PodModel

/// Runs the kubectl of this machine.
///
/// Each one gets a session of its own, so that ^C in the terminal reaches podlab alone, which then
/// cleans up. Waiting is done with poll(2): for output, and for the descriptor that tells of an
/// interruption.
package final class PosixKubectl: KubectlHost {
  private let program: String
  /// Readable once for each interruption; nil where nothing interrupts.
  private let interruption: Int32?
  private let start: (wall: ClusterTime, monotonic: Int64)
  private var interruptions = 0
  private var forgiven = 0

  /// Finds kubectl in `path`, a list of folders as in $PATH.
  package init(path: String, interruption: Int32? = nil) throws(KubectlFailure) {
    let candidates = path.split(separator: ":").map { "\($0)/kubectl" }
    let found = candidates.first { access($0, X_OK) == 0 }
    guard let found else { throw .notInstalled }
    program = found
    self.interruption = interruption
    start = (
      ClusterTime(nanoseconds: Self.time(of: CLOCK_REALTIME)), Self.time(of: CLOCK_MONOTONIC)
    )
  }

  private static func time(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  package var now: ClusterTime {
    start.wall.advanced(by: .nanoseconds(Self.time(of: CLOCK_MONOTONIC) - start.monotonic))
  }

  package var isInterrupted: Bool {
    takeInterruptions()
    return interruptions > forgiven
  }

  package func forgiveInterruption() {
    takeInterruptions()
    forgiven = interruptions
  }

  private func takeInterruptions() {
    guard let interruption else { return }
    var waiting = pollfd(fd: interruption, events: Int16(POLLIN), revents: 0)
    while poll(&waiting, 1, 0) > 0, waiting.revents & Int16(POLLIN) != 0 {
      var byte: UInt8 = 0
      guard read(interruption, &byte, 1) == 1 else { return }
      interruptions += 1
    }
  }

  package func start(
    _ arguments: [String], input: [UInt8]?
  ) throws(KubectlFailure) -> any KubectlProcess {
    try PosixKubectlProcess(program, arguments, input: input)
  }

  package func wait(for processes: [any KubectlProcess], until deadline: ClusterTime) {
    let own = processes.compactMap { $0 as? PosixKubectlProcess }
    while !own.contains(where: \.hasNews), !isInterrupted {
      let left = deadline.since(now)
      guard left > .zero else { return }
      var waiting = own.flatMap(\.openDescriptors).map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      if let interruption {
        waiting.append(pollfd(fd: interruption, events: Int16(POLLIN), revents: 0))
      }
      // A program that kubectl left behind may hold its output open: look after kubectl, too.
      let pause = own.isEmpty ? 60_000 : own.contains(where: \.isEnding) ? 2 : 500
      let slice = min(left, .milliseconds(pause))
      _ = poll(&waiting, nfds_t(waiting.count), slice.wholeMilliseconds)
    }
  }
}

extension Duration {
  /// Rounded up, so that waiting so long is never too short.
  fileprivate var wholeMilliseconds: Int32 {
    let (seconds, rest) = components
    return Int32(clamping: seconds &* 1000 &+ (rest &+ 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

/// One kubectl of this machine.
private final class PosixKubectlProcess: KubectlProcess {
  private let id: pid_t
  private var outputDescriptor: Int32?
  private var errorDescriptor: Int32?
  private var output: [UInt8] = []
  private var errors: [UInt8] = []
  private var status: Int32?

  init(
    _ program: String, _ arguments: [String], input: [UInt8]?
  ) throws(KubectlFailure) {
    var pipes: [Int32] = []
    func fail(_ what: String) -> KubectlFailure {
      let reason = String(cString: strerror(errno))
      for descriptor in pipes { close(descriptor) }
      return .cannotStart("\(what): \(reason)")
    }
    for _ in 0..<2 {
      var pair: [Int32] = [-1, -1]
      guard pipe(&pair) == 0 else { throw fail("pipe") }
      for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      pipes += pair
    }
    let source = Self.inputDescriptor(input)
    guard source >= 0 else { throw fail("input") }
    defer { close(source) }
    guard let child = Self.spawn(program, arguments, source, pipes[1], pipes[3]) else {
      throw fail(program)
    }
    id = child
    close(pipes[1])
    close(pipes[3])
    outputDescriptor = pipes[0]
    errorDescriptor = pipes[2]
  }

  deinit { end() }

  /// A nameless file with the input: whole from the start, so nobody has to feed it.
  private static func inputDescriptor(_ input: [UInt8]?) -> Int32 {
    guard let input else { return open("/dev/null", O_RDONLY | O_CLOEXEC) }
    var name = Array("/tmp/podlab-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { return -1 }
    unlink(&name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var rest = input[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        close(file)
        return -1
      }
      rest = rest.dropFirst(written)
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ input: Int32, _ output: Int32, _ errors: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The caller's thread may block or ignore signals; kubectl must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let setSession: Int32 = 0x80
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | setSession
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions, &attributes, &words, environ)
    errno = code
    return code == 0 ? child : nil
  }

  // MARK: Output

  var openDescriptors: [Int32] { [outputDescriptor, errorDescriptor].compactMap { $0 } }

  /// Whether its output is complete and it is about to end.
  var isEnding: Bool { status == nil && openDescriptors.isEmpty }

  /// Reads what is there; whether there is something that was not taken yet.
  var hasNews: Bool {
    drain(&outputDescriptor, into: &output)
    drain(&errorDescriptor, into: &errors)
    reap()
    return !output.isEmpty || !errors.isEmpty || status != nil
  }

  private func drain(_ descriptor: inout Int32?, into bytes: inout [UInt8]) {
    // What is not taken yet stays in the pipe beyond this, and kubectl waits.
    while let open = descriptor, bytes.count < 1 << 20 {
      var waiting = pollfd(fd: open, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 0) > 0 else { return }
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        var result = read(open, buffer.baseAddress, buffer.count)
        while result < 0, errno == EINTR { result = read(open, buffer.baseAddress, buffer.count) }
        count = max(0, result)
      }
      bytes += chunk
      if chunk.isEmpty {
        close(open)
        descriptor = nil
      }
    }
  }

  /// Notes the end of the process; its output is complete then.
  private func reap() {
    guard status == nil, output.count < 1 << 20, errors.count < 1 << 20 else { return }
    var code: Int32 = 0
    guard waitpid(id, &code, WNOHANG) == id else { return }
    status = code & 0x7F == 0 ? (code >> 8) & 0xFF : 128 + (code & 0x7F)
    drain(&outputDescriptor, into: &output)
    drain(&errorDescriptor, into: &errors)
    closeAll()
  }

  private func closeAll() {
    for descriptor in openDescriptors { close(descriptor) }
    outputDescriptor = nil
    errorDescriptor = nil
  }

  func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  func takeErrors() -> [UInt8] {
    defer { errors = [] }
    return errors
  }

  var exitStatus: Int32? { output.isEmpty && errors.isEmpty ? status : nil }

  func end() {
    if status == nil {
      // The session is a process group of its own: credential helpers end with kubectl.
      kill(-id, SIGKILL)
      var code: Int32 = 0
      while waitpid(id, &code, 0) < 0, errno == EINTR {}
      status = 128 + SIGKILL
    }
    closeAll()
  }
}
