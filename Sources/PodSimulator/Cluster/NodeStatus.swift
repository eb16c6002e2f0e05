import Kernel
import PodModel

/// What the node tells of itself.
///
/// Source: kubelet `nodestatus/setters.go`; the words are the kubelet's.
struct NodeStatus {
  let now: VirtualTime
  let registry: ImageRegistry

  /// Spec and status of the Node object.
  var object: Node {
    let amounts = Node(
      .map(
        SimulatedCluster.allocatable.sorted { $0.key < $1.key }
          .map { Node.Entry($0.key, .text($0.value)) }))
    return [
      "spec": [:],
      "status": [
        "addresses": [
          ["address": .text(SimulatedCluster.nodeAddress), "type": "InternalIP"],
          ["address": .text(SimulatedCluster.nodeName), "type": "Hostname"],
        ],
        "allocatable": amounts, "capacity": amounts, "conditions": conditions,
        "daemonEndpoints": ["kubeletEndpoint": ["Port": 10250]], "images": images,
        "nodeInfo": [
          "architecture": "amd64",
          "bootID": .text(Identifier.uid("boot", SimulatedCluster.nodeName)),
          "containerRuntimeVersion": "containerd://1.6.20", "kernelVersion": "6.1.0",
          "kubeProxyVersion": "", "kubeletVersion": "v1.36.2",
          "machineID": .text(
            String(Identifier.container("machine", SimulatedCluster.nodeName).prefix(32))),
          "operatingSystem": "linux", "osImage": "Debian GNU/Linux 12 (bookworm)",
          "systemUUID": .text(Identifier.uid("system", SimulatedCluster.nodeName)),
        ],
      ],
    ]
  }

  private var conditions: Node {
    let list = [
      (
        "MemoryPressure", "False", "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available"
      ),
      ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      (
        "PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"
      ),
      ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ]
    return Node(
      .list(
        list.map { type, status, reason, message in
          [
            "lastHeartbeatTime": .text(now.rfc3339), "lastTransitionTime": .text(now.rfc3339),
            "message": .text(message), "reason": .text(reason), "status": .text(status),
            "type": .text(type),
          ]
        }))
  }

  /// The images that are on a new node, the largest first.
  private var images: Node {
    let present = ["docker.io/library/busybox", "docker.io/library/nginx"]
    let found = present.compactMap { name in
      (registry.repositories[name]?["*"]).map { (name, $0) }
    }
    return Node(
      .list(
        found.sorted { $0.1.size > $1.1.size }.map { name, image in
          [
            "names": [.text("\(name)@\(image.digest)"), .text("\(name):latest")],
            "sizeBytes": .number(image.size),
          ]
        }))
  }
}
