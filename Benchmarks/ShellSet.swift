import Kernel
import PodModel
import PodSimulator

/// The snippets of `GroundTruth/shell`, each in a busybox container of its own, in this process.
struct ShellSet {
  let snippets: [String]

  private static let pod: Node = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bb"],
    "spec": [
      "containers": [["name": "bb", "image": "busybox", "command": ["sleep", "infinity"]]]
    ],
  ]

  /// Runs all of them and returns how many came to their end.
  func run() throws -> Int { try snippets.count { try Self.ends($0) } }

  private static func ends(_ snippet: String) throws -> Bool {
    let cluster = SimulatedCluster(SimulatedCluster.Setup())
    defer { cluster.end() }
    let console = ExecConsole(read: { nil }, writeOutput: { _ in }, writeError: { _ in })
    let status = try cluster.perform(until: cluster.started + .seconds(60)) { cluster -> Int32 in
      guard let pods = cluster.resources.first(where: { $0.kind == "Pod" }) else { return -1 }
      _ = try await cluster.create(pods, pod, in: "default", options: WriteOptions())
      await cluster.sleep(for: .seconds(2))
      return try await cluster.exec(
        ["sh", "-c", snippet], inPod: "bb", in: "default", options: ExecOptions(container: "bb"),
        console: console)
    }
    return status != nil
  }
}
