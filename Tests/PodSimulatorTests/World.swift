import Kernel
import PodModel
import Shell
import Testing

@testable import PodSimulator

/// A cluster whose only images are `busybox` and `nginx`, with a shell, `sleep` and a server.
final class World {
  let cluster: SimulatedCluster

  init(_ setup: SimulatedCluster.Setup = SimulatedCluster.Setup()) {
    var setup = setup
    setup.registry = World.registry
    cluster = SimulatedCluster(setup)
  }

  /// A cluster as `podlab cluster` serves it.
  static var practice: World {
    World(.practice(start: VirtualTime(unixSeconds: 1_767_225_600)))
  }

  deinit { cluster.end() }

  private static let registry: ImageRegistry = {
    var files = FileTree.directory(["tmp": .directory(mode: 0o1777)])
    for name in ["sh", "sleep", "cat", "serve", "flood"] {
      files["bin/\(name)"] = .program(name)
    }
    let image = ContainerImage(
      files: files, command: ["serve"], size: 1_270_953, digest: "sha256:0123")
    return ImageRegistry(
      repositories: [
        "docker.io/library/busybox": ["*": image], "docker.io/library/nginx": ["*": image],
      ],
      programs: ProgramTable([
        "sh": ShellProgram.main,
        "flood": { process in
          while true { try await process.write(Array("y\n".utf8), to: 1) }
        },
        "sleep": { process in
          let text = process.arguments.dropFirst().first ?? "0"
          guard let seconds = Int(text) else { try await process.sleepForever() }
          try await process.sleep(for: .seconds(seconds))
          return 0
        },
        "cat": { process in
          for path in process.arguments.dropFirst() {
            let descriptor = try await process.open(path, .read)
            try await process.write(try await process.readAll(descriptor), to: 1)
          }
          return 0
        },
        "serve": { process in
          process.setDisposition(.handle, of: .term)
          _ = try process.listen(on: SocketAddress(.any, port: 80))
          while !process.hasCaughtSignal {
            do { try await process.sleep(for: .seconds(3600)) } catch Errno.interrupted {}
          }
          return 0
        },
      ]))
  }()

  /// Creates the objects of a manifest.
  func create(_ manifest: String) throws {
    for document in try YAML.documents(in: manifest.utf8) {
      let kind = document["kind"]?.string
      guard let resource = cluster.resources.first(where: { $0.kind == kind }) else { continue }
      _ = try cluster.make(resource, document, in: "default")
    }
  }

  /// Creates a Pod of what its `spec` is to hold.
  func createPod(named name: String = "nx", _ spec: String) throws {
    let lines = spec.split(separator: "\n").map { "  \($0)\n" }.joined()
    try create("apiVersion: v1\nkind: Pod\nmetadata: {name: \(name)}\nspec:\n\(lines)")
  }

  func resource(_ kind: String) throws -> Resource {
    try #require(cluster.resources.first { $0.kind == kind })
  }

  /// Deletes a Pod as `kubectl delete` does.
  func delete(_ name: String, grace: Int? = nil) throws {
    let pods = try resource("Pod")
    _ = try cluster.perform { cluster in
      try await cluster.delete(
        pods, named: name, in: "default", options: DeletionOptions(gracePeriodSeconds: grace))
    }
  }

  /// STATUS of a Pod as it stands; nil where there is none.
  func status(_ name: String) -> String? {
    let object = cluster.store[ObjectStore.Key(kind: "Pod", namespace: "default", name: name)]
    return object.map { PodPrinter.columns($0, at: cluster.kernel.now.clusterTime).status }
  }

  /// READY, STATUS and the count of RESTARTS of a Pod as they changed.
  func rows(_ name: String = "nx") -> [String] {
    var rows: [String] = []
    let timeline = cluster.timeline
    for state in timeline.states where state.name == name {
      let columns = PodPrinter.columns(state.pod, at: timeline.start.advanced(by: state.time))
      let restarts = columns.restarts.prefix { $0 != " " }
      let row = "\(columns.ready) \(columns.status) \(restarts)"
      if rows.last != row { rows.append(row) }
    }
    return rows
  }

  /// The reasons and counts of the events, in order.
  var events: [String] {
    cluster.events.map { event in
      "\(event["reason"]?.string ?? "") x\(EventTimes(event).count)"
    }
  }
}

extension World {
  private func key(_ name: String) -> ObjectStore.Key {
    ObjectStore.Key(kind: "Pod", namespace: "default", name: name)
  }

  /// What the node has of a Pod.
  func sandbox(_ name: String) -> PodSandbox? {
    let uid = cluster.store[key(name)]?["metadata"]?["uid"]?.string ?? ""
    return cluster.kubelet.worker(of: uid)?.sandbox ?? cluster.ended[uid]
  }

  /// The first message of a Pod's conditions.
  func message(of name: String) -> String? {
    cluster.store[key(name)]?["status"]?["conditions"]?.list?.lazy
      .compactMap { $0["message"]?.string }.first
  }
}
