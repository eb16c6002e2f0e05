/// A file as the file system knows it: everything but its name.
package final class Inode {
  /// What a file is.
  package enum Kind {
    case file
    case directory
    case symbolicLink(to: String)
    case device(Device)
    case fifo(Pipe)
    case socket
    /// A file under /proc, whose contents are made when they are read.
    case process(ProcessFile)
  }

  /// The bytes that a file takes besides its contents.
  static let footprint = 256

  package let kind: Kind
  package let number: Int
  package let fileSystem: FileSystem
  /// Permission bits: 0o0000 to 0o7777.
  package var mode: Int { didSet { noteChange() } }
  package var owner: Int { didSet { noteChange() } }
  package var group: Int { didSet { noteChange() } }
  package var modified: VirtualTime
  package var accessed: VirtualTime
  package var changed: VirtualTime
  /// How many names it has.
  package internal(set) var links = 1
  /// Whether something is mounted on it in any mount namespace.
  var isCovered = false
  /// Whether a search for a command has come here: only then can a change spoil what it has found.
  var isSearched = false
  /// The contents of a regular file.
  package internal(set) var data: [UInt8] = []
  /// The names in a directory.
  private(set) var entries = Directory()
  /// Bytes by which it has grown since its file system was made.
  private var growth = 0
  private var isCounted = false

  init(
    _ kind: Kind, in fileSystem: FileSystem, mode: Int, owner: Int, group: Int, at time: VirtualTime
  ) {
    self.kind = kind
    self.fileSystem = fileSystem
    self.mode = mode
    self.owner = owner
    self.group = group
    number = fileSystem.nextInodeNumber()
    modified = time
    accessed = time
    changed = time
  }

  convenience init(materializing tree: FileTree, in fileSystem: FileSystem) {
    let kind: Kind =
      switch tree.content {
      case .file: .file
      case .directory: .directory
      case .symbolicLink(let target): .symbolicLink(to: target)
      case .device(let device): .device(device)
      }
    self.init(
      kind, in: fileSystem, mode: tree.mode, owner: tree.owner, group: tree.group,
      at: tree.modified ?? fileSystem.created)
    switch tree.content {
    case .file(let bytes): data = bytes
    case .directory(let names): entries = Directory(lower: names)
    case .symbolicLink, .device: break
    }
  }

  // What was deleted and is still open goes with its last descriptor.
  deinit {
    if !entries.isUnused {
      fileSystem.lose(entries.inodes)
      entries = Directory()
      fileSystem.releaseLost()
    }
    if growth != 0 || isCounted { fileSystem.giveBack(growth, inodes: isCounted ? 1 : 0) }
  }

  /// Counts bytes that it holds more (or fewer); fails with `noSpace` when there is no room.
  func grow(by bytes: Int) throws(Errno) {
    try fileSystem.reserve(bytes)
    growth += bytes
  }

  /// Counts itself, for a file that a process makes.
  func count() throws(Errno) {
    try fileSystem.reserveInode()
    isCounted = true
  }

  package var isDirectory: Bool {
    switch kind {
    case .directory: true
    case .process(let file): file.isDirectory
    case .file, .symbolicLink, .device, .fifo, .socket: false
    }
  }

  /// How many bytes a `stat` shows.
  package var size: Int {
    switch kind {
    case .file: data.count
    case .directory: 4096
    case .symbolicLink(let target): target.utf8.count
    case .device, .fifo, .socket, .process: 0
    }
  }

  /// Whether a user may use this file in the way that `access` says: 4 read, 2 write, 1 execute.
  ///
  /// Source: POSIX "File Access Permissions"; the superuser needs an execute bit of any class.
  /// One that is bound by the bits has lost what makes it a superuser.
  package func permits(
    _ access: Int, user: Int, groups: [Int], isBound: Bool = false
  ) -> Bool {
    if user == 0, !isBound { return access & 1 == 0 || isDirectory || mode & 0o111 != 0 }
    let shift = user == owner ? 6 : groups.contains(group) ? 3 : 0
    return (mode >> shift) & access == access
  }

  /// The file called `name` in this directory, below whatever is mounted there.
  package func child(_ name: String) -> Inode? { entries.lookUp(name, in: fileSystem) }

  private func noteChange() {
    if isSearched { fileSystem.changes.increase() }
  }

  func insert(_ inode: Inode, named name: String) {
    noteChange()
    entries.insert(inode, named: name)
  }

  func remove(_ name: String) {
    noteChange()
    entries.remove(name)
  }

  /// Replaces all contents, as `truncate` and `write` of a whole file do.
  package func replaceContents(with bytes: [UInt8], at time: VirtualTime) throws(Errno) {
    try grow(by: bytes.count - data.count)
    data = bytes
    modified = time
    changed = time
  }
}
