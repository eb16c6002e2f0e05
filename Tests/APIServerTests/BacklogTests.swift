import Testing

@testable import APIServer

@Suite struct BacklogTests {
  /// Adds pieces until it is full; how many it took.
  private func fill(_ backlog: Backlog, pieces size: Int) -> Int {
    var count = 1
    while !backlog.add(size), count < 1_000_000 { count += 1 }
    return count
  }

  @Test(arguments: [1, 100, 4_000, 65_536])
  func `is full when its pieces take too much memory, however small they are`(size: Int) {
    let backlog = Backlog()
    let count = fill(backlog, pieces: size)
    #expect(backlog.isFull)
    #expect(count * (size + Backlog.besides) > Backlog.most)
    #expect((count - 1) * (size + Backlog.besides) <= Backlog.most)
  }

  @Test func `says once that there is room again, when half has gone`() {
    let backlog = Backlog()
    let count = fill(backlog, pieces: 1)
    let calls = (0..<count).filter { _ in backlog.remove(1) }
    #expect(calls.count == 1)
    #expect(calls.first.map { abs($0 - count / 2) <= 1 } == true)
    #expect(backlog.hasRoom)
  }

  @Test func `what goes while there is room calls nobody`() {
    let backlog = Backlog()
    #expect(!backlog.add(1_000))
    #expect(!backlog.isFull && backlog.hasRoom)
    #expect(!backlog.remove(1_000))
  }
}
