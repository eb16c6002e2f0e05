import Kernel
import PodModel

/// Makes a Pod's volumes on the node.
///
/// Source: kubelet `pkg/volume` (`empty_dir`, `configmap`, `secret`, `downwardapi`, `projected`,
/// `host_path`) and `util/atomic_writer.go`.
struct VolumeBuilder {
  /// Why a volume cannot be set up.
  struct Failure: Error {
    var message: String
  }

  let kernel: Kernel
  let pod: Pod
  let values: DownwardValues
  let find: (_ kind: String, _ name: String) -> Node?
  /// The directories of the node, by path.
  let host: HostPaths

  func build(_ volume: Volume) throws(Failure) -> BuiltVolume {
    if let files = try files(of: volume) {
      let directory = ObjectDirectory(root: objectRoot(volume))
      directory.show(owned(files), at: kernel.now)
      return BuiltVolume(inode: directory.root, files: owned(files))
    }
    switch volume.source {
    case .emptyDir(let medium, let sizeLimit):
      return BuiltVolume(inode: emptyDirectory(medium, sizeLimit))
    case .hostPath(let path, let type):
      return BuiltVolume(inode: try host.inode(path, type, kernel))
    case .persistentVolumeClaim(let claim, _):
      return BuiltVolume(inode: host.claim(claim, kernel))
    case .configMap, .secret, .downwardAPI, .projected:
      return BuiltVolume(inode: objectRoot(volume))
    case .other(let kind):
      throw Failure(message: "not modelled: the volume source '\(kind)'")
    }
  }

  /// Shows in a volume what its objects hold by now.
  func refresh(_ volume: Volume, _ built: inout BuiltVolume) throws(Failure) {
    guard let old = built.files, let files = try files(of: volume) else { return }
    let new = owned(files)
    if new == old { return }
    ObjectDirectory(root: built.inode).show(new, at: kernel.now)
    built.files = new
  }

  /// What is in a volume that is made of objects; nil for other volumes.
  private func files(of volume: Volume) throws(Failure) -> [VolumeFile]? {
    switch volume.source {
    case .configMap(let files): return try keyed(files, "ConfigMap")
    case .secret(let files): return try keyed(files, "Secret")
    case .downwardAPI(let items, let mode): return try downward(items, mode)
    case .projected(let sources, let mode): return try projected(sources, mode)
    case .emptyDir, .hostPath, .persistentVolumeClaim, .other: return nil
    }
  }

  /// A group for the volumes may read all files.
  ///
  /// Source: kubelet `pkg/volume/volume_linux.go`, `changeFilePermission`.
  private func owned(_ files: [VolumeFile]) -> [VolumeFile] {
    guard let group = pod.spec.securityContext.fsGroup else { return files }
    return files.map { file in
      var file = file
      file.group = group
      file.mode |= 0o440
      return file
    }
  }

  /// ConfigMaps lie on the node's disk, all others in its memory.
  private func objectRoot(_ volume: Volume) -> Inode {
    var root = FileTree.directory(mode: 0o1777)
    if let group = pod.spec.securityContext.fsGroup {
      root.group = group
      root.mode = 0o3777
    }
    if case .configMap = volume.source { return disk().makeRoot(from: root) }
    return memory(limit: nil).makeRoot(from: root)
  }

  private func disk() -> FileSystem { kernel.makeFileSystem(type: "ext4", source: "/dev/sda1") }

  private func memory(limit: Int?) -> FileSystem {
    let node = SimulatedCluster.allocatable["memory"].flatMap { bytes($0) } ?? 0
    return kernel.makeFileSystem(
      type: "tmpfs", source: "tmpfs", capacity: limit,
      options: ["size=\((limit ?? node) / 1024)k", "noswap"])
  }

  private func bytes(_ quantity: String) -> Int? {
    (try? Quantity(quantity)).flatMap { Int(exactly: $0.value) }
  }

  private func emptyDirectory(_ medium: String, _ sizeLimit: String?) -> Inode {
    let system = medium == "Memory" ? memory(limit: sizeLimit.flatMap(bytes)) : disk()
    let root = system.makeRoot(from: .directory(mode: 0o777))
    if let group = pod.spec.securityContext.fsGroup {
      root.group = group
      root.mode = 0o2777
    }
    return root
  }

  // MARK: Files from objects

  private func keyed(_ files: KeyedFiles, _ kind: String) throws(Failure) -> [VolumeFile] {
    guard let object = find(kind, files.name) else {
      if files.optional { return [] }
      throw Failure(message: "\(kind.lowercased()) \"\(files.name)\" not found")
    }
    let data = ConfigData(object).files
    guard let items = files.items else {
      return data.map { VolumeFile(path: $0.key, bytes: $0.bytes, mode: files.defaultMode) }
    }
    var result: [VolumeFile] = []
    for item in items {
      guard let found = data.first(where: { $0.key == item.key }) else {
        if files.optional { continue }
        let what = kind == "Secret" ? "references non-existent secret" : Self.missingKey
        throw Failure(message: "\(what) key: \(item.key)")
      }
      result.append(
        VolumeFile(path: item.path, bytes: found.bytes, mode: item.mode ?? files.defaultMode))
    }
    return result
  }

  private static let missingKey = "configmap references non-existent config"

  private func downward(_ items: [Node], _ mode: Int) throws(Failure) -> [VolumeFile] {
    var result: [VolumeFile] = []
    for item in items {
      var text: String?
      if let path = item["fieldRef"]?["fieldPath"]?.string { text = values.field(path) }
      if let reference = item["resourceFieldRef"] {
        text = values.resource(reference, defaultContainer: "")
      }
      result.append(
        VolumeFile(
          path: item["path"]?.string ?? "", bytes: Array((text ?? "").utf8),
          mode: item["mode"]?.int ?? mode))
    }
    return result
  }

  private func projected(_ sources: [Node], _ mode: Int) throws(Failure) -> [VolumeFile] {
    var result: [VolumeFile] = []
    for source in sources {
      if let map = source["configMap"] {
        result += try keyed(KeyedFiles(projecting: map, defaultMode: mode), "ConfigMap")
      } else if let secret = source["secret"] {
        result += try keyed(KeyedFiles(projecting: secret, defaultMode: mode), "Secret")
      } else if let fields = source["downwardAPI"] {
        result += try downward(fields["items"]?.list ?? [], mode)
      } else if let token = source["serviceAccountToken"] {
        let text = Identifier.container("token", pod.metadata.uid)
        result.append(
          VolumeFile(path: token["path"]?.string ?? "token", bytes: Array(text.utf8), mode: 0o644))
      }
    }
    return result
  }
}

extension KeyedFiles {
  /// One source of a projected volume.
  init(projecting node: Node, defaultMode: Int) {
    self = .init(node, nameKey: "name")
    self.defaultMode = defaultMode
  }
}

/// The files of the node that `hostPath` and claims show, kept as long as the cluster.
final class HostPaths {
  private var inodes: [String: Inode] = [:]
  private var claims: [String: Inode] = [:]
  private static let directories: Set<String> = [
    "/", "/bin", "/dev", "/etc", "/home", "/lib", "/mnt", "/opt", "/proc", "/root", "/run", "/srv",
    "/sys", "/tmp", "/usr", "/var", "/var/lib", "/var/log", "/var/run",
  ]

  func inode(_ path: String, _ type: String, _ kernel: Kernel) throws(VolumeBuilder.Failure)
    -> Inode
  {
    if let known = inodes[path] { return known }
    let exists = HostPaths.directories.contains(path)
    let isFile = type == "File" || type == "FileOrCreate"
    switch type {
    case "", "DirectoryOrCreate", "FileOrCreate": break
    default:
      if exists, type == "Directory" { break }
      let kind = isFile ? "a file" : type == "Directory" ? "a directory" : "a \(type)"
      throw VolumeBuilder.Failure(
        message: "hostPath type check failed: \(path) is not \(kind)")
    }
    let tree: FileTree = isFile ? .file("") : .directory()
    let made = kernel.makeFileSystem(type: "ext4", source: "/dev/sda1").makeRoot(from: tree)
    inodes[path] = made
    return made
  }

  func claim(_ name: String, _ kernel: Kernel) -> Inode {
    if let known = claims[name] { return known }
    let made = kernel.makeFileSystem(type: "ext4", source: "/dev/sdb")
      .makeRoot(from: .directory(mode: 0o777))
    claims[name] = made
    return made
  }
}
