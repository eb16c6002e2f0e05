import Glibc

/// Everything that is measured, one function a figure.
struct Measurements {
  var binary: String
  var scratch: Scratch
  /// Whether what takes minutes is measured, too.
  var isLong = false
  /// Whether each hostile script has a row of its own.
  var isHostile = false

  func all() throws -> [Row] {
    let rows = try [
      firstFrame(), keyToFrame(), gradeOnce(), validateMany(count: 10_000),
      gradeClass(of: 3_230, .pods), gradeClass(of: 3_230, .text),
      gradeClass(of: 3_230, .nothing),
      simulateTenMinutes(), runShellSet(), runShellSnippets(),
    ]
    let long =
      isLong ? [try gradeClass(of: 100_000, .text), try gradeClass(of: 100_000, .nothing)] : []
    return try rows + long + practiceCluster() + hostileScripts()
  }

  /// From the start of the process until the last line of the first frame has arrived.
  private func firstFrame() throws -> Row {
    let times = try (0..<20).map { _ in
      let terminal = try PseudoTerminal(columns: 200, rows: 60)
      let start = ContinuousClock.now
      let child = try ChildProcess([binary], on: terminal)
      guard terminal.waitFor("quit") else { throw Failure.noScreen }
      let time = ContinuousClock.now - start
      kill(child.identifier, SIGTERM)
      _ = child.wait()
      return time
    }
    return Row(
      what: "start to first frame, 200×60", figure: "\(times.percentile(50).milliseconds) median",
      budget: "50 ms")
  }

  /// From a key until its frame arrives, at the far end of the terminal.
  private func keyToFrame() throws -> Row {
    let terminal = try PseudoTerminal(columns: 200, rows: 60)
    let child = try ChildProcess([binary], on: terminal)
    guard terminal.waitFor("quit") else { throw Failure.noScreen }
    while terminal.read(timeout: 200) != nil {}
    terminal.write("2")
    while terminal.read(timeout: 200) != nil {}
    let times = (0..<200).compactMap { index -> Duration? in
      let start = ContinuousClock.now
      terminal.write(index % 2 == 0 ? "j" : "k")
      guard terminal.read(timeout: 1_000) != nil else { return nil }
      let time = ContinuousClock.now - start
      while terminal.read(timeout: 5) != nil {}
      return time
    }
    kill(child.identifier, SIGTERM)
    _ = child.wait()
    guard times.count > 100 else { throw Failure.noScreen }
    let figure =
      "\(times.percentile(50).milliseconds) median, \(times.percentile(99).milliseconds) p99"
    return Row(what: "key to painted frame, 200×60", figure: figure, budget: "5 ms, 16 ms p99")
  }

  /// One submission, the whole process.
  private func gradeOnce() throws -> Row {
    let manifest = try scratch.write(Self.manifest(1), to: "pod.yaml")
    let costs = try (0..<20).map { _ in
      try ChildProcess([binary, "grade", "--task", "nginx-pod", manifest]).wait()
    }
    let memory = (costs.map(\.peakMemory).max() ?? 0) >> 20
    return Row(
      what: "grade one submission, whole process",
      figure: "\(costs.map(\.wall).percentile(50).milliseconds) median, \(memory) MiB",
      budget: "50 ms, 64 MiB")
  }

  /// A class whose learners hand in what `GroundTruth/submissions` holds, in turn.
  private func gradeClass(of count: Int, _ variation: Scratch.Variation) throws -> Row {
    let folder = try scratch.makeClass(of: count, variation)
    let cost = try ChildProcess([binary, "grade", "--format", "json", folder]).wait()
    let processors = Double(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let perCore = Double(count) / (cost.user / .seconds(1))
    let perSecond = Double(count) / (cost.wall / .seconds(1))
    return Row(
      what: "behaviour-grade \(count) submissions, \(variation.rawValue)",
      figure: "\(Int(perCore)) a core-second, \(Int(perSecond))/s on \(Int(processors)) cores, "
        + "\(cost.peakMemory >> 20) MiB",
      budget: "1,500 a core-second, 64 MiB")
  }

  /// One Pod's life, ten minutes long.
  private func simulateTenMinutes() throws -> Row {
    let manifest = try scratch.write(Self.manifest(1), to: "life.yaml")
    let costs = try (0..<20).map { _ in
      try ChildProcess([binary, "simulate", manifest, "--until", "10m"]).wait()
    }
    return Row(
      what: "simulate one Pod for 10 min, whole process",
      figure: "\(costs.map(\.wall).percentile(50).milliseconds) median", budget: "20 ms")
  }

  /// The snippets of `GroundTruth/shell`, each in a container of its own.
  private func runShellSet() throws -> Row {
    let set = ShellSet(snippets: try Scratch.shellSnippets())
    let start = ContinuousClock.now
    let ended = try set.run()
    let wall = ContinuousClock.now - start
    return Row(
      what: "\(set.snippets.count) shell snippets, a container each",
      figure: "\(wall.milliseconds), \(ended) of them ended", budget: "1,000 ms")
  }

  /// The snippets of `GroundTruth/shell`, each in a process of its own.
  private func runShellSnippets() throws -> Row {
    let snippets = try Scratch.shellSnippets()
    let start = ContinuousClock.now
    for snippet in snippets { _ = try ChildProcess([binary, "sh", "-c", snippet]).wait() }
    let wall = ContinuousClock.now - start
    return Row(
      what: "\(snippets.count) shell snippets, a process of podlab each", figure: wall.milliseconds,
      budget: "–")
  }

  /// Many small manifests in one call.
  private func validateMany(count: Int) throws -> Row {
    let files = try (0..<count).map { try scratch.write(Self.manifest($0), to: "m\($0).yaml") }
    let costs = try (0..<5).map { _ in
      try ChildProcess([binary, "validate", "-o", "json"] + files).wait()
    }
    let wall = costs.map(\.wall).percentile(50)
    let rate = Double(count) / (wall / .seconds(1))
    let memory = (costs.map(\.peakMemory).max() ?? 0) >> 20
    return Row(
      what: "validate \(count) manifests, one call",
      figure: "\(wall.milliseconds) median, \(Int(rate)) files/s, \(memory) MiB",
      budget: "2,100 ms, 25 MB")
  }

  enum Failure: Error { case noScreen }

  /// A Pod of about one kilobyte.
  private static func manifest(_ number: Int) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web-\(number)
      labels:
        app: web
        tier: front
    spec:
      initContainers:
      - name: init-index
        image: busybox:1.36
        command: ["wget", "-O", "/static-html/index.html", "http://info.cern.ch"]
        volumeMounts:
        - name: static-html
          mountPath: /static-html
      containers:
      - name: nginx
        image: nginx:1.27
        ports:
        - containerPort: 80
          name: http
        env:
        - name: NUMBER
          value: "\(number)"
        readinessProbe:
          httpGet:
            path: /
            port: http
          periodSeconds: 5
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
          limits:
            memory: 128Mi
        volumeMounts:
        - name: static-html
          mountPath: /usr/share/nginx/html
      - name: sidecar
        image: busybox
        command: [sh, -c, "while true; do date; sleep 10; done"]
      volumes:
      - name: static-html
        emptyDir: {}

    """
  }
}
