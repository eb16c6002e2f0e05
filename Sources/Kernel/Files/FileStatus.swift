/// What `stat` tells of a file.
package struct FileStatus {
  /// The type of a file, as the first column of `ls -l` shows it.
  package enum Kind: Character, Sendable {
    case file = "-"
    case directory = "d"
    case symbolicLink = "l"
    case characterDevice = "c"
    case fifo = "p"
    case socket = "s"
  }

  package var kind: Kind
  /// Permission bits: 0o0000 to 0o7777.
  package var mode: Int
  package var links: Int
  package var owner: Int
  package var group: Int
  package var size: Int
  package var inode: Int
  package var device: Int
  package var modified: VirtualTime
  package var accessed: VirtualTime
  package var changed: VirtualTime
  /// The numbers of a device file.
  package var deviceNumbers: (major: Int, minor: Int)?

  /// 512-byte blocks, in whole pages of 4096 bytes.
  ///
  /// Directories take theirs on a disk, where their size is a whole page, and none in memory.
  package var blocks: Int {
    switch kind {
    case .file: (size + 4095) / 4096 * 8
    case .directory: size % 4096 == 0 ? size / 512 : 0
    case _: 0
    }
  }

  init(of node: Inode) {
    mode = node.mode
    owner = node.owner
    group = node.group
    size = node.size
    inode = node.number
    device = node.fileSystem.device
    modified = node.modified
    accessed = node.accessed
    changed = node.changed
    links = node.links
    switch node.kind {
    case .file: kind = .file
    case .directory:
      kind = .directory
      links = 2 + node.entries.subdirectories
    case .symbolicLink: kind = .symbolicLink
    case .device(let device):
      kind = .characterDevice
      deviceNumbers = device.numbers
    case .fifo: kind = .fifo
    case .socket: kind = .socket
    case .process(let file): kind = file.statusKind
    }
  }
}
