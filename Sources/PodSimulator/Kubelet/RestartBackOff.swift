import Kernel

/// How long the kubelet waits before it tries something again.
///
/// Source: client-go `util/flowcontrol/backoff.go`: ten seconds, doubled each time up to five
/// minutes, forgotten after ten minutes of peace.
struct RestartBackOff {
  static let first = Duration.seconds(10)
  static let longest = Duration.seconds(300)

  private var entries: [String: (wait: Duration, updated: VirtualTime)] = [:]

  /// How long the wait for `key` is; zero before the first failure.
  func wait(for key: String) -> Duration { entries[key]?.wait ?? .zero }

  /// When the wait that began at `start` is over; nil if it is over now.
  func end(for key: String, since start: VirtualTime, now: VirtualTime) -> VirtualTime? {
    guard let entry = entries[key] else { return nil }
    if hasExpired(entry, at: start) { return nil }
    let end = start + entry.wait
    return now < end ? end : nil
  }

  /// When the wait that began with the last failure is over; nil if it is over now.
  func end(for key: String, now: VirtualTime) -> VirtualTime? {
    guard let entry = entries[key] else { return nil }
    let end = entry.updated + entry.wait
    return now < end ? end : nil
  }

  /// Makes the next wait longer.
  mutating func lengthen(_ key: String, since start: VirtualTime, now: VirtualTime) {
    if let entry = entries[key], !hasExpired(entry, at: start) {
      entries[key] = (min(entry.wait * 2, RestartBackOff.longest), now)
    } else {
      entries[key] = (RestartBackOff.first, now)
    }
  }

  /// Forgets what is known of a Pod.
  mutating func forget(_ uid: String) {
    entries = entries.filter { !$0.key.hasPrefix(uid) }
  }

  private func hasExpired(
    _ entry: (wait: Duration, updated: VirtualTime), at time: VirtualTime
  ) -> Bool {
    time - entry.updated > RestartBackOff.longest * 2
  }
}
