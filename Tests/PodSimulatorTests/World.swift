import Kernel
import PodModel
import PodSimulator
import Shell

/// A cluster whose only images are `busybox` and `nginx`, with a shell, `sleep` and a server.
final class World {
  let cluster: SimulatedCluster

  init() {
    cluster = SimulatedCluster(SimulatedCluster.Setup(registry: World.registry))
  }

  deinit { cluster.end() }

  private static let registry: ImageRegistry = {
    var files = FileTree.directory(["tmp": .directory(mode: 0o1777)])
    for name in ["sh", "sleep", "cat", "serve"] {
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
      "\(event["reason"]?.string ?? "") x\(event["count"]?.int ?? 0)"
    }
  }
}
