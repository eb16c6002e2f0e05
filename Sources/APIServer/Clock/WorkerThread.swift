import Glibc

/// A thread of the operating system.
///
/// Its stack is large: shells in the simulation run deep recursions on it.
final class WorkerThread: Sendable {
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let identifier: pthread_t

  /// Starts it.
  init(_ body: @escaping @Sendable () -> Void) {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    pthread_attr_setstacksize(attributes, 32 << 20)
    let argument = Unmanaged.passRetained(Body(body)).toOpaque()
    var identifier: pthread_t = 0
    let code = pthread_create(
      &identifier, attributes,
      { argument in
        guard let argument else { return nil }
        let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        body.run()
        return nil
      }, argument)
    precondition(code == 0, "the system has no thread left")
    self.identifier = identifier
  }

  /// Waits for its end.
  func join() { pthread_join(identifier, nil) }
}

/// The clock on the wall, as far as differences go.
enum WallClock {
  /// Nanoseconds; it stands still while the machine sleeps.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
