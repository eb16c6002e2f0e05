import ByteText
import PodModel

extension Command {
  static var debug: Command {
    Command(
      name: "debug", summary: "Put a container with your own tools beside those of a running pod.",
      usage: "POD --image=image [--target=CONTAINER] [-it] [options] [-- COMMAND [args...]]",
      flags: Flag.files + [
        .bool("arguments-only", about: "what follows -- are arguments of the image's command"),
        .bool("attach", about: "wait for the container to run, then attach to it"),
        .string("container", "c", about: "the name of the new container"),
        .string("copy-to", about: "debug a copy of the pod with this name (not modelled)"),
        .string("custom"), .stringArray("env", about: "NAME=VALUE for the container"),
        .string("image", about: "the image of the new container"),
        .string("image-pull-policy", about: "Always, IfNotPresent or Never"),
        .bool("keep-annotations"), .bool("keep-init-containers", initial: true),
        .bool("keep-labels"), .bool("keep-liveness"), .bool("keep-readiness"),
        .bool("keep-startup"),
        .string("profile", initial: "general", about: "general, baseline, restricted or legacy"),
        .bool("quiet", "q", about: "print no prompts"), .bool("replace"), .bool("same-node"),
        .stringSlice("set-image"), .bool("share-processes", initial: true),
        .bool("stdin", "i", about: "keep stdin open"),
        .string("target", about: "the container whose processes the new one is to see"),
        .bool("tty", "t", about: "allocate a terminal"),
        .duration("pod-running-timeout", initial: "1m0s"),
      ],
      run: { call throws(KubectlError) in try await Debug(call).run() })
  }
}

/// Adds ephemeral containers to Pods.
///
/// Source: kubectl `cmd/debug/debug.go`, `cmd/debug/profiles.go`.
struct Debug {
  private let call: Call

  init(_ call: Call) { self.call = call }

  private var isQuiet: Bool { call.flags.bool("quiet") }
  private var image: String { call.flags.string("image") }

  func run() async throws(KubectlError) {
    let before = call.argumentsBeforeDash ?? call.arguments.count
    let words = Array(call.arguments.prefix(before))
    try check(words)
    let target = call.flags.string("target")
    if !target.isEmpty, !isQuiet {
      await call.print(
        "Targeting container \(GoQuote.quoted(target)). If you don't see processes from this "
          + "container it may be because the container runtime doesn't support this feature.\n")
    }
    for word in words {
      if ["node", "nodes", "no"].contains(word.split(at: "/").first ?? "") {
        throw .text("not modelled: podlab's kubectl debugs Pods only")
      }
      try await debug(try await call.pod(word), Array(call.arguments.dropFirst(before)))
    }
  }

  private func check(_ words: [String]) throws(KubectlError) {
    if !call.flags.string("copy-to").isEmpty {
      throw .text("not modelled: podlab's kubectl debugs no copies of Pods")
    }
    if image.isEmpty { throw .text("you must specify --image when not using --copy-to.") }
    if !call.flags.strings("set-image").isEmpty {
      throw .text("--set-image may only be used with --copy-to.")
    }
    guard ImageReference.isValid(image) else {
      throw .text("invalid image name \(GoQuote.quoted(image)): invalid reference format")
    }
    if words.isEmpty, !call.hasFiles { throw .text("NAME or filename is required for debug") }
    if call.flags.bool("tty"), !call.flags.bool("stdin") {
      throw .text("-i/--stdin is required for containers with -t/--tty=true")
    }
  }

  private func debug(_ pod: Node, _ command: [String]) async throws(KubectlError) {
    let name = pod["metadata"]?.text("name") ?? ""
    let namespace = pod["metadata"]?.text("namespace") ?? call.namespace
    let container = try await container(command)
    let others = pod["spec"]?["ephemeralContainers"]?.list ?? []
    let patch: Node = ["spec": ["ephemeralContainers": Node(.list(others + [container]))]]
    let cluster = call.cluster
    let answer = try await asking { () async throws(StatusError) in
      try await cluster.changeEphemeralContainers(
        ofPod: name, with: .strategicMerge(patch), in: namespace, isDryRun: false)
    }
    _ = await call.written(answer)
    guard call.flags.isSet("attach") ? call.flags.bool("attach") : call.flags.bool("stdin") else {
      return
    }
    let own = container.text("name")
    let ready = try await wait(for: own, in: pod, namespace)
    try await join(ready, own)
  }

  private func container(_ command: [String]) async throws(KubectlError) -> Node {
    var name = call.flags.string("container")
    if name.isEmpty {
      name = "debugger-\(Self.suffix(await call.cluster.now))"
      if !isQuiet { await call.print("Defaulting debug container name to \(name).\n") }
    }
    var container: Node = ["name": Node(.string(name)), "image": Node(.string(image))]
    let environment = try RunGenerator(call).environment()
    if !environment.isEmpty { container["env"] = Node(.list(environment)) }
    if !command.isEmpty {
      container[call.flags.bool("arguments-only") ? "args" : "command"] = Node(
        .list(command.map { Node(.string($0)) }))
    }
    for (flag, field) in [
      ("image-pull-policy", "imagePullPolicy"), ("target", "targetContainerName"),
    ]
    where !call.flags.string(flag).isEmpty {
      container[field] = Node(.string(call.flags.string(flag)))
    }
    if call.flags.bool("stdin") { container["stdin"] = true }
    if call.flags.bool("tty") { container["tty"] = true }
    // The profiles `legacy` and `baseline` leave an ephemeral container as it is.
    if call.flags.string("profile") == "general" {
      container["securityContext"] = ["capabilities": ["add": ["SYS_PTRACE"]]]
    }
    return container
  }

  /// Five letters that differ from call to call.
  ///
  /// Source: apimachinery `util/rand`, whose alphabet makes no words.
  private static func suffix(_ now: ClusterTime) -> String {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    var state = UInt64(bitPattern: now.nanoseconds) &* 0x9E37_79B9_7F4A_7C15
    return String(
      (0..<5).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return letters[Int(state >> 33) % letters.count]
      })
  }

  /// The Pod once the container runs or has ended.
  private func wait(
    for container: String, in pod: Node, _ namespace: String
  ) async throws(KubectlError) -> Node {
    let info = ObjectInfo(
      resource: try call.finder.resource("pods"), namespace: namespace,
      name: pod["metadata"]?.text("name") ?? "")
    var last = pod
    let deadline = await call.cluster.now.advanced(by: .seconds(86_400))
    try await Waiting(call).until(info, deadline: deadline, timeout: .seconds(86_400)) {
      pod throws(KubectlError) in
      last = pod
      let state = Self.state(of: container, in: pod)
      return state?["running"] != nil || state?["terminated"] != nil
    }
    return last
  }

  private static func state(of container: String, in pod: Node) -> Node? {
    pod["status"]?["ephemeralContainerStatuses"]?.list?
      .first { $0["name"]?.string == container }?["state"]
  }

  /// Joins the container, or prints the log of one that has ended already.
  private func join(_ pod: Node, _ container: String) async throws(KubectlError) {
    if Self.state(of: container, in: pod)?["terminated"] == nil {
      do {
        await Attachment(call).announce()
        return try await Attachment(call).join(pod, container: container)
      } catch {
        let message = error.message(of: call.path)
        let why = message.hasPrefix("error: ") ? String(message.dropFirst(7)) : message
        await call.complain(
          "warning: couldn't attach to pod/\(pod["metadata"]?.text("name") ?? ""), falling back to "
            + "streaming logs: \(why)")
      }
    }
    let cluster = call.cluster
    let log = try await asking { () async throws(StatusError) in
      try await cluster.log(
        ofPod: pod["metadata"]?.text("name") ?? "",
        in: pod["metadata"]?.text("namespace") ?? "", options: LogOptions(container: container))
    }
    while let bytes = await log.next(before: nil) { await call.console.writeOutput(bytes) }
  }
}
