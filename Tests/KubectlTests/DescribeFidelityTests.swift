import FoundationEssentials
import Kubectl
import PodModel
import Testing

/// Describes Pods that are put together from a recorded manifest, the state of the recorded
/// timeline, and what only the recorded description itself tells: addresses and container ids.
@Suite struct DescribeFidelityTests {
  /// The share of recorded descriptions that must come out the same, events left out.
  private static let floor = 0.99

  @Test func `describes recorded Pods as kubectl did`() async throws {
    var equal = 0
    var total = 0
    for scenario in try RecordedScenario.all() {
      for command in scenario.commands where command.isDescription {
        guard let pod = scenario.pod(for: command) else { continue }
        total += 1
        let version: KubectlVersion = scenario.id.hasSuffix("-k132") ? .minor32 : .minor36
        let outcome = await kubectl(command.words, on: FakeCluster([pod]), version: version)
        let (ours, theirs) = (outcome.output.comparable, command.output.comparable)
        if ours == theirs {
          equal += 1
        } else if ProcessInfo.processInfo.environment["PODLAB_FIDELITY_DIFF"] != nil {
          print("== \(scenario.id): \(command)\n\(difference(theirs, ours))")
        }
      }
    }
    print("describe: \(equal) of \(total) recorded descriptions")
    #expect(total > 100)
    #expect(Double(equal) >= Double(total) * Self.floor)
  }

  /// Source: the recorded scenarios `nx-change` and `nx-change-k132`.
  @Test(arguments: [(KubectlVersion.minor36, "spec.containers{nginx}: "), (.minor32, "")])
  func `lists events with their counts`(version: KubectlVersion, place: String) async throws {
    func event(_ name: String, _ fields: String) throws -> Node {
      var event = try YAML.document(in: "{kind: Event, type: Normal, \(fields)}")
      event["metadata"] = ["name": Node(.string(name)), "namespace": "default"]
      var object: Node = ["kind": "Pod", "name": "nx", "namespace": "default", "uid": "u"]
      object["fieldPath"] = event["path"]
      event["involvedObject"] = object
      return event
    }
    let pod = try YAML.document(
      in: "{kind: Pod, metadata: {name: nx, namespace: default, uid: u}, spec: {}, status: {}}")
    let created = try event(
      "nx.1",
      """
      reason: Created, message: Container created, count: 2, source: {component: kubelet}, \
      path: 'spec.containers{nginx}', firstTimestamp: '2027-01-15T07:59:53Z', \
      lastTimestamp: '2027-01-15T07:59:57Z'
      """)
    let scheduled = try event(
      "nx.2",
      """
      reason: Scheduled, message: "Successfully assigned default/nx to node1", \
      reportingComponent: default-scheduler, eventTime: '2027-01-15T07:59:53.000001Z'
      """)
    let outcome = await kubectl(
      ["describe", "pod", "nx"], on: FakeCluster([pod, created, scheduled]), version: version)
    let start = try #require(outcome.output.firstRange(of: "Events:")?.lowerBound)
    #expect(
      outcome.output[start...] == """
        Events:
          Type    Reason     Age              From               Message
          ----    ------     ----             ----               -------
          Normal  Scheduled  6s               default-scheduler  Successfully assigned default/nx to node1
          Normal  Created    3s (x2 over 7s)  kubelet            \(place)Container created

        """)
  }

  private func difference(_ left: String, _ right: String) -> String {
    let a = left.split(separator: "\n")
    let b = right.split(separator: "\n")
    let lines = b.difference(from: a).map { change in
      switch change {
      case .remove(_, let line, _): "- \(line)"
      case .insert(_, let line, _): "+ \(line)"
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension RecordedCommand {
  fileprivate var isDescription: Bool {
    words.count == 3 && words[0] == "describe" && words[1] == "pod" && status == 0
  }
}

extension String {
  /// The text up to the events, without times.
  fileprivate var comparable: String {
    let end = firstRange(of: "\nEvents:")?.lowerBound ?? endIndex
    return String(self[..<end])
      .replacing(/[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} \+0000/, with: "TIME")
      .replacing(/[A-Z][a-z]{2}, 01 Jan 0001 00:00:00 \+0000/, with: "TIME")
      .replacing(/lasts [^)]*/, with: "lasts LASTS")
  }
}

extension RecordedScenario {
  /// The Pod that a description shows; nil where its manifest or state is not recorded.
  fileprivate func pod(for command: RecordedCommand) -> Node? {
    let name = command.words[2]
    let documents = files.sorted { $0.key < $1.key }.flatMap { file in
      (try? YAML.documents(in: file.value.utf8)) ?? []
    }
    let images = command.output.values(after: "    Image:")
    let manifests = documents.filter { $0["metadata"]?["name"]?.string == name }
    // Of several manifests for one name that is meant whose images the description shows.
    let manifest = manifests.first { manifest in
      let own =
        (manifest["spec"]?["initContainers"]?.list ?? [])
        + (manifest["spec"]?["containers"]?.list ?? [])
      return own.compactMap { $0["image"]?.string } == images
    }
    let entry = root["timeline"]?.list?.last { entry in
      entry["pod"]?.string == name
        && entry["t"]?.scalarText.flatMap(Double.init) ?? 0 <= command.time
    }
    guard let manifest, let entry, entry["event"]?.string != "DELETED",
      case .accepted(var pod, _) = APIServer.create(
        manifest, in: AdmissionContext(suffix: command.output.tokenSuffix))
    else { return nil }
    var status = pod["status"] ?? [:]
    status["phase"] = entry["phase"]
    for key in ["reason", "message", "conditions"] { status[key] = entry[key] }
    let ids = command.output.values(after: "    Container ID:")
    let imageIDs = command.output.values(after: "    Image ID:")
    let initial = entry["initContainerStatuses"]?.list ?? []
    let plain = entry["containerStatuses"]?.list ?? []
    let order =
      Self.inOrder(initial, of: pod, "initContainers")
      + Self.inOrder(plain, of: pod, "containers")
    let all = order.enumerated().map { index, container in
      var container = container
      container["containerID"] = Node(.string(index < ids.count ? ids[index] : ""))
      container["imageID"] = Node(.string(index < imageIDs.count ? imageIDs[index] : ""))
      return container
    }
    status["initContainerStatuses"] = Node(.list(Array(all.prefix(initial.count))))
    status["containerStatuses"] = Node(.list(Array(all.dropFirst(initial.count))))
    if let ip = command.output.values(after: "IP:").first, !ip.isEmpty {
      status["podIP"] = Node(.string(ip))
      status["podIPs"] = [["ip": Node(.string(ip))]]
    }
    let node = command.output.values(after: "Node:").first ?? "<none>"
    if node != "<none>" {
      let parts = node.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      pod["spec"]?["nodeName"] = Node(.string(parts[0]))
      status["hostIP"] = Node(.string(parts.last ?? ""))
    }
    if command.output.contains("Start Time:") { status["startTime"] = "2026-11-21T01:52:25Z" }
    pod["status"] = status
    pod["metadata"]?["namespace"] = "default"
    if let grace = entry["deletionGracePeriodSeconds"] {
      pod["metadata"]?["deletionTimestamp"] = "2027-01-15T08:00:05Z"
      pod["metadata"]?["deletionGracePeriodSeconds"] = grace
    }
    return pod
  }

  private static func inOrder(_ statuses: [Node], of pod: Node, _ field: String) -> [Node] {
    (pod["spec"]?[field]?.list ?? []).compactMap { container in
      statuses.first { $0["name"] == container["name"] }
    }
  }
}

extension String {
  /// The values of all lines that begin so.
  fileprivate func values(after start: String) -> [String] {
    split(separator: "\n").filter { $0.hasPrefix(start) }.map {
      String($0.dropFirst(start.count).drop { $0 == " " })
    }
  }

  /// The random letters of the volume with the token.
  fileprivate var tokenSuffix: String {
    guard let start = firstRange(of: "kube-api-access-")?.upperBound else { return "xxxxx" }
    return String(self[start...].prefix(5))
  }
}
