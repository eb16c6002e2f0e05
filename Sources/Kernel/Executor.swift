import Synchronization

/// Runs the coroutines of one kernel on whichever thread drives it, first come, first served.
///
/// Nothing runs by itself: `enqueue` only appends, `runNext` runs one job. Order is therefore a
/// function of the simulated world alone.
///
/// Jobs may come from any thread: a task that waits for the world outside is resumed from there.
final class Executor: TaskExecutor {
  private let queue = Mutex(JobQueue())
  private let whenReady: (@Sendable () -> Void)?

  /// - Parameter whenReady: called after each job that came, on the thread that it came from.
  init(whenReady: (@Sendable () -> Void)? = nil) { self.whenReady = whenReady }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.withLock { $0.append(unowned) }
    whenReady?()
  }

  /// Runs the oldest job; false if there is none.
  func runNext() -> Bool {
    guard let job = queue.withLock({ $0.popFirst() }) else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  var isEmpty: Bool { queue.withLock { $0.isEmpty } }
}

/// A queue of jobs in an array whose front is dropped now and then.
private struct JobQueue {
  private var jobs: [UnownedJob] = []
  private var head = 0

  var isEmpty: Bool { head == jobs.count }

  mutating func append(_ job: UnownedJob) { jobs.append(job) }

  mutating func popFirst() -> UnownedJob? {
    guard head < jobs.count else { return nil }
    let job = jobs[head]
    head += 1
    if head == jobs.count {
      jobs.removeAll(keepingCapacity: true)
      head = 0
    } else if head == 1024 {
      jobs.removeFirst(head)
      head = 0
    }
    return job
  }
}
