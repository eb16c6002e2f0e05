import Kernel
import PodModel

/// A Pod on the node: its network, volumes and containers.
final class PodSandbox {
  let uid: String
  /// Nil until the sandbox is made.
  private(set) var network: NetworkNamespace?
  private(set) var sharedProcesses: PIDNamespace?
  var isReady = false
  var volumes: [String: BuiltVolume] = [:]
  /// By name, the newest first.
  var containers: [String: [ContainerInstance]] = [:]
  /// Hears of every change of a container's state.
  var changed: () -> Void = {}

  init(uid: String) { self.uid = uid }

  func start(_ network: NetworkNamespace, sharedProcesses: PIDNamespace?) {
    self.network = network
    self.sharedProcesses = sharedProcesses
    isReady = true
  }

  func newest(_ name: String) -> ContainerInstance? { containers[name]?.first }

  /// What the kubelet sees when it looks.
  var status: RuntimeStatus {
    RuntimeStatus(
      sandbox: network.map {
        .init(isReady: isReady, address: $0.address.map { "\($0)" } ?? "")
      },
      containers: containers.mapValues { $0.map(\.status) })
  }

  /// Forgets the containers before the newest once that has ended, as the kubelet cleans up.
  ///
  /// Source: kubelet `pod_container_deletor.go`.
  func removeOldContainers() {
    for (name, list) in containers where list.count > 1 {
      let isOver = list[0].status.state == .exited
      containers[name] = Array(list.prefix(isOver ? 1 : 2))
    }
  }
}
