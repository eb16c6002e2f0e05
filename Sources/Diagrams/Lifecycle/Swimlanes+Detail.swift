package import Cells
import PodModel

extension Swimlanes {
  /// Everything about the Pod at one moment, line by line: what `kubectl get pod` prints then, the
  /// containers, the conditions, the last events and the last lines of the logs.
  package func detail(at time: Duration) -> [[Span]] {
    let clock = timeline.start.advanced(by: time)
    var lines: [[Span]] = []
    if let state = timeline.state(of: pod, at: time) {
      lines += table(PodPrinter.columns(state.pod, at: clock))
      lines += [[]] + containerLines(at: time)
      lines += conditionLines(of: state.pod)
    } else {
      let isOver = timeline.states.first.map { $0.time <= time } ?? false
      lines.append([Span("Pod \(pod) \(isOver ? "is gone" : "is not there yet").", .dim)])
    }
    return lines + eventLines(until: time) + logLines(until: time)
  }

  /// The columns as kubectl prints them.
  private func table(_ columns: PodColumns) -> [[Span]] {
    let cells = [
      ("NAME", columns.name, Style.plain), ("READY", columns.ready, .plain),
      ("STATUS", columns.status, Style(Self.tone(ofStatus: columns.status), .bold)),
      ("RESTARTS", columns.restarts, .plain), ("AGE", columns.age, .plain),
    ]
    let widths = cells.map { max($0.0.displayWidth, $0.1.displayWidth) + 3 }
    return [
      zip(cells, widths).map { Span($0.0.padded(to: $1), .dim) },
      zip(cells, widths).map { Span($0.1.padded(to: $1), $0.2) },
    ]
  }

  private static func tone(ofStatus status: String) -> Color {
    switch status {
    case "Running", "Completed": .green
    case "Pending", "ContainerCreating", "PodInitializing", "Terminating", "NotReady": .yellow
    default: status.hasPrefix("Init:") && status.contains("/") ? .yellow : .red
    }
  }

  // MARK: Containers

  private func containerLines(at time: Duration) -> [[Span]] {
    let width = lanes.map(\.title.displayWidth).max() ?? 0
    return lanes.compactMap { lane in
      guard let index = lane.stretches.lastIndex(where: { $0.start <= time }) else { return nil }
      let now = lane.stretches[index]
      let fill = now.value.fill(lane.role)
      let sign = fill.lead ?? fill.pattern
      var line = [
        Span(lane.title.padded(to: width + 2), .bold), Span("\(sign) ", fill.style),
        Span(now.value.sentence(lane.role), fill.style),
        Span(" since \(now.start.rounded(toMilliseconds: 10).shortText)", .dim),
      ]
      if now.value.restarts > 0 {
        line.append(Span("   restarts \(now.value.restarts)", Style(.yellow)))
      }
      let earlier = lane.stretches[..<index].last { $0.value.hasEnded }
      if let earlier, !now.value.hasEnded {
        line.append(Span("   before: \(earlier.value.sentence(lane.role))", .dim))
      }
      return line
    }
  }

  // MARK: Conditions

  /// In the order in which things come true, then those that podlab does not know.
  private static let conditionOrder = [
    "PodScheduled", "PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready",
  ]

  private func conditionLines(of pod: Node) -> [[Span]] {
    let conditions = pod["status"]?["conditions"]?.list ?? []
    guard !conditions.isEmpty else { return [] }
    func place(_ condition: Node) -> Int {
      Self.conditionOrder.firstIndex(of: condition["type"]?.string ?? "") ?? Int.max
    }
    let sorted = conditions.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }
    var reasons: [[Span]] = []
    var line = [Span("Conditions  ", .dim)]
    for (_, condition) in sorted {
      let type = condition["type"]?.string ?? ""
      let isTrue = condition["status"]?.string == "True"
      line.append(Span("\(isTrue ? "✓" : "✗") \(type)  ", isTrue ? Style(.green) : Style(.yellow)))
      if !isTrue, let message = condition["message"]?.string, !message.isEmpty {
        let reason: [Span] = [
          Span("            \(condition["reason"]?.string ?? ""): \(message)", .dim)
        ]
        if !reasons.contains(reason) { reasons.append(reason) }
      }
    }
    return [[], line] + reasons
  }

  // MARK: Events and logs

  private static let shownEvents = 4
  private static let shownLines = 6

  private func eventLines(until time: Duration) -> [[Span]] {
    let past = timeline.events.prefix { $0.time <= time }.suffix(Self.shownEvents)
    guard !past.isEmpty else { return [] }
    return [[], [Span("Last events", .bold)]]
      + past.map { event in
        let style = event.type == "Warning" ? Style(.yellow) : .plain
        return [
          Span(event.time.rounded(toMilliseconds: 100).shortText.padded(to: 8), .dim),
          Span("\(event.reason)  ", style), Span(event.message, style),
        ]
      }
  }

  private func logLines(until time: Duration) -> [[Span]] {
    let past = timeline.lines.prefix { $0.time <= time }.suffix(Self.shownLines)
    guard !past.isEmpty else { return [] }
    let width = past.map(\.container.displayWidth).max() ?? 0
    return [[], [Span("Last log lines", .bold)]]
      + past.map { line in
        [
          Span(line.time.rounded(toMilliseconds: 100).shortText.padded(to: 8), .dim),
          Span("\(line.container.padded(to: width))  ", Style(.cyan)),
          Span(line.text, line.isError ? Style(.red) : .plain),
        ]
      }
  }
}

extension Swimlanes.Activity {
  var hasEnded: Bool {
    if case .terminated = kind { true } else { false }
  }

  /// What the container does, in words.
  func sentence(_ role: Swimlanes.Lane.Role) -> String {
    switch kind {
    case .waiting(let reason): return reason.isEmpty ? "waiting" : "waiting: \(reason)"
    case .pulling: return "pulling its image"
    case .terminated(let exitCode, let reason):
      return "ended with exit code \(exitCode)\(reason.isEmpty ? "" : " (\(reason))")"
    case .running(let isReady):
      if case .initial = role { return "running" }
      return isReady ? "running, ready" : "running, not ready"
    }
  }
}
