import Glibc

/// The signals that ask a program to end, taken by waiting for them.
///
/// It must be made before other threads are, so that none of them is interrupted.
struct EndingSignals {
  private var signals = sigset_t()

  init() {
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A client that goes away must not end the server.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for a signal that asks for the end, and returns its number.
  mutating func wait() -> Int32 {
    while true {
      let number = next()
      if number != SIGCHLD { return number }
    }
  }

  /// Waits for a child's end, hands signals on to it, and returns its status as shells tell it.
  mutating func wait(for child: pid_t) -> Int32 {
    while true {
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child {
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
      }
      switch next() {
      case SIGTERM, SIGHUP: kill(child, SIGHUP)
      case _: break
      }
    }
  }

  private mutating func next() -> Int32 {
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    return number
  }
}
