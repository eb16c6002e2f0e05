import Kernel
import Kubectl
import PodModel
import PodSimulator

/// A simulated cluster in which the calls of a journal happen.
///
/// It is driven by one thread, and ended with `end`.
final class PracticeWorld {
  let cluster: SimulatedCluster
  /// What `kubectl config` has changed.
  var configuration = KubectlConfiguration()
  /// Calls that have not ended.
  private var calls: [Int: PracticeCall] = [:]
  /// The last record that has happened here.
  private var lastNumber = 0

  init(_ journal: PracticeJournal, _ registry: ImageRegistry) {
    var setup = SimulatedCluster.Setup.practice(
      start: VirtualTime(nanoseconds: journal.start.nanoseconds))
    setup.registry = registry
    cluster = SimulatedCluster(setup)
    _ = cluster.restore(journal.objects)
    configuration = journal.configuration
  }

  deinit { end() }

  /// Ends the cluster and everything in it.
  func end() {
    for call in calls.values { call.interrupt() }
    calls = [:]
    cluster.end()
  }

  var now: ClusterTime { ClusterTime(nanoseconds: cluster.kernel.now.nanoseconds) }

  /// What was wanted of the simulation and it does not have.
  var missing: [String] { cluster.notModelled }

  var hasPods: Bool { cluster.keptObjects.contains { $0["kind"]?.string == "Pod" } }

  /// Why nothing can happen in it any more; nil as long as something can.
  var limit: String? { cluster.kernel.reachedLimit.map(\.rawValue) }

  /// Lets the records happen that are new, and then the time up to `time`.
  func run(_ records: [PracticeJournal.Record], until time: ClusterTime) {
    for record in records.drop(while: { $0.number <= lastNumber }) {
      run(until: record.time)
      lastNumber = record.number
      switch record.event {
      case .call(let start): begin(start, as: record.number, lookUp: nil)
      case .answer(let call, let question, let answer): calls[call]?.answer(question, answer)
      case .interrupt(let call): calls[call]?.interrupt()
      }
    }
    run(until: time)
    settle()
  }

  /// Lets everything happen that can at this moment.
  ///
  /// A replay stops at the moments of the records alone; running up to the very moment that a
  /// record gets makes both alike where programs are busy then.
  func settle() { run(until: now) }

  private func run(until time: ClusterTime) {
    let time = VirtualTime(nanoseconds: time.nanoseconds)
    let kernel = cluster.kernel
    // The kernel's clock stands still where nothing can ever happen by itself.
    if cluster.run(until: time) == .idle, kernel.now < time {
      kernel.advance(by: time - kernel.now)
    }
  }

  /// Starts a call of kubectl; `number` is nil for one that is in no journal.
  @discardableResult
  func begin(
    _ start: PracticeJournal.Call, as number: Int?, lookUp: ((String) -> String?)?
  ) -> PracticeCall {
    let call = PracticeCall(start, in: self, lookUp: lookUp)
    let client = PracticeClient(cluster: cluster, call: call)
    if let number { calls[number] = call }
    cluster.kernel.startTask { [weak self] in
      call.status = await Kubectl(cluster: client, console: call).run(start.arguments)
      if let number { self?.calls[number] = nil }
    }
    return call
  }

  /// Has happened here already, as the session's own doing.
  func skip(to number: Int) { lastNumber = max(lastNumber, number) }
}
