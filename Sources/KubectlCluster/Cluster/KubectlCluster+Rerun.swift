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
  /// volume: such a Pod, and a cluster without ephemeral containers, answer nil.
  /// Source: Kubernetes API reference, `EphemeralContainer`.
  package func runAgain(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> RunResult? {
    let real = try realNamespace(namespace)
    var object = try ask { () throws(KubectlFailure) in
      try connection.node(["get", "pods", pod, "--namespace", real])
    }.node
    let containers = object["spec"]?["initContainers"]?.list ?? []
    guard let container = containers.first(where: { $0["name"]?.string == initContainer }) else {
      throw StatusError(
        code: 404, reason: "NotFound",
        message: "container \(GoQuote.quoted(initContainer)) not found")
    }
    let earlier = object["spec"]?["ephemeralContainers"]?.list ?? []
    let name = "podlab-again-\(earlier.count + 1)"
    guard let again = Self.ephemeral(container, named: name) else { return nil }
    object["spec"]?["ephemeralContainers"] = Node(.list(earlier + [again]))
    let path = "/api/v1/namespaces/\(real)/pods/\(pod)/ephemeralcontainers"
    do throws(StatusError) {
      _ = try ask(tries: 1) { () throws(KubectlFailure) in
        try connection.ask(["replace", "--raw", path, "-f", "-"], input: object.jsonBytes())
      }
    } catch {
      if [403, 404, 405].contains(error.code) { return nil }
      throw error
    }
    return try await ending(of: name, inPod: pod, in: namespace)
  }

  /// The container's command with what an ephemeral container may have.
  private static func ephemeral(_ container: Node, named name: String) -> Node? {
    let mounts = container["volumeMounts"]?.list ?? []
    let isPartial = mounts.contains {
      $0["subPath"]?.string ?? "" != "" || $0["subPathExpr"]?.string ?? "" != ""
    }
    if isPartial { return nil }
    var again: Node = ["name": Node(.string(name))]
    for field in [
      "image", "imagePullPolicy", "command", "args", "workingDir", "env", "envFrom",
      "volumeMounts", "securityContext",
    ] {
      again[field] = container[field]
    }
    return again
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
