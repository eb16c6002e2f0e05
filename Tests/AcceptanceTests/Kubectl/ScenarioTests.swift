import Foundation
import Synchronization
import TestSupport
import Testing

/// Recorded scenarios, played again with a real kubectl against the practice cluster.
///
/// By default a few short ones are played; `PODLAB_SCENARIOS=all` plays all, `PODLAB_SCENARIOS=ID,…`
/// only these, and `PODLAB_FIDELITY_DIFF=1` lists what differs. `PODLAB_SCENARIO_SPEED` is how much
/// faster than the clock the clusters' time passes (1.5), `PODLAB_SCENARIO_WIDTH` how many are played
/// at a time (4).
@Suite struct ScenarioTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let speed = environment["PODLAB_SCENARIO_SPEED"].flatMap(Double.init) ?? 1.5
  private static let width = environment["PODLAB_SCENARIO_WIDTH"].flatMap(Int.init) ?? 4
  /// Percentages that must be reached; raise them, never lower them.
  private static let floors = (output: 90.0, errors: 95.0)
  private static let sample: Set = [
    "cli-errors", "delete-nginx", "hook-poststart", "init-echo-page", "init-exit1-never",
    "native-basic", "nx-change", "nx-two-files", "run-once-job", "sidecar-exit1", "vol-shared",
  ]

  @Test(.enabled(if: !RealKubectl.installed.isEmpty, "there is no kubectl in PATH"))
  func `recorded scenarios go as they went on a real cluster`() throws {
    let scenarios = try Self.wanted()
    let figures = Self.play(scenarios)
    let output = ScenarioFigures.percent(figures.output)
    let errors = ScenarioFigures.percent(figures.errors)
    if Self.environment["PODLAB_FIDELITY_DIFF"] != nil {
      print(figures.differences.joined(separator: "\n"))
    }
    print(
      "\(scenarios.count) scenarios: output \(figures.output.right)/\(figures.output.all), "
        + "errors \(figures.errors.right)/\(figures.errors.all)")
    #expect(output >= Self.floors.output)
    #expect(errors >= Self.floors.errors)
  }

  private static func wanted() throws -> [RecordedScenario] {
    let all = try RecordedScenario.all()
    switch environment["PODLAB_SCENARIOS"] {
    case "all": return all
    case .some(let names):
      let ids = Set(names.split(separator: ",").map(String.init))
      return all.filter { ids.contains($0.id) }
    case nil: return all.filter { sample.contains($0.id) }
    }
  }

  /// Plays some at a time, each on a thread of its own: they mostly wait.
  private static func play(_ scenarios: [RecordedScenario]) -> ScenarioFigures {
    let state = Mutex((rest: scenarios[...], total: ScenarioFigures()))
    let group = DispatchGroup()
    for _ in 0..<width {
      group.enter()
      Thread.detachNewThread {
        while let scenario = state.withLock({ $0.rest.popFirst() }) {
          let figures = playOne(scenario)
          state.withLock { $0.total += figures }
        }
        group.leave()
      }
    }
    group.wait()
    return state.withLock { $0.total }
  }

  private static func playOne(_ scenario: RecordedScenario) -> ScenarioFigures {
    guard let kubectl = scenario.kubectl else { return ScenarioFigures() }
    var figures = ScenarioFigures()
    do {
      figures = try ScenarioPlayer(scenario, kubectl, speed: speed).play()
    } catch {
      figures.output.all += scenario.steps.count
      figures.differences.append("not played: \(error)")
    }
    if !figures.differences.isEmpty { figures.differences.insert("## \(scenario.id)", at: 0) }
    return figures
  }
}
