import Foundation
import TestSupport

/// Plays a recorded scenario with a real kubectl against a practice cluster.
struct ScenarioPlayer {
  private let scenario: RecordedScenario
  private let cluster: PracticeCluster
  private let speed: Double

  /// - Parameter speed: how much faster than the clock the cluster's time passes.
  init(_ scenario: RecordedScenario, _ kubectl: RealKubectl, speed: Double) throws {
    self.scenario = scenario
    self.speed = speed
    cluster = try PracticeCluster(kubectl, speed: "\(speed)x")
    try cluster.shortenPauses(by: speed)
    for (name, text) in scenario.manifests { try cluster.write(text, to: "work/\(name)") }
  }

  /// Plays all steps and compares what the commands print.
  ///
  /// Pauses are shorter by what kubectl takes longer to start than it took there: what it does to the
  /// cluster comes at the end of that time, before the pause and after it.
  func play() throws -> ScenarioFigures {
    var figures = ScenarioFigures()
    var delays: [Double] = []
    for step in scenario.steps {
      if step.cmd != nil {
        try cluster.write((step.cmd ?? "") + "\n", to: "step.sh")
        let start = Date()
        figures.compare(step, try cluster.run("cd work && bash ../step.sh", limit: 120))
        delays.append(max(0, Date().timeIntervalSince(start) * speed - (step.took ?? 0)))
      } else if let pause = step.sleep {
        // The least of some: commands may be late for other reasons, too.
        let delay = delays.suffix(3).min() ?? 0
        Thread.sleep(forTimeInterval: max(0, pause - delay) / speed)
      } else if let wait = step.wait {
        try hold(until: wait)
      }
    }
    return figures
  }

  /// Asks again and again, as the recording did.
  ///
  /// The columns come straight from the server: starting kubectl takes so long that the Pod would
  /// have moved on.
  private func hold(until wait: RecordedScenario.Wait) throws {
    let limit = Date(timeIntervalSinceNow: (wait.timeout ?? 60) / speed + 5)
    while Date() < limit {
      if isMet(wait, try cluster.columns(ofPod: wait.pod)) { return }
      usleep(20_000)
    }
  }

  private func isMet(_ wait: RecordedScenario.Wait, _ row: [String]?) -> Bool {
    guard let row, row.count >= 4 else { return wait.gone == true }
    if wait.gone == true { return false }
    if let ready = wait.ready { return row[1] == ready }
    if let status = wait.status { return row[2] == status }
    if let restarts = wait.restarts { return (Int(row[3].prefix { $0 != " " }) ?? 0) >= restarts }
    return true
  }
}

extension PracticeCluster {
  /// Makes `sleep` and `timeout` in the test's commands follow the cluster's time.
  func shortenPauses(by speed: Double) throws {
    let shorten = "$(awk \"BEGIN { print ${1%s} / \(speed) }\")"
    try FileManager.default.createDirectory(
      at: folder.appending(path: "work"), withIntermediateDirectories: true)
    guard speed != 1 else { return }
    for (name, script) in [
      ("sleep", "exec /bin/sleep \(shorten)"),
      ("timeout", "limit=\(shorten); shift; exec /usr/bin/timeout $limit \"$@\""),
    ] {
      try write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: "bin/\(name)").path)
    }
  }

  /// What `kubectl get pod` would show of a Pod; nil where there is none.
  func columns(ofPod name: String) throws -> [String]? {
    struct Table: Decodable {
      struct Row: Decodable { var cells: [String] }
      var rows: [Row]
    }
    let form = "Accept: application/json;as=Table;v=v1;g=meta.k8s.io"
    let answer = try Command.run([
      "/usr/bin/curl", "-sk", "-m", "5", "-H", form, "-H", "Authorization: Bearer \(token)",
      "\(address)/api/v1/namespaces/default/pods/\(name)?includeObject=None",
    ])
    let table = try? JSONDecoder().decode(Table.self, from: Data(answer.output.utf8))
    return table?.rows.first?.cells
  }
}
