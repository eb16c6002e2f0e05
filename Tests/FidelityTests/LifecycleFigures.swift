import PodModel
import TestSupport

/// How far a replayed scenario agrees with the recorded one.
struct LifecycleFigures {
  /// One figure: how many of how many.
  struct Share {
    var right = 0
    var all = 0

    var percent: Double { all == 0 ? 100 : Double(right) * 100 / Double(all) }

    static func += (left: inout Share, right: Share) {
      left.right += right.right
      left.all += right.all
    }

    init() {}
    init(_ isRight: Bool) { (right, all) = (isRight ? 1 : 0, 1) }
  }

  /// The order of distinct READY, STATUS and RESTARTS.
  var rows = Share()
  /// The last states of all containers.
  var states = Share()
  var events = Share()
  /// Output and exit status of commands.
  var output = Share()
  var errors = Share()
  /// Moments at which rows begin.
  var timing = Share()
  /// What differs, in words.
  var differences: [String] = []

  static func += (left: inout LifecycleFigures, right: LifecycleFigures) {
    left.rows += right.rows
    left.states += right.states
    left.events += right.events
    left.output += right.output
    left.errors += right.errors
    left.timing += right.timing
  }

  init() {}

  init(recorded: Node, replayed: Node) {
    compareRows(recorded, replayed)
    compareStates(recorded, replayed)
    compareEvents(recorded, replayed)
    compareSteps(recorded, replayed)
  }

  // MARK: Rows

  private struct Row: Equatable {
    var text: String
    var time: Double
    static func == (left: Row, right: Row) -> Bool { left.text == right.text }
  }

  private static func rows(_ scenario: Node) -> [String: [Row]] {
    var result: [String: [Row]] = [:]
    for state in scenario["timeline"]?.list ?? [] {
      let pod = state["pod"]?.string ?? ""
      let restarts = (state["RESTARTS"]?.string ?? "").prefix { $0 != " " }
      let text = "\(state["READY"]?.string ?? "") \(state["STATUS"]?.string ?? "") \(restarts)"
      if result[pod]?.last?.text != text {
        result[pod, default: []].append(Row(text: text, time: number(state["t"])))
      }
    }
    return result
  }

  private static func number(_ node: Node?) -> Double {
    switch node?.content {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .null, .bool, .string, .list, .map, nil: -1
    }
  }

  private mutating func compareRows(_ recorded: Node, _ replayed: Node) {
    let (wanted, found) = (Self.rows(recorded), Self.rows(replayed))
    guard !wanted.isEmpty else { return }
    let isEqual = wanted == found
    rows += Share(isEqual)
    if !isEqual {
      for name in Set(wanted.keys).union(found.keys).sorted() where wanted[name] != found[name] {
        differences.append(
          "rows of \(name):\n      want \(Self.text(wanted[name]))\n      have \(Self.text(found[name]))"
        )
      }
      return
    }
    for (name, list) in wanted {
      for (row, other) in zip(list, found[name] ?? []) {
        let isNear = abs(row.time - other.time) <= max(1.5, row.time / 10)
        timing += Share(isNear)
        if !isNear {
          differences.append("time of \(row.text): want \(row.time), have \(other.time)")
        }
      }
    }
  }

  private static func text(_ rows: [Row]?) -> String {
    (rows ?? []).map { "\($0.text)@\($0.time)" }.joined(separator: ", ")
  }

  // MARK: States

  private static func states(_ scenario: Node) -> [String: String] {
    var last: [String: Node] = [:]
    for state in scenario["timeline"]?.list ?? [] { last[state["pod"]?.string ?? ""] = state }
    var result: [String: String] = [:]
    for (pod, state) in last {
      for list in ["initContainerStatuses", "containerStatuses"] {
        for container in state[list]?.list ?? [] {
          let name = "\(pod)/\(container["name"]?.string ?? "")"
          let entry = container["state"]?.entries?.first
          result[name] =
            "\(entry?.key ?? "-") \(entry?.value["reason"]?.string ?? "") "
            + "\(entry?.value["exitCode"]?.int ?? 0) \(container["restartCount"]?.int ?? 0)"
        }
      }
    }
    return result
  }

  private mutating func compareStates(_ recorded: Node, _ replayed: Node) {
    let (wanted, found) = (Self.states(recorded), Self.states(replayed))
    for (name, text) in wanted.sorted(by: { $0.key < $1.key }) {
      states += Share(found[name] == text)
      if found[name] != text {
        differences.append("end of \(name): want \(text), have \(found[name] ?? "nothing")")
      }
    }
  }

  // MARK: Events

  private static func events(_ scenario: Node) -> Set<String> {
    Set(
      (scenario["events"]?.list ?? []).map { event in
        "\(event["type"]?.string ?? "") \(event["reason"]?.string ?? "") "
          + RecordedText.normalized(event["message"]?.string ?? "")
      })
  }

  private mutating func compareEvents(_ recorded: Node, _ replayed: Node) {
    let (wanted, found) = (Self.events(recorded), Self.events(replayed))
    events.right += wanted.intersection(found).count
    events.all += wanted.union(found).count
    for text in wanted.subtracting(found).sorted() { differences.append("event missing: \(text)") }
    for text in found.subtracting(wanted).sorted() { differences.append("event too many: \(text)") }
  }

  // MARK: Steps

  private mutating func compareSteps(_ recorded: Node, _ replayed: Node) {
    for (step, other) in zip(recorded["steps"]?.list ?? [], replayed["steps"]?.list ?? []) {
      guard let command = step["cmd"]?.string else { continue }
      let same = { (key: String) in
        RecordedText.normalized(step[key]?.string ?? "")
          == RecordedText.normalized(other[key]?.string ?? "")
      }
      let isRight = same("stdout") && step["exit"] == other["exit"]
      output += Share(isRight)
      errors += Share(same("stderr"))
      if isRight && same("stderr") { continue }
      differences.append("$ \(command)")
      if step["exit"] != other["exit"] {
        differences.append(
          "  exit: want \(step["exit"]?.int ?? -1), have \(other["exit"]?.int ?? -1)")
      }
      for key in ["stdout", "stderr"] where !same(key) {
        differences += RecordedText.difference(
          RecordedText.normalized(step[key]?.string ?? ""),
          RecordedText.normalized(other[key]?.string ?? ""), title: key)
      }
    }
    let missing = (recorded["steps"]?.list?.count ?? 0) - (replayed["steps"]?.list?.count ?? 0)
    if missing > 0 {
      let left = (recorded["steps"]?.list ?? []).suffix(missing).filter { $0["cmd"] != nil }.count
      output.all += left
      errors.all += left
      differences.append("\(missing) steps were not reached")
    }
  }
}
