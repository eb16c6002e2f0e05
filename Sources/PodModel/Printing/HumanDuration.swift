/// Prints times that passed in a few characters, as kubectl's AGE column does.
package enum HumanDuration {
  /// `5s`, `2m`, `3m20s`, `5h`, `3h12m`, `2d5h`, `14d`, `3y40d`; two seconds ahead or more is
  /// `<invalid>`.
  ///
  /// Source: apimachinery `util/duration`, `HumanDuration`.
  package static func text(_ duration: Duration) -> String {
    let seconds = Int(clamping: duration.components.seconds)
    if seconds < -1 { return "<invalid>" }
    if duration < .zero { return "0s" }
    if seconds < 60 * 2 { return "\(seconds)s" }
    let minutes = seconds / 60
    if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
    if minutes < 60 * 3 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    if hours < 24 * 8 { return pair(hours / 24, "d", hours % 24, "h") }
    if hours < 24 * 365 * 2 { return "\(hours / 24)d" }
    if hours < 24 * 365 * 8 { return pair(hours / 24 / 365, "y", hours / 24 % 365, "d") }
    return "\(hours / 24 / 365)y"
  }

  /// The time since `moment`, or `<unknown>` where there is none.
  package static func age(_ moment: ClusterTime?, at now: ClusterTime) -> String {
    moment.map { text(now.since($0)) } ?? "<unknown>"
  }

  /// The time since a moment in the API's notation.
  package static func age(_ moment: Node?, at now: ClusterTime) -> String {
    age(moment?.string.flatMap(ClusterTime.init(rfc3339:)), at: now)
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smaller: String) -> String
  {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smaller)"
  }
}
