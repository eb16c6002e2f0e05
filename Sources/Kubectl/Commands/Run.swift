import ByteText
import PodModel

extension Command {
  static var run: Command {
    Command(
      name: "run", summary: "Create and run a particular image in a pod.",
      usage: "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] "
        + "[--overrides=inline-json] [--command] -- [COMMAND] [args...]",
      flags: runFlags, requiredFlags: ["image"],
      run: { call throws(KubectlError) in try await Run(call).run() })
  }

  private static let runFlags: [Flag] =
    Flag.output + (Flag.deletion + Flag.files).map(hidden) + ownRunFlags

  private static let ownRunFlags: [Flag] = [
    Flag.dryRun, Flag.fieldManager("kubectl-run"), .bool("save-config"),
    .stringArray("annotations", about: "annotations of the pod"),
    .bool("attach", about: "wait for the pod to run, then attach to it"),
    .bool("command", about: "what follows -- is the command, not its arguments"),
    .stringArray("env", about: "NAME=VALUE for the container's environment"),
    .bool("expose", about: "create a ClusterIP service as well; needs --port"),
    .string("image", about: "the image of the container"),
    .string("image-pull-policy", about: "Always, IfNotPresent or Never"),
    .string("labels", "l", about: "labels of the pod, such as app=web,tier=front"),
    .bool("leave-stdin-open"),
    .string("override-type", initial: "merge", about: "json, merge or strategic"),
    .string("overrides", about: "JSON that changes the generated pod"),
    .string("port", about: "the port that the container opens"), .bool("privileged"),
    .bool("quiet", "q", about: "print no prompts"),
    .string("restart", initial: "Always", about: "Always, OnFailure or Never"),
    .bool("rm", about: "delete the pod after it ends; needs -i or --attach"),
    .bool("stdin", "i", about: "keep stdin open"), .bool("tty", "t", about: "allocate a terminal"),
    .duration("pod-running-timeout", initial: "1m0s"),
  ]

  private static func hidden(_ flag: Flag) -> Flag {
    var flag = flag
    flag.isHidden = true
    return flag
  }
}

/// Makes a Pod of one container, and joins it where asked to.
///
/// Source: kubectl `cmd/run/run.go`, `generate/versioned/run.go`.
struct Run {
  private let call: Call

  init(_ call: Call) { self.call = call }

  private var isInteractive: Bool { call.flags.bool("stdin") }
  private var attaches: Bool {
    call.flags.isSet("attach") ? call.flags.bool("attach") : isInteractive
  }

  func run() async throws(KubectlError) {
    let dryRun = try await call.dryRun()
    var printer = try await ResultPrinter(call)
    do {
      try validate(dryRun)
    } catch {
      guard case .text(let text) = error, !Self.plainProblems.contains(where: text.hasPrefix) else {
        throw error
      }
      throw .usage(text)
    }
    let pods = try call.finder.resource("pods")
    var pod = try await overridden(try RunGenerator(call).pod())
    if call.flags.bool("save-config") { pod = LastApplied.recording(pod) }
    let name = call.arguments[0]
    let info = ObjectInfo(resource: pods, namespace: call.namespace, name: name)
    if dryRun != .client {
      pod = try await call.create(pod, info, isDryRun: dryRun == .server)
    }
    if let service = try await expose(name, dryRun) {
      try await printer.print(service, of: try call.finder.resource("services"), "created")
      // The printer adds a separator of its own.
      if call.flags.string("output") == "yaml" { await call.print("---\n") }
    }
    guard attaches else {
      return try await printer.print(pod, of: pods, "created")
    }
    try await RunSession(call, info).run()
  }

  /// Problems that kubectl reports without a hint at its help.
  private static let plainProblems = ["--image is required", "Invalid image name"]

  private func validate(_ dryRun: DryRun) throws(KubectlError) {
    if call.arguments.isEmpty || call.argumentsBeforeDash == 0 {
      throw .text("NAME is required for run")
    }
    let image = call.flags.string("image")
    if image.isEmpty { throw .text("--image is required") }
    if !ImageReference.isValid(image) {
      throw .text("Invalid image name \(GoQuote.quoted(image)): invalid reference format")
    }
    if call.flags.bool("tty"), !isInteractive {
      throw .text("-i/--stdin is required for containers with -t/--tty=true")
    }
    if call.flags.bool("expose"), call.flags.string("port").isEmpty {
      throw .text("--port must be set when exposing a service")
    }
    let restart = call.flags.string("restart")
    if !["", "Always", "OnFailure", "Never"].contains(restart) {
      throw .text("invalid restart policy: \(restart)")
    }
    if call.flags.bool("rm"), !attaches {
      throw .text("--rm should only be used for attached containers")
    }
    if attaches, dryRun != .none {
      throw .text(
        "--dry-run=[server|client] can't be used with attached containers options (--attach, "
          + "--stdin, or --tty)")
    }
    let policy = call.flags.string("image-pull-policy")
    if !["", "Always", "IfNotPresent", "Never"].contains(policy) {
      throw .text("invalid image pull policy: \(policy)")
    }
  }

  private func overridden(_ pod: Node) async throws(KubectlError) -> Node {
    let text = call.flags.string("overrides")
    if text.isEmpty { return pod }
    let patch: Node
    do {
      patch = try JSON.node(in: text)
    } catch {
      throw .text("Invalid JSON Patch")
    }
    do throws(MergeFault) {
      switch call.flags.string("override-type") {
      case "merge": return JSONMerge.apply(patch, to: pod)
      case "strategic": return try StrategicMerge.apply(patch, to: pod, kind: "Pod")
      case "json": return try JSONPatch.apply(patch, to: pod)
      case let type:
        throw MergeFault("invalid override type: \(type)")
      }
    } catch {
      throw .text(error.description)
    }
  }

  /// The Service of `--expose`.
  private func expose(_ name: String, _ dryRun: DryRun) async throws(KubectlError) -> Node? {
    guard call.flags.bool("expose") else { return nil }
    let services = try call.finder.resource("services")
    let port = Node(.integer(Int64(call.flags.string("port")) ?? 0))
    let service: Node = [
      "apiVersion": "v1", "kind": "Service", "metadata": ["name": Node(.string(name))],
      "spec": [
        "ports": [["port": port, "protocol": "TCP", "targetPort": port]],
        "selector": ["run": Node(.string(name))],
      ],
      "status": ["loadBalancer": [:]],
    ]
    guard dryRun != .client else { return service }
    let info = ObjectInfo(resource: services, namespace: call.namespace, name: name)
    return try await call.create(service, info, isDryRun: dryRun == .server)
  }
}

/// Makes the Pod of `kubectl run` from its flags.
struct RunGenerator {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func pod() throws(KubectlError) -> Node {
    let name = call.arguments[0]
    var container: Node = [
      "image": Node(.string(call.flags.string("image"))), "name": Node(.string(name)),
      "resources": [:],
    ]
    let words = call.arguments.dropFirst().map { Node(.string($0)) }
    if !words.isEmpty {
      container[call.flags.bool("command") ? "command" : "args"] = Node(.list(words))
    }
    let policy = call.flags.string("image-pull-policy")
    if !policy.isEmpty { container["imagePullPolicy"] = Node(.string(policy)) }
    let environment = try environment()
    if !environment.isEmpty { container["env"] = Node(.list(environment)) }
    if let port = try port() { container["ports"] = [["containerPort": Node(.integer(port))]] }
    if call.flags.bool("privileged") { container["securityContext"] = ["privileged": true] }
    let isInteractive = call.flags.bool("stdin")
    if isInteractive {
      container["stdin"] = true
      if !call.flags.bool("leave-stdin-open") { container["stdinOnce"] = true }
    }
    if call.flags.bool("tty") { container["tty"] = true }
    var metadata: Node = ["labels": try labels(name), "name": Node(.string(name))]
    if call.version == .minor32 { metadata["creationTimestamp"] = Node(.null) }
    let annotations = try annotations()
    if !annotations.isEmpty { metadata["annotations"] = Node(.map(annotations)) }
    if call.hasExplicitNamespace { metadata["namespace"] = Node(.string(call.namespace)) }
    let restart = call.flags.string("restart")
    let policyName = restart.isEmpty ? (isInteractive ? "OnFailure" : "Always") : restart
    return [
      "apiVersion": "v1", "kind": "Pod", "metadata": metadata,
      "spec": [
        "containers": [container], "dnsPolicy": "ClusterFirst",
        "restartPolicy": Node(.string(policyName)),
      ],
      "status": [:],
    ]
  }

  private func labels(_ name: String) throws(KubectlError) -> Node {
    let text = call.flags.string("labels")
    if text.isEmpty { return ["run": Node(.string(name))] }
    var entries: [Node.Entry] = []
    for pair in text.split(at: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(at: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .text("unexpected label spec: \(pair)")
      }
      entries.append(Node.Entry(String(parts[0]), Node(.string(String(parts[1])))))
    }
    return Node(.map(entries))
  }

  private func annotations() throws(KubectlError) -> [Node.Entry] {
    var entries: [Node.Entry] = []
    for text in call.flags.strings("annotations") {
      let parts = text.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .text("unexpected annotation spec: \(text)")
      }
      entries.append(Node.Entry(String(parts[0]), Node(.string(String(parts[1])))))
    }
    return entries
  }

  func environment() throws(KubectlError) -> [Node] {
    var variables: [Node] = []
    for text in call.flags.strings("env") {
      let parts = text.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2, !name.isEmpty, !name.holds(" ") else {
        throw .text("invalid env: \(text)")
      }
      // An empty value is left out, as an empty Go string is.
      var variable: Node = ["name": Node(.string(name))]
      if !parts[1].isEmpty { variable["value"] = Node(.string(String(parts[1]))) }
      variables.append(variable)
    }
    return variables
  }

  private func port() throws(KubectlError) -> Int64? {
    let text = call.flags.string("port")
    if text.isEmpty { return nil }
    guard let port = Int64(text) else {
      throw .text("strconv.Atoi: parsing \(GoQuote.quoted(text)): invalid syntax")
    }
    return port
  }
}

/// Whether a text may name an image.
enum ImageReference {
  /// Source: distribution `reference/regexp.go`, `ReferenceRegexp`.
  static func isValid(_ text: String) -> Bool {
    var name = Substring(text)
    if let at = name.firstIndex(ofASCII: "@") {
      let digest = name[name.index(after: at)...]
      let parts = digest.split(at: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].count >= 32, parts[1].allSatisfy(\.isHexDigit) else {
        return false
      }
      name = name[..<at]
    }
    if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
      let tag = name[name.index(after: colon)...]
      guard (1...128).contains(tag.count), tag.first.map({ isWord($0) }) == true,
        tag.allSatisfy({ isWord($0) || $0 == "." || $0 == "-" })
      else { return false }
      name = name[..<colon]
    }
    var parts = name.split(at: "/", omittingEmptySubsequences: false)
    if parts.count > 1, let host = parts.first, isHost(host) { parts.removeFirst() }
    return !parts.isEmpty && parts.allSatisfy(isComponent)
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  private static func isHost(_ text: Substring) -> Bool {
    text.holds(".") || text.holds(":") || text == "localhost"
      || text.contains { $0.isUppercase }
  }

  /// Lower-case letters and digits, separated by one `.`, one or two `_`, or dashes.
  private static func isComponent(_ text: Substring) -> Bool {
    let isAlphanumeric: (Character) -> Bool = {
      ("a"..."z").contains($0) || ("0"..."9").contains($0)
    }
    guard let first = text.first, let last = text.last, isAlphanumeric(first),
      isAlphanumeric(last)
    else { return false }
    var separator = ""
    for character in text {
      if isAlphanumeric(character) {
        separator = ""
        continue
      }
      separator.append(character)
      let isDashes = separator.allSatisfy { $0 == "-" }
      guard isDashes || [".", "_", "__"].contains(separator) else { return false }
    }
    return true
  }
}
