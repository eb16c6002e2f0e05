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
  private var lost: [Inode] = []
  private var isReleasing = false
  private let meter: StorageMeter
  /// How often a name or a permission changed here and in its neighbours.
  let changes: ChangeCount

  package init(
    device: Int, type: String, source: String, capacity: Int? = nil, created: VirtualTime,
    meter: StorageMeter = StorageMeter(limit: .max), options: [String] = [],
    changes: ChangeCount = ChangeCount()
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

  /// The root directory of this file system, with what `tree` holds.
  package func makeRoot(from tree: FileTree = .directory()) -> Inode {
    Inode(materializing: tree, in: self)
  }

  /// Keeps what a directory held that is no more.
  func lose(_ inodes: [Inode]) { lost += inodes }

  /// Releases what was lost one after the other, for trees may be deeper than the stack.
  func releaseLost() {
    guard !isReleasing else { return }
    isReleasing = true
    while lost.popLast() != nil {}
    isReleasing = false
  }

  func nextInodeNumber() -> Int {
    lastInode += 1
    return lastInode
  }

  /// Counts `bytes` more (or fewer); fails with `noSpace` when the file system would overflow.
  func reserve(_ bytes: Int) throws(Errno) {
    if bytes > 0, let capacity, used + bytes > capacity { throw .noSpace }
    try meter.take(bytes)
    used += bytes
  }

  /// Counts what an inode itself takes of the node's memory; the files' bytes do not show it.
  func reserveInode() throws(Errno) { try meter.take(Inode.footprint) }

  /// Takes back what a file held that is no more.
  func giveBack(_ bytes: Int, inodes: Int) {
    used -= bytes
    meter.giveBack(bytes + inodes * Inode.footprint)
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
  private(set) var used = 0
  /// Called when more is wanted than there may be.
  var exceeded: () -> Void = {}

  package init(limit: Int) { self.limit = limit }

  /// Counts `bytes` more (or fewer); fails with `noSpace` beyond the limit.
  func take(_ bytes: Int) throws(Errno) {
    if bytes > 0, used + bytes > limit {
      exceeded()
      throw .noSpace
    }
    used += bytes
  }

  func giveBack(_ bytes: Int) { used -= bytes }
}
