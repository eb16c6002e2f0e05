import Kernel
package import PodModel

/// What can be seen and done from the node, beyond the API.
extension SimulatedCluster {
  /// Which container of a Pod listens on which TCP port, in the order of the containers' names.
  package func listeners(
    inPod pod: String, _ namespace: String
  ) -> [(container: String, port: Int)] {
    guard let sandbox = sandbox(ofPod: pod, namespace) else { return [] }
    return sandbox.containers.sorted { $0.key < $1.key }.flatMap { name, instances in
      guard let instance = instances.first, instance.status.state == .running else {
        return [(container: String, port: Int)]()
      }
      // Where containers share their processes, the file system tells whose one is.
      let own = instance.namespaces.pids.processes.filter {
        $0.namespaces.mounts === instance.namespaces.mounts
      }
      return own.flatMap(\.listeningPorts).map { (container: name, port: $0) }
    }
  }

  /// What all instances of a Pod's container wrote, one after the other.
  package func wholeLog(ofPod pod: String, container: String) -> [UInt8] {
    logs.filter { $0.pod == pod && $0.container == container }
      .flatMap { $0.log.lines.flatMap(\.bytes) }
  }

  /// How a container's command ended when it was run beside the Pod.
  package struct RunResult: Sendable {
    package var output: [UInt8]
    package var error: [UInt8]
    package var exitCode: Int32
  }

  /// Runs a container's command once more, with its image, environment and the Pod's volumes.
  ///
  /// - Throws: the kubelet's or the runtime's words when it cannot be started.
  package func runAgain(
    container name: String, ofPod pod: String, _ namespace: String
  ) async throws(StatusError) -> RunResult {
    do {
      let object = try podObject(pod, namespace)
      guard let worker = kubelet.worker(of: object["metadata"]?["uid"]?.string ?? ""),
        let model = Pod(object),
        let container = (model.spec.initContainers + model.spec.containers)
          .first(where: { $0.name == name })
      else {
        throw StatusError(
          code: 404, reason: "NotFound", message: "container \(GoQuote.quoted(name)) not found")
      }
      return try await runAgain(container, of: model, worker)
    } catch let refusal as StatusError {
      throw refusal
    } catch let failure as StartFailure {
      throw StatusError(code: 500, reason: failure.reason, message: failure.message)
    } catch {
      throw StatusError(code: 500, reason: "InternalError", message: "\(error)")
    }
  }

  private func runAgain(
    _ container: Container, of pod: Pod, _ worker: PodWorker
  ) async throws -> RunResult {
    let image = try await worker.image(of: container)
    let plan = try worker.plan(container, pod, image)
    // A sandbox of its own, so that the Pod does not learn of it.
    let scratch = PodSandbox(uid: worker.uid)
    guard let network = worker.sandbox.network else {
      throw StartFailure(reason: "CreateContainerError", message: "sandbox not found")
    }
    scratch.start(network, sharedProcesses: nil)
    let instance = try kubelet.runtime.create(plan, in: scratch, uid: worker.uid)
    try kubelet.runtime.start(instance, plan, command: worker.command(plan)) {}
    while instance.status.state == .running { try await time.wait(for: instance.ended) }
    func bytes(_ stream: ContainerLog.Stream) -> [UInt8] {
      instance.log.lines.filter { $0.stream == stream }.flatMap(\.bytes)
    }
    return RunResult(
      output: bytes(.output), error: bytes(.errors),
      exitCode: Int32(clamping: instance.status.exitCode))
  }

  private func sandbox(ofPod pod: String, _ namespace: String) -> PodSandbox? {
    guard let object = try? podObject(pod, namespace) else { return nil }
    return kubelet.worker(of: object["metadata"]?["uid"]?.string ?? "")?.sandbox
  }

  /// Lets a name lead to the Pod that has a name, whatever address it has at that time.
  package func addHost(_ name: String, leadingTo pod: String, in namespace: String) {
    hosts[name] = ObjectStore.Key(kind: "Pod", namespace: namespace, name: pod)
  }

  /// The address of a Pod that a name leads to; nil where there is none at the moment.
  func lookUpHost(_ name: String) -> IPAddress? {
    hosts[name].flatMap { store[$0]?["status"]?["podIP"]?.string }.flatMap { IPAddress($0) }
  }
}
