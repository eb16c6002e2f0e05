import Testing

@testable import Diagrams

@Suite struct TimeAxisTests {
  @Test(arguments: [
    (100, 80, "0s 0.01s 0.02s 0.03s 0.04s 0.05s 0.06s 0.07s 0.08s 0.09s 0.1s"),
    (10_000, 80, "0s 1s 2s 3s 4s 5s 6s 7s 8s 9s 10s"),
    (90_000, 40, "0s 30s 1m 1m30s"),
    (200_000, 20, "0s 2m"),
    (7_200_000, 80, "0s 15m 30m 45m 1h 1h15m 1h30m 1h45m 2h"),
  ])
  func `names moments as far apart as their names need`(
    milliseconds: Int, width: Int, names: String
  ) {
    let axis = TimeAxis(visible: .zero..<(.milliseconds(milliseconds)), x: 0, width: width)
    #expect(axis.ticks.map(\.shortText).joined(separator: " ") == names)
  }

  @Test func `keeps moments outside at the edges`() {
    let axis = TimeAxis(visible: .seconds(2)..<(.seconds(4)), x: 10, width: 20)
    #expect(axis.column(.seconds(3)) == 20)
    #expect(axis.column(.zero) == 10)
    #expect(axis.column(.seconds(9)) == 30)
    #expect(axis.wholeColumn(.seconds(4)) == 29)
    #expect(axis.wholeColumn(.seconds(5)) == nil)
  }
}
