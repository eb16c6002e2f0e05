import Grader
import Lessons
import PodModel

/// A cluster with one learner's objects on it, and the hands that do things there.
struct BehaviourStage {
  let cluster: any BehaviourCluster
  let task: LabTask
  /// What was handed in; once the stage is set up, with what its scripts did.
  var evidence: Evidence { didSet { places = Self.places(of: startPods, evidence) } }
  /// What is changed in the learner's Pods before they are created.
  let change: PodChange?
  /// The Pods of the task's start.
  private let startPods: [Node]
  /// The namespaces of the Pods that name one.
  private var places: [String: String] = [:]

  init(cluster: any BehaviourCluster, task: LabTask, evidence: Evidence, change: PodChange?) {
    self.cluster = cluster
    self.task = task
    self.evidence = evidence
    self.change = change
    startPods = task.start.compactMap { try? YAML.documents(in: $0.bytes) }
      .flatMap { $0.flatMap { $0["items"]?.list ?? [$0] } }
    places = Self.places(of: startPods, evidence)
  }

  /// Why a step could not be taken.
  struct StepFailure: Error { var finding: Finding }

  private static let defaultNamespace = "default"
  /// How long a Pod of a step may take to become ready.
  private static let patience = Duration.seconds(60)

  // MARK: Objects

  func resource(ofKind kind: String) -> Resource? {
    cluster.resources.first { $0.kind == kind }
  }

  /// The namespace of the learner's Pod.
  func namespace(ofPod name: String) -> String {
    places[name] ?? Self.defaultNamespace
  }

  private static func places(of startPods: [Node], _ evidence: Evidence) -> [String: String] {
    var places: [String: String] = [:]
    for object in startPods + evidence.objects.map(\.object)
    where object["kind"]?.string == "Pod" {
      let metadata = object["metadata"]
      guard let name = metadata?["name"]?.string else { continue }
      places[name] = metadata?["namespace"]?.string
    }
    return places
  }

  func submittedPod(_ name: String) -> Evidence.SubmittedObject? {
    evidence.objects.last { $0.object.isPod(named: name) }
  }

  private func startPod(_ name: String) -> Node? { startPods.first { $0.isPod(named: name) } }

  /// The Pod as it stands in the cluster.
  func pod(_ name: String) async -> Node? {
    guard let pods = resource(ofKind: "Pod") else { return nil }
    return try? await cluster.object(pods, named: name, in: namespace(ofPod: name))
  }

  // MARK: Setting up

  /// Creates what surrounds the learner's objects, then these in their order, or by their scripts.
  mutating func setUp() async throws(StepFailure) {
    for host in task.scenario.hosts {
      guard
        await cluster.lead(name: host.name, toPod: host.pod, in: namespace(ofPod: host.pod))
      else {
        throw StepFailure(
          finding: Finding(
            .ungradable, expected: "the name '\(host.name)' must lead to Pod '\(host.pod)'",
            found: "this cluster cannot do that"))
      }
    }
    for name in task.scenario.start where submittedPod(name) == nil {
      guard let pod = startPod(name) else { continue }
      try await create(pod)
      guard await waitUntilReady(name) else {
        throw StepFailure(
          finding: Finding(
            .ungradable, expected: "Pod '\(name)' of the start must become ready",
            found: "not modelled: this cluster cannot run Pod '\(name)' of the start"))
      }
    }
    if change == nil, try await runScripts() { return }
    for submitted in evidence.objects { try await create(changed(submitted.object)) }
  }

  private func create(_ object: Node) async throws(StepFailure) {
    let kind = object["kind"]?.string ?? ""
    guard let resource = resource(ofKind: kind) else {
      throw StepFailure(
        finding: Finding(
          .ungradable, expected: "\(kind) must be created",
          found: cluster.refusal(ofKind: kind)))
    }
    let namespace =
      resource.isNamespaced
      ? object["metadata"]?["namespace"]?.string ?? Self.defaultNamespace : nil
    do throws(StatusError) {
      _ = try await cluster.create(resource, object.fresh, in: namespace, options: WriteOptions())
    } catch {
      // What a new cluster has anyway, such as the namespace default, is no mistake.
      if error.reason == "AlreadyExists" { return }
      throw StepFailure(
        finding: Finding(
          .failed,
          expected: "\(kind) '\(object["metadata"]?["name"]?.string ?? "")' must be created",
          found: error.message))
    }
  }

  private func changed(_ object: Node) -> Node {
    guard let change, object["kind"]?.string == "Pod", var spec = object["spec"] else {
      return object
    }
    for (key, entries) in [
      ("initContainers", change.initContainers), ("containers", change.containers),
    ] {
      guard let list = spec[key]?.list, !entries.isEmpty else { continue }
      spec[key] = Node(
        .list(
          list.map { container in
            var container = container
            for entry in entries { container[entry.key] = entry.value }
            return container
          }))
    }
    var object = object
    object["spec"] = spec
    return object
  }

  /// Whether the change has anything to change in the learner's Pod.
  func hasTarget(of change: PodChange, inPod name: String) -> Bool {
    let spec = submittedPod(name)?.object["spec"]
    return (!change.initContainers.isEmpty && spec?["initContainers"]?.list?.isEmpty == false)
      || !change.containers.isEmpty
  }

  // MARK: Steps

  func take(_ steps: [BehaviourStep], pod: String) async throws(StepFailure) {
    for step in steps {
      switch step {
      case .recreate(let name):
        guard let object = submittedPod(name).map({ changed($0.object) }) ?? startPod(name) else {
          continue
        }
        try await replace(name, with: object)
      case .start(let name):
        guard let object = startPod(name) else { continue }
        try await replace(name, with: object)
      case .run(let other, let container, let command, let output):
        try await run(command, in: other ?? pod, container, until: output)
      }
    }
  }

  private func replace(_ name: String, with object: Node) async throws(StepFailure) {
    guard let pods = resource(ofKind: "Pod") else { return }
    let namespace = namespace(ofPod: name)
    _ = try? await cluster.delete(
      pods, named: name, in: namespace, options: DeletionOptions(gracePeriodSeconds: 1))
    let end = await cluster.now.advanced(by: Self.patience)
    while await cluster.now < end, await cluster.hindrance == nil {
      guard (try? await cluster.object(pods, named: name, in: namespace)) != nil else { break }
      await cluster.waitForChange(in: namespace, atMost: .seconds(1))
    }
    try await create(object)
    await waitUntilReady(name)
  }

  @discardableResult
  func waitUntilReady(_ name: String) async -> Bool {
    let end = await cluster.now.advanced(by: Self.patience)
    while await cluster.now < end, await cluster.hindrance == nil {
      if let pod = await pod(name), pod.isReady { return true }
      await cluster.waitForChange(in: namespace(ofPod: name), atMost: .seconds(1))
    }
    return false
  }

  private func run(
    _ command: [String], in pod: String, _ container: Expectation?, until output: Expectation
  ) async throws(StepFailure) {
    let demand = CommandDemand(
      container: container, command: command, within: .seconds(15), output: output)
    let finding = await CommandAct(demand: demand, pod: pod, stage: self).finding()
    if finding.verdict != .passed { throw StepFailure(finding: finding) }
  }
}

extension Node {
  func isPod(named name: String) -> Bool {
    self["kind"]?.string == "Pod" && self["metadata"]?["name"]?.string == name
  }

  /// The object without what the API server of another cluster put in.
  var fresh: Node {
    var object = self
    object["status"] = nil
    if self["spec"]?["nodeName"] != nil, self["status"] != nil { object["spec"]?["nodeName"] = nil }
    guard var metadata = self["metadata"] else { return object }
    for field in ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"] {
      metadata[field] = nil
    }
    object["metadata"] = metadata
    return object
  }

  /// Whether every container of a Pod is ready.
  var isReady: Bool {
    let statuses = self["status"]?["containerStatuses"]?.list ?? []
    return self["status"]?["phase"]?.string == "Running" && !statuses.isEmpty
      && statuses.allSatisfy { $0["ready"]?.bool == true }
  }

  /// A container of a Pod's spec with the path that leads to it.
  func container(named name: String) -> (node: Node, path: FieldPath)? {
    for list in ["containers", "initContainers", "ephemeralContainers"] {
      let items = self["spec"]?[list]?.list ?? []
      if let index = items.firstIndex(where: { $0["name"]?.string == name }) {
        return (items[index], FieldPath("spec", list).index(index))
      }
    }
    return nil
  }

  /// The status of a container, wherever it is listed.
  func containerStatus(named name: String) -> Node? {
    for list in ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"] {
      let items = self["status"]?[list]?.list ?? []
      if let status = items.first(where: { $0["name"]?.string == name }) { return status }
    }
    return nil
  }
}
