import ByteText
import Grader
import Lessons
import PodModel

/// Waits for the moment at which a log is read, and judges it.
struct LogWatch {
  let demand: LogDemand
  let pod: String
  private var startedAt: Duration?

  /// A container that has not started after so long is not waited for.
  private static let patience: Duration = .seconds(60)

  init(demand: LogDemand, pod: String) {
    self.demand = demand
    self.pod = pod
  }

  mutating func look(_ look: Look, on stage: BehaviourStage) async -> WatchOutcome? {
    if startedAt == nil, look.isNew {
      let status = look.pod?.containerStatus(named: demand.container)
      let isStarted =
        status?["state"]?["running"] != nil || status?["state"]?["terminated"] != nil
        || status?["lastState"]?["terminated"] != nil
      if isStarted { startedAt = look.elapsed }
    }
    guard let moment = moment(look), look.elapsed >= moment else { return nil }
    return await LogReading(demand: demand, pod: pod, stage: stage).shortfall()
      .map { .failed($0) } ?? .passed
  }

  /// When the log is to be read; nil while that is not known.
  private func moment(_ look: Look) -> Duration? {
    switch demand.moment {
    case .within: .zero
    case .afterReady(let time): look.readyAt.map { $0 + time }
    case .afterStart(let time):
      startedAt.map { $0 + time } ?? (look.elapsed >= Self.patience ? look.elapsed : nil)
    }
  }
}

/// Takes the steps before a log check and reads the log until it is as expected.
struct LogAct {
  let demand: LogDemand
  let pod: String
  let stage: BehaviourStage

  func finding() async throws(BehaviourStage.StepFailure) -> Finding {
    try await stage.take(demand.before, pod: pod)
    var reading = LogReading(demand: demand, pod: pod, stage: stage)
    if case .conversion(let conversion) = demand.content, let later = conversion.later {
      await reading.gatherLaterLines(of: conversion, over: later)
    }
    let limit: Int
    switch demand.moment {
    case .within(let time), .afterReady(let time), .afterStart(let time): limit = time.wholeSeconds
    }
    var last: Shortfall?
    let end = await stage.cluster.now.advanced(by: .seconds(limit))
    for second in 0...limit {
      if second > 0 { await stage.cluster.sleep(for: .seconds(1)) }
      last = await reading.shortfall()
      if last == nil { return .passed }
      if await stage.cluster.hindrance != nil { break }
      if await stage.cluster.now >= end { break }
    }
    guard let last else { return .passed }
    return await Diagnosis(stage: stage, pod: pod).finding(for: last)
  }
}

/// Compares a container's log with what is expected.
struct LogReading {
  let demand: LogDemand
  let pod: String
  let stage: BehaviourStage
  /// Converted lines that the source got while they were gathered.
  private var laterLines: [String]?

  init(demand: LogDemand, pod: String, stage: BehaviourStage) {
    self.demand = demand
    self.pod = pod
    self.stage = stage
  }

  /// What is not as expected; nil where all is.
  func shortfall() async -> Shortfall? {
    let container = demand.container
    guard let object = await stage.pod(pod), object.container(named: container) != nil else {
      return Shortfall(
        expected: "Pod '\(pod)' must have a container '\(container)'", found: "it has none")
    }
    switch demand.content {
    case .text(let expectation):
      let text = await log(includingPrevious: demand.previous)
      guard let mismatch = mismatches(expected: expectation, actual: Node(.string(text))).first
      else { return nil }
      return Shortfall(
        container: container, expected: "the log of container '\(container)' \(mismatch.expected)",
        found: text.isEmpty ? "it is empty" : "it ends: \(text.excerpt)")
    case .conversion(let conversion):
      if conversion.later != nil { return await shortfallOfLaterLines(conversion) }
      return await shortfallOfFirstLines(conversion)
    }
  }

  private func log(includingPrevious: Bool) async -> String {
    let current = await stage.log(ofPod: pod, container: demand.container, previous: false) ?? ""
    guard includingPrevious else { return current }
    let earlier = await stage.log(ofPod: pod, container: demand.container, previous: true) ?? ""
    return earlier + current
  }

  // MARK: Conversions

  /// The whole lines of a text.
  private static func lines(_ text: String) -> [Substring] {
    let lines = text.split(at: "\n", omittingEmptySubsequences: false)
    return Array(lines.dropLast())
  }

  private func source(of conversion: LineConversion) async -> [String]? {
    let result = try? await stage.run(
      ["cat", conversion.path], inPod: pod, container: conversion.container)
    guard let result, result.exitCode == 0 else { return nil }
    return conversion.converted(Self.lines(result.output))
  }

  private func demandOf(_ conversion: LineConversion) -> String {
    "container '\(demand.container)' must print each line of \(conversion.path) in the wanted form"
  }

  private func shortfallOfFirstLines(_ conversion: LineConversion) async -> Shortfall? {
    let text = await log(includingPrevious: demand.previous)
    let expected = demandOf(conversion)
    func short(_ found: String) -> Shortfall {
      Shortfall(container: demand.container, expected: expected, found: found)
    }
    guard let wanted = await source(of: conversion), !wanted.isEmpty else {
      return short(
        "\(conversion.path) in container '\(conversion.container)' is empty or cannot be read")
    }
    let found = Self.lines(text).filter(conversion.template.matches)
    for (index, line) in found.enumerated() {
      guard wanted.indices.contains(index) else { return short("there are more lines than that") }
      guard wanted[index] == line else {
        return short("line \(index + 1) is '\(line)', wanted is '\(wanted[index])'")
      }
    }
    guard found.count < conversion.atLeast else { return nil }
    return short(
      "\(found.count) lines of that form, wanted are \(conversion.atLeast)"
        + (text.isEmpty ? "; the log is empty" : "; the log begins: \(text.beginning)"))
  }

  /// Waits while the source gets more lines, and remembers what they must become.
  mutating func gatherLaterLines(of conversion: LineConversion, over time: Duration) async {
    let earlier = await source(of: conversion) ?? []
    await stage.cluster.sleep(for: time)
    laterLines = Array((await source(of: conversion) ?? []).dropFirst(earlier.count))
  }

  private func shortfallOfLaterLines(_ conversion: LineConversion) async -> Shortfall? {
    let whole = await stage.cluster.wholeLog(
      ofPod: pod, container: demand.container, in: stage.namespace(ofPod: pod))
    let text: String
    if let whole { text = whole } else { text = await log(includingPrevious: true) }
    let found = Self.lines(text).filter(conversion.template.matches)
    let expected = demandOf(conversion) + ", and each once"
    func short(_ found: String) -> Shortfall {
      Shortfall(container: demand.container, expected: expected, found: found)
    }
    var seen: Set<Substring> = []
    for line in found where !seen.insert(line).inserted { return short("twice: '\(line)'") }
    guard let laterLines, !laterLines.isEmpty else {
      return short("\(conversion.path) in container '\(conversion.container)' got no more lines")
    }
    let missing = laterLines.filter { !seen.contains(Substring($0)) }
    guard let first = missing.first else { return nil }
    return short(
      "\(missing.count) of \(laterLines.count) later lines are missing, such as '\(first)'")
  }
}

extension String {
  /// The first lines, short enough for a report.
  fileprivate var beginning: String {
    textLines().prefix(3).joined(separator: "\n").excerpt
  }
}
