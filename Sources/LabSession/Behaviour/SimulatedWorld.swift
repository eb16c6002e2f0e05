package import Grader
import Lessons
package import PodModel
package import PodSimulator

/// Fresh simulated clusters.
package struct SimulatedWorld: BehaviourWorld {
  private let setup: SimulatedCluster.Setup

  package init(setup: SimulatedCluster.Setup = SimulatedCluster.Setup()) { self.setup = setup }

  package var hasTerminals: Bool { true }

  package func onFreshCluster<Value>(
    _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value? {
    let cluster = SimulatedCluster(setup)
    defer { cluster.end() }
    return try? cluster.perform { cluster in await body(cluster) }
  }

  /// Decides checks of behaviour by simulation.
  package var grader: BehaviourGrader {
    { checks, task, evidence in
      BehaviourRun(checks, task: task, evidence: evidence).outcome(in: self)
    }
  }
}

extension SimulatedCluster: BehaviourCluster {
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
