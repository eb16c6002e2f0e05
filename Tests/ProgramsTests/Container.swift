import Kernel
import Programs

/// A container made from an image, with the small world that the ground truth was recorded in.
final class Container {
  /// What a command did.
  struct Outcome: Equatable {
    var output = ""
    var errors = ""
    var status: Int?
  }

  let kernel: Kernel
  let namespaces: Namespaces
  private var output: [UInt8] = []
  private var errors: [UInt8] = []

  init(_ image: ContainerImage = Images.busybox, startsPause: Bool = true) throws {
    let network = Network()
    Container.addWorld(to: network)
    var limits = Limits()
    limits.steps = 3_000_000
    kernel = Kernel(
      startingAt: VirtualTime(unixSeconds: 1_795_226_280), programs: Images.programs,
      network: network, limits: limits)
    var tree = image.files
    tree["etc/hosts"] = .file(
      "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n198.51.100.7\tbb\n"
    )
    tree["etc/resolv.conf"] = .file("nameserver 203.0.113.53\n")
    tree["dev"] = Images.devices
    tree["dev/termination-log"] = .file("")
    for name in ["ca.crt", "namespace", "token"] {
      tree["var/run/secrets/kubernetes.io/serviceaccount/\(name)"] = .file("x")
    }
    let root = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    namespaces = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root),
      network: NetworkNamespace(
        hostname: "bb", address: IPAddress("198.51.100.7"), network: network))
    network.join(namespaces.network)
    let processes = kernel.makeFileSystem(type: "proc")
    try namespaces.mounts.mount(
      ProcessFile.root(of: namespaces.pids, in: processes), at: "/proc", time: kernel.now)
    if startsPause { _ = try start(["sleep", "infinity"]) }
  }

  deinit { kernel.shutDown() }

  private static func addWorld(to network: Network) {
    network.lookUp = { name, _ in
      OutsideWorld.names[name].map { .addresses([$0]) } ?? .noSuchName
    }
    network.silence = { OutsideWorld.names.values.contains($0) ? .refuses : .drops }
    network.services = OutsideWorld.sites
  }

  /// What was wanted and is not modelled.
  var notModelled: [String] { kernel.notModelled.map(\.what) }

  /// Starts a command as `kubectl exec` does.
  func start(_ arguments: [String]) throws -> Process {
    try kernel.start(
      Launch(
        arguments: arguments,
        environment: [
          "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME": "bb",
          "HOME": "/root",
        ],
        output: .output(OutputSink { [unowned self] in output += $1 }),
        errors: .output(OutputSink { [unowned self] in errors += $1 })), in: namespaces)
  }

  /// Runs a command to its end, for ten virtual minutes at most.
  func run(_ arguments: String...) throws -> Outcome {
    output = []
    errors = []
    var outcome = Outcome()
    let process = try start(arguments)
    process.whenEnded { [kernel] in
      outcome.status = $0.code
      // What was left in the background may still write a little.
      kernel.schedule(at: kernel.now + .milliseconds(10)) { kernel.interrupt() }
    }
    _ = kernel.run(until: kernel.now + .seconds(600))
    outcome.output = String(decoding: output, as: UTF8.self)
    outcome.errors = String(decoding: errors, as: UTF8.self)
    return outcome
  }

  /// Runs a script with `sh -c`.
  func shell(_ script: String) throws -> Outcome { try run("sh", "-c", script) }
}
