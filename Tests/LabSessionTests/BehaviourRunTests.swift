import Grader
import LabSession
import Lessons
import PodModel
import Testing

/// Verdicts from what a scripted cluster shows.
@Suite struct BehaviourRunTests {
  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: nx
    spec:
      initContainers:
      - name: prepare
        image: busybox
      containers:
      - name: nginx
        image: nginx
        command: [nginx]
        volumeMounts:
        - {name: logs, mountPath: /var/log/nginx}
      - name: sidecar
        image: busybox
        volumeMounts:
        - {name: logs, mountPath: /logs}
      volumes:
      - name: logs
        emptyDir: {}

    """

  static func ready(restarts: Int64 = 0, isReady: Bool = true) -> Node {
    let running: Node = ["running": ["startedAt": "2026-01-01T00:00:05Z"]]
    let containers: [Node] = ["nginx", "sidecar"].map { name in
      [
        "name": Node(.string(name)), "ready": Node(.bool(isReady)),
        "restartCount": Node(.integer(restarts)), "state": running,
      ]
    }
    return [
      "phase": "Running", "containerStatuses": Node(.list(containers)),
      "initContainerStatuses": [
        [
          "name": "prepare", "restartCount": 0, "ready": true,
          "state": [
            "terminated": [
              "exitCode": 0, "reason": "Completed", "finishedAt": "2026-01-01T00:00:04Z",
            ]
          ],
        ]
      ],
    ]
  }

  static let crashed: Node = [
    "phase": "Running",
    "containerStatuses": [
      [
        "name": "nginx", "ready": false, "restartCount": 2,
        "state": [
          "waiting": ["reason": "CrashLoopBackOff", "message": "back-off 20s restarting"]
        ],
        "lastState": ["terminated": ["exitCode": 3, "reason": "Error"]],
      ]
    ],
  ]

  /// The finding about one check of the Pod.
  static func finding(
    _ check: String, on cluster: ScriptedCluster, pod: String = pod
  ) async throws -> Finding {
    let text = "- {id: a, title: T, points: 1, explain: E, \(check)}"
    let checks = try Checks.decode(try YAML.document(in: text), file: "c")
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: checks, start: [], solutions: [], mistakes: [])
    let evidence = Evidence(files: [LessonFile(path: "pod.yaml", bytes: Array(pod.utf8))])
    let run = BehaviourRun(checks, task: task, evidence: evidence)
    return try #require(await run.outcome(on: cluster).findings["a"])
  }

  static let runs =
    "pod: {name: nx, within: 60s, throughout: 12s, "
    + "matches: {status: {phase: Running, "
    + "containerStatuses: {$each: {ready: true, restartCount: 0}}}}}"

  // MARK: States

  /// From which second on a Pod has a status, and what a check makes of it.
  struct Life: Sendable {
    var statuses: [(second: Int64, status: Node)]
    var verdict: Verdict

    init(_ verdict: Verdict, _ statuses: (Int64, Node)...) {
      self.verdict = verdict
      self.statuses = statuses.map { (second: $0.0, status: $0.1) }
    }
  }

  static let lives: [Life] = [
    Life(.passed, (3, ready())),
    Life(.failed, (61, ready())),
    Life(.failed, (3, ready()), (14, ready(restarts: 1))),
    Life(.passed, (3, ready()), (16, ready(restarts: 1))),
    Life(.failed, (3, ready()), (5, ready(isReady: false)), (6, ready())),
    Life(.failed, (3, crashed)),
  ]

  @Test(arguments: lives)
  func `wants a state to be reached and kept`(life: Life) async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(second: 0, status: ["phase": "Pending"])] + life.statuses
    #expect(try await Self.finding(Self.runs, on: cluster).verdict == life.verdict)
  }

  @Test func `lets a state on end be lost and reached again`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [
      (0, Self.ready()), (3, Self.ready(isReady: false)), (9, Self.ready()),
    ]
    let check =
      "pod: {name: nx, onEnd: 6s, matches: {status: {containerStatuses: {$each: {ready: true}}}}}"
    #expect(try await Self.finding(check, on: cluster).verdict == .passed)
    #expect(cluster.second == 15)
  }

  @Test(arguments: [(ready(), true), (ready(restarts: 3), true), (crashed, false)])
  func `looks once more whatever happened between`(later: Node, isGood: Bool) async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [
      (0, ["phase": "Pending"]), (3, Self.ready()), (5, Self.crashed), (9, later),
    ]
    let check =
      "pod: {name: nx, again: 8s, matches: {status: {phase: Running, "
      + "containerStatuses: {$each: {ready: true}}}}}"
    let finding = try await Self.finding(check, on: cluster)
    #expect(finding.verdict == (isGood ? .passed : .failed))
    #expect(finding.expected.hasSuffix(" once more after 8 s") == !isGood)
    #expect(cluster.second == 11)
  }

  @Test func `watches longer where a liveness probe can fail`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready()), (20, Self.ready(restarts: 1))]
    let check = Self.runs.replacing(
      "throughout: 12s", with: "throughout: 12s, throughoutWithLivenessProbe: 25s")
    let probed = Self.pod.replacing(
      "    command: [nginx]\n",
      with: "    command: [nginx]\n    livenessProbe: {tcpSocket: {port: 80}}\n")
    #expect(try await Self.finding(check, on: cluster).verdict == .passed)
    let again = ScriptedCluster()
    again.statuses = cluster.statuses
    #expect(try await Self.finding(check, on: again, pod: probed).verdict == .failed)
  }

  @Test func `tells what the cluster shows and where it comes from`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.crashed)]
    cluster.logs = { _, _ in "one\nunknown directive\n" }
    let finding = try await Self.finding(
      "pod: {name: nx, columns: {STATUS: Running}}", on: cluster)
    #expect(finding.expected == "STATUS of Pod 'nx' must be 'Running' within 60 s")
    #expect(finding.found.contains("STATUS CrashLoopBackOff RESTARTS 2"))
    #expect(finding.found.contains("nginx: CrashLoopBackOff (exit code 3): back-off 20s"))
    #expect(finding.found.contains("its log: one / unknown directive"))
    #expect(finding.location?.position == SourcePosition(line: 12, column: 14))
    #expect(finding.location?.field?.description == "spec.containers[0].command")
  }

  @Test func `decides nothing where the cluster lacks something`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.crashed)]
    cluster.missing = ["the program 'perl'"]
    let finding = try await Self.finding(Self.runs, on: cluster)
    #expect(finding.verdict == .ungradable)
    #expect(finding.found == "not modelled: the program 'perl'")
  }

  // MARK: Order

  static func event(_ reason: String, _ container: String, _ second: Int, _ version: Int) -> Node {
    [
      "metadata": ["resourceVersion": Node(.string("\(version)"))],
      "reason": .init(.string(reason)),
      "firstTimestamp": Node(.string("2026-01-01T00:00:0\(second)Z")),
      "involvedObject": [
        "name": "nx", "fieldPath": Node(.string("spec.containers{\(container)}")),
      ],
    ]
  }

  @Test(arguments: [
    (
      "{reason: Completed, containers: init, exitCode: 0}", "{reason: Started, container: nginx}",
      true
    ),
    ("{reason: Started, container: sidecar}", "{reason: Created, container: nginx}", true),
    ("{reason: Created, container: nginx}", "{reason: Started, container: sidecar}", false),
    (
      "{reason: Completed, containers: init, exitCode: 1}", "{reason: Started, container: nginx}",
      false
    ),
    ("{reason: Started, container: sidecar}", "{reason: Completed, container: prepare}", true),
  ])
  func `compares what happened first`(first: String, second: String, isMet: Bool) async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    // Times are whole seconds: the order of the same second is that of the versions.
    cluster.events = [
      Self.event("Created", "nginx", 5, 12), Self.event("Started", "nginx", 5, 13),
      Self.event("Started", "sidecar", 4, 9),
    ].map { event in
      var event = event
      event["involvedObject"]?["uid"] = nil
      return event
    }
    let finding = try await Self.finding(
      "events: {pod: nx, order: [\(first), \(second)]}", on: cluster)
    #expect((finding.verdict == .passed) == isMet, "\(finding)")
  }

  // MARK: Commands

  static let page = "<title>Welcome</title>"

  @Test func `tries a command until it shows what is expected`() async throws {
    for (second, verdict) in [(10, Verdict.passed), (16, .failed)] {
      let cluster = ScriptedCluster()
      cluster.statuses = [(0, Self.ready())]
      cluster.run = { _, container, now in
        now >= second && container == "nginx"
          ? CommandResult(output: Self.page, error: "", exitCode: 0)
          : CommandResult(output: "", error: "refused\n", exitCode: 7)
      }
      let finding = try await Self.finding(
        "exec: {pod: nx, container: nginx, command: [curl, localhost], output: {title: Welcome}}",
        on: cluster)
      #expect(finding.verdict == verdict)
      if verdict == .failed { #expect(finding.found.contains("refused")) }
    }
  }

  @Test func `tries every container that a check allows`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    cluster.run = { _, container, _ in
      CommandResult(output: container, error: "", exitCode: container == "nginx" ? 1 : 0)
    }
    let check = "exec: {pod: nx, container: {$not: nginx}, command: [x], output: {text: sidecar}}"
    #expect(try await Self.finding(check, on: cluster).verdict == .passed)
    #expect(cluster.commands.count == 1)
  }

  @Test func `searches the volumes of another container`() async throws {
    for (path, verdict) in [("/logs", Verdict.passed), ("/other", .failed)] {
      let cluster = ScriptedCluster()
      cluster.statuses = [(0, Self.ready())]
      cluster.run = { words, _, _ in
        let isFound = words.first != "grep" || words.last == path
        return CommandResult(output: "", error: "", exitCode: isFound ? 0 : 1)
      }
      let check =
        "exec: {pod: nx, container: nginx, command: [sh], within: 2s, "
        + "then: {container: sidecar, find: mark, in: mounted volumes}}"
      #expect(try await Self.finding(check, on: cluster).verdict == verdict)
    }
  }

  @Test func `creates Pods anew before a command`() async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    let check = "exec: {pod: nx, container: nginx, command: [x], before: [{recreate: nx}]}"
    #expect(try await Self.finding(check, on: cluster).verdict == .passed)
    #expect(cluster.created == ["nx", "-nx", "nx"])
  }

  // MARK: Logs

  @Test func `reads a log once after the Pod was ready`() async throws {
    for (second, verdict) in [(33, Verdict.failed), (34, .passed)] {
      let cluster = ScriptedCluster()
      cluster.statuses = [(0, ["phase": "Pending"]), (3, Self.ready())]
      cluster.logs = { _, now in now >= second ? "Error discovered!\n" : "" }
      let check =
        "logs: {pod: nx, container: sidecar, afterReady: 30s, text: {$not: {$contains: Error}}}"
      #expect(try await Self.finding(check, on: cluster).verdict == verdict)
    }
  }

  @Test func `takes the log of what never ran for empty, but not that of nothing`() async throws {
    for (container, verdict) in [("sidecar", Verdict.passed), ("watcher", .failed)] {
      let cluster = ScriptedCluster()
      cluster.statuses = [(0, Self.crashed)]
      cluster.logs = { _, _ in nil }
      let check =
        "logs: {pod: nx, container: \(container), afterReady: 1s, text: {$not: {$contains: Error}}}"
      #expect(try await Self.finding(check, on: cluster).verdict == verdict)
      #expect(cluster.second == 61)
    }
  }

  static let conversion =
    "{file: {container: nginx, path: /log}, separator: '|', to: '<$2> $1', atLeast: 2"

  @Test(arguments: [
    ("<b> a\n<d> c\n", Verdict.passed), ("banner\n<b> a\n<d> c\n<f> e\n", .passed),
    ("<b> a\n", .failed), ("<d> c\n<b> a\n", .failed), ("<b> a\n<b> a\n<d> c\n", .failed),
    ("<b> a\n<f> e\n", .failed), ("<> a\n<> b\n", .failed),
  ])
  func `wants the first lines of a file in their order`(
    log: String, verdict: Verdict
  ) async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    cluster.run = { _, _, _ in CommandResult(output: "a|b\nc|d\ne|f\n", error: "", exitCode: 0) }
    cluster.logs = { _, _ in log }
    let check =
      "logs: {pod: nx, container: sidecar, afterStart: 5s, converts: \(Self.conversion)}}"
    #expect(try await Self.finding(check, on: cluster).verdict == verdict)
  }

  @Test(arguments: [
    ("<1> 1\n<2> 2\n<3> 3\n", Verdict.passed), ("<1> 1\n<2> 2\n", .failed),
    ("<2> 2\n<2> 2\n<3> 3\n", .failed),
  ])
  func `wants later lines once each`(log: String, verdict: Verdict) async throws {
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    cluster.run = { _, _, second in
      let lines = second < 8 ? "1|1\n" : "1|1\n2|2\n3|3\n"
      return CommandResult(output: lines, error: "", exitCode: 0)
    }
    cluster.logs = { _, second in second < 10 ? "" : log }
    let check =
      "logs: {pod: nx, container: sidecar, within: 25s, converts: \(Self.conversion), later: 8s}}"
    #expect(try await Self.finding(check, on: cluster).verdict == verdict)
  }

  // MARK: Ports and reruns

  @Test func `asks who listens and what a second run gives`() async throws {
    let listens = "pod: {name: nx, listens: {container: nginx, port: 80}}"
    let rerun = "exec: {pod: nx, rerun: {initContainer: prepare}}"
    let cluster = ScriptedCluster()
    cluster.statuses = [(0, Self.ready())]
    #expect(try await Self.finding(listens, on: cluster).verdict == .ungradable)
    #expect(try await Self.finding(rerun, on: cluster).verdict == .ungradable)
    cluster.ports = [ListeningPort(container: "sidecar", port: 80)]
    #expect(try await Self.finding(listens, on: cluster).verdict == .failed)
    cluster.ports = [ListeningPort(container: "nginx", port: 80)]
    #expect(try await Self.finding(listens, on: cluster).verdict == .passed)
    cluster.again = CommandResult(output: "", error: "File exists\n", exitCode: 1)
    #expect(try await Self.finding(rerun, on: cluster).found.contains("File exists"))
    cluster.again = CommandResult(output: "", error: "", exitCode: 0)
    #expect(try await Self.finding(rerun, on: cluster).verdict == .passed)
  }
}
