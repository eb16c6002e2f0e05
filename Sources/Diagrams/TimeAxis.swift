/// Where moments of a stretch of time stand on a number of columns.
struct TimeAxis: Equatable {
  /// The moments at the left and at the right edge.
  var visible: Range<Duration>
  /// The first column.
  var x: Int
  /// How many columns there are, at least one.
  var width: Int

  init(visible: Range<Duration>, x: Int, width: Int) {
    self.visible = visible
    self.x = x
    self.width = max(1, width)
  }

  /// The column of a moment, with a fraction; moments outside stand at the edge.
  func column(_ time: Duration) -> Double {
    let length = (visible.upperBound - visible.lowerBound).inSeconds
    guard length > 0 else { return Double(x) }
    let share = (time - visible.lowerBound).inSeconds / length
    return Double(x) + min(1, max(0, share)) * Double(width)
  }

  /// The whole column in which a moment is seen; nil outside of what is visible.
  func wholeColumn(_ time: Duration) -> Int? {
    guard time >= visible.lowerBound, time <= visible.upperBound else { return nil }
    return min(x + width - 1, Int(column(time)))
  }

  /// The moments to be named, as far apart as their names need.
  var ticks: [Duration] {
    let length = (visible.upperBound - visible.lowerBound).inSeconds
    guard length > 0 else { return [visible.lowerBound] }
    let most = max(1, width / Self.columnsOfName)
    let step =
      Self.steps.first { length / Double($0) * 1000 <= Double(most) }
      ?? Self.daysStep(length: length, most: most)
    let first = (visible.lowerBound.inMilliseconds + step - 1) / step
    let last = visible.upperBound.inMilliseconds / step
    guard first <= last else { return [] }
    return (first...last).prefix(width).map { .milliseconds($0 * step) }
  }

  private static let columnsOfName = 8

  /// Milliseconds from one tick to the next.
  private static let steps: [Int64] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000,
    300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 43_200_000,
    86_400_000,
  ]

  private static func daysStep(length: Double, most: Int) -> Int64 {
    let days = (length / 86_400 / Double(most)).rounded(.up)
    return 86_400_000 * Int64(max(1, min(days, 1_000_000)))
  }
}

extension Duration {
  /// Seconds with a fraction.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Whole milliseconds, rounded down; the largest number where there are too many.
  var inMilliseconds: Int64 {
    let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow else { return components.seconds < 0 ? .min : .max }
    let (sum, isTooLarge) = seconds.addingReportingOverflow(
      components.attoseconds / 1_000_000_000_000_000)
    return isTooLarge ? .max : sum
  }

  /// `0s`, `2.5s`, `0.25s`, `1m30s`, `2h5m`: with the thousandths of a second that count.
  package var shortText: String {
    let milliseconds = inMilliseconds
    guard milliseconds >= 0 else { return "0s" }
    let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
    var parts = ""
    if minutes >= 60 { parts += "\(minutes / 60)h" }
    if minutes % 60 > 0 { parts += "\(minutes % 60)m" }
    if rest > 0 || parts.isEmpty {
      parts += "\(rest / 1000)"
      if rest % 1000 > 0 {
        var digits = String(String(1000 + rest % 1000).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        parts += ".\(digits)"
      }
      parts += "s"
    }
    return parts
  }
}
