import Lessons
import PodModel

extension ContainerMoment {
  /// The moment in words, such as `Started of container nginx`.
  var words: String {
    let code = exitCode.map { " with exit code \($0)" } ?? ""
    switch container {
    case .named(let name): return "\(reason.rawValue)\(code) of container '\(name)'"
    case .anyInit: return "\(reason.rawValue)\(code) of an init container"
    case .anyRegular: return "\(reason.rawValue)\(code) of a regular container"
    }
  }
}

extension ContainerMoment.Choice {
  var name: String? {
    switch self {
    case .named(let name): name
    case .anyInit, .anyRegular: nil
    }
  }
}

/// What a Pod's containers went through, as its status and events tell it.
struct ContainerHistory {
  private let pod: Node
  private let events: [Node]

  init(pod: Node, events: [Node]) {
    self.pod = pod
    self.events = events
  }

  /// Something that happened, with its time in whole seconds.
  struct Happening: Comparable {
    var time: Int64
    /// The place among the Pod's events; nil for what only the status tells.
    var event: Int?

    static func < (left: Happening, right: Happening) -> Bool {
      if let first = left.event, let second = right.event { return first < second }
      return left.time < right.time
    }

    static func == (left: Happening, right: Happening) -> Bool {
      !(left < right) && !(right < left)
    }
  }

  /// The first time that it happened to one of the containers that are meant.
  func first(_ moment: ContainerMoment) -> Happening? {
    containers(moment.container).compactMap { name in
      switch moment.reason {
      case .created, .started: event(moment.reason.rawValue, of: name)
      case .completed: end(of: name, exitCode: moment.exitCode)
      }
    }.min()
  }

  /// Whether the status shows that one of the containers that are meant has run.
  func hasRun(_ moment: ContainerMoment) -> Bool {
    containers(moment.container).contains { name in
      let status = pod.containerStatus(named: name)
      return status?["state"]?["running"] != nil || status?["state"]?["terminated"] != nil
        || status?["lastState"]?["terminated"] != nil
    }
  }

  private func containers(_ choice: ContainerMoment.Choice) -> [String] {
    let spec = pod["spec"]
    let items: [Node] =
      switch choice {
      case .named(let name): pod.container(named: name).map { [$0.node] } ?? []
      case .anyInit:
        (spec?["initContainers"]?.list ?? []).filter { $0["restartPolicy"]?.string != "Always" }
      case .anyRegular: spec?["containers"]?.list ?? []
      }
    return items.compactMap { $0["name"]?.string }
  }

  private func event(_ reason: String, of container: String) -> Happening? {
    let index = events.firstIndex { event in
      event["reason"]?.string == reason
        && event["involvedObject"]?["fieldPath"]?.string?.hasSuffix("{\(container)}") == true
    }
    guard let index else { return nil }
    let time = events[index]["firstTimestamp"]?.string ?? events[index]["eventTime"]?.string
    return Happening(time: Self.seconds(time), event: index)
  }

  private func end(of container: String, exitCode: Int?) -> Happening? {
    let status = pod.containerStatus(named: container)
    let ends = [status?["lastState"]?["terminated"], status?["state"]?["terminated"]]
    let end = ends.compactMap { $0 }.first { end in
      exitCode == nil || end["exitCode"]?.int == exitCode
    }
    return end.map { Happening(time: Self.seconds($0["finishedAt"]?.string), event: nil) }
  }

  private static func seconds(_ text: String?) -> Int64 {
    text.flatMap { ClusterTime(rfc3339: $0)?.seconds } ?? 0
  }
}
