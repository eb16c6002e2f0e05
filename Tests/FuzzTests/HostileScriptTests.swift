import Foundation
import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// Scripts that want all there is, each in a container of its own.
///
/// They stand in `Tests/Hostile/scripts.txt` with the limit that ends them, if one does. Limits are
/// a fiftieth of the usual ones here; what the usual ones cost is measured by `Benchmarks`.
@Suite struct HostileScriptTests {
  struct Script: CustomTestStringConvertible, Sendable {
    var name: String
    /// The limit that must be reached; "none": it ends, or goes on and does no harm.
    var limit: String
    var text: String

    var testDescription: String { name }
  }

  static let scripts: [Script] = {
    let text =
      (try? RepositoryFiles.texts(below: "Tests/Hostile"))?["Tests/Hostile/scripts.txt"] ?? ""
    return text.components(separatedBy: "\n## ").dropFirst().compactMap { part in
      let lines = part.split(separator: "\n", maxSplits: 1)
      let title = lines.first?.components(separatedBy: ": ") ?? []
      guard lines.count == 2, title.count == 2 else { return nil }
      return Script(name: title[0], limit: title[1], text: String(lines[1]))
    }
  }()

  @Test func `there are scripts of many kinds`() {
    #expect(Self.scripts.count >= 100)
    #expect(Set(Self.scripts.map(\.name)).count == Self.scripts.count)
  }

  @Test(arguments: scripts)
  func `ends at the limit that it names, or does no harm`(script: Script) throws {
    var limits = Limits()
    limits.steps /= 50
    limits.storage /= 50
    limits.output /= 50
    limits.processMemory /= 50
    limits.memory /= 50
    let cluster = SimulatedCluster(SimulatedCluster.Setup(limits: limits))
    defer { cluster.end() }
    let pods = try #require(cluster.resources.first { $0.kind == "Pod" })
    _ = try cluster.make(pods, Self.pod(running: script.text), in: "default")
    cluster.run(for: .seconds(90))
    let kind = cluster.kernel.reachedLimit
    #expect(kind?.rawValue ?? "none" == script.limit)
    if let kind {
      #expect(
        cluster.notModelled.last?.contains("more \(kind.rawValue) than the simulation") == true)
    }
    // What a process asks for is seen once it is there; a read is a megabyte at most.
    #expect(cluster.kernel.memoryInUse <= limits.memory + 2 << 20)
    #expect(cluster.kernel.storageInUse <= 2 * limits.storage)
  }

  private static func pod(running script: String) -> Node {
    [
      "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bad"],
      "spec": [
        "containers": [
          [
            "name": "bad", "image": "busybox", "command": ["sh", "-c", Node(.string(script))],
            "volumeMounts": [["name": "logs", "mountPath": "/var/log/nginx"]],
          ],
          [
            "name": "nginx", "image": "nginx",
            "volumeMounts": [["name": "logs", "mountPath": "/var/log/nginx"]],
          ],
        ],
        "volumes": [["name": "logs", "emptyDir": [:]]],
      ],
    ]
  }
}
