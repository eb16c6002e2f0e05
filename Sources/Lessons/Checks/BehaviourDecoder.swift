import PodModel

/// Reads the checks of behaviour and collects what is wrong with them.
struct BehaviourDecoder {
  var problems: [Problem] = []
  var expectations = ExpectationDecoder()

  mutating func report(_ message: String, at node: Node, suggestion: String? = nil) {
    problems.append(Problem(message, position: node.position, suggestion: suggestion))
  }

  /// Notes every key that is not known.
  mutating func allow(_ known: [String], in node: Node, of owner: String) {
    guard let entries = node.entries else {
      report("\(owner) must be a mapping", at: node)
      return
    }
    for entry in entries where !known.contains(entry.key) {
      problems.append(
        Problem(
          "unknown key '\(entry.key)' of \(owner)",
          position: entry.keyPosition ?? entry.value.position,
          suggestion: entry.key.suggestion(among: known)))
    }
  }

  /// A text that must be there.
  mutating func text(_ key: String, in node: Node, of owner: String) -> String {
    guard let value = node[key] else {
      report("`\(key)` of \(owner) is missing", at: node)
      return ""
    }
    guard let text = value.string, !text.isEmpty else {
      report("`\(key)` must be a text that is not empty", at: value)
      return ""
    }
    return text
  }

  /// A time such as `30s` or `2m`; nil where the key is not there.
  mutating func duration(_ key: String, in node: Node) -> Duration? {
    node[key].map { duration($0, of: key) }
  }

  mutating func duration(_ node: Node, of key: String) -> Duration {
    let text = node.string ?? ""
    let number = Int64(text.dropLast())
    guard let number, (1...3600).contains(number), text.hasSuffix("s") || text.hasSuffix("m") else {
      report("`\(key)` must be a time such as 30s or 2m", at: node)
      return .seconds(1)
    }
    return .seconds(text.hasSuffix("m") ? number * 60 : number)
  }

  mutating func words(_ key: String, in node: Node, of owner: String) -> [String] {
    guard let value = node[key] else {
      report("`\(key)` of \(owner) is missing", at: node)
      return []
    }
    guard let items = value.list, let words = value.strings, !items.isEmpty,
      words.count == items.count
    else {
      report("`\(key)` must be a list of texts, the program first", at: value)
      return []
    }
    return words
  }

  mutating func flag(_ key: String, in node: Node) -> Bool {
    guard let value = node[key] else { return false }
    if value.bool == nil { report("`\(key)` must be true or false", at: value) }
    return value.bool ?? false
  }

  mutating func number(_ key: String, in node: Node, of range: ClosedRange<Int64>) -> Int? {
    guard let value = node[key] else { return nil }
    guard let number = value.integer, range.contains(number) else {
      report(
        "`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: value
      )
      return nil
    }
    return Int(number)
  }

  /// What the output of a command must be like; it must end well unless the check says otherwise.
  mutating func output(in node: Node) -> Expectation {
    var entries = node["output"]?.entries ?? []
    if let output = node["output"] {
      allow(["text", "title", "status"], in: output.withoutOperators, of: "`output`")
    }
    if let code = node["exitCode"] {
      entries.append(Node.Entry("exitCode", code))
    } else if node["output"]?["status"] == nil {
      // A client that is told of an error by the server does not end well either.
      entries.append(Node.Entry("exitCode", 0))
    }
    return expectations.decode(Node(.map(entries), at: node.position))
  }

  // MARK: Kinds

  /// The check that the value of `pod`, `exec`, `logs` or `events` describes.
  mutating func check(_ key: Checks.KindKey, _ node: Node) -> BehaviourCheck {
    guard node.entries != nil else {
      report("`\(key.rawValue)` must be a mapping", at: node)
      return BehaviourCheck(pod: "", demand: .order([], within: .zero))
    }
    switch key {
    case .pod: return state(node)
    case .exec: return command(node)
    case .logs: return log(node)
    case .events, .manifest, .rejected, .transcript: return order(node)
    }
  }

  private mutating func state(_ node: Node) -> BehaviourCheck {
    allow(
      [
        "name", "within", "throughout", "throughoutWithLivenessProbe", "onEnd", "again",
        "columns", "matches", "listens",
      ], in: node, of: "`pod`")
    let name = text("name", in: node, of: "`pod`")
    if let listens = node["listens"] {
      allow(["container", "port"], in: listens, of: "`listens`")
      let container = text("container", in: listens, of: "`listens`")
      let port = number("port", in: listens, of: 1...65535)
      if port == nil, listens["port"] == nil { report("`port` is missing", at: listens) }
      return BehaviourCheck(
        pod: name, demand: .listens(container: container, port: port ?? 0))
    }
    let demand = StateDemand(
      within: duration("within", in: node) ?? .seconds(60),
      throughout: duration("throughout", in: node),
      throughoutWithLivenessProbe: duration("throughoutWithLivenessProbe", in: node),
      onEnd: duration("onEnd", in: node), again: duration("again", in: node),
      columns: columns(in: node),
      object: node["matches"].map { expectations.decode($0) })
    return BehaviourCheck(pod: name, demand: .state(demand))
  }

  private mutating func columns(in node: Node) -> [StateDemand.Column] {
    guard let columns = node["columns"] else { return [] }
    let known = StateDemand.Heading.allCases.map(\.rawValue)
    allow(known, in: columns, of: "`columns`")
    return (columns.entries ?? []).compactMap { entry in
      StateDemand.Heading(rawValue: entry.key).map {
        StateDemand.Column(heading: $0, expectation: expectations.decode(entry.value))
      }
    }
  }

  private mutating func order(_ node: Node) -> BehaviourCheck {
    allow(["pod", "order", "within"], in: node, of: "`events`")
    let pod = text("pod", in: node, of: "`events`")
    let items = node["order"]?.list ?? []
    if items.count < 2 { report("`order` must be a list of two moments or more", at: node) }
    let moments = items.compactMap { moment($0) }
    return BehaviourCheck(
      pod: pod, demand: .order(moments, within: duration("within", in: node) ?? .seconds(60)))
  }

  private mutating func moment(_ node: Node) -> ContainerMoment? {
    allow(["reason", "container", "containers", "exitCode"], in: node, of: "`order`")
    let known = ContainerMoment.Reason.allCases.map(\.rawValue)
    let word = text("reason", in: node, of: "`order`")
    guard let reason = ContainerMoment.Reason(rawValue: word) else {
      report(
        "`reason` must not be '\(word)'", at: node["reason"] ?? node,
        suggestion: word.suggestion(among: known))
      return nil
    }
    let exitCode = number("exitCode", in: node, of: 0...255)
    switch (node["container"]?.string, node["containers"]?.string) {
    case (let name?, nil): return ContainerMoment(reason, .named(name), exitCode: exitCode)
    case (nil, "init"): return ContainerMoment(reason, .anyInit, exitCode: exitCode)
    case (nil, "regular"): return ContainerMoment(reason, .anyRegular, exitCode: exitCode)
    case (_, _):
      report(
        "a moment must have `container` with a name, or `containers` init or regular", at: node)
      return nil
    }
  }
}

extension Node {
  /// The mapping without its keys that are operators.
  fileprivate var withoutOperators: Node {
    guard let entries else { return self }
    return Node(.map(entries.filter { !$0.key.hasPrefix("$") }), at: position)
  }
}
