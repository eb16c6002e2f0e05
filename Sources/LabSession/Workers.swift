/// Those who do pieces of work that have nothing to do with each other.
package protocol Workers: Sendable {
  /// Calls `body` once for each number from 0 up to `count`, in any order and perhaps several at
  /// once, and returns when all calls have.
  func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void)
}

/// Does one piece after the other on the thread of its caller.
package struct OneWorker: Workers {
  package init() {}

  package func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    for number in 0..<count { body(number) }
  }
}
