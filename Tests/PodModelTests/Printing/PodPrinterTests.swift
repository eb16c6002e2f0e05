import FoundationEssentials
import PodModel
import Testing

@Suite struct PodPrinterTests {
  /// Every distinct state of every Pod that was recorded, with the columns that kubectl printed.
  @Test(arguments: try RecordedTimeline.all())
  func `prints each recorded state as kubectl did`(timeline: RecordedTimeline) throws {
    for entry in timeline.entries {
      let columns = PodPrinter.columns(entry.pod, at: entry.time)
      #expect(columns.ready == entry.ready, "\(timeline) at \(entry.seconds) s")
      #expect(columns.status == entry.status, "\(timeline) at \(entry.seconds) s")
      let restarts = columns.restarts.split(separator: " ").first.map(String.init)
      #expect(restarts == entry.restarts, "\(timeline) at \(entry.seconds) s")
      #expect(columns.restarts.hasSuffix(" ago)") == entry.hasAgo)
    }
  }

  @Test func `names the age of the last restart`() throws {
    let pod = try YAML.document(
      in: """
        kind: Pod
        metadata: {name: nx, creationTimestamp: "2026-11-21T01:00:00Z"}
        spec: {containers: [{name: main}]}
        status:
          phase: Running
          containerStatuses:
          - name: main
            restartCount: 2
            ready: true
            state: {running: {}}
            lastState: {terminated: {exitCode: 1, finishedAt: "2026-11-21T01:03:05Z"}}
        """)
    let now = try #require(ClusterTime(rfc3339: "2026-11-21T01:03:20Z"))
    let columns = PodPrinter.columns(pod, at: now)
    #expect(columns.restarts == "2 (15s ago)")
    #expect(columns.age == "3m20s")
    #expect(columns.node == "<none>")
  }
}

/// The timeline of one recorded scenario, each entry rebuilt as a Pod object.
struct RecordedTimeline: Sendable, CustomTestStringConvertible, CustomStringConvertible {
  struct Entry: Sendable {
    let pod: Node
    let time: ClusterTime
    let seconds: Double
    let ready: String
    let status: String
    let restarts: String
    let hasAgo: Bool
  }

  let id: String
  let entries: [Entry]
  var description: String { id }
  var testDescription: String { id }

  static func all() throws -> [RecordedTimeline] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "GroundTruth/lifecycle")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasSuffix(".json") }.sorted().map { file in
      let data = try Data(contentsOf: folder.appending(path: file))
      return RecordedTimeline(
        id: String(file.dropLast(5)), scenario: try JSON.node(in: Array(data)))
    }
  }

  private init(id: String, scenario: Node) {
    self.id = id
    let manifests = (scenario["manifests"]?.entries ?? []).flatMap { entry in
      (try? YAML.documents(in: (entry.value.string ?? "").utf8)) ?? []
    }
    entries = (scenario["timeline"]?.list ?? []).compactMap { entry in
      Entry(entry, manifests: manifests)
    }
  }
}

extension RecordedTimeline.Entry {
  /// The start of every scenario's clock; only differences show.
  private static let start: Int64 = 1_800_000_000

  init?(_ entry: Node, manifests: [Node]) {
    let name = entry["pod"]?.string ?? ""
    let manifest = manifests.first { $0["metadata"]?["name"]?.string == name }
    // Pods that no manifest describes were made by `kubectl run`: one container, no init.
    guard let spec = manifest?["spec"] ?? Self.plainSpec(entry) else { return nil }
    var metadata: Node = ["name": Node(.string(name))]
    if entry["deletionGracePeriodSeconds"] != nil {
      metadata["deletionTimestamp"] = "2027-01-15T08:00:00Z"
    }
    var status: Node = [
      "phase": entry["phase"] ?? "", "conditions": entry["conditions"] ?? [],
      "initContainerStatuses": Self.dated(entry["initContainerStatuses"]),
      "containerStatuses": Self.dated(entry["containerStatuses"]),
    ]
    status["reason"] = entry["reason"]
    pod = ["kind": "Pod", "metadata": metadata, "spec": spec, "status": status]
    seconds = entry["t"]?.scalarText.flatMap(Double.init) ?? 0
    time = ClusterTime(nanoseconds: (Self.start + Int64(seconds)) * 1_000_000_000)
    ready = entry["READY"]?.string ?? ""
    self.status = entry["STATUS"]?.string ?? ""
    let restarts = entry["RESTARTS"]?.string ?? ""
    self.restarts = restarts.split(separator: " ").first.map(String.init) ?? ""
    hasAgo = restarts.hasSuffix(" ago)")
  }

  private static func plainSpec(_ entry: Node) -> Node? {
    let names = entry["containerStatuses"]?.list?.compactMap { $0["name"] } ?? []
    let known = names.isEmpty ? [Node("main")] : names
    return ["containers": Node(.list(known.map { ["name": $0] }))]
  }

  /// Container statuses with times in the API's notation instead of seconds since the start.
  private static func dated(_ statuses: Node?) -> Node {
    Node(
      .list(
        (statuses?.list ?? []).map { status in
          var status = status
          for field in ["state", "lastState"] {
            for phase in ["running", "terminated"] {
              guard var state = status[field]?[phase] else { continue }
              for key in ["startedAt", "finishedAt"] {
                state[key] = state[key]?.integer.map { seconds in
                  Node(.string(ClusterTime(nanoseconds: (start + seconds) * 1_000_000_000).rfc3339))
                }
              }
              status[field] = Node(.map([Node.Entry(phase, state)]))
            }
          }
          return status
        }))
  }
}
