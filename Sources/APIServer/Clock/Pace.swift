package import Kernel

/// How a cluster's clock follows the clock on the wall.
///
/// Wall times are nanoseconds of any clock that only goes forward.
package struct Pace: Sendable, Hashable {
  /// How many seconds pass in the cluster while one passes on the wall; 0 while it is paused.
  package private(set) var speed: Double
  private var wall: Int64
  private var moment: VirtualTime

  /// A clock that shows `moment` when the one on the wall shows `wall`.
  ///
  /// - Parameter speed: at most a million; less than 0 counts as 0.
  package init(speed: Double = 1, at wall: Int64, showing moment: VirtualTime) {
    self.speed = Self.bounded(speed)
    self.wall = wall
    self.moment = moment
  }

  /// What the cluster's clock shows at a moment of the wall's.
  package func time(at wall: Int64) -> VirtualTime {
    let passed = Double(max(0, wall &- self.wall)) * speed
    guard passed < Self.most else { return .distantFuture }
    return moment + .nanoseconds(Int64(passed))
  }

  /// How many nanoseconds of the wall's clock are left until the cluster's shows `time`: 0 when it
  /// is past, nil when that is never or more than a day away.
  package func wait(for time: VirtualTime, at wall: Int64) -> Int64? {
    let now = self.time(at: wall)
    guard time > now else { return 0 }
    guard speed > 0 else { return nil }
    let left = (Double(time.nanoseconds) - Double(now.nanoseconds)) / speed
    return left < 86_400e9 ? Int64(left.rounded(.up)) : nil
  }

  /// Goes on at another speed from what it shows now.
  package mutating func change(speed: Double, at wall: Int64) {
    self = Pace(speed: speed, at: wall, showing: time(at: wall))
  }

  /// Shows another time from now on, at the same speed.
  package mutating func set(to moment: VirtualTime, at wall: Int64) {
    self = Pace(speed: speed, at: wall, showing: moment)
  }

  private static let most = 9e18

  private static func bounded(_ speed: Double) -> Double {
    speed.isFinite ? min(max(0, speed), 1e6) : 0
  }
}
