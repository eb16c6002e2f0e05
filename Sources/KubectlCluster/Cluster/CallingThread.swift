import Glibc
import Synchronization

/// Runs asynchronous code to its end on the thread that asks for it.
///
/// A cluster behind kubectl blocks in its calls, which no shared thread may.
package enum CallingThread {
  /// Runs `body` here and returns what it gives.
  package static func run<Value>(_ body: @escaping () async -> Value) -> Value {
    let executor = ThreadExecutor()
    nonisolated(unsafe) var result: Value?
    // Sending it is safe: the job runs on this thread alone, which waits here for its end.
    nonisolated(unsafe) let body = body
    Task.detached(executorPreference: executor) {
      result = await body()
      executor.wake()
    }
    while true {
      if let result { return result }
      executor.runNext()
    }
  }
}

/// Keeps jobs for one thread.
private final class ThreadExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let signal = Semaphore()

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    jobs.withLock { $0.append(unowned) }
    signal.post()
  }

  /// Lets the thread look whether all is done.
  func wake() { signal.post() }

  /// Waits for a job and runs it.
  func runNext() {
    signal.wait()
    guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
    job.runSynchronously(on: asUnownedTaskExecutor())
  }
}

/// A counting semaphore of POSIX.
final class Semaphore: @unchecked Sendable {
  // The address of a sem_t must never change; its functions are made for several threads.
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func post() { sem_post(semaphore) }

  func wait() { while sem_wait(semaphore) != 0, errno == EINTR {} }
}
