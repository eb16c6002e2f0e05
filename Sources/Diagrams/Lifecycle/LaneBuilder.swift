import PodModel

/// Gathers what one container did, state by state.
struct LaneBuilder {
  /// The clock's time at the beginning of the recording.
  let start: ClusterTime
  private var stretches: [Swimlanes.Stretch<Swimlanes.Activity>] = []
  /// When the state before was seen.
  private var seen = Duration.zero

  init(start: ClusterTime) { self.start = start }

  /// Takes the container's status of a state; nil while it has none.
  mutating func add(_ status: Node?, at time: Duration) {
    defer { seen = time }
    let restarts = Int(clamping: status?["restartCount"]?.integer ?? 0)
    let state = status?["state"]
    if let terminated = state?["terminated"] {
      addUnseenRun(status, restarts: restarts, at: time)
      append(
        Self.ending(terminated), restarts: restarts, at: moment("finishedAt", terminated, time))
    } else if let running = state?["running"] {
      addUnseenEnd(status?["lastState"]?["terminated"], restarts: restarts - 1, at: time)
      append(
        .running(isReady: status?["ready"]?.bool ?? false), restarts: restarts,
        at: isRunning(restarts) ? time : moment("startedAt", running, time))
    } else {
      addUnseenEnd(status?["lastState"]?["terminated"], restarts: restarts, at: time)
      append(
        .waiting(reason: state?["waiting"]?["reason"]?.string ?? ""), restarts: restarts, at: time)
    }
  }

  /// Everything up to the moment at which the Pod, or the recording, ends.
  mutating func finish(at end: Duration) -> [Swimlanes.Stretch<Swimlanes.Activity>] {
    if let last = stretches.indices.last { stretches[last].end = max(stretches[last].start, end) }
    return stretches
  }

  /// A container whose end is seen first has run before.
  private mutating func addUnseenRun(_ status: Node?, restarts: Int, at time: Duration) {
    guard let terminated = status?["state"]?["terminated"], !hasRun(restarts) else { return }
    addUnseenEnd(status?["lastState"]?["terminated"], restarts: restarts - 1, at: time)
    guard terminated["startedAt"]?.string != nil else { return }
    append(
      .running(isReady: false), restarts: restarts, at: moment("startedAt", terminated, time))
  }

  /// A container that ran when it was last seen, and has no longer that run, has ended in between.
  private mutating func addUnseenEnd(_ terminated: Node?, restarts: Int, at time: Duration) {
    guard let terminated, let last = stretches.last?.value, last.restarts <= restarts,
      case .running = last.kind
    else { return }
    append(Self.ending(terminated), restarts: restarts, at: moment("finishedAt", terminated, time))
  }

  private func isRunning(_ restarts: Int) -> Bool {
    guard let last = stretches.last?.value, case .running = last.kind else { return false }
    return last.restarts == restarts
  }

  private func hasRun(_ restarts: Int) -> Bool {
    for stretch in stretches.reversed() where stretch.value.restarts == restarts {
      if case .running = stretch.value.kind { return true }
    }
    return false
  }

  private static func ending(_ terminated: Node) -> Swimlanes.Activity.Kind {
    .terminated(
      exitCode: Int(clamping: terminated["exitCode"]?.integer ?? 0),
      reason: terminated["reason"]?.string ?? "")
  }

  /// A time of a status, which is cut to the second, between the state before and this one.
  ///
  /// Within the second before the state was seen, that moment is nearer to the truth.
  private func moment(_ key: String, _ state: Node, _ time: Duration) -> Duration {
    guard let stated = state[key]?.string.flatMap(ClusterTime.init(rfc3339:)) else { return time }
    let second = stated.since(start)
    if time - second < .seconds(1) { return time }
    return max(second, stretches.isEmpty ? second : seen)
  }

  private mutating func append(
    _ kind: Swimlanes.Activity.Kind, restarts: Int, at time: Duration
  ) {
    let activity = Swimlanes.Activity(kind: kind, restarts: restarts)
    if let last = stretches.last {
      guard last.value != activity else { return }
      stretches[stretches.count - 1].end = max(last.start, time)
    }
    let begin = max(time, stretches.last?.start ?? .zero)
    stretches.append(Swimlanes.Stretch(start: begin, end: begin, value: activity))
  }
}
