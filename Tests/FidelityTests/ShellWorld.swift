import Kernel
import PodModel
import PodSimulator
import Testing

/// The container in which the recorded snippets ran: busybox, with `sleep infinity` as process 1.
struct ShellWorld {
  /// What a snippet did.
  struct Outcome: Equatable {
    /// Nil when it did not end.
    var status: Int?
    var output: String
    var errors: String
    /// What the snippet wanted and the simulation does not have.
    var notModelled: [String]
  }

  /// Makes the folder in which every snippet starts, and runs the snippet there.
  private static let wrapper = """
    mkdir -p /tmp/w; cd /tmp/w
    printf 'alpha 1\\nbeta 2\\ngamma 3\\nError one\\nerror two\\n' > f
    printf 'x,y,z\\n1,2,3\\n4,5,6\\n' > c.csv
    mkdir d; printf one > d/a; printf two > d/b
    exec sh -c "$0"
    """

  private static let pod: Node = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bb"],
    "spec": [
      "containers": [["name": "bb", "image": "busybox", "command": ["sleep", "infinity"]]]
    ],
  ]

  /// Runs one snippet as `kubectl exec POD -- sh -c SNIPPET` does.
  func run(_ snippet: String) throws -> Outcome {
    // 2026-11-21 01:58:00 UTC, as when the snippets were recorded.
    let start = VirtualTime(unixSeconds: 1_795_226_280)
    let cluster = SimulatedCluster(SimulatedCluster.Setup(start: start))
    defer { cluster.end() }
    var output: [UInt8] = []
    var errors: [UInt8] = []
    let status = try cluster.perform(until: start + .seconds(60)) { cluster in
      let pods = try #require(cluster.resources.first { $0.kind == "Pod" })
      _ = try await cluster.create(pods, Self.pod, in: "default", options: WriteOptions())
      await cluster.sleep(for: .seconds(2))
      return try await cluster.exec(
        ["sh", "-c", Self.wrapper, snippet], inPod: "bb", in: "default",
        options: ExecOptions(container: "bb"),
        console: ExecConsole(
          read: { nil }, writeOutput: { output += $0 }, writeError: { errors += $0 }))
    }
    return Outcome(
      status: status.map(Int.init), output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self), notModelled: cluster.notModelled)
  }
}
