package import Grader
package import KubectlCluster
import Lessons
import PodModel
import Synchronization

/// Runs submissions on a real cluster beside the screen, which never waits for it.
///
/// The screen asks for a grade at any time: what the cluster has shown of these very files is told
/// at once, and anything else is run first. Newer files end the run of older ones.
package final class ClusterWorker: Sendable {
  /// What the worker tells, in the order in which it happens.
  package enum News: Sendable, Equatable {
    /// The user must be asked before anything is written to the cluster.
    case asks(String)
    case connected(context: String)
    /// The cluster cannot or must not be used; a sentence says why and how to go on.
    case failed(String)
    case running(task: String)
    /// The task can be graded again.
    case ran(task: String)
    case complained(String)
  }

  /// How the cluster is reached and used.
  package struct Access: Sendable {
    /// Connects to the cluster; the number is the descriptor that tells of interruptions.
    package typealias Opening = @Sendable (Int32) throws(KubectlFailure) -> KubectlConnection

    /// Connects; is given the descriptor that tells of interruptions.
    package var open: Opening
    package var plan: ClusterDesk.Plan
    package var consents: ClusterConsents?
    package var allowsProduction: Bool
    package var random: @Sendable () -> UInt64

    package init(
      open: @escaping Opening, plan: ClusterDesk.Plan, consents: ClusterConsents?,
      allowsProduction: Bool, random: @escaping @Sendable () -> UInt64
    ) {
      self.open = open
      self.plan = plan
      self.consents = consents
      self.allowsProduction = allowsProduction
      self.random = random
    }
  }

  private struct State {
    var news: [News] = []
    var results: [String: (key: RunKey, outcome: BehaviourOutcome)] = [:]
    var wanted: ClusterJob?
    var running: RunKey?
  }

  private let access: Access
  private let thread: ErrandThread
  private let interruption: Alarm
  private let bell: Alarm
  private let state = Mutex(State())
  // The errands' thread alone touches it.
  private nonisolated(unsafe) var connection: KubectlConnection?

  /// Starts the thread; nil where the system has no resources left.
  package init?(_ access: Access) {
    guard let thread = ErrandThread(), let interruption = Alarm(), let bell = Alarm() else {
      return nil
    }
    self.access = access
    self.thread = thread
    self.interruption = interruption
    self.bell = bell
  }

  /// Becomes readable when there are news.
  package var descriptor: Int32 { bell.descriptor }

  /// What has happened since it was asked last.
  package func takeNews() -> [News] {
    bell.drain()
    return state.withLock { state in
      defer { state.news = [] }
      return state.news
    }
  }

  private func tell(_ news: News) {
    state.withLock { $0.news.append(news) }
    bell.ring()
  }

  // MARK: Connecting

  /// Looks which cluster there is and whether it may be used; `isAgreed` once the user said so.
  package func connect(isAgreed: Bool) {
    thread.add { [self] in
      do throws(KubectlFailure) {
        let connection = try access.open(interruption.descriptor)
        let context = connection.context
        switch ClusterPermission.of(
          context, consents: access.consents, allowsProduction: access.allowsProduction)
        {
        case .refused(let why): return tell(.failed(why))
        case .unasked where !isAgreed:
          return tell(.asks(ClusterPermission.question(context, access.plan.namespace)))
        case .unasked: remember(context)
        case .granted: break
        }
        _ = try connection.serverVersion()
        self.connection = connection
        tell(.connected(context: context.name))
      } catch {
        tell(.failed("\(error)"))
      }
    }
  }

  private func remember(_ context: KubeContext) {
    do throws(FileError) {
      try access.consents?.add(context)
    } catch {
      tell(.complained("your answer cannot be remembered: \(error)"))
    }
  }

  // MARK: Running

  /// Decides checks by what the cluster has shown, and has it shown what it has not.
  package var grader: BehaviourGrader {
    { [self] checks, task, evidence in
      let job = ClusterJob(checks: checks, task: task, evidence: evidence)
      if let outcome = outcome(of: job) { return outcome }
      want(job)
      return BehaviourOutcome(
        findings: Dictionary(
          checks.map { ($0.id, ClusterJob.pending) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  private func outcome(of job: ClusterJob) -> BehaviourOutcome? {
    state.withLock { state in
      guard let known = state.results[job.task.id], known.key == job.key else { return nil }
      return known.outcome
    }
  }

  private func want(_ job: ClusterJob) {
    let isNew = state.withLock { state in
      if state.running == job.key {
        state.wanted = nil
        return false
      }
      state.wanted = job
      if state.running != nil { interruption.ring() }
      return true
    }
    if isNew { thread.add { [self] in runWanted() } }
  }

  /// Forgets what the cluster showed of a task, so that it is run again.
  package func forget(task: String) { state.withLock { $0.results[task] = nil } }

  /// Ends the run, if there is one; what it made is removed.
  package func stop() {
    state.withLock { state in
      state.wanted = nil
      if state.running != nil { interruption.ring() }
    }
  }

  private func runWanted() {
    guard let connection else { return }
    let job = state.withLock { state in
      // What was rung for an earlier run does not concern this one.
      connection.forgiveInterruption()
      let job = state.wanted
      state.wanted = nil
      state.running = job?.key
      return job
    }
    guard let job else { return }
    tell(.running(task: job.task.id))
    let desk = ClusterDesk(connection: connection, plan: access.plan, random: access.random)
    let outcome = desk.grader(learner: "")(job.checks, job.task, job.evidence)
    state.withLock { state in
      state.running = nil
      if !desk.isInterrupted { state.results[job.task.id] = (job.key, outcome) }
    }
    for complaint in desk.complaints { tell(.complained(complaint)) }
    tell(.ran(task: job.task.id))
  }

  /// Whether something is on the cluster at the moment.
  package var isRunning: Bool { state.withLock { $0.running != nil } }

  /// Ends the run and waits until what it made is being removed; returns what could not be.
  package func leave() -> [String] {
    stop()
    thread.finish()
    return takeNews().compactMap { if case .complained(let text) = $0 { text } else { nil } }
  }
}

/// One answer to one task that is to be run on the cluster.
private struct ClusterJob: Sendable {
  var checks: [Check]
  var task: LabTask
  var evidence: Evidence

  static let pending = Finding(
    .ungradable, expected: "", found: "it is being tried on the cluster; this takes a while")

  var key: RunKey {
    RunKey(
      checks: checks.map(\.id), objects: evidence.objects.map(\.object),
      manifests: evidence.manifests.map(\.bytes), scripts: evidence.scripts.map(\.text))
  }
}

/// What makes one run different from another.
private struct RunKey: Sendable, Equatable {
  var checks: [String]
  var objects: [Node]
  var manifests: [[UInt8]]
  var scripts: [String]
}
