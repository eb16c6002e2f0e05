import Grader
import Lessons
import PodModel

/// Tries on a cluster what a learner's session says that Pods have shown.
struct SessionTrial {
  let claims: SessionClaims
  let task: LabTask
  let evidence: Evidence

  /// How often, once a second, a command is tried that does not show what it showed the learner.
  private static let patience = 45

  /// The findings about the claims that do not come true, by the checks' ids.
  ///
  /// A claim stands where the cluster cannot tell.
  func findings(on cluster: any BehaviourCluster) async -> [String: Finding] {
    var stage = BehaviourStage(cluster: cluster, task: task, evidence: evidence, change: nil)
    do throws(BehaviourStage.StepFailure) {
      try await stage.setUp()
    } catch {
      return [:]
    }
    guard let terminal = await cluster.openTerminal(beside: evidence.files) else { return [:] }
    for pod in evidence.objects.compactMap(\.podName) { await stage.waitUntilReady(pod) }
    var open = claims.claims
    var printed: [Int: String] = [:]
    var session: [(command: String, output: String)] = []
    for (place, command) in claims.commands.enumerated() where !open.isEmpty {
      let isClaimed = open.contains { $0.commands.contains(place) }
      for attempt in 0..<(isClaimed ? Self.patience : 1) {
        if attempt > 0 { await cluster.sleep(for: .seconds(1)) }
        guard let output = await terminal.run(command) else { return [:] }
        // What was no proof the second before is none now.
        if attempt > 0, output == printed[place] { continue }
        printed[place] = output
        let shown = session + [(command, output)]
        if claims.isBorneOut(place, by: output) {
          open.removeAll { $0.commands.contains(place) && claims.isShown($0, by: shown) }
        }
        if !open.contains(where: { $0.commands.contains(place) }) { break }
      }
      session.append((command, printed[place] ?? ""))
    }
    guard await cluster.notModelled.isEmpty else { return [:] }
    var findings: [String: Finding] = [:]
    for claim in open {
      let output = claim.commands.last.flatMap { printed[$0] } ?? ""
      findings[claim.checkID] = claims.finding(against: claim, printed: output)
    }
    return findings
  }
}

extension Evidence.SubmittedObject {
  fileprivate var podName: String? {
    object["kind"]?.string == "Pod" ? object["metadata"]?["name"]?.string : nil
  }
}
