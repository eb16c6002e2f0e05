import ByteText
import Kernel
package import PodModel

extension SimulatedCluster {
  package func attach(
    toPod pod: String, in namespace: String, options: ExecOptions, console: ExecConsole
  ) async throws(StatusError) {
    let bridge = ConsoleBridge(console, time: time)
    let session = try openAttach(
      toPod: pod, in: namespace, options: options, client: bridge.client)
    _ = try await bridge.run(session, readsInput: options.stdin)
  }

  /// Joins a client outside the cluster's time to a container's own process.
  ///
  /// - Throws: as `attach`, for Pods and containers that are not there or have ended.
  package func openAttach(
    toPod pod: String, in namespace: String, options: ExecOptions, client: SessionClient
  ) throws(StatusError) -> ContainerSession {
    let instance = try attachable(options.container, ofPod: pod, in: namespace)
    return instance.streams.attach(client, wantsInput: options.stdin)
  }

  /// Says whether a client could join a container.
  ///
  /// - Throws: as `openAttach`.
  package func verifyAttach(
    toPod pod: String, in namespace: String, container: String?
  ) throws(StatusError) {
    _ = try attachable(container, ofPod: pod, in: namespace)
  }

  private func attachable(
    _ named: String?, ofPod pod: String, in namespace: String
  ) throws(StatusError) -> ContainerInstance {
    let (name, found) = try newestContainer(named, ofPod: pod, in: namespace)
    guard let instance = found, instance.status.state == .running else {
      throw Self.upgradeFailure("container \(name) not found in pod \(pod)_\(namespace)")
    }
    guard instance.process?.ended == nil else {
      // The runtime knows already what the kubelet has yet to hear.
      let id = instance.status.id.split(at: "/").last ?? ""
      throw StatusError(
        code: 500, reason: "InternalError",
        message: "Internal error occurred: Internal error occurred: error attaching to container: "
          + "failed to load task: no running task found: task \(id) not found: not found")
    }
    return instance
  }
}
