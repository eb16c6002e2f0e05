import Kernel

/// What the container runtime knows of a Pod: a copy that the kubelet judges by.
struct RuntimeStatus: Equatable {
  /// The Pod's network, made before its containers.
  struct Sandbox: Hashable {
    var isReady: Bool
    var address: String
  }

  var sandbox: Sandbox?
  /// Containers by name, the newest first.
  var containers: [String: [ContainerInstanceStatus]] = [:]

  /// The newest container of a name.
  func newest(_ name: String) -> ContainerInstanceStatus? { containers[name]?.first }

  /// How many containers are seen to have ended that were not before.
  func ends(since before: RuntimeStatus) -> Int {
    containers.values.count { list in
      guard let newest = list.first, newest.state == .exited else { return false }
      return !(before.containers.values.contains { $0.contains(newest) })
    }
  }

  /// Whether any container runs.
  var hasRunning: Bool { containers.values.contains { $0.first?.state == .running } }
}

/// One container of the runtime: each restart makes a new one.
struct ContainerInstanceStatus: Hashable {
  enum State { case created, running, exited }

  var id: String
  /// Whether the node was restarted since: its sandbox is gone.
  var isOfEarlierSandbox = false
  var state = State.created
  /// How often a container of this name was made before.
  var attempt: Int
  var imageName: String
  var imageID: String
  /// What the spec's fields were that make a new container when they change.
  var specHash: Int
  /// Nil when it could not be started.
  var startedAt: VirtualTime?
  var finishedAt: VirtualTime?
  var exitCode = 0
  var reason = ""
  var message = ""
}

/// Why a container could not be made or started: what its status shows as `waiting`.
struct StartFailure: Error, Hashable {
  var reason: String
  var message: String
  /// When the kubelet need not try before; nil where the usual ten seconds hold.
  var retryAt: VirtualTime?

  static func == (left: StartFailure, right: StartFailure) -> Bool {
    left.reason == right.reason && left.message == right.message
  }
}

/// What probes have found out about a container.
struct ProbeFindings {
  /// Whether its startup probe has passed, by container id.
  var hasStarted: [String: Bool] = [:]
  /// The last answer of its readiness probe, by container id.
  var isReady: [String: Bool] = [:]
  /// Containers that failed their liveness probe, by id.
  var isDead: Set<String> = []
  /// Containers that failed their startup probe, by id.
  var neverStarted: Set<String> = []
}
