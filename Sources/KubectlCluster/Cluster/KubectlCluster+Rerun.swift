package import PodModel

extension KubectlCluster {
  /// How a container's command ended when it was run once more.
  package struct RunResult: Sendable, Hashable {
    /// Both streams, as the kubelet keeps them.
    package var output: String
    package var exitCode: Int32
  }

  /// Real time that the command may take.
  private static let rerunPatience: Duration = .seconds(60)

  /// Runs an init container's command once more, on the same volumes.
  ///
  /// An ephemeral container is the only one that can be added to a Pod. It cannot mount a part of a
  /// volume: such a Pod, and a cluster or a kubectl that cannot add one with volumes, answer nil.
  /// Source: Kubernetes API reference, `EphemeralContainer`.
  package func runAgain(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> RunResult? {
    let real = try realNamespace(namespace)
    let object = try ask { () throws(KubectlFailure) in
      try connection.node(["get", "pods", pod, "--namespace", real])
    }.node
    let containers = object["spec"]?["initContainers"]?.list ?? []
    guard let container = containers.first(where: { $0["name"]?.string == initContainer }) else {
      throw StatusError(
        code: 404, reason: "NotFound",
        message: "container \(GoQuote.quoted(initContainer)) not found")
    }
    let count = object["spec"]?["ephemeralContainers"]?.list?.count ?? 0
    let name = "podlab-again-\(count + 1)"
    guard Self.canBeEphemeral(container), try add(container, as: name, toPod: pod, real) else {
      return nil
    }
    return try await ending(of: name, inPod: pod, in: namespace)
  }

  private static func canBeEphemeral(_ container: Node) -> Bool {
    let mounts = container["volumeMounts"]?.list ?? []
    return !mounts.contains {
      $0["subPath"]?.string ?? "" != "" || $0["subPathExpr"]?.string ?? "" != ""
    }
  }

  /// Adds an ephemeral container with the command of another one; false where that is impossible.
  ///
  /// The profile that `kubectl debug` is given adds nothing of its own.
  /// Source: kubectl `cmd/debug`: `--custom` takes what goes beyond image and command; v1.31 has it.
  private func add(
    _ container: Node, as name: String, toPod pod: String, _ namespace: String
  ) throws(StatusError) -> Bool {
    var custom: Node = [:]
    for field in [
      "imagePullPolicy", "workingDir", "env", "envFrom", "volumeMounts", "securityContext",
    ] {
      custom[field] = container[field]
    }
    var words = [
      "debug", pod, "--namespace", namespace, "--container", name, "--profile=baseline",
      "--image", container["image"]?.string ?? "", "--custom", "/dev/stdin",
    ]
    let command = container["command"]?.strings ?? []
    let arguments = container["args"]?.strings ?? []
    if command.isEmpty, !arguments.isEmpty { words.append("--arguments-only") }
    if !(command + arguments).isEmpty { words += ["--"] + command + arguments }
    let result = try ask(tries: 1) { () throws(KubectlFailure) in
      .success(try connection.run(words, input: custom.jsonBytes()))
    }
    guard result.exitStatus != 0 else { return true }
    let refusal = KubectlWords(result.errors).refusal
    if let refusal, ![403, 404, 405].contains(refusal.code) { throw refusal }
    return false
  }

  /// Waits for the end of an ephemeral container and reads what it wrote.
  private func ending(
    of name: String, inPod pod: String, in namespace: String
  ) async throws(StatusError) -> RunResult? {
    guard let pods = resources.first(where: { $0.kind == "Pod" }) else { return nil }
    let end = host.now.advanced(by: Self.rerunPatience)
    while host.now < end, hindrance == nil {
      let object = try await object(pods, named: pod, in: namespace)
      let status = (object["status"]?["ephemeralContainerStatuses"]?.list ?? [])
        .first { $0["name"]?.string == name }
      if let code = status?["state"]?["terminated"]?["exitCode"]?.int {
        let stream = try await log(
          ofPod: pod, in: namespace, options: LogOptions(container: name))
        var bytes: [UInt8] = []
        while let part = await stream.next(before: nil) { bytes += part }
        return RunResult(
          output: String(decoding: bytes, as: UTF8.self), exitCode: Int32(clamping: code))
      }
      await waitForChange(in: namespace, atMost: .seconds(1))
    }
    throw StatusError(
      code: 504, reason: "Timeout",
      message: "it did not end within \(Self.rerunPatience.components.seconds) s")
  }
}
