package import Grader
package import Lessons
import PodModel

/// Decides the checks of behaviour of one submission by running it.
///
/// All checks share one cluster: first those that only watch, all at once, then those that act, in
/// their order. A check that wants a changed Pod gets a cluster of its own for that.
package struct BehaviourRun {
  let checks: [Item]
  private let task: LabTask
  let evidence: Evidence

  struct Item {
    var id: String
    var check: BehaviourCheck
  }

  /// When hope for a Pod to become ready is given up.
  private static let patience: Duration = .seconds(60)

  package init(_ checks: [Check], task: LabTask, evidence: Evidence) {
    self.checks = checks.compactMap { check in
      guard case .behaviour(let behaviour) = check.kind else { return nil }
      return Item(id: check.id, check: behaviour)
    }
    self.task = task
    self.evidence = evidence
  }

  /// What the cluster shows, with each check that wants one on a cluster of its own.
  package func outcome(in world: some BehaviourWorld) -> BehaviourOutcome {
    heldAgainstSession(outcomeOfObjects(in: world), in: world)
  }

  /// What a cluster shows of the objects, whatever the session says.
  func outcomeOfObjects(in world: some BehaviourWorld) -> BehaviourOutcome {
    var reason = Self.noEnd
    let main = world.onFreshCluster(orBecause: &reason) { await self.outcome(on: $0) }
    guard var outcome = main else {
      var evidence = evidence
      if !evidence.scripts.isEmpty { evidence.scriptNote = reason }
      let finding = Finding(.ungradable, expected: "", found: reason)
      return BehaviourOutcome(findings: all(finding), evidence: evidence)
    }
    for item in checks {
      guard case .command(let demand) = item.check.demand, let change = demand.unless,
        outcome.findings[item.id]?.verdict == .passed
      else { continue }
      let evidence = outcome.evidence ?? evidence
      outcome.findings[item.id] =
        world.onFreshCluster(orBecause: &reason) {
          await changedFinding(item, demand, change, evidence, on: $0)
        } ?? Finding(.ungradable, expected: "", found: reason)
    }
    return outcome
  }

  /// The outcome with what the session shows and the cluster does not.
  func heldAgainstSession(
    _ outcome: BehaviourOutcome, in world: some BehaviourWorld
  ) -> BehaviourOutcome {
    guard world.hasTerminals, let claims = claimsToTry(outcome) else { return outcome }
    return outcome.merging(refuted(claims, by: outcome, in: world))
  }

  /// What of the session is to be tried again; nil where nothing is.
  ///
  /// Pods that pass every check of behaviour show it, so that only others are tried.
  func claimsToTry(_ outcome: BehaviourOutcome) -> SessionClaims? {
    guard outcome.findings.values.contains(where: { $0.verdict == .failed }),
      !outcome.findings.values.contains(where: { $0.verdict == .ungradable })
    else { return nil }
    return SessionClaims(of: outcome.evidence ?? evidence, to: task)
  }

  /// What the session shows and the Pods handed in do not.
  func refuted(
    _ claims: SessionClaims, by outcome: BehaviourOutcome, in world: some BehaviourWorld
  ) -> [String: Finding] {
    let trial = SessionTrial(claims: claims, task: task, evidence: outcome.evidence ?? evidence)
    return world.onFreshCluster { await trial.findings(on: $0) } ?? [:]
  }

  private static let noEnd = "not modelled: the simulation did not come to its end"

  private func all(_ finding: Finding) -> [String: Finding] {
    Dictionary(checks.map { ($0.id, finding) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a fresh cluster shows of the submission as it is.
  package func outcome(on cluster: any BehaviourCluster) async -> BehaviourOutcome {
    var stage = BehaviourStage(cluster: cluster, task: task, evidence: evidence, change: nil)
    await cluster.beginCheck()
    do throws(BehaviourStage.StepFailure) {
      try await stage.setUp()
    } catch {
      let finding = await settled(error.finding, on: cluster)
      if !stage.evidence.scripts.isEmpty { stage.evidence.scriptNote = finding.found }
      return BehaviourOutcome(findings: all(finding), evidence: stage.evidence)
    }
    if !evidence.scripts.isEmpty, let hindrance = await cluster.hindrance {
      stage.evidence.scriptNote = hindrance
    }
    return BehaviourOutcome(findings: await findings(on: stage), evidence: stage.evidence)
  }

  private func findings(on stage: BehaviourStage) async -> [String: Finding] {
    let cluster = stage.cluster
    var findings = await watch(on: stage)
    for item in checks where findings[item.id] == nil {
      await cluster.beginCheck()
      if let hindrance = await cluster.hindrance {
        findings[item.id] = Self.hindered(hindrance)
        continue
      }
      let finding: Finding
      do throws(BehaviourStage.StepFailure) {
        finding = try await act(item, on: stage)
      } catch {
        finding = error.finding
      }
      findings[item.id] = await settled(finding, on: cluster)
    }
    return findings
  }

  /// A finding, or that it is worth nothing because the cluster lacks something.
  private func settled(_ finding: Finding, on cluster: any BehaviourCluster) async -> Finding {
    await cluster.hindrance.map(Self.hindered) ?? finding
  }

  private static func hindered(_ hindrance: String) -> Finding {
    Finding(.ungradable, expected: "", found: hindrance)
  }

  // MARK: Watching

  /// Looks at the Pods every second until all checks that only watch are decided.
  private func watch(on stage: BehaviourStage) async -> [String: Finding] {
    var findings: [String: Finding] = [:]
    let names = Set(checks.filter { Self.watch(for: $0.check) != nil }.map(\.check.pod)).sorted()
    for name in names {
      let items = checks.filter { $0.check.pod == name }
      let found = await watch(pod: name, items, on: stage)
      findings.merge(found) { first, _ in first }
    }
    return findings
  }

  private func watch(
    pod name: String, _ items: [Item], on stage: BehaviourStage
  ) async -> [String: Finding] {
    var open = items.compactMap { item in
      Self.watch(for: item.check).map { (id: item.id, watch: $0) }
    }
    var findings: [String: Finding] = [:]
    await stage.cluster.beginCheck()
    let start = await stage.cluster.now
    var readyAt: Duration?
    var version: Node?
    while !open.isEmpty {
      let now = await stage.cluster.now
      let elapsed = now.since(start)
      let pod = await stage.pod(name)
      if readyAt == nil, pod?.isReady == true || elapsed >= Self.patience { readyAt = elapsed }
      let newVersion = pod?["metadata"]?["resourceVersion"] ?? Node(.null)
      let look = Look(
        now: now, elapsed: elapsed, pod: pod, isNew: newVersion != version, readyAt: readyAt)
      version = newVersion
      for index in open.indices.reversed() {
        guard let outcome = await open[index].watch.look(look, on: stage) else { continue }
        findings[open[index].id] = await finding(for: outcome, pod: name, on: stage)
        open.remove(at: index)
      }
      if let hindrance = await stage.cluster.hindrance {
        for item in open { findings[item.id] = Self.hindered(hindrance) }
        break
      }
      if !open.isEmpty {
        await stage.cluster.waitForChange(in: stage.namespace(ofPod: name), atMost: .seconds(1))
      }
    }
    return findings
  }

  private static func watch(for check: BehaviourCheck) -> BehaviourWatch? {
    switch check.demand {
    case .state(let demand): .state(StateWatch(demand: demand, pod: check.pod))
    case .order(let moments, let within):
      .order(OrderWatch(moments: moments, within: within, pod: check.pod))
    case .log(let demand) where demand.moment.isAfter && demand.before.isEmpty:
      .log(LogWatch(demand: demand, pod: check.pod))
    case .log, .command, .rerun, .listens: nil
    }
  }

  private func finding(
    for outcome: WatchOutcome, pod: String, on stage: BehaviourStage
  ) async -> Finding {
    switch outcome {
    case .passed: return await settled(.passed, on: stage.cluster)
    case .failed(let shortfall):
      let finding = await Diagnosis(stage: stage, pod: pod).finding(for: shortfall)
      return await settled(finding, on: stage.cluster)
    }
  }

  // MARK: Acting

  private func act(
    _ item: Item, on stage: BehaviourStage
  ) async throws(BehaviourStage.StepFailure) -> Finding {
    let pod = item.check.pod
    switch item.check.demand {
    case .command(let demand):
      try await stage.take(demand.before, pod: pod)
      return await CommandAct(demand: demand, pod: pod, stage: stage).finding()
    case .log(let demand): return try await LogAct(demand: demand, pod: pod, stage: stage).finding()
    case .rerun(let container, let exitCode):
      return await stage.rerunFinding(container, ofPod: pod, exitCode: exitCode)
    case .listens(let container, let port):
      return await stage.portFinding(container, port: port, ofPod: pod)
    case .state, .order: return Finding(.ungradable, expected: "", found: "was not watched")
    }
  }

  /// Whether what a command shows is gone in the changed Pod.
  private func changedFinding(
    _ item: Item, _ demand: CommandDemand, _ change: PodChange, _ evidence: Evidence,
    on cluster: any BehaviourCluster
  ) async -> Finding {
    let pod = item.check.pod
    var stage = BehaviourStage(cluster: cluster, task: task, evidence: evidence, change: change)
    let expected = "'\(demand.command.commandLine)' must show something else in a changed Pod"
    guard stage.hasTarget(of: change, inPod: pod) else {
      return Finding(
        .failed, expected: expected, found: "the Pod has no container that the change is about",
        location: stage.submittedPod(pod)?.manifest.location(nil))
    }
    do throws(BehaviourStage.StepFailure) {
      try await stage.setUp()
      await stage.waitUntilReady(pod)
      try await stage.take(demand.before, pod: pod)
    } catch {
      return await settled(error.finding, on: cluster)
    }
    var brief = demand
    brief.within = .seconds(3)
    let isStillThere = await CommandAct(demand: brief, pod: pod, stage: stage).succeeds()
    let finding =
      isStillThere
      ? Finding(
        .failed, expected: expected, found: "it shows the same",
        location: stage.submittedPod(pod)?.manifest.location(nil)) : .passed
    return await settled(finding, on: cluster)
  }
}

extension BehaviourOutcome {
  /// With further findings, about checks that have none yet.
  func merging(_ further: [String: Finding]) -> BehaviourOutcome {
    var outcome = self
    outcome.findings.merge(further) { first, _ in first }
    return outcome
  }
}

extension LogDemand.Moment {
  fileprivate var isAfter: Bool {
    switch self {
    case .afterReady, .afterStart: true
    case .within: false
    }
  }
}
