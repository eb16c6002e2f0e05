import Grader
import Lessons
import PodModel

/// Watches for a state that must be reached and kept.
struct StateWatch {
  let demand: StateDemand
  let pod: String
  private var since: Duration?
  private var shortfall: Shortfall?

  init(demand: StateDemand, pod: String) {
    self.demand = demand
    self.pod = pod
  }

  mutating func look(_ look: Look) -> WatchOutcome? {
    if look.isNew { shortfall = shortfall(at: look) }
    if let again = demand.again, let since, look.elapsed - since < again { return nil }
    let within = demand.within
    guard let shortfall else { return reached(look) }
    if since != nil, demand.onEnd == nil {
      let after = look.elapsed - (since ?? .zero)
      let lasting = lasting(look)
      return .failed(
        Shortfall(
          expected: shortfall.expected + lasting,
          found: "after \(after.wholeSeconds) s " + shortfall.found))
    }
    since = nil
    guard look.elapsed >= within else { return nil }
    return .failed(
      Shortfall(
        expected: shortfall.expected + " within \(within.wholeSeconds) s",
        found: shortfall.found))
  }

  private mutating func reached(_ look: Look) -> WatchOutcome? {
    let start = since ?? look.elapsed
    let (pod, within) = (pod, demand.within)
    // A state that must last may begin in the last moment, but not later.
    if since == nil, look.elapsed > demand.within {
      return .failed(
        Shortfall(
          expected: "Pod '\(pod)' must be there within \(within.wholeSeconds) s",
          found: "it took longer"))
    }
    since = start
    return look.elapsed - start >= wantedDuration(look) ? .passed : nil
  }

  private func lasting(_ look: Look) -> String {
    let seconds = wantedDuration(look).wholeSeconds
    return demand.again == nil ? " for \(seconds) s" : " once more after \(seconds) s"
  }

  private func wantedDuration(_ look: Look) -> Duration {
    if let onEnd = demand.onEnd ?? demand.again { return onEnd }
    guard let throughout = demand.throughout else { return .zero }
    guard let longer = demand.throughoutWithLivenessProbe else { return throughout }
    let spec = look.pod?["spec"]
    let containers =
      (spec?["containers"]?.list ?? []) + (spec?["initContainers"]?.list ?? [])
    return containers.contains { $0["livenessProbe"] != nil } ? longer : throughout
  }

  /// What is not as expected at this moment; nil where all is.
  private func shortfall(at look: Look) -> Shortfall? {
    guard let object = look.pod else {
      return Shortfall(
        expected: "Pod '\(pod)' must be there", found: "there is no Pod '\(pod)'")
    }
    let columns = PodPrinter.columns(object, at: look.now)
    for column in demand.columns {
      let cell =
        switch column.heading {
        case .ready: columns.ready
        case .status: columns.status
        case .restarts: columns.restarts
        }
      let found = mismatches(expected: column.expectation, actual: Node(.string(cell)))
      if let mismatch = found.first {
        return Shortfall(
          expected: "\(column.heading.rawValue) of Pod '\(pod)' \(mismatch.expected)",
          found: "READY \(columns.ready) STATUS \(columns.status) RESTARTS \(columns.restarts)")
      }
    }
    guard let mismatch = demand.object.flatMap({ mismatches(expected: $0, actual: object).first })
    else { return nil }
    return Shortfall(
      expected: "`\(mismatch.path)` of Pod '\(pod)' \(mismatch.expected)",
      found: "it was \(mismatch.found)")
  }
}
