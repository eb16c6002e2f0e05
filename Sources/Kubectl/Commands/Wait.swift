import ByteText
import PodModel

extension Command {
  static var wait: Command {
    Command(
      name: "wait", suggestedFor: ["list", "ps"],
      summary: "Wait for a specific condition on one or many resources.",
      usage: "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) "
        + "[--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
      flags: Flag.output + Flag.files + [
        Flag.selector, Flag.fieldSelector, Flag.allNamespaces,
        .stringSlice("for", about: "create, delete, condition=NAME[=VALUE] or jsonpath='{}'=VALUE"),
        .duration("timeout", initial: "30s", about: "how long to wait; zero checks once"),
        .bool("all", about: "wait for all objects of the kind"), .bool("local"),
      ],
      run: { call throws(KubectlError) in try await Wait(call).run() })
  }
}

/// Waits for objects to come into a state.
///
/// Source: kubectl `cmd/wait/wait.go`.
struct Wait {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let conditions = try conditions()
    let given = call.flags.duration("timeout")
    let timeout = given < .zero ? .seconds(168 * 3600) : given
    let deadline = await call.cluster.now.advanced(by: timeout)
    if conditions.contains(where: \.isCreate) { try await waitForCreation(deadline) }
    let fetches = call.selector == nil && !call.flags.bool("all")
    var (infos, errors) = try await call.infos(fetches: fetches)
    let isForDelete = conditions.contains(where: \.isDelete)
    if isForDelete { errors.removeAll { $0.isNotFound } }
    if let error = KubectlError.joined(errors) { throw error }
    if infos.isEmpty, !isForDelete { throw .text("no matching resources found") }
    for info in infos {
      do {
        for condition in conditions {
          try await wait(for: condition, of: info, deadline: deadline, timeout: timeout)
        }
        try await show(info)
      } catch {
        if case .exit = error { throw error }
        errors.append(error)
      }
    }
    infos = []
    if let error = KubectlError.joined(errors) { throw error }
  }

  /// All of several conditions must be met, one after the other; creation always comes first.
  ///
  /// Up to v1.35 the last `--for` alone counted.
  private func conditions() throws(KubectlError) -> [WaitCondition] {
    let texts = call.flags.strings("for")
    if texts.isEmpty {
      throw .text("unrecognized condition: \(call.version == .minor36 ? "[]" : "\"\"")")
    }
    var conditions: [WaitCondition] = []
    for text in call.version == .minor36 ? texts[...] : texts.suffix(1) {
      conditions.append(try WaitCondition(text))
    }
    return conditions
  }

  private func wait(
    for condition: WaitCondition, of info: ObjectInfo, deadline: ClusterTime, timeout: Duration
  ) async throws(KubectlError) {
    let waiting = Waiting(call)
    switch condition {
    case .create: break
    case .delete:
      try await waiting.untilGone(info, uid: nil, deadline: deadline, timeout: timeout)
    case .condition, .jsonPath:
      try await waiting.until(info, deadline: deadline, timeout: timeout) {
        object throws(KubectlError) in try condition.isMet(by: object)
      }
    }
  }

  private func show(_ info: ObjectInfo) async throws(KubectlError) {
    guard call.flags.string("output").isEmpty else {
      var printer = try await ResultPrinter(call)
      return try await printer.print(
        (try? await call.object(of: info)) ?? info.object ?? [:], of: info.resource, "")
    }
    await call.print("\(info.resource.kindName)/\(info.name) condition met\n")
  }

  /// The objects need not be there yet: only a kind and names are.
  private func waitForCreation(_ deadline: ClusterTime) async throws(KubectlError) {
    while true {
      let (infos, errors) = try await call.infos()
      if errors.isEmpty, !infos.isEmpty { return }
      if let error = errors.first(where: { !$0.isNotFound }) { throw error }
      let now = await call.cluster.now
      guard now < deadline, !call.console.isInterrupted else {
        throw errors.isEmpty
          ? .text("no matching resources found") : .text("timed out waiting for the condition")
      }
      await call.cluster.sleep(for: .milliseconds(500))
    }
  }
}

/// What `--for` waits for.
enum WaitCondition {
  case create
  case delete
  case condition(name: String, value: String)
  case jsonPath(JSONPath, value: String)

  var isDelete: Bool {
    if case .delete = self { return true }
    return false
  }

  var isCreate: Bool {
    if case .create = self { return true }
    return false
  }

  init(_ text: String) throws(KubectlError) {
    switch text.lowercased() {
    case "create": self = .create
    case "delete": self = .delete
    default:
      if let rest = text.suffix(after: "condition=") {
        let parts = rest.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
        self = .condition(
          name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "true")
      } else if let rest = text.suffix(after: "jsonpath=") {
        self = try Self.jsonPath(rest)
      } else {
        throw .text("unrecognized condition: \(GoQuote.quoted(text))")
      }
    }
  }

  private static func jsonPath(_ text: String) throws(KubectlError) -> WaitCondition {
    let parts = split(text)
    guard parts.count <= 2 else {
      throw .text(
        "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or "
          + "--for=jsonpath='{.status.readyReplicas}'")
    }
    var value = ""
    if parts.count == 2 {
      value = parts[1].trimming(["'", "\""])
      if value.isEmpty {
        throw .text(
          "jsonpath wait has to have a value after equal sign, like "
            + "--for=jsonpath='{.status.readyReplicas}'=3")
      }
    }
    do throws(JSONPath.Fault) {
      let template = try JSONPath.relaxed(parts[0])
      if template.isEmpty { throw JSONPath.Fault(message: "jsonpath expression cannot be empty") }
      return .jsonPath(try JSONPath(template), value: value)
    } catch {
      throw .text(error.message)
    }
  }

  /// The parts between single equal signs; double ones belong to filters.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      if character == "=", characters.first == "=" {
        characters.removeFirst()
        parts[parts.count - 1] += "=="
      } else if character == "=" {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  func isMet(by object: Node) throws(KubectlError) -> Bool {
    switch self {
    case .create, .delete: return true
    case .condition(let name, let value):
      for condition in object["status"]?["conditions"]?.list ?? [] {
        guard condition["type"]?.string?.lowercased() == name.lowercased(),
          let status = condition["status"]?.string
        else { continue }
        if let generation = object["metadata"]?["generation"]?.integer,
          let observed = condition["observedGeneration"]?.integer
            ?? object["status"]?["observedGeneration"]?.integer,
          observed < generation
        {
          return false
        }
        return status.lowercased() == value.lowercased()
      }
      return false
    case .jsonPath(let path, let value): return try Self.isMet(path, value, object)
    }
  }

  private static func isMet(
    _ path: JSONPath, _ value: String, _ object: Node
  ) throws(KubectlError) -> Bool {
    let results: [[Node]]
    do {
      results = try path.results(in: object)
    } catch {
      throw .text(error.message)
    }
    guard let values = results.first, !values.isEmpty else { return false }
    if values.count > 1 { throw .text("given jsonpath expression matches more than one value") }
    switch values[0].content {
    case .list, .map:
      if value.isEmpty { return true }
      throw .text("jsonpath leads to a nested object or list which is not supported")
    case .null, .bool, .integer, .float, .string:
      return value.isEmpty || JSONPath.text(values[0]).trimmedSpaces == value.trimmedSpaces
    }
  }
}

extension String {
  /// What follows `start`; nil where the text does not begin with it.
  func suffix(after start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }

  /// The text without these characters at either end.
  func trimming(_ characters: Set<Character>) -> String {
    var text = Substring(self)
    while let first = text.first, characters.contains(first) { text.removeFirst() }
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return String(text)
  }
}

/// Watches one object until it is as wanted, or time is up.
struct Waiting {
  private let call: Call

  init(_ call: Call) { self.call = call }

  /// Returns once the object is gone, or another has taken its name.
  func untilGone(
    _ info: ObjectInfo, uid: String?, timeout: Duration
  ) async throws(KubectlError) {
    let deadline = await call.cluster.now.advanced(by: timeout)
    try await untilGone(info, uid: uid, deadline: deadline, timeout: timeout)
  }

  func untilGone(
    _ info: ObjectInfo, uid: String?, deadline: ClusterTime, timeout: Duration
  ) async throws(KubectlError) {
    let cluster = call.cluster
    let list = try await asking { () async throws(StatusError) in
      try await cluster.objects(info.resource, in: info.namespace, matching: .named(info.name))
    }
    guard let current = list.items.first else { return }
    if let uid, current["metadata"]?["uid"]?.string != uid { return }
    if timeout == .zero { throw .text("condition not met for \(info.objectName)") }
    let known = current["metadata"]?["uid"]?.string
    let changes = try await asking { () async throws(StatusError) in
      try await cluster.watch(
        info.resource, in: info.namespace, matching: .named(info.name),
        since: list.resourceVersion)
    }
    while let change = await changes.next(before: deadline) {
      if change.kind == .deleted || change.object["metadata"]?["uid"]?.string != known { return }
    }
    try endEarly(info)
  }

  /// Returns once the object is as `isMet` wants it.
  func until(
    _ info: ObjectInfo, deadline: ClusterTime, timeout: Duration,
    isMet: (Node) throws(KubectlError) -> Bool
  ) async throws(KubectlError) {
    let cluster = call.cluster
    let list = try await asking { () async throws(StatusError) in
      try await cluster.objects(info.resource, in: info.namespace, matching: .named(info.name))
    }
    guard let current = list.items.first else { throw notFound(info) }
    if try isMet(current) { return }
    if timeout == .zero { throw .text("condition not met for \(info.objectName)") }
    let changes = try await asking { () async throws(StatusError) in
      try await cluster.watch(
        info.resource, in: info.namespace, matching: .named(info.name),
        since: list.resourceVersion)
    }
    while let change = await changes.next(before: deadline) {
      if change.kind == .deleted { throw notFound(info) }
      if try isMet(change.object) { return }
    }
    try endEarly(info)
  }

  private func endEarly(_ info: ObjectInfo) throws(KubectlError) {
    if call.console.isInterrupted { throw .exit(130) }
    throw .text("timed out waiting for the condition on \(info.objectName)")
  }

  private func notFound(_ info: ObjectInfo) -> KubectlError {
    .status(
      StatusError(
        code: 404, reason: "NotFound",
        message: "\(info.resource.qualifiedPlural) \(GoQuote.quoted(info.name)) not found"))
  }
}
