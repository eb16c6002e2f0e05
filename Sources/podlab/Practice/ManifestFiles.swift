import Lessons
import PodModel
import PodSimulator

/// A manifest file whose objects are put into a new cluster.
struct ManifestFiles {
  let path: String
  private let objects: [Node]

  /// The manifests of a path: the file itself, or those in a folder or its `start` folder, in the
  /// order of their names.
  static func read(_ path: String) throws -> [ManifestFiles] {
    let files = PosixFiles()
    let folders = ["\(path)/start", path].filter { (try? files.kind(of: $0)) == .folder }
    guard let folder = folders.first else { return [try ManifestFiles(path)] }
    let names = try files.list(folder).filter { $0.kind != .folder }.map(\.name)
    let manifests = names.filter { name in
      [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    }
    return try manifests.map { try ManifestFiles("\(folder)/\($0)") }
  }

  private init(_ path: String) throws {
    self.path = path
    switch InputFile.read(path) {
    case .success(let bytes):
      do throws(YAML.ReadError) {
        objects = try YAML.documents(in: bytes)
      } catch {
        throw PracticeCluster.Failure("'\(path)' is no manifest: \(error.description)")
      }
    case .failure(let error): throw PracticeCluster.Failure("\(error)")
    }
  }

  /// Creates the objects.
  ///
  /// - Parameter isRestored: whether the cluster may have them already.
  func create(in cluster: SimulatedCluster, isRestored: Bool) throws {
    for object in objects {
      let items = object["items"]?.list ?? [object]
      for item in items { try create(item, in: cluster, isRestored: isRestored) }
    }
  }

  private func create(
    _ object: Node, in cluster: SimulatedCluster, isRestored: Bool
  ) throws {
    let kind = object["kind"]?.string ?? ""
    guard let resource = cluster.resources.first(where: { $0.kind == kind }) else {
      throw PracticeCluster.Failure(
        "'\(path)' has an object of kind '\(kind)', which the practice cluster does not keep")
    }
    do throws(StatusError) {
      _ = try cluster.make(resource, object, in: object["metadata"]?["namespace"]?.string)
    } catch {
      if isRestored, error.reason == "AlreadyExists" { return }
      throw PracticeCluster.Failure("'\(path)' is refused: \(error.message)")
    }
  }
}
