import PodModel

/// Turns the states of one Pod into lanes.
///
/// A state tells of the moment at which somebody saw it. What began or ended in between is known to
/// the second only, from the times in the container statuses.
struct TimelineReader {
  let timeline: Timeline

  /// The end of the Pod: its deletion, or the end of the recording.
  private var end: Duration {
    guard let last = timeline.states.last, last.change == .deleted else {
      return timeline.duration
    }
    return last.time
  }

  /// What each state shows, as stretches in which it stays the same.
  func stretches<Value>(_ values: [Value]) -> [Swimlanes.Stretch<Value>] {
    var result: [Swimlanes.Stretch<Value>] = []
    for (state, value) in zip(timeline.states, values) where state.change != .deleted {
      if let last = result.last, last.value == value { continue }
      if let last = result.indices.last { result[last].end = state.time }
      result.append(Swimlanes.Stretch(start: state.time, end: end, value: value))
    }
    return result
  }

  /// Init containers in their order, then the others.
  func lanes() -> [Swimlanes.Lane] {
    guard let spec = timeline.states.last?.pod["spec"] else { return [] }
    let initial = (spec["initContainers"]?.list ?? []).enumerated().map { index, container in
      lane(
        container, in: "initContainers",
        role: container["restartPolicy"]?.string == "Always"
          ? .sidecar(step: index + 1) : .initial(step: index + 1))
    }
    let main = (spec["containers"]?.list ?? []).map { container in
      lane(container, in: "containers", role: .main)
    }
    return initial + main
  }

  private func lane(
    _ container: Node, in list: String, role: Swimlanes.Lane.Role
  ) -> Swimlanes.Lane {
    let name = container["name"]?.string ?? ""
    let statuses = list == "containers" ? "containerStatuses" : "initContainerStatuses"
    let events = timeline.events.filter { $0.fieldPath == "spec.\(list){\(name)}" }
    var builder = LaneBuilder(start: timeline.start)
    for state in timeline.states {
      let status = state.pod["status"]?[statuses]?.list?.first { $0["name"]?.string == name }
      builder.add(status, at: state.time)
    }
    let stretches = builder.finish(at: end)
    return Swimlanes.Lane(
      name: name, role: role, stretches: Self.withPulls(stretches, events: events),
      marks: Self.marks(stretches, events: events))
  }

  /// The time between the events `Pulling` and `Pulled` or `Failed` is shown as such.
  private static func withPulls(
    _ stretches: [Swimlanes.Stretch<Swimlanes.Activity>], events: [Timeline.Event]
  ) -> [Swimlanes.Stretch<Swimlanes.Activity>] {
    var result = stretches
    for (index, event) in events.enumerated() where event.reason == "Pulling" {
      let answer = events[index...].first { ["Pulled", "Failed", "Started"].contains($0.reason) }
      guard let done = answer?.time, done > event.time else { continue }
      result = result.flatMap { $0.pulling(from: event.time, to: done) }
    }
    return result.reduce(into: []) { merged, stretch in
      if let last = merged.indices.last, merged[last].value == stretch.value {
        merged[last].end = stretch.end
      } else {
        merged.append(stretch)
      }
    }
  }

  private static func marks(
    _ stretches: [Swimlanes.Stretch<Swimlanes.Activity>], events: [Timeline.Event]
  ) -> [Swimlanes.Mark] {
    var marks: [Swimlanes.Mark] = []
    var isRunning = false
    var restarts = 0
    for stretch in stretches {
      let activity = stretch.value
      if case .running = activity.kind {
        if !isRunning || activity.restarts > restarts {
          let kind: Swimlanes.Mark.Kind =
            activity.restarts > 0 ? .restart(activity.restarts) : .start
          marks.append(Swimlanes.Mark(time: stretch.start, kind: kind))
        }
        isRunning = true
      } else {
        isRunning = false
      }
      restarts = activity.restarts
    }
    marks += events.compactMap { event in
      Swimlanes.Mark.Kind(reason: event.reason).map {
        Swimlanes.Mark(time: event.time, kind: $0)
      }
    }
    return marks.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }
}

extension Swimlanes.Mark.Kind {
  /// The mark for an event of the kubelet; nil for events that lanes show otherwise.
  ///
  /// Source: Kubernetes `pkg/kubelet/events/event.go`.
  fileprivate init?(reason: String) {
    switch reason {
    case "Unhealthy", "ProbeWarning": self = .probeFailure
    case "FailedPostStartHook", "FailedPreStopHook": self = .hookFailure
    case "Killing": self = .killing
    default: return nil
    }
  }
}

extension Swimlanes.Stretch<Swimlanes.Activity> {
  /// The same stretch with its part between two moments as a pull, where it waits.
  fileprivate func pulling(from first: Duration, to last: Duration) -> [Self] {
    guard case .waiting = value.kind, first < end, last > start else { return [self] }
    var activity = value
    activity.kind = .pulling
    let pull = Self(
      start: Swift.max(start, first), end: Swift.min(end, last), value: activity)
    let before = Self(start: start, end: pull.start, value: value)
    let after = Self(start: pull.end, end: end, value: value)
    return [before, pull, after].filter { $0.start < $0.end }
  }
}
