import ByteText
import PodModel

extension Command {
  static var setEnvironment: Command {
    templateChange(
      "env", "Update environment variables of a pod's containers.",
      "KEY_1=VAL_1 ... KEY_N=VAL_N",
      [
        .string("containers", "c", initial: "*", about: "which containers; * stands for any text"),
        .stringArray("env", "e", about: "KEY=VALUE"),
        .string("from", about: "take the variables from a config map or secret"),
        .stringSlice("keys", about: "which keys of --from to take"),
        .string("prefix", about: "what to put in front of the variables' names"),
        .bool("list", about: "show the variables instead of changing them"),
        .bool("overwrite", initial: true, about: "change variables that have a value"),
        .bool("resolve", about: "show the values behind references"),
      ]
    ) { call throws(KubectlError) in try await SetEnvironment(call).run() }
  }
}

/// Gives containers other environment variables, or lists those they have.
///
/// Source: kubectl `cmd/set/set_env.go`, `cmd/set/env/env_parse.go`.
struct SetEnvironment {
  private let call: Call

  init(_ call: Call) { self.call = call }

  /// What is to become of variables: entries of `env`, and names to remove.
  private struct Changes {
    var added: [Node] = []
    var removed: Set<String> = []
  }

  func run() async throws(KubectlError) {
    let lists = call.flags.bool("list")
    let change = TemplateChange(
      call: call, operation: "env updated",
      refusal: "failed to patch env update to pod template:", onlyLooks: lists)
    let (resources, words) = try split()
    try change.refuseContradictions(try await call.dryRun())
    try checkFlags(resources)
    var changes = try await changes(call.flags.strings("env") + words)
    changes.added += try await variablesOfSource()
    let prefix = call.flags.string("prefix")
    for index in changes.added.indices where !prefix.isEmpty {
      changes.added[index]["name"] = Node(.string(prefix + changes.added[index].text("name")))
    }
    let pattern = call.flags.string("containers")
    try await change.run(resources) { (name, pod) throws(KubectlError) in
      let places = TemplateChange.containers(of: pod, matching: pattern)
      if places.isEmpty {
        await call.complain(
          "Warning: Pod/\((pod["metadata"] ?? [:]).text("name")) does not have any containers "
            + "matching \(GoQuote.quoted(pattern))\n")
      }
      for place in places {
        let container = pod["spec"]?[place.field]?.list?[place.index] ?? [:]
        let old = container["env"]?.list ?? []
        if !call.flags.bool("overwrite") { try refuseOverwriting(old, changes, name) }
        let new = Self.updated(old, changes)
        TemplateChange.change(place, of: &pod) { container in
          container["env"] = new.isEmpty ? nil : Node(.list(new))
        }
        if lists { try await list(new, container, pod) }
      }
      return []
    }
  }

  /// The words that mean objects, then those that mean variables.
  private func split() throws(KubectlError) -> (resources: [String], words: [String]) {
    let arguments = call.arguments
    let isChange = { (word: String) in word.holds("=") || word.hasSuffix("-") }
    let place = arguments.firstIndex(where: isChange) ?? arguments.endIndex
    guard arguments[place...].allSatisfy(isChange) else {
      throw .text(
        "all resources must be specified before environment changes: "
          + arguments.joined(separator: " "))
    }
    return (Array(arguments[..<place]), Array(arguments[place...]))
  }

  private func checkFlags(_ resources: [String]) throws(KubectlError) {
    if resources.isEmpty, !call.hasFiles {
      throw .text(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>")
    }
    if call.flags.bool("list"), !call.flags.string("output").isEmpty {
      throw .text("--list and --output may not be specified together")
    }
    if !call.flags.strings("keys").isEmpty, call.flags.string("from").isEmpty {
      throw .text(
        "when specifying --keys, a configmap or secret must be provided with --from")
    }
  }

  private func changes(_ words: [String]) async throws(KubectlError) -> Changes {
    var changes = Changes()
    for word in words {
      if word == "-" {
        let text = String(decoding: await call.console.readInput() ?? [], as: UTF8.self)
        for line in text.split(at: "\n") {
          let line = line.prefix { $0 != "#" }
          if line.holds("=") { changes.added.append(try Self.variable(String(line))) }
        }
      } else if word.holds("=") {
        changes.added.append(try Self.variable(word))
      } else if word.hasSuffix("-") {
        changes.removed.insert(String(word.dropLast()))
      } else {
        throw .text("unknown environment argument: \(word)")
      }
    }
    if changes.added.contains(where: { changes.removed.contains($0.text("name")) }) {
      throw .text(
        "can not both modify and remove the same environment variable in the same command")
    }
    return changes
  }

  private static func variable(_ word: String) throws(KubectlError) -> Node {
    let parts = word.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let faults = VariableName.faults(of: name)
    guard faults.isEmpty else {
      throw .text(
        "\(GoQuote.quoted(name)) is not a valid key name: \(faults.joined(separator: ";"))")
    }
    return ["name": Node(.string(name)), "value": Node(.string(String(parts.last ?? "")))]
  }

  // MARK: From config maps and secrets

  /// The variables that `--from` names, sorted by their keys.
  private func variablesOfSource() async throws(KubectlError) -> [Node] {
    let source = call.flags.string("from")
    if source.isEmpty { return [] }
    let parts = source.split(at: "/", omittingEmptySubsequences: false).map(String.init)
    if call.isLocal { throw .text("unsupported resource specified in --from") }
    guard parts.count == 2 else {
      throw .text("arguments in resource/name form must have a single resource and name")
    }
    let resource = try call.finder.resource(parts[0])
    let object = try await call.object(
      of: ObjectInfo(
        resource: resource, namespace: call.namespace(for: resource), name: parts[1]))
    let field =
      switch resource.kind {
      case "ConfigMap": "configMapKeyRef"
      case "Secret": "secretKeyRef"
      case _: throw .text("unsupported resource specified in --from")
      }
    let keys = call.flags.strings("keys")
    var variables: [Node] = []
    for key in (object["data"]?.entries ?? []).map(\.key).sorted()
    where keys.isEmpty || keys.contains(key) {
      let name = VariableName.made(of: key)
      if name != key { await call.complain("Warning: key \(key) transferred to \(name)\n") }
      variables.append([
        "name": Node(.string(name)),
        "valueFrom": Node(
          .map([
            Node.Entry(field, ["key": Node(.string(key)), "name": Node(.string(parts[1]))])
          ])),
      ])
    }
    return variables
  }

  // MARK: Changing and listing

  private func refuseOverwriting(
    _ old: [Node], _ changes: Changes, _ object: String
  ) throws(KubectlError) {
    for variable in old where changes.added.contains(where: { $0["name"] == variable["name"] }) {
      throw .text(
        "error: \(object) '\(variable.text("name"))' already has a value "
          + "(\(variable.text("value"))), and --overwrite is false\n")
    }
  }

  private static func updated(_ old: [Node], _ changes: Changes) -> [Node] {
    var covered = changes.removed
    var result: [Node] = []
    for variable in old {
      let name = variable.text("name")
      if covered.contains(name) { continue }
      let newer = changes.added.last { $0.text("name") == name }
      if newer != nil { covered.insert(name) }
      result.append(newer ?? variable)
    }
    for variable in changes.added where covered.insert(variable.text("name")).inserted {
      result.append(variable)
    }
    return result
  }

  private func list(
    _ variables: [Node], _ container: Node, _ pod: Node
  ) async throws(KubectlError) {
    await call.print(
      "# Pod \((pod["metadata"] ?? [:]).text("name")), container \(container.text("name"))\n")
    for variable in variables {
      let name = variable.text("name")
      if let source = variable["valueFrom"] {
        if call.flags.bool("resolve") {
          throw .text("not modelled: podlab's kubectl resolves no references")
        }
        await call.print("# \(name) from \(Self.words(for: source))\n")
      } else {
        await call.print("\(name)=\(variable.text("value"))\n")
      }
    }
  }

  private static func words(for source: Node) -> String {
    if let reference = source["configMapKeyRef"] {
      return "configmap \(reference.text("name")), key \(reference.text("key"))"
    }
    if let reference = source["secretKeyRef"] {
      return "secret \(reference.text("name")), key \(reference.text("key"))"
    }
    if let reference = source["fieldRef"] {
      return "field path \(reference.text("fieldPath"))"
    }
    guard let reference = source["resourceFieldRef"] else { return "invalid valueFrom" }
    let container = reference.text("containerName")
    return "resource field \(container.isEmpty ? "" : container + "/")\(reference.text("resource"))"
  }
}

/// Names of environment variables, as kubectl wants them.
///
/// Source: apimachinery `util/validation/validation.go`, `IsEnvVarName`; kubectl
/// `cmd/set/set_env.go`, `keyToEnvName`.
private enum VariableName {
  static func faults(of name: String) -> [String] {
    let isLetter = { (byte: UInt8) in (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    let isFirst = { (byte: UInt8) in isLetter(byte) || "-._".utf8.contains(byte) }
    var faults: [String] = []
    if !(name.utf8.first.map(isFirst) ?? false)
      || !name.utf8.allSatisfy({ isFirst($0) || (0x30...0x39).contains($0) })
    {
      faults.append(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', "
          + "'-', or '.', and must not start with a digit (e.g. 'my.env-name',  or "
          + "'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is "
          + "'[-._a-zA-Z][-._a-zA-Z0-9]*')")
    }
    switch name {
    case ".": faults.append("must not be '.'")
    case "..": faults.append("must not be '..'")
    case _: if name.hasPrefix("..") { faults.append("must not start with '..'") }
    }
    return faults
  }

  /// `key-one` becomes `KEY_ONE`.
  static func made(of key: String) -> String {
    String(key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}
