package import Grader
package import KubectlCluster
import Lessons
package import PodModel

/// Decides checks of behaviour on a real cluster, and keeps account of what it left there.
///
/// Everything happens on the thread that grades.
package final class ClusterDesk {
  /// How submissions are run.
  package struct Plan: Sendable {
    /// A namespace that is there already; nil for namespaces of podlab's own.
    package var namespace: String?
    package var rules: KubectlCluster.Rules

    package init(
      namespace: String? = nil, rules: KubectlCluster.Rules = KubectlCluster.Rules()
    ) {
      self.namespace = namespace
      self.rules = rules
    }
  }

  package let connection: KubectlConnection
  private let plan: Plan
  private let random: () -> UInt64
  private let tell: (String) -> Void
  /// Namespaces whose end was asked for.
  private var ending: [String] = []
  /// What could not be removed from the cluster, one sentence each.
  package private(set) var complaints: [String] = []
  /// Whether the user wanted an end; nothing is run after that.
  package private(set) var isInterrupted = false

  /// `random` makes the names of namespaces unlike all others; `tell` hears what happens.
  package init(
    connection: KubectlConnection, plan: Plan, random: @escaping () -> UInt64,
    tell: @escaping (String) -> Void = { _ in }
  ) {
    self.connection = connection
    self.plan = plan
    self.random = random
    self.tell = tell
  }

  /// Decides checks of one learner's submissions.
  package func grader(learner: String) -> BehaviourGrader {
    { checks, task, evidence in
      let rehearsal = ScriptRehearsal(of: evidence, for: task)
      if let finding = rehearsal.finding {
        let findings = checks.map { ($0.id, finding) }
        return BehaviourOutcome(
          findings: Dictionary(findings, uniquingKeysWith: { first, _ in first }),
          evidence: rehearsal.evidence)
      }
      let world = KubectlWorld(desk: self, learner: learner, task: task.id)
      var outcome = BehaviourRun(checks, task: task, evidence: rehearsal.withoutScripts)
        .outcome(in: world)
      outcome.evidence = rehearsal.evidence
      return outcome
    }
  }

  /// Waits a while for the end of what was removed, so that nothing is left unnoticed.
  package func finish(within limit: Duration) {
    let left = connection.waitForRemoval(of: ending, within: limit)
    ending = []
    guard !left.isEmpty else { return }
    complaints.append(
      "these namespaces are still being removed by the cluster: \(left.joined(separator: ", "))")
  }

  /// Runs `body` on a cluster for one submission, and cleans up behind it.
  fileprivate func run<Value>(
    learner: String, task: String, _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value {
    let own = NamespaceName.name(learner: learner, task: task, random: random())
    let cluster = KubectlCluster(
      connection: connection,
      plan: NamespacePlan(
        kind: plan.namespace == nil ? .own : .guest, base: plan.namespace ?? own,
        learner: learner, task: task), rules: plan.rules)
    if isInterrupted {
      cluster.refuseAll()
    } else {
      tell(
        "running '\(task)' in namespace '\(plan.namespace ?? own)' of context "
          + "'\(connection.context.name)'")
      cluster.prepare()
    }
    let value = CallingThread.run { await body(cluster) }
    if cluster.isInterrupted { isInterrupted = true }
    complaints += cluster.cleanUp()
    if plan.namespace == nil { ending += cluster.namespaceNames }
    return value
  }
}

/// A real cluster for one learner's answer to one task.
private struct KubectlWorld: BehaviourWorld {
  let desk: ClusterDesk
  let learner: String
  let task: String

  func onFreshCluster<Value>(
    _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value? {
    desk.run(learner: learner, task: task, body)
  }
}

extension KubectlCluster: BehaviourCluster {
  package func refusal(ofKind kind: String) -> String {
    "podlab creates no objects of kind '\(kind)' on a real cluster"
  }

  package func listeningPorts(
    ofPod pod: String, in namespace: String
  ) async -> [ListeningPort]? {
    await listeners(ofPod: pod, in: namespace)?
      .map { ListeningPort(container: $0.container, port: $0.port) }
  }

  package func rerun(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> CommandResult? {
    try await runAgain(initContainer: initContainer, ofPod: pod, in: namespace)
      .map { CommandResult(output: $0.output, error: "", exitCode: $0.exitCode) }
  }
}
