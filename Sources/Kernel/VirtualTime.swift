/// An instant of the simulated world, in nanoseconds since 1970-01-01 00:00 UTC.
package struct VirtualTime: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant of a Unix time stamp.
  package init(unixSeconds: Int64) { nanoseconds = unixSeconds &* 1_000_000_000 }

  /// Later than everything that can happen.
  package static let distantFuture = VirtualTime(nanoseconds: .max)

  /// Whole seconds since 1970, rounded down.
  package var unixSeconds: Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  package static func < (left: VirtualTime, right: VirtualTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Saturates at `distantFuture`.
  package static func + (time: VirtualTime, duration: Duration) -> VirtualTime {
    let (sum, overflow) = time.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
    return VirtualTime(nanoseconds: overflow ? .max : sum)
  }

  package static func - (left: VirtualTime, right: VirtualTime) -> Duration {
    .nanoseconds(left.nanoseconds &- right.nanoseconds)
  }
}

extension Duration {
  /// Nanoseconds rounded down, at most what 64 bits hold.
  package var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carried ? .max : sum
  }
}
