import Lessons
import PodModel
import PodSimulator

/// Records what some manifests' Pods do in a cluster of their own.
enum LifecycleRecording {
  /// Long enough for the first restarts and their waits.
  static let duration = Duration.seconds(120)

  /// The recorded time line; nil where no manifest holds a Pod.
  ///
  /// Objects that the API server refuses are left out.
  static func timeline(of files: [LessonFile], with registry: ImageRegistry) -> Timeline? {
    let objects = files.filter { $0.path.isManifestName }.flatMap {
      (try? YAML.documents(in: $0.bytes)) ?? []
    }
    guard objects.contains(where: { $0["kind"]?.string == "Pod" }) else { return nil }
    let cluster = SimulatedCluster(SimulatedCluster.Setup(registry: registry))
    defer { cluster.end() }
    _ = try? cluster.perform { cluster in
      for object in objects {
        let resource = cluster.resources.first {
          $0.kind == object["kind"]?.string && $0.apiVersion == object["apiVersion"]?.string
        }
        guard let resource else { continue }
        let namespace = resource.isNamespaced ? "default" : nil
        _ = try? await cluster.create(resource, object, in: namespace, options: WriteOptions())
      }
    }
    cluster.run(for: duration)
    return cluster.timeline
  }
}
