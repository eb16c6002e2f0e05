import Glibc

/// The signals that ask a program to end, taken by waiting for them.
///
/// It must be made before other threads are, so that none of them is interrupted.
struct EndingSignals {
  private var signals = sigset_t()
  private var before = sigset_t()

  init() {
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, &before)
  }

  /// Waits for one of them and returns its number.
  mutating func wait() -> Int32 {
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    return number
  }

  /// Lets the signals do again what they did before.
  mutating func release() { pthread_sigmask(SIG_SETMASK, &before, nil) }
}
