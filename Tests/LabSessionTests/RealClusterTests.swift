import Glibc
import Grader
import KubectlCluster
import LabSession
import Lessons
import PodModel
import Testing

/// The same checks on a real cluster, played by a scripted kubectl.
@Suite struct RealClusterTests {
  private static let checks = """
    - id: runs
      title: It runs
      points: 1
      explain: It must.
      pod: {name: nx, throughout: 12s, columns: {READY: 1/1, STATUS: Running}}
    - id: page
      title: It serves the page
      points: 1
      explain: It must.
      exec: {pod: nx, container: nginx, command: [curl, localhost], output: {title: "Welcome to nginx!"}}
    """

  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: nx}
    spec:
      containers:
      - {name: nginx, image: nginx}
    """

  static func task() throws -> LabTask {
    LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(try YAML.document(in: checks), file: "c"), start: [],
      solutions: [], mistakes: [])
  }

  private func desk(_ host: ScriptedKubectl) throws -> ClusterDesk {
    ClusterDesk(
      connection: try KubectlConnection.connect(to: nil, host: host), plan: ClusterDesk.Plan(),
      random: { 0 })
  }

  private func report(
    _ desk: ClusterDesk, _ text: String = pod, name: String = "pod.yaml"
  ) throws -> TaskReport {
    let file = LessonFile(path: name, bytes: Array(text.utf8))
    return grade(try Self.task(), Evidence(files: [file]), behaviour: desk.grader(learner: "Lena"))
  }

  @Test func `passes what the cluster shows, and removes the namespace`() throws {
    let host = ScriptedKubectl.healthy()
    let report = try report(desk(host))
    #expect(report.checks.map(\.verdict) == [.passed, .passed])
    #expect(host.calls.last?.contains("podlab-lena-t-00000") == true)
    #expect(host.calls.last?.prefix(4).suffix(2) == ["delete", "namespace"])
  }

  @Test func `is ungradable with the reason when the cluster goes away, and a retry works`() throws
  {
    var isGone = true
    let healthy = ScriptedKubectl.healthy()
    let host = ScriptedKubectl { words, input in
      if isGone, words.first == "exec" || words.first == "delete" { return .gone }
      return healthy.reply(words, input)
    }
    let desk = try desk(host)
    let lost = try report(desk)
    #expect(lost.checks.map(\.verdict) == [.passed, .ungradable])
    #expect(lost.checks.last?.found.contains("the connection was refused") == true)
    #expect(desk.complaints.first?.contains("`podlab grade --cluster --clean-up`") == true)
    isGone = false
    #expect(try report(desk).checks.map(\.verdict) == [.passed, .passed])
  }

  @Test func `runs nothing after the user wanted an end`() throws {
    let healthy = ScriptedKubectl.healthy()
    var interrupt: () -> Void = {}
    let host = ScriptedKubectl { words, input in
      if words.first == "exec" { interrupt() }
      return healthy.reply(words, input)
    }
    interrupt = { [unowned host] in host.interrupt() }
    let desk = try desk(host)
    #expect(try report(desk).checks.map(\.verdict) == [.passed, .ungradable])
    #expect(desk.isInterrupted)
    #expect(host.calls.last?.contains("podlab-lena-t-00000") == true)
    let calls = host.calls.count
    #expect(try report(desk).checks.allSatisfy { $0.verdict == .ungradable })
    #expect(host.calls.count == calls)
  }

  @Test func `does not create what could harm the cluster`() throws {
    let host = ScriptedKubectl.healthy()
    let dangerous = Self.pod + "\n  hostNetwork: true\n"
    let report = try report(desk(host), dangerous)
    #expect(report.checks.map(\.verdict) == [.ungradable, .ungradable])
    #expect(report.checks.first?.found.contains("`--allow-privileged` permits it") == true)
  }

  @Test func `creates what a script left in the simulation, and runs no script`() throws {
    let host = ScriptedKubectl.healthy()
    let script = "kubectl create -f - <<'E'\n\(Self.pod)\nE\nkubectl label pod nx made=by-script\n"
    let report = try report(desk(host), script, name: "solve.sh")
    #expect(report.checks.map(\.verdict) == [.passed, .passed])
    #expect(host.inputs.last?["metadata"]?["labels"]?["made"] == "by-script")
    #expect(host.inputs.last?["spec"]?["nodeName"] == nil)
  }
}

@Suite struct ClusterPermissionTests {
  private let path = "/home/me/.local/share/podlab/clusters.json"

  private func context(_ name: String, server: String = "https://10.0.0.1") -> KubeContext {
    KubeContext(name: name, cluster: "c", server: server, user: "u")
  }

  @Test func `asks once for each cluster`() throws {
    let consents = ClusterConsents(path: path, files: MemoryFiles())
    let first = context("kind")
    #expect(
      ClusterPermission.of(first, consents: consents, allowsProduction: false) == .unasked)
    try consents.add(first)
    try consents.add(context("other"))
    try consents.add(first)
    #expect(
      ClusterPermission.of(first, consents: consents, allowsProduction: false) == .granted)
    let moved = context("kind", server: "https://10.0.0.2")
    #expect(
      ClusterPermission.of(moved, consents: consents, allowsProduction: false) == .unasked)
  }

  @Test func `refuses production unless told, and asks all the same then`() {
    let prod = context("prod")
    guard
      case .refused(let why) = ClusterPermission.of(
        prod, consents: nil, allowsProduction: false)
    else {
      Issue.record("it was not refused")
      return
    }
    #expect(why.contains("its context 'prod' says 'prod'"))
    #expect(why.contains("`--allow-production`"))
    #expect(ClusterPermission.of(prod, consents: nil, allowsProduction: true) == .unasked)
  }

  @Test(arguments: ["", "{", "[]", "{\"allowedClusters\": 7}"])
  func `takes an unreadable file for no consent, and goes on`(text: String) throws {
    let consents = ClusterConsents(path: path, files: MemoryFiles([path: text]))
    #expect(!consents.include(context("kind")))
    try consents.add(context("kind"))
    #expect(consents.include(context("kind")))
  }

  @Test func `never asks for the practice cluster`() {
    var practice = context("podlab")
    practice.isPracticeCluster = true
    #expect(
      ClusterPermission.of(practice, consents: nil, allowsProduction: false) == .granted)
  }
}

/// The thread beside the screen.
@Suite struct ClusterWorkerTests {
  private func worker(
    consents: ClusterConsents?, _ make: @escaping @Sendable () -> ScriptedKubectl
  ) throws -> ClusterWorker {
    try #require(
      ClusterWorker(
        ClusterWorker.Access(
          open: { (_) throws(KubectlFailure) in
            try KubectlConnection.connect(to: nil, host: make())
          }, plan: ClusterDesk.Plan(), consents: consents, allowsProduction: false,
          random: { 0 })))
  }

  /// Waits for the next news, as the screen does.
  private func nextNews(_ worker: ClusterWorker) -> [ClusterWorker.News] {
    var waiting = pollfd(fd: worker.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 20_000) == 1 else { return [] }
    return worker.takeNews()
  }

  @Test func `asks before it connects, and remembers the answer`() throws {
    let consents = ClusterConsents(path: "/state/clusters.json", files: MemoryFiles())
    let worker = try worker(consents: consents) { .healthy() }
    worker.connect(isAgreed: false)
    guard case .asks(let question) = nextNews(worker).first else {
      Issue.record("it did not ask")
      return
    }
    #expect(question.contains("https://10.0.0.1"))
    worker.connect(isAgreed: true)
    #expect(nextNews(worker) == [.connected(context: "school")])
    worker.connect(isAgreed: false)
    #expect(nextNews(worker) == [.connected(context: "school")])
    #expect(worker.leave() == [])
  }

  @Test func `answers at once, and with the findings once they are there`() throws {
    let worker = try worker(consents: nil) { .healthy() }
    worker.connect(isAgreed: true)
    #expect(nextNews(worker) == [.connected(context: "school")])
    let task = try RealClusterTests.task()
    let file = LessonFile(path: "pod.yaml", bytes: Array(RealClusterTests.pod.utf8))
    func report() -> TaskReport {
      grade(task, Evidence(files: [file]), behaviour: worker.grader)
    }
    #expect(report().checks.allSatisfy { $0.verdict == .ungradable })
    var news: [ClusterWorker.News] = []
    while news.last != .ran(task: "t") {
      let more = nextNews(worker)
      try #require(!more.isEmpty)
      news += more
    }
    #expect(news == [.running(task: "t"), .ran(task: "t")])
    #expect(report().checks.map(\.verdict) == [.passed, .passed])
    #expect(!worker.isRunning)
    worker.forget(task: "t")
    #expect(report().checks.allSatisfy { $0.verdict == .ungradable })
    #expect(worker.leave() == [])
  }

  @Test func `says why the cluster cannot be used`() throws {
    let worker = try worker(consents: nil) { ScriptedKubectl { _, _ in .gone } }
    worker.connect(isAgreed: false)
    guard case .failed(let why) = nextNews(worker).first else {
      Issue.record("it did not fail")
      return
    }
    #expect(why.contains("cannot be used"))
    #expect(worker.leave() == [])
  }
}
