import Foundation
import PodModel
import PodSimulator
import Testing

/// How far the simulated cluster does what a real node did with the recorded Pods.
///
/// `PODLAB_FIDELITY_DIFF=1` lists what differs; `PODLAB_FIDELITY_ONLY=ID,…` replays only these.
@Suite struct LifecycleFidelityTests {
  /// Percentages that must be reached; raise them, never lower them.
  private static let floors = (
    rows: 97.6, states: 100.0, events: 99.8, output: 94.4, errors: 99.7, timing: 97.8
  )

  @Test func `does what a real node does`() throws {
    let environment = ProcessInfo.processInfo.environment
    let only = environment["PODLAB_FIDELITY_ONLY"].map {
      Set($0.split(separator: ",").map(String.init))
    }
    var total = LifecycleFigures()
    var categories: [String: LifecycleFigures] = [:]
    var count = 0
    for scenario in try Self.scenarios() {
      let id = scenario["id"]?.string ?? ""
      if let only, !only.contains(id) { continue }
      count += 1
      let clock = ContinuousClock()
      let begin = clock.now
      let replayed = ScenarioReplay.replay(scenario)
      let took = clock.now - begin
      if took > .seconds(2) { print("\(id) took \(took)") }
      let figures = LifecycleFigures(recorded: scenario, replayed: replayed)
      total += figures
      categories[scenario["category"]?.string ?? "", default: LifecycleFigures()] += figures
      if environment["PODLAB_FIDELITY_DIFF"] != nil {
        let gaps = (replayed["notModelled"]?.strings ?? []).map { "not modelled: \($0)" }
        if !(figures.differences + gaps).isEmpty {
          print("## \(id)\n    " + (gaps + figures.differences).joined(separator: "\n    "))
        }
      }
    }
    print(Self.table(total, categories))
    guard only == nil else { return }
    #expect(count > 180)
    #expect(total.rows.percent >= Self.floors.rows)
    #expect(total.states.percent >= Self.floors.states)
    #expect(total.events.percent >= Self.floors.events)
    #expect(total.output.percent >= Self.floors.output)
    #expect(total.errors.percent >= Self.floors.errors)
    #expect(total.timing.percent >= Self.floors.timing)
  }

  private static func scenarios() throws -> [Node] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("GroundTruth/lifecycle")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
      .map { try JSON.node(in: Array(Data(contentsOf: folder.appendingPathComponent($0)))) }
  }

  private static func table(
    _ total: LifecycleFigures, _ categories: [String: LifecycleFigures]
  ) -> String {
    let rows = categories.sorted { $0.key < $1.key } + [("all", total)]
    let head = ["", "rows", "states", "events", "output", "errors", "timing"]
    let lines = rows.map { name, figures in
      [name]
        + [
          figures.rows, figures.states, figures.events, figures.output, figures.errors,
          figures.timing,
        ].map { "\(String(format: "%.1f", $0.percent)) (\($0.right)/\($0.all))" }
    }
    return ([head] + lines).map { line in
      line.map { $0.padding(toLength: 19, withPad: " ", startingAt: 0) }.joined()
    }.joined(separator: "\n")
  }
}
