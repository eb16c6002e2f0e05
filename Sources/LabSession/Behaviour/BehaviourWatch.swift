import Grader
import Lessons
import PodModel

/// What is seen of a Pod at one moment.
struct Look {
  var now: ClusterTime
  /// Since the Pod was created.
  var elapsed: Duration
  var pod: Node?
  /// Whether the Pod is another than at the look before.
  var isNew: Bool
  /// When every container was ready first, or hope for that was given up.
  var readyAt: Duration?
}

/// Watches one Pod until one check is decided.
enum BehaviourWatch {
  case state(StateWatch)
  case order(OrderWatch)
  case log(LogWatch)

  /// Looks at the Pod; not nil once the check is decided.
  mutating func look(_ look: Look, on stage: BehaviourStage) async -> WatchOutcome? {
    switch self {
    case .state(var watch):
      let outcome = watch.look(look)
      self = .state(watch)
      return outcome
    case .order(let watch): return await watch.look(look, on: stage)
    case .log(var watch):
      let outcome = await watch.look(look, on: stage)
      self = .log(watch)
      return outcome
    }
  }
}

/// How a watch ended.
enum WatchOutcome {
  case passed
  case failed(Shortfall)
}

/// Watches for the order of what containers went through.
struct OrderWatch {
  let moments: [ContainerMoment]
  let within: Duration
  let pod: String

  func look(_ look: Look, on stage: BehaviourStage) async -> WatchOutcome? {
    let isLast = look.elapsed >= within
    guard let object = look.pod, look.isNew || isLast else {
      return isLast ? .failed(Shortfall(expected: demand, found: "there is no Pod '\(pod)'")) : nil
    }
    let history = ContainerHistory(pod: object, events: await stage.events(about: object))
    var found: [ContainerHistory.Happening] = []
    for moment in moments {
      guard let happening = history.first(moment) else {
        // What comes later in the list has happened already: it was too late for this. Events may be
        // newer than the Pod beside them, so its status must know of that, too.
        let isTooLate = moments.last.map { history.first($0) != nil && history.hasRun($0) } ?? false
        guard isLast || isTooLate else { return nil }
        return .failed(
          Shortfall(
            container: moment.container.name, expected: demand,
            found: "\(moment.words) did not happen" + (isTooLate ? " before that" : "")))
      }
      found.append(happening)
    }
    for (index, pair) in zip(found, found.dropFirst()).enumerated() where pair.1 < pair.0 {
      return .failed(
        Shortfall(
          container: moments[index].container.name, expected: demand,
          found: "\(moments[index + 1].words) came first"))
    }
    return .passed
  }

  private var demand: String { moments.map(\.words).joined(separator: " must come before ") }
}
