import ArgumentParser
import KubectlCluster
import LabSession
import Lessons

/// Which real cluster is used, and what may be done there.
struct ClusterOptions: ParsableArguments {
  @Flag(help: "Run Pods on a real cluster through your own kubectl, not in the simulation.")
  var cluster = false

  @Option(help: ArgumentHelp("The kubeconfig's context.", valueName: "name"))
  var context: String?

  @Option(
    help: ArgumentHelp(
      "Use this namespace, which is there already, instead of making new ones.", valueName: "name"))
  var namespace: String?

  @Flag(help: "Use a cluster although it looks like production.")
  var allowProduction = false

  @Flag(help: "Create Pods that reach out of their isolation, such as privileged ones.")
  var allowPrivileged = false

  @Option(
    help: ArgumentHelp("How long one check may take on the cluster.", valueName: "duration"))
  var checkTimeout = DurationOption(.seconds(300))

  /// Says which flag is of no use alone.
  func validate() throws {
    guard !cluster else { return }
    let lost = [
      ("--context", context != nil), ("--namespace", namespace != nil),
      ("--allow-production", allowProduction), ("--allow-privileged", allowPrivileged),
    ].first { $0.1 }
    if let lost { throw ValidationError("`\(lost.0)` is of use with `--cluster` only") }
  }

  var plan: ClusterDesk.Plan {
    ClusterDesk.Plan(
      namespace: namespace,
      rules: KubectlCluster.Rules(
        allowsPrivileged: allowPrivileged, checkTimeout: checkTimeout.duration))
  }

  /// kubectl with the wanted context; the cluster is not asked yet.
  func connect(interruption: Int32?) throws(KubectlFailure) -> KubectlConnection {
    let host = try PosixKubectl(
      path: LiveWorld.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
      interruption: interruption)
    return try KubectlConnection.connect(to: context, host: host)
  }

  /// Runs Pods on the cluster beside the screen.
  func worker(remembering folders: LearnerFolders) -> ClusterWorker? {
    ClusterWorker(
      ClusterWorker.Access(
        open: { (interruption) throws(KubectlFailure) in
          try connect(interruption: interruption)
        }, plan: plan, consents: Self.consents(folders), allowsProduction: allowProduction,
        random: { UInt64.random(in: 0 ... .max) }))
  }

  /// Where consent is remembered; nil where podlab has no folder of its own.
  static func consents(_ folders: LearnerFolders?) -> ClusterConsents? {
    folders.map { ClusterConsents(path: $0.clusters, files: PosixFiles()) }
  }
}
