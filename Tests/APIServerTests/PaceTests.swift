import Kernel
import Testing

@testable import APIServer

@Suite struct PaceTests {
  private let second: Int64 = 1_000_000_000

  @Test func `follows the clock on the wall by its speed`() {
    let pace = Pace(speed: 10, at: 5 * second, showing: VirtualTime(unixSeconds: 100))
    #expect(pace.time(at: 5 * second) == VirtualTime(unixSeconds: 100))
    #expect(pace.time(at: 7 * second) == VirtualTime(unixSeconds: 120))
    #expect(pace.time(at: 0) == VirtualTime(unixSeconds: 100))
  }

  @Test func `tells how long to wait for a moment`() {
    let pace = Pace(speed: 4, at: 0, showing: VirtualTime(unixSeconds: 0))
    #expect(pace.wait(for: VirtualTime(unixSeconds: 8), at: 0) == 2 * second)
    #expect(pace.wait(for: VirtualTime(unixSeconds: 8), at: 3 * second) == 0)
    #expect(pace.wait(for: .distantFuture, at: 0) == nil)
  }

  @Test func `stands still while it is paused and goes on from there`() {
    var pace = Pace(speed: 1, at: 0, showing: VirtualTime(unixSeconds: 0))
    pace.change(speed: 0, at: 3 * second)
    #expect(pace.time(at: 90 * second) == VirtualTime(unixSeconds: 3))
    #expect(pace.wait(for: VirtualTime(unixSeconds: 4), at: 90 * second) == nil)
    pace.change(speed: 2, at: 100 * second)
    #expect(pace.time(at: 101 * second) == VirtualTime(unixSeconds: 5))
  }

  @Test(arguments: [-1, .infinity, .nan]) func `takes no speed that is none`(speed: Double) {
    #expect(Pace(speed: speed, at: 0, showing: VirtualTime(unixSeconds: 0)).speed == 0)
  }

  @Test func `does not overflow in a distant future`() {
    let pace = Pace(speed: 1e6, at: 0, showing: VirtualTime(unixSeconds: 1))
    #expect(pace.time(at: .max) == .distantFuture)
  }
}
