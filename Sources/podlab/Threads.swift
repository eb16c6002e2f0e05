import Glibc
import LabSession
import Synchronization

/// One thread for each processor that this process may use.
struct Threads: Workers {
  private let count = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 64)

  func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let work = Work(count: count, body: body)
    // The caller works, too; where no thread can be made, it does all.
    let helpers = (1..<max(1, min(self.count, count))).compactMap { _ in thread(doing: work) }
    work.run()
    for helper in helpers { pthread_join(helper, nil) }
  }

  private func thread(doing work: Work) -> pthread_t? {
    var thread = pthread_t()
    let handle = Unmanaged.passRetained(work)
    let status = pthread_create(
      &thread, nil,
      { handle in
        guard let handle else { return nil }
        Unmanaged<Work>.fromOpaque(handle).takeRetainedValue().run()
        return nil
      }, handle.toOpaque())
    if status != 0 { handle.release() }
    return status == 0 ? thread : nil
  }
}

/// Pieces of work that are taken one after the other.
private final class Work: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Void
  private let next = Atomic(0)

  init(count: Int, body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  func run() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      body(number)
    }
  }
}
