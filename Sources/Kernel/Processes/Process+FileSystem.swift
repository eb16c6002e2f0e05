import ByteText

extension Process {
  /// What is at a path, following a link at the end.
  package func status(_ path: String) throws(Errno) -> FileStatus {
    charge(kernel.costs.step)
    return FileStatus(of: try existing(path).inode)
  }

  /// What is at a path, without following a link at the end.
  package func linkStatus(_ path: String) throws(Errno) -> FileStatus {
    charge(kernel.costs.step)
    return FileStatus(of: try existing(path, follow: false).inode)
  }

  /// What is behind a descriptor.
  package func status(of descriptor: Int) throws(Errno) -> FileStatus {
    guard let file = descriptors[descriptor] else { throw .badDescriptor }
    if let inode = file.inode { return FileStatus(of: inode) }
    let kind: FileStatus.Kind =
      switch file.kind {
      case .device, .terminal: .characterDevice
      case .output: .fifo
      case .connection, .listener: .socket
      case .inode, .directory, .pipe, .snapshot: .fifo
      }
    return FileStatus(anonymous: kind, at: now)
  }

  /// Whether this process may use a file: 4 read, 2 write, 1 execute, added up; 0: it exists.
  package func mayAccess(_ path: String, _ access: Int) -> Bool {
    charge(kernel.costs.step)
    guard let place = try? existing(path) else { return false }
    if access & 2 != 0, place.mount.isReadOnly { return false }
    return may(access, place.inode)
  }

  /// The names in a directory, without "." and "..", in the order the file system keeps.
  package func names(in path: String) throws(Errno) -> [String] {
    charge(kernel.costs.step)
    let inode = try existing(path).inode
    guard inode.isDirectory else { throw .notDirectory }
    guard may(4, inode) else { throw .accessDenied }
    if case .process(let file) = inode.kind { return file.names(for: self) }
    return inode.entries.list
  }

  /// Where a symbolic link leads.
  package func linkTarget(_ path: String) throws(Errno) -> String {
    let inode = try existing(path, follow: false).inode
    switch inode.kind {
    case .symbolicLink(let target): return target
    case .process(let file):
      guard let text = file.linkText(for: self) else { throw .invalidArgument }
      return text
    case .file, .directory, .device, .fifo, .socket: throw .invalidArgument
    }
  }

  /// The absolute path without links of something that exists.
  package func realPath(_ path: String) throws(Errno) -> String {
    let walk = try walk(path, follow: true)
    if walk.target == nil { throw .noEntry }
    return pathText(walk)
  }

  /// The absolute path of the working directory.
  package var currentDirectory: String {
    "/" + workingDirectory.dropFirst().map(\.name).joined(separator: "/")
  }

  /// Changes the working directory.
  package func changeDirectory(_ path: String) throws(Errno) {
    charge(kernel.costs.step)
    let walk = try walk(path, follow: true)
    guard let target = walk.target else { throw .noEntry }
    guard target.inode.isDirectory else { throw .notDirectory }
    guard may(1, target.inode) else { throw .accessDenied }
    workingDirectory = walk.way
  }

  // MARK: Making and removing names

  /// Makes a directory; `mode` before the mask.
  package func makeDirectory(_ path: String, mode: Int = 0o777) throws(Errno) {
    _ = try make(.directory, try walk(path, follow: false), mode: mode)
  }

  /// Makes a FIFO; `mode` before the mask.
  package func makeFIFO(_ path: String, mode: Int = 0o666) throws(Errno) {
    _ = try make(.fifo(Pipe()), try walk(path, follow: false), mode: mode)
  }

  /// Makes a symbolic link at `path`.
  package func makeSymbolicLink(to target: String, at path: String) throws(Errno) {
    if target.isEmpty { throw .noEntry }
    let inode = try make(.symbolicLink(to: target), try walk(path, follow: false), mode: 0o777)
    inode.mode = 0o777
  }

  /// Makes one more name for a file.
  package func makeLink(to existing: String, at path: String) throws(Errno) {
    let target = try self.existing(existing, follow: false)
    if target.inode.isDirectory { throw .notPermitted }
    let place = try walk(path, follow: false)
    if place.target != nil { throw .exists }
    let directory = try writableDirectory(place)
    guard directory.fileSystem === target.inode.fileSystem else { throw .crossDevice }
    directory.insert(target.inode, named: place.name)
    target.inode.links += 1
    target.inode.changed = now
    touch(directory)
  }

  func make(_ kind: Inode.Kind, _ walk: Walk, mode: Int) throws(Errno) -> Inode {
    charge(kernel.costs.step)
    if walk.target != nil { throw .exists }
    if walk.wantsDirectory {
      guard case .directory = kind else { throw .isDirectory }
    }
    let directory = try writableDirectory(walk)
    let inherits = directory.mode & 0o2000 != 0
    let inode = Inode(
      kind, in: directory.fileSystem, mode: mode & ~fileModeMask & 0o7777, owner: user,
      group: inherits ? directory.group : group, at: now)
    try inode.count()
    if inherits, inode.isDirectory { inode.mode |= 0o2000 }
    directory.insert(inode, named: walk.name)
    touch(directory)
    return inode
  }

  /// The directory in which a walk ended, if names may be added to and removed from it.
  private func writableDirectory(_ walk: Walk) throws(Errno) -> Inode {
    guard let place = walk.parent.last, place.inode.isDirectory else { throw .noEntry }
    if case .process = place.inode.kind { throw .notPermitted }
    if place.mount.isReadOnly { throw .readOnlyFileSystem }
    guard may(3, place.inode) else { throw .accessDenied }
    return place.inode
  }

  private func touch(_ inode: Inode) {
    inode.modified = now
    inode.changed = now
  }

  /// Removes a name that is no directory.
  package func unlink(_ path: String) throws(Errno) {
    charge(kernel.costs.step)
    let walk = try walk(path, follow: false)
    guard let target = walk.target else { throw .noEntry }
    if target.inode.isDirectory { throw .isDirectory }
    if walk.wantsDirectory { throw .notDirectory }
    let directory = try removable(target, walk)
    directory.remove(walk.name)
    forget(target.inode)
    touch(directory)
  }

  /// Removes an empty directory.
  package func removeDirectory(_ path: String) throws(Errno) {
    charge(kernel.costs.step)
    let walk = try walk(path, follow: false)
    guard let target = walk.target else { throw .noEntry }
    guard target.inode.isDirectory else { throw .notDirectory }
    if walk.name.isEmpty || walk.parent.isEmpty { throw .busy }
    if path.split(at: "/").last == "." { throw .invalidArgument }
    let directory = try removable(target, walk)
    guard target.inode.entries.isEmpty else { throw .directoryNotEmpty }
    directory.remove(walk.name)
    touch(directory)
  }

  /// Renames a file or directory; replaces what has the new name.
  package func rename(_ source: String, to path: String) throws(Errno) {
    charge(kernel.costs.step)
    let from = try walk(source, follow: false)
    guard let moved = from.target else { throw .noEntry }
    let oldDirectory = try removable(moved, from)
    let to = try walk(path, follow: false)
    let newDirectory = try writableDirectory(to)
    guard oldDirectory.fileSystem === newDirectory.fileSystem else { throw .crossDevice }
    if moved.inode.isDirectory, to.parent.contains(where: { $0.inode === moved.inode }) {
      throw .invalidArgument
    }
    if let replaced = to.target {
      if replaced.inode === moved.inode { return }
      if replaced.inode.isDirectory, !moved.inode.isDirectory { throw .isDirectory }
      if !replaced.inode.isDirectory, moved.inode.isDirectory { throw .notDirectory }
      _ = try removable(replaced, to)
      guard replaced.inode.entries.isEmpty else { throw .directoryNotEmpty }
      newDirectory.remove(to.name)
      forget(replaced.inode)
    }
    oldDirectory.remove(from.name)
    newDirectory.insert(moved.inode, named: to.name)
    moved.inode.changed = now
    touch(oldDirectory)
    touch(newDirectory)
  }

  /// The directory from which a name may be removed: mount points and, in sticky directories,
  /// other users' files may not.
  private func removable(_ target: Location, _ walk: Walk) throws(Errno) -> Inode {
    let directory = try writableDirectory(walk)
    if directory.child(walk.name) !== target.inode { throw .busy }
    if directory.mode & 0o1000 != 0, !has(.fileOwner), user != target.inode.owner,
      user != directory.owner
    {
      throw .notPermitted
    }
    return directory
  }

  private func forget(_ inode: Inode) {
    inode.links -= 1
    inode.changed = now
  }

  // MARK: Attributes

  /// Sets the permission bits.
  package func setMode(_ mode: Int, of path: String) throws(Errno) {
    let place = try changeable(path)
    guard has(.fileOwner) || user == place.inode.owner else { throw .notPermitted }
    place.inode.mode = mode & 0o7777
    place.inode.changed = now
  }

  /// Sets owner and group; nil leaves one as it is.
  ///
  /// Without the capability an owner may name itself, and a group that it or the file is in.
  /// Source: Linux `fs/attr.c`, `chown_ok` and `chgrp_ok`.
  package func setOwner(
    _ owner: Int?, group: Int?, of path: String, follow: Bool = true
  ) throws(Errno) {
    let place = try changeable(path, follow: follow)
    let ownsIt = user == place.inode.owner
    if !has(.chown) {
      if let owner, !ownsIt || owner != user { throw .notPermitted }
      if let group, !ownsIt || group != place.inode.group && !allGroups.contains(group) {
        throw .notPermitted
      }
    }
    place.inode.owner = owner ?? place.inode.owner
    place.inode.group = group ?? place.inode.group
    place.inode.changed = now
  }

  /// Sets the times of last access and change; nil leaves one as it is.
  package func setTimes(
    accessed: VirtualTime?, modified: VirtualTime?, of path: String, follow: Bool = true
  ) throws(Errno) {
    let place = try changeable(path, follow: follow)
    let mayWrite = may(2, place.inode)
    guard user == place.inode.owner || mayWrite else { throw .accessDenied }
    place.inode.accessed = accessed ?? place.inode.accessed
    place.inode.modified = modified ?? place.inode.modified
    place.inode.changed = now
  }

  /// Sets the length of a file.
  package func truncate(_ path: String, to length: Int) throws(Errno) {
    let place = try changeable(path)
    if place.inode.isDirectory { throw .isDirectory }
    guard may(2, place.inode) else { throw .accessDenied }
    try truncate(place.inode, to: length)
  }

  private func changeable(_ path: String, follow: Bool = true) throws(Errno) -> Location {
    charge(kernel.costs.step)
    let place = try existing(path, follow: follow)
    if place.mount.isReadOnly { throw .readOnlyFileSystem }
    if case .process = place.inode.kind { throw .notPermitted }
    return place
  }

  // MARK: File systems

  /// What `df` shows of one mount.
  package struct MountStatus {
    package var source: String
    package var type: String
    package var path: String
    package var isReadOnly: Bool
    /// What `mount` shows of it, such as `rw` and `relatime`.
    package var options: [String]
    /// Bytes; nil: as much as the node has.
    package var capacity: Int?
    package var used: Int
    package var device: Int
  }

  /// All mounts this process sees, the root first.
  package var mounts: [MountStatus] {
    namespaces.mounts.mounts.map { mount in
      let fileSystem = mount.root.fileSystem
      return MountStatus(
        source: fileSystem.source, type: fileSystem.type, path: mount.path,
        isReadOnly: mount.isReadOnly,
        options: [mount.isReadOnly ? "ro" : "rw", "relatime"] + fileSystem.options,
        capacity: fileSystem.capacity, used: fileSystem.used,
        device: fileSystem.device)
    }
  }

  /// The mount that holds a path.
  package func mount(of path: String) throws(Errno) -> MountStatus {
    let place = try existing(path)
    let index = namespaces.mounts.mounts.firstIndex { $0 === place.mount } ?? 0
    return mounts[index]
  }
}

extension FileStatus {
  /// For pipes, sockets and terminals that have no name.
  init(anonymous kind: Kind, at time: VirtualTime) {
    self.init(
      kind: kind, mode: 0o600, links: 1, owner: 0, group: 0, size: 0, inode: 1, device: 1,
      modified: time, accessed: time, changed: time)
  }

  private init(
    kind: Kind, mode: Int, links: Int, owner: Int, group: Int, size: Int, inode: Int, device: Int,
    modified: VirtualTime, accessed: VirtualTime, changed: VirtualTime
  ) {
    self.kind = kind
    self.mode = mode
    self.links = links
    self.owner = owner
    self.group = group
    self.size = size
    self.inode = inode
    self.device = device
    self.modified = modified
    self.accessed = accessed
    self.changed = changed
  }
}
