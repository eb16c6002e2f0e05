import PodModel

@testable import KubectlCluster

/// A machine with a kubectl that says what a test wants, on a clock that jumps.
final class FakeHost: KubectlHost {
  /// What a call prints, and how long it takes.
  struct Answer {
    var output = ""
    var errors = ""
    var status: Int32 = 0
    var delay: Duration = .zero
    /// What comes later, for calls that go on.
    var later: [(delay: Duration, output: String)] = []
    /// Whether it never ends by itself.
    var isEndless = false

    static func json(_ node: Node) -> Answer { Answer(output: node.json) }
    static func refused(_ errors: String, status: Int32 = 1) -> Answer {
      Answer(errors: errors + "\n", status: status)
    }
  }

  var now = ClusterTime(nanoseconds: 1_767_225_600_000_000_000)
  var answer: (_ words: [String], _ input: Node?) -> Answer? = { _, _ in nil }
  var interruptAt: Int?
  private(set) var calls: [[String]] = []
  private(set) var inputs: [Node] = []
  private var isForgiven = false

  /// The calls without what stands in every one.
  var commands: [String] {
    calls.map { words in
      words.filter { !$0.hasPrefix("--request-timeout") }.drop { $0 == "--context" || $0 == "test" }
        .joined(separator: " ")
    }
  }

  var isInterrupted: Bool { !isForgiven && interruptAt.map { calls.count >= $0 } ?? false }

  func forgiveInterruption() { isForgiven = true }

  func start(
    _ arguments: [String], input: [UInt8]?
  ) throws(KubectlFailure) -> any KubectlProcess {
    calls.append(arguments)
    let node = input.flatMap { try? JSON.node(in: $0) }
    if let node { inputs.append(node) }
    let words = arguments.drop { $0 == "--context" || $0 == "test" }
    return FakeProcess(answer(Array(words), node) ?? Answer(), from: now)
  }

  func wait(for processes: [any KubectlProcess], until deadline: ClusterTime) {
    let own = processes.compactMap { $0 as? FakeProcess }
    let next = own.compactMap(\.nextEvent).min() ?? deadline
    now = max(now, min(next, deadline))
    for process in own { process.time = now }
  }
}

final class FakeProcess: KubectlProcess {
  var time: ClusterTime
  private var output: [(time: ClusterTime, text: String)]
  private var errors: String
  private let finish: ClusterTime?
  private let status: Int32
  private(set) var isKilled = false

  init(_ answer: FakeHost.Answer, from start: ClusterTime) {
    time = start
    var moment = start.advanced(by: answer.delay)
    output = answer.output.isEmpty ? [] : [(moment, answer.output)]
    for piece in answer.later {
      moment = moment.advanced(by: piece.delay)
      output.append((moment, piece.output))
    }
    errors = answer.errors
    finish = answer.isEndless ? nil : moment
    status = answer.status
  }

  var nextEvent: ClusterTime? { output.first?.time ?? finish }

  func takeOutput() -> [UInt8] {
    let ready = output.prefix { $0.time <= time }
    output.removeFirst(ready.count)
    return ready.flatMap { Array($0.text.utf8) }
  }

  func takeErrors() -> [UInt8] {
    guard let finish, finish <= time else { return [] }
    defer { errors = "" }
    return Array(errors.utf8)
  }

  var exitStatus: Int32? {
    guard let finish, finish <= time, output.isEmpty, errors.isEmpty else { return nil }
    return status
  }

  func end() { isKilled = true }
}
