import PodModel

/// Checks that do something in the cluster.
extension BehaviourDecoder {
  mutating func command(_ node: Node) -> BehaviourCheck {
    allow(
      [
        "pod", "container", "command", "within", "output", "exitCode", "before", "then", "unless",
        "rerun",
      ], in: node, of: "`exec`")
    let pod = text("pod", in: node, of: "`exec`")
    if let rerun = node["rerun"] {
      allow(["initContainer"], in: rerun, of: "`rerun`")
      return BehaviourCheck(
        pod: pod,
        demand: .rerun(
          initContainer: text("initContainer", in: rerun, of: "`rerun`"),
          exitCode: node["exitCode"].map { expectations.decode($0) } ?? .equals(0)))
    }
    return BehaviourCheck(
      pod: pod,
      demand: .command(
        CommandDemand(
          before: steps(in: node), container: node["container"].map { expectations.decode($0) },
          command: words("command", in: node, of: "`exec`"),
          within: duration("within", in: node) ?? .seconds(15), output: output(in: node),
          trace: node["then"].map { trace($0) }, unless: node["unless"].map { change($0) })))
  }

  private mutating func trace(_ node: Node) -> CommandDemand.Trace {
    allow(["container", "find", "in"], in: node, of: "`then`")
    if node["in"]?.string != "mounted volumes" {
      report("`in` must be 'mounted volumes'", at: node["in"] ?? node)
    }
    return CommandDemand.Trace(
      container: text("container", in: node, of: "`then`"),
      text: text("find", in: node, of: "`then`"))
  }

  private mutating func change(_ node: Node) -> PodChange {
    allow(["initContainers", "containers"], in: node, of: "`unless`")
    return PodChange(
      initContainers: node["initContainers"]?.entries ?? [],
      containers: node["containers"]?.entries ?? [])
  }

  mutating func log(_ node: Node) -> BehaviourCheck {
    allow(
      [
        "pod", "container", "previous", "before", "within", "afterReady", "afterStart", "text",
        "converts",
      ], in: node, of: "`logs`")
    let moments = ["within", "afterReady", "afterStart"].filter { node[$0] != nil }
    if moments.count > 1 {
      report("`logs` must have only one of `within`, `afterReady` and `afterStart`", at: node)
    }
    let moment: LogDemand.Moment
    if let time = duration("afterReady", in: node) {
      moment = .afterReady(time)
    } else if let time = duration("afterStart", in: node) {
      moment = .afterStart(time)
    } else {
      moment = .within(duration("within", in: node) ?? .seconds(30))
    }
    return BehaviourCheck(
      pod: text("pod", in: node, of: "`logs`"),
      demand: .log(
        LogDemand(
          container: text("container", in: node, of: "`logs`"),
          previous: flag("previous", in: node),
          before: steps(in: node), moment: moment, content: content(node))))
  }

  private mutating func content(_ node: Node) -> LogDemand.Content {
    switch (node["text"], node["converts"]) {
    case (let text?, nil): return .text(expectations.decode(text))
    case (nil, let conversion?): return self.conversion(conversion).map { .conversion($0) } ?? .none
    case (_, _):
      report("`logs` must have either `text` or `converts`", at: node)
      return .none
    }
  }

  private mutating func conversion(_ node: Node) -> LineConversion? {
    allow(["file", "separator", "to", "atLeast", "later"], in: node, of: "`converts`")
    let file = node["file"] ?? Node(.null, at: node.position)
    allow(["container", "path"], in: file, of: "`file`")
    let wanted = text("to", in: node, of: "`converts`")
    guard let template = LineTemplate(wanted) else {
      report("`to` must name the fields of a line as $1, $2, …", at: node["to"] ?? node)
      return nil
    }
    return LineConversion(
      container: text("container", in: file, of: "`file`"),
      path: text("path", in: file, of: "`file`"),
      separator: text("separator", in: node, of: "`converts`"), template: template,
      atLeast: number("atLeast", in: node, of: 1...1000) ?? 1,
      later: duration("later", in: node))
  }

  // MARK: Steps

  private mutating func steps(in node: Node) -> [BehaviourStep] {
    guard let before = node["before"] else { return [] }
    guard let items = before.list else {
      report("`before` must be a list of steps", at: before)
      return []
    }
    return items.compactMap { step($0) }
  }

  private mutating func step(_ node: Node) -> BehaviourStep? {
    allow(["recreate", "start", "exec"], in: node, of: "a step")
    guard let entry = node.entries?.first, node.entries?.count == 1 else {
      report("a step must have exactly one of `recreate`, `start`, `exec`", at: node)
      return nil
    }
    switch entry.key {
    case "recreate": return .recreate(text("recreate", in: node, of: "a step"))
    case "start": return .start(text("start", in: node, of: "a step"))
    case "exec":
      let run = entry.value
      allow(["pod", "container", "command", "output", "exitCode"], in: run, of: "`exec`")
      return .run(
        pod: run["pod"] == nil ? nil : text("pod", in: run, of: "`exec`"),
        container: run["container"].map { expectations.decode($0) },
        command: words("command", in: run, of: "`exec`"), output: output(in: run))
    case _: return nil
    }
  }

  // MARK: Scenario

  /// What stands at the head of a checks.yaml.
  mutating func scenario(_ node: Node) -> Scenario {
    allow(["hosts", "start"], in: node, of: "`scenario`")
    let hosts = (node["hosts"]?.entries ?? []).compactMap { entry -> Scenario.Host? in
      guard let pod = entry.value.string else {
        report("`hosts` must lead names to names of Pods", at: entry.value)
        return nil
      }
      return Scenario.Host(name: entry.key, pod: pod)
    }
    if let start = node["start"], start.strings?.count != start.list?.count || start.list == nil {
      report("`start` must be a list of names of Pods", at: start)
    }
    return Scenario(hosts: hosts, start: node["start"]?.strings ?? [])
  }
}

extension LogDemand.Content {
  /// Stands for what could not be read.
  fileprivate static var none: LogDemand.Content { .text(.absent) }
}
