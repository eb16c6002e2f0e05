/// One file system: it numbers its inodes and counts the bytes they hold.
package final class FileSystem {
  /// What `stat` calls the device.
  package let device: Int
  /// What `mount` calls it: "overlay", "tmpfs", "ext4", "proc".
  package let type: String
  /// The first column of /proc/mounts.
  package let source: String
  /// How many bytes its files may hold; nil: no limit.
  package var capacity: Int?
  /// What /proc/mounts shows behind the usual options, such as `size=8192k`.
  package let options: [String]
  /// How many bytes its files hold.
  package private(set) var used = 0
  /// When it was made; files of a `FileTree` without a time have this one.
  package let created: VirtualTime
  private var lastInode = 1
  private let meter: StorageMeter?
  /// How often a name or a permission changed here and in its neighbours.
  let changes: ChangeCount

  package init(
    device: Int, type: String, source: String, capacity: Int? = nil, created: VirtualTime,
    meter: StorageMeter? = nil, options: [String] = [], changes: ChangeCount = ChangeCount()
  ) {
    self.device = device
    self.type = type
    self.source = source
    self.capacity = capacity
    self.created = created
    self.meter = meter
    self.options = options
    self.changes = changes
  }

  deinit { meter?.add(-used) }

  /// The root directory of this file system, with what `tree` holds.
  package func makeRoot(from tree: FileTree = .directory()) -> Inode {
    Inode(materializing: tree, in: self)
  }

  func nextInodeNumber() -> Int {
    lastInode += 1
    return lastInode
  }

  /// Counts `bytes` more (or fewer); fails with `noSpace` when the file system would overflow.
  func reserve(_ bytes: Int) throws(Errno) {
    if bytes > 0, let capacity, used + bytes > capacity { throw .noSpace }
    if let meter, bytes > 0, !meter.hasRoom(for: bytes) { throw .noSpace }
    meter?.add(bytes)
    used += bytes
  }
}

/// Counts the changes after which a path may lead elsewhere, in all file systems of a kernel.
package final class ChangeCount {
  private(set) var count = 0

  package init() {}

  func increase() { count += 1 }
}

/// Counts the bytes that the file systems of a node hold together.
package final class StorageMeter {
  private let limit: Int
  private var used = 0

  init(limit: Int) { self.limit = limit }

  func hasRoom(for bytes: Int) -> Bool { used + bytes <= limit }

  func add(_ bytes: Int) { used += bytes }
}
