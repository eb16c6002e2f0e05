import ByteText
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
  /// Containers that ended when the node was restarted, by name.
  private(set) var earlier: [String: ContainerInstanceStatus] = [:]
  /// Hears of every change of a container's state.
  var changed: () -> Void = {}

  init(uid: String) { self.uid = uid }

  func start(_ network: NetworkNamespace, sharedProcesses: PIDNamespace?) {
    self.network = network
    self.sharedProcesses = sharedProcesses
    isReady = true
  }

  /// Knows the containers that ran before the node was restarted, by the Pod's status.
  ///
  /// Source: containerd knows neither exit code nor end of what a restart took with it.
  func restore(_ status: Node?, at now: VirtualTime) {
    for list in ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"] {
      for container in status?[list]?.list ?? [] {
        guard let name = container["name"]?.string,
          let id = container["containerID"]?.string?.split(at: "/").last.map(String.init)
        else { continue }
        let ended = container["state"]?["terminated"]
        var known = ContainerInstanceStatus(
          id: id, isOfEarlierSandbox: true, state: .exited,
          attempt: container["restartCount"]?.int ?? 0,
          imageName: container["image"]?.string ?? "",
          imageID: container["imageID"]?.string ?? "", specHash: 0)
        known.startedAt = PodSandbox.moment(
          ended?["startedAt"] ?? container["state"]?["running"]?["startedAt"])
        known.finishedAt = PodSandbox.moment(ended?["finishedAt"]) ?? now
        known.exitCode = ended?["exitCode"]?.int ?? 255
        known.reason = ended?["reason"]?.string ?? "Unknown"
        earlier[name] = known
      }
    }
  }

  private static func moment(_ node: Node?) -> VirtualTime? {
    node?.string.flatMap(ClusterTime.init(rfc3339:)).map {
      VirtualTime(nanoseconds: $0.nanoseconds)
    }
  }

  func newest(_ name: String) -> ContainerInstance? { containers[name]?.first }

  /// What the kubelet sees when it looks.
  var status: RuntimeStatus {
    RuntimeStatus(
      sandbox: network.map {
        .init(isReady: isReady, address: $0.address.map { "\($0)" } ?? "")
      },
      containers: containers.mapValues { $0.map(\.status) }.merging(
        earlier.mapValues { [$0] }, uniquingKeysWith: { $0.count > 1 ? $0 : $0 + $1 }))
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
