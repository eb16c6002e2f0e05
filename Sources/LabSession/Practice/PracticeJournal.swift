import Kernel
package import Kubectl
package import PodModel
import PodSimulator

/// Everything that was done to a practice cluster, in order: whoever replays it has the same cluster.
///
/// Times are nanoseconds since 1970 on the cluster's clock, which stands still while nobody calls
/// kubectl for longer than `longestGap`.
package struct PracticeJournal: Sendable, Equatable {
  /// What happened at one moment.
  package struct Record: Sendable, Equatable {
    /// Records count up from 1.
    package var number: Int
    package var time: ClusterTime
    package var event: Event
  }

  /// What happened at a moment.
  package enum Event: Sendable, Equatable {
    /// kubectl was called; the record's number is the call's from now on.
    case call(Call)
    /// The world outside answered a question of a call.
    case answer(call: Int, question: Int, PracticeAnswer)
    /// A call was broken off.
    case interrupt(call: Int)
  }

  /// How kubectl was called.
  package struct Call: Sendable, Equatable {
    /// The words behind `kubectl`.
    package var arguments: [String]
    package var isInputTerminal: Bool
    /// How large the caller's terminal was; nil where there was none.
    package var size: ConsoleSize?
    /// The variables that the call looked at.
    package var environment: [String: String] = [:]
  }

  /// Two moments that are the same one on both clocks.
  package struct Clock: Sendable, Equatable {
    package var wall: Int64
    package var cluster: ClusterTime
  }

  /// While nobody looks, no more time than this passes: replays stay cheap, and Pods young.
  static let longestGap: Int64 = 300_000_000_000
  /// After so long without a call the clocks are compared anew, well before the longest gap.
  static let comparison: Int64 = 60_000_000_000

  /// The podlab that wrote the journal; another one may simulate differently.
  package var program: String
  /// When the cluster was made; no two journals of one folder have the same.
  package var start: ClusterTime
  package var clock: Clock
  /// What was there from the start; empty for what every new cluster has.
  package var objects: [Node] = []
  /// The configuration from the start.
  package var configuration = KubectlConfiguration()
  package var records: [Record] = []
  /// What of the simulation's gaps the user has been told.
  package var told: [String] = []
  /// The number of the record that was added last; it is never given again.
  var lastNumber = 0

  /// The journal of a cluster that is made now.
  package init(program: String, wall: Int64) {
    self.program = program
    start = ClusterTime(nanoseconds: wall)
    clock = Clock(wall: wall, cluster: start)
  }

  /// A journal with the same cluster and no past.
  init(shortening journal: PracticeJournal, to world: PracticeWorld, wall: Int64) {
    program = journal.program
    start = world.now
    clock = Clock(wall: wall, cluster: start)
    objects = world.cluster.keptObjects
    configuration = world.configuration
    told = journal.told
  }

  /// The cluster's time at a moment of the real clock.
  package func time(atWall wall: Int64) -> ClusterTime {
    let (passed, overflow) = wall.subtractingReportingOverflow(clock.wall)
    let gap = overflow ? Self.longestGap : min(max(passed, 0), Self.longestGap)
    return ClusterTime(nanoseconds: clock.cluster.nanoseconds.saturatingAdd(gap))
  }

  /// Whether the clocks have to be compared anew, lest time get lost.
  func needsComparison(atWall wall: Int64) -> Bool {
    wall < clock.wall || wall &- clock.wall > Self.comparison
  }

  /// Holds that both clocks show this moment.
  mutating func compareClocks(atWall wall: Int64) {
    clock = Clock(wall: wall, cluster: time(atWall: wall))
  }

  /// Lets the cluster's time jump ahead.
  mutating func skip(_ duration: Duration) {
    clock.cluster.nanoseconds = clock.cluster.nanoseconds.saturatingAdd(
      duration.wholeNanoseconds)
  }

  /// Remembers the variables that a call has looked at.
  mutating func setEnvironment(_ environment: [String: String], ofCall number: Int) {
    guard let index = records.lastIndex(where: { $0.number == number }),
      case .call(var call) = records[index].event
    else { return }
    call.environment = environment
    records[index].event = .call(call)
  }

  /// Adds what happened and returns its number.
  @discardableResult
  mutating func add(_ event: Event, at time: ClusterTime) -> Int {
    lastNumber += 1
    records.append(Record(number: lastNumber, time: time, event: event))
    return lastNumber
  }

  /// Takes out a call that changed nothing.
  mutating func forget(call: Int) {
    records.removeAll { record in
      switch record.event {
      case .call: return record.number == call
      case .answer(let number, _, _), .interrupt(let number): return number == call
      }
    }
  }

  /// Bytes that were taken from the world outside.
  var size: Int {
    records.reduce(0) { sum, record in
      switch record.event {
      case .call(let call): sum + call.arguments.reduce(0) { $0 + $1.utf8.count }
      case .answer(_, _, let answer): sum + answer.size
      case .interrupt: sum
      }
    }
  }
}

extension Int64 {
  fileprivate func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
