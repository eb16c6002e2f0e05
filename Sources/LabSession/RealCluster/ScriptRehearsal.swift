import Grader
import Lessons
import PodModel

/// What a learner's scripts create, found out in the simulation.
///
/// Scripts never run on this machine, and no shell stands beside a real cluster: what they leave in
/// the simulated one is created there.
struct ScriptRehearsal {
  /// The evidence with what the scripts did.
  private(set) var evidence: Evidence
  /// Why that cannot be told; nil where it can.
  private(set) var finding: Finding?

  init(of evidence: Evidence, for task: LabTask) {
    self.evidence = evidence
    guard !evidence.scripts.isEmpty else { return }
    let shown = SimulatedWorld().onFreshCluster { cluster -> (Evidence, Finding?) in
      var stage = BehaviourStage(cluster: cluster, task: task, evidence: evidence, change: nil)
      var finding: Finding?
      do throws(BehaviourStage.StepFailure) {
        try await stage.setUp()
      } catch {
        finding = error.finding
      }
      if let hindrance = await cluster.hindrance {
        finding = Finding(.ungradable, expected: "", found: hindrance)
      }
      if let finding { stage.evidence.scriptNote = finding.found }
      return (stage.evidence, finding)
    }
    if let shown {
      (self.evidence, finding) = shown
    } else {
      finding = Finding(
        .ungradable, expected: "", found: "not modelled: the scripts did not come to their end")
    }
  }

  /// The same as manifests alone would have it.
  var withoutScripts: Evidence {
    var evidence = evidence
    evidence.scripts = []
    return evidence
  }
}
