import Kernel

/// A file of a volume that is made of objects.
struct VolumeFile: Equatable {
  /// Relative to the volume.
  var path: String
  var bytes: [UInt8]
  var mode: Int
  var group = 0
}

/// A volume on the node, and what it was made of.
struct BuiltVolume {
  let inode: Inode
  /// Nil for volumes that are not made of objects.
  var files: [VolumeFile]?
}

/// A directory whose contents the kubelet swaps in one step: the files lie in a dated directory that
/// the link `..data` leads to, and links to the files lead through it.
///
/// Source: kubelet `pkg/volume/util/atomic_writer.go`.
struct ObjectDirectory {
  let root: Inode
  private static let link = "..data"

  /// Shows these files instead of those before; who has one of them open keeps it.
  func show(_ files: [VolumeFile], at now: VirtualTime) {
    var dated = FileTree.directory()
    var links: [String: String] = [:]
    for file in files {
      dated[file.path] = FileTree(.file(file.bytes), mode: file.mode, group: file.group)
      let name = String(file.path.prefix { $0 != "/" })
      links[name] = "\(ObjectDirectory.link)/\(name)"
    }
    let stamp = ObjectDirectory.stamp(now)
    root.put(dated, named: stamp, at: now)
    for name in root.names where name.hasPrefix("..") ? name != stamp : links[name] == nil {
      root.removeName(name, at: now)
    }
    root.put(.link(to: stamp), named: ObjectDirectory.link, at: now)
    for (name, target) in links.sorted(by: { $0.key < $1.key }) where root.child(name) == nil {
      root.put(.link(to: target), named: name, at: now)
    }
  }

  /// The name of a dated directory, such as `..2026_11_21_02_04_35.3387180041`.
  private static func stamp(_ now: VirtualTime) -> String {
    let underscore = UInt8(ascii: "_")
    let text = now.rfc3339.utf8.dropLast().map { byte in
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "T"), UInt8(ascii: ":"): underscore
      case _: byte
      }
    }
    let number = 1_000_000_000 + UInt64(bitPattern: now.nanoseconds) % 3_000_000_000
    return "..\(String(decoding: text, as: UTF8.self)).\(number)"
  }
}
