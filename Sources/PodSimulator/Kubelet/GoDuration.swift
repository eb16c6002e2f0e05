/// Durations as Go prints them.
enum GoDuration {
  /// Whole seconds as `10s`, `1m20s`, `5m0s`.
  ///
  /// Source: Go `time.Duration.String`.
  static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    if hours > 0 { return "\(hours)h\(minutes)m\(seconds % 60)s" }
    if minutes > 0 { return "\(minutes)m\(seconds % 60)s" }
    return "\(seconds)s"
  }
}
