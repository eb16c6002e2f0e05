package import Grader
import Kernel
package import Lessons
package import PodModel
package import PodSimulator

/// Fresh simulated clusters.
package struct SimulatedWorld: BehaviourWorld, Sendable {
  private let setup: SimulatedCluster.Setup
  private let memory = BehaviourMemory()

  /// Clusters for whatever learners hand in to the tasks of a pack.
  package init(_ pack: LessonPack) {
    self.init(setup: Self.gradingSetup(.stock(with: pack.images)))
  }

  package init(setup: SimulatedCluster.Setup = SimulatedWorld.gradingSetup()) { self.setup = setup }

  /// A cluster in which loops without end meet their end sooner, for whatever learners hand in.
  package static func gradingSetup(_ registry: ImageRegistry = .stock) -> SimulatedCluster.Setup {
    var limits = Limits()
    limits.busyStepsPerDoubling = 25_000
    return SimulatedCluster.Setup(registry: registry, limits: limits)
  }

  package var hasTerminals: Bool { true }

  package func onFreshCluster<Value>(
    _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value? {
    var reason = ""
    return onFreshCluster(orBecause: &reason, body)
  }

  package func onFreshCluster<Value>(
    orBecause reason: inout String, _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value? {
    let cluster = SimulatedCluster(setup)
    defer { cluster.end() }
    let value = try? cluster.perform { cluster in await body(cluster) }
    if value == nil, let note = cluster.notModelled.first { reason = "not modelled: \(note)" }
    return value
  }

  /// Decides checks of behaviour by simulation.
  package var grader: BehaviourGrader {
    { checks, task, evidence in
      let run = BehaviourRun(checks, task: task, evidence: evidence)
      guard let question = BehaviourQuestion(checks, task: task, evidence: evidence) else {
        return run.outcome(in: self)
      }
      return memory.outcome(of: run, question, in: self)
    }
  }
}

extension SimulatedCluster: BehaviourCluster {
  package var hindrance: String? {
    isComplete ? nil : notModelled.first.map { "not modelled: \($0)" }
  }

  package func lead(name: String, toPod pod: String, in namespace: String) async -> Bool {
    addHost(name, leadingTo: pod, in: namespace)
    return true
  }

  package func listeningPorts(
    ofPod pod: String, in namespace: String
  ) async -> [ListeningPort]? {
    listeners(inPod: pod, namespace).map { ListeningPort(container: $0.container, port: $0.port) }
  }

  package func rerun(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> CommandResult? {
    let result = try await runAgain(container: initContainer, ofPod: pod, namespace)
    return CommandResult(
      output: String(decoding: result.output, as: UTF8.self),
      error: String(decoding: result.error, as: UTF8.self), exitCode: result.exitCode)
  }

  package func wholeLog(
    ofPod pod: String, container: String, in namespace: String
  ) async -> String? {
    String(decoding: wholeLog(ofPod: pod, container: container), as: UTF8.self)
  }
}
