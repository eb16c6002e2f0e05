import Cells
import LabSession
import Lessons

/// Simulation or real cluster.
extension Model {
  /// From the simulation to the real cluster, or back.
  mutating func switchWorld() -> [Effect] {
    switch world {
    case .simulated:
      world = .connecting
      notice = Notice(.information, "Asking kubectl which cluster there is…")
      return [.connectCluster(isAgreed: false)]
    case .connecting, .cluster:
      world = .simulated
      notice = Notice(.information, "Pods run in the simulation again.")
      return [.leaveCluster]
    }
  }

  mutating func runAgain() -> [Effect] {
    guard case .cluster = world, let task = attempt?.task.id else {
      notice = Notice(
        .information, "Only a real cluster needs a second try: C runs your Pods on one.")
      return []
    }
    return [.runAgain(task: task)]
  }

  /// Takes news of the real cluster; those that come after it was left mean nothing any more.
  mutating func hear(_ news: ClusterWorker.News) -> [Effect] {
    if case .complained(let text) = news {
      notice = Notice(.problem, text)
      return []
    }
    switch (world, news) {
    case (.connecting, .asks(let question)):
      notice = nil
      open(.question(.cluster(question)))
    case (.connecting, .connected(let context)):
      world = .cluster(context: context, isRunning: false)
      notice = Notice(.good, "Your Pods run on cluster '\(context)' now; C goes back.")
      return [.useCluster]
    case (.connecting, .failed(let why)):
      world = .simulated
      notice = Notice(.problem, why)
    case (.cluster(let context, _), .running):
      world = .cluster(context: context, isRunning: true)
    case (.cluster(let context, _), .ran):
      world = .cluster(context: context, isRunning: false)
      return [.gradeAgain]
    case (_, _): break
    }
    return []
  }
}

extension Model.World {
  /// What the header says; empty for the simulation.
  var label: String {
    switch self {
    case .simulated: ""
    case .connecting: "real cluster: connecting"
    case .cluster(let context, let isRunning):
      "real cluster: \(context)" + (isRunning ? " · running" : "")
    }
  }
}
