import Kernel
import Kubectl
package import PodModel

/// Replays a recorded scenario: its files, commands, pauses and waits.
///
/// The form is that of `GroundTruth/lifecycle`; what comes out has the same fields as a recording.
package enum ScenarioReplay {
  /// 2026-11-21 01:52:25 UTC: about when the scenarios were recorded.
  private static let recordingDay = VirtualTime(unixSeconds: 1_795_225_945)
  /// Nothing that is recorded takes longer.
  private static let horizon = Duration.seconds(1800)

  /// The replayed scenario with `steps`, `timeline` and `events` as the simulation has them.
  package static func replay(_ scenario: Node) -> Node {
    var result = scenario
    let files = scenario["manifests"]?.stringMap ?? [:]
    let isOld = scenario["id"]?.string?.hasSuffix("-k132") ?? false
    let cluster = SimulatedCluster(SimulatedCluster.Setup(start: recordingDay))
    defer { cluster.end() }
    let station = Workstation(
      cluster: cluster, files: files, version: isOld ? .minor32 : .minor36)
    var steps: [Node] = []
    let played: Void? = try? cluster.perform(until: cluster.started + horizon) { cluster in
      for step in scenario["steps"]?.list ?? [] {
        steps.append(try await play(step, cluster, station))
      }
    }
    if played == nil { cluster.note("the scenario does not come to its end") }
    let recording = ScenarioRecording(cluster: cluster)
    result["steps"] = Node(.list(steps))
    result["timeline"] = Node(.list(recording.states))
    result["events"] = Node(.list(recording.events))
    result["notModelled"] = Node(.list(cluster.notModelled.map(Node.text)))
    return result
  }

  private static func play(
    _ step: Node, _ cluster: SimulatedCluster, _ station: Workstation
  ) async throws -> Node {
    var result = step
    let start = cluster.kernel.now
    result["t"] = seconds(start - cluster.started)
    if let command = step["cmd"]?.string {
      let outcome = try await station.run(command)
      result["exit"] = .number(outcome.status)
      result["stdout"] = .text(outcome.output)
      result["stderr"] = .text(outcome.errors)
    } else if let pause = number(step["sleep"]) {
      try await cluster.time.sleep(for: length(pause))
    } else if let wait = step["wait"] {
      let limit = start + length(number(wait["timeout"]) ?? 60)
      var isMet = false
      while !isMet {
        isMet = holds(wait, cluster)
        if isMet || cluster.kernel.now >= limit { break }
        try await cluster.time.sleep(for: .milliseconds(100))
      }
      result["met"] = Node(.bool(isMet))
    }
    if step["took"] != nil { result["took"] = seconds(cluster.kernel.now - start) }
    return result
  }

  /// So many seconds; a scenario can name any number, and longer than the horizon makes no sense.
  private static func length(_ seconds: Double) -> Duration {
    let bounded = seconds.isNaN ? 0 : max(0, min(seconds, Double(horizon.components.seconds)))
    return .milliseconds(Int(bounded * 1000))
  }

  private static func holds(_ wait: Node, _ cluster: SimulatedCluster) -> Bool {
    let name = wait["pod"]?.string ?? ""
    let key = ObjectStore.Key(kind: "Pod", namespace: "default", name: name)
    guard let pod = cluster.store[key] else { return wait["gone"]?.bool == true }
    let columns = PodPrinter.columns(pod, at: cluster.kernel.now.clusterTime)
    if wait["gone"]?.bool == true { return false }
    if let ready = wait["ready"]?.string { return columns.ready == ready }
    if let status = wait["status"]?.string { return columns.status == status }
    if let restarts = wait["restarts"]?.int {
      return (Int(columns.restarts.prefix { $0 != " " }) ?? 0) >= restarts
    }
    return true
  }

  static func number(_ node: Node?) -> Double? {
    switch node?.content {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .null, .bool, .string, .list, .map, nil: nil
    }
  }

  /// Seconds with two places.
  static func seconds(_ duration: Duration) -> Node {
    let hundredths = duration.wholeNanoseconds / 10_000_000
    return Node(.float(Double(hundredths) / 100))
  }
}

/// Writes down what happened in a cluster as the recordings do.
struct ScenarioRecording {
  let cluster: SimulatedCluster

  /// Every distinct state of every Pod.
  var states: [Node] {
    let timeline = cluster.timeline
    return timeline.states.map { state in
      let status = state.pod["status"]
      let columns = PodPrinter.columns(state.pod, at: timeline.start.advanced(by: state.time))
      return .object([
        "t": ScenarioReplay.seconds(state.time),
        "event": .text(state.change.rawValue),
        "pod": .text(state.name),
        "READY": .text(columns.ready),
        "STATUS": .text(columns.status),
        "RESTARTS": .text(columns.restarts),
        "phase": status?["phase"],
        "reason": status?["reason"],
        "message": status?["message"],
        "deletionGracePeriodSeconds": state.pod["metadata"]?["deletionGracePeriodSeconds"],
        "hasPodIP": Node(.bool(status?["podIP"]?.string ?? "" != "")),
        "conditions": Node(.list((status?["conditions"]?.list ?? []).map(Self.condition))),
        "initContainerStatuses": containers(status?["initContainerStatuses"]),
        "containerStatuses": containers(status?["containerStatuses"]),
      ])
    }
  }

  private static func condition(_ condition: Node) -> Node {
    .object([
      "type": condition["type"], "status": condition["status"], "reason": condition["reason"],
      "message": condition["message"],
    ])
  }

  private func containers(_ list: Node?) -> Node {
    Node(
      .list(
        (list?.list ?? []).map { status in
          .object([
            "name": status["name"], "image": status["image"], "ready": status["ready"],
            "started": status["started"], "restartCount": status["restartCount"],
            "state": state(status["state"]), "lastState": state(status["lastState"]),
          ])
        }))
  }

  private func state(_ state: Node?) -> Node {
    Node(
      .map(
        (state?.entries ?? []).map { entry in
          var value = entry.value.removing("containerID")
          for key in ["startedAt", "finishedAt"] {
            guard let text = value[key]?.string, let time = ClusterTime(rfc3339: text) else {
              continue
            }
            value[key] = Node(.integer(time.seconds - cluster.started.clusterTime.seconds))
          }
          return Node.Entry(entry.key, value)
        }))
  }

  /// The events at the end.
  var events: [Node] {
    cluster.events.map { event in
      let times = EventTimes(event)
      return .object([
        "first": moment(times.first), "last": moment(times.last),
        "type": event["type"], "reason": event["reason"], "count": .number(times.count),
        "source": event["reportingComponent"], "kind": event["involvedObject"]?["kind"],
        "name": event["involvedObject"]?["name"],
        "fieldPath": event["involvedObject"]?["fieldPath"] ?? Node(.null),
        "message": event["message"],
      ])
    }
  }

  private func moment(_ time: ClusterTime?) -> Node? {
    guard let time else { return nil }
    return Node(.integer(time.seconds - cluster.started.clusterTime.seconds))
  }
}
