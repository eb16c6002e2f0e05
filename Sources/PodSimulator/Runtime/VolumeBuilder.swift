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

  func build(_ volume: Volume) throws(Failure) -> Inode {
    switch volume.source {
    case .emptyDir(let medium, let sizeLimit): return emptyDirectory(medium, sizeLimit)
    case .configMap(let files): return try tree(keyed(files, "ConfigMap"), files.defaultMode)
    case .secret(let files): return try tree(keyed(files, "Secret"), files.defaultMode)
    case .downwardAPI(let items, let mode): return try tree(downward(items, mode), mode)
    case .projected(let sources, let mode): return try tree(projected(sources, mode), mode)
    case .hostPath(let path, let type): return try host.inode(path, type, kernel)
    case .persistentVolumeClaim(let claim, _): return host.claim(claim, kernel)
    case .other(let kind):
      throw Failure(message: "not modelled: the volume source '\(kind)'")
    }
  }

  private func emptyDirectory(_ medium: String, _ sizeLimit: String?) -> Inode {
    let limit = sizeLimit.flatMap { try? Quantity($0) }.flatMap { Int(exactly: $0.value) }
    let isMemory = medium == "Memory"
    let system = kernel.makeFileSystem(
      type: isMemory ? "tmpfs" : "ext4", source: isMemory ? "tmpfs" : "/dev/sda1",
      capacity: isMemory ? limit : nil)
    let root = system.makeRoot(from: .directory(mode: 0o777))
    if let group = pod.spec.securityContext.fsGroup {
      root.group = group
      root.mode = 0o2777
    }
    return root
  }

  // MARK: Files from objects

  private struct File {
    var path: String
    var bytes: [UInt8]
    var mode: Int
  }

  private func keyed(_ files: KeyedFiles, _ kind: String) throws(Failure) -> [File] {
    guard let object = find(kind, files.name) else {
      if files.optional { return [] }
      throw Failure(message: "\(kind.lowercased()) \"\(files.name)\" not found")
    }
    let data = ConfigData(object).files
    guard let items = files.items else {
      return data.map { File(path: $0.key, bytes: $0.bytes, mode: files.defaultMode) }
    }
    var result: [File] = []
    for item in items {
      guard let found = data.first(where: { $0.key == item.key }) else {
        if files.optional { continue }
        let what = kind == "Secret" ? "secret" : "config"
        throw Failure(message: "references non-existent \(what) key: \(item.key)")
      }
      result.append(
        File(path: item.path, bytes: found.bytes, mode: item.mode ?? files.defaultMode))
    }
    return result
  }

  private func downward(_ items: [Node], _ mode: Int) throws(Failure) -> [File] {
    var result: [File] = []
    for item in items {
      var text: String?
      if let path = item["fieldRef"]?["fieldPath"]?.string { text = values.field(path) }
      if let reference = item["resourceFieldRef"] {
        text = values.resource(reference, defaultContainer: "")
      }
      result.append(
        File(
          path: item["path"]?.string ?? "", bytes: Array((text ?? "").utf8),
          mode: item["mode"]?.int ?? mode))
    }
    return result
  }

  private func projected(_ sources: [Node], _ mode: Int) throws(Failure) -> [File] {
    var result: [File] = []
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
          File(path: token["path"]?.string ?? "token", bytes: Array(text.utf8), mode: 0o644))
      }
    }
    return result
  }

  /// A directory as the kubelet swaps it in one step: files in a dated directory, links to them.
  private func tree(_ files: [File], _ defaultMode: Int) throws(Failure) -> Inode {
    let stamp = VolumeBuilder.stamp(kernel.now)
    var dated = FileTree.directory()
    var root = FileTree.directory(mode: 0o1777)
    for file in files {
      dated[file.path] = FileTree(.file(file.bytes), mode: file.mode)
      let name = String(file.path.prefix { $0 != "/" })
      root[name] = .link(to: "..data/\(name)")
    }
    root[stamp] = dated
    root["..data"] = .link(to: stamp)
    return kernel.makeFileSystem(type: "tmpfs").makeRoot(from: root)
  }

  /// The name of a dated directory, such as `..2026_11_21_02_04_35.3387180041`.
  private static func stamp(_ now: VirtualTime) -> String {
    let text = now.rfc3339.map { "-T:".contains($0) ? "_" : String($0) }.joined()
    let number = 1_000_000_000 + UInt64(bitPattern: now.nanoseconds) % 3_000_000_000
    return "..\(text.dropLast()).\(number)"
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
