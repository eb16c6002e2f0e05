import Kernel
import PodModel
import PodSimulator

/// Runs manifests on a simulated cluster and records what their Pods do.
struct SimulationRun {
  /// Something that happens at a moment of the simulated time.
  struct Action {
    var time: Duration
    /// A shell's command line.
    var command: String
  }

  /// A command with what it printed.
  struct Outcome {
    var action: Action
    var status: Int
    var output: String
    var errors: String
  }

  struct Recording {
    var timeline: Timeline
    /// What kubectl said to each file.
    var created: [Outcome] = []
    /// Commands that came to their ends, in the order in which they did.
    var outcomes: [Outcome] = []
    /// What the simulation does not have; the recording is no evidence then.
    var notModelled: [String] = []
  }

  /// Manifests, by names that a shell needs not quote.
  var files: [(name: String, text: String)]
  var actions: [Action]
  var until: Duration
  var registry = ImageRegistry.stock

  func record() -> Recording {
    var limits = Limits.generous
    // Logs are kept for the report.
    limits.output = Limits().output
    let cluster = SimulatedCluster(SimulatedCluster.Setup(registry: registry, limits: limits))
    defer { cluster.end() }
    let station = Workstation(
      cluster: cluster,
      files: Dictionary(files.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 }))
    var created: [Outcome] = []
    var outcomes: [Outcome] = []
    cluster.kernel.startTask {
      for file in files {
        let action = Action(time: .zero, command: "kubectl create -f \(file.name)")
        if let outcome = await Self.run(action, on: station) { created.append(outcome) }
      }
    }
    for action in actions {
      cluster.kernel.startTask {
        await cluster.sleep(for: action.time)
        if let outcome = await Self.run(action, on: station) { outcomes.append(outcome) }
      }
    }
    cluster.run(until: cluster.started + until)
    return Recording(
      timeline: cluster.timeline, created: created, outcomes: outcomes,
      notModelled: cluster.notModelled)
  }

  /// Nil when the simulation ends before the command does.
  private static func run(_ action: Action, on station: Workstation) async -> Outcome? {
    guard let outcome = try? await station.run(action.command) else { return nil }
    return Outcome(
      action: action, status: outcome.status, output: outcome.output, errors: outcome.errors)
  }
}
