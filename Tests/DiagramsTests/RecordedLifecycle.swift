import FoundationEssentials
import PodModel

/// A scenario of `GroundTruth/lifecycle` as the recording of a cluster.
enum RecordedLifecycle {
  /// The start of every recording on its clock.
  private static let start: Int64 = 1_800_000_000

  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "GroundTruth/lifecycle")
  }

  /// All scenarios, by name.
  static func all() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted().map { String($0.dropLast(5)) }
  }

  static func timeline(_ id: String) throws -> Timeline {
    let scenario = try JSON.node(
      in: Array(try Data(contentsOf: folder.appending(path: "\(id).json"))))
    let manifests = (scenario["manifests"]?.entries ?? []).flatMap { entry in
      (try? YAML.documents(in: (entry.value.string ?? "").utf8)) ?? []
    }
    let states = (scenario["timeline"]?.list ?? []).map { state($0, manifests: manifests) }
    let events = (scenario["events"]?.list ?? []).flatMap(events)
    return Timeline(
      start: ClusterTime(nanoseconds: start * 1_000_000_000),
      duration: states.last?.time ?? .zero, states: states,
      events: events.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }.map(\.element))
  }

  private static func state(_ entry: Node, manifests: [Node]) -> Timeline.State {
    let name = entry["pod"]?.string ?? ""
    let manifest = manifests.first { $0["metadata"]?["name"]?.string == name }
    // Pods that no manifest describes were made by `kubectl run`: one container, no init.
    let names = entry["containerStatuses"]?.list?.compactMap { $0["name"] } ?? []
    let plain: Node = [
      "containers": Node(.list((names.isEmpty ? ["main"] : names).map { ["name": $0] }))
    ]
    var metadata: Node = ["name": Node(.string(name)), "creationTimestamp": time(0)]
    if entry["deletionGracePeriodSeconds"] != nil { metadata["deletionTimestamp"] = time(0) }
    var status: Node = [
      "phase": entry["phase"] ?? "", "conditions": entry["conditions"] ?? [],
      "initContainerStatuses": dated(entry["initContainerStatuses"]),
      "containerStatuses": dated(entry["containerStatuses"]),
    ]
    status["reason"] = entry["reason"]
    let change: WatchEvent.Kind =
      switch entry["event"]?.string {
      case "ADDED": .added
      case "DELETED": .deleted
      default: .modified
      }
    return Timeline.State(
      time: seconds(entry["t"]), change: change,
      pod: [
        "kind": "Pod", "metadata": metadata, "spec": manifest?["spec"] ?? plain, "status": status,
      ])
  }

  /// One event for each time it was told, evenly between the first and the last.
  private static func events(_ entry: Node) -> [Timeline.Event] {
    let count = max(1, Int(entry["count"]?.integer ?? 1))
    let (first, last) = (seconds(entry["first"]), seconds(entry["last"]))
    return (0..<count).map { number in
      Timeline.Event(
        time: first + (last - first) * number / max(1, count - 1),
        pod: entry["name"]?.string ?? "", type: entry["type"]?.string ?? "",
        reason: entry["reason"]?.string ?? "", message: entry["message"]?.string ?? "",
        source: entry["source"]?.string ?? "", fieldPath: entry["fieldPath"]?.string ?? "")
    }
  }

  private static func seconds(_ node: Node?) -> Duration {
    let seconds = node?.scalarText.flatMap(Double.init) ?? 0
    return .milliseconds(Int64((seconds * 1000).rounded()))
  }

  private static func time(_ seconds: Int64) -> Node {
    Node(.string(ClusterTime(nanoseconds: (start + seconds) * 1_000_000_000).rfc3339))
  }

  /// Container statuses with times in the API's notation instead of seconds since the start.
  private static func dated(_ statuses: Node?) -> Node {
    let dated = (statuses?.list ?? []).map { status in
      var status = status
      for field in ["state", "lastState"] {
        for phase in ["running", "terminated"] {
          guard var state = status[field]?[phase] else { continue }
          for key in ["startedAt", "finishedAt"] {
            state[key] = state[key]?.integer.map(time)
          }
          status[field] = Node(.map([Node.Entry(phase, state)]))
        }
      }
      return status
    }
    return Node(.list(dated))
  }
}
