import ByteText

extension Inode {
  /// What a relative path below this directory leads to; nil where a part of it is missing.
  ///
  /// Symbolic links are not followed: a volume's `subPath` must not lead out of it.
  package func descendant(_ path: String) -> Inode? {
    var place = self
    for name in path.split(at: "/") where name != "." {
      guard place.isDirectory, let child = place.child(String(name)) else { return nil }
      place = child
    }
    return place
  }

  /// The directory at a relative path, made where it is missing; nil when a file is in the way.
  package func makeDirectories(_ path: String, mode: Int = 0o755, at time: VirtualTime) -> Inode? {
    var place = self
    for name in path.split(at: "/") where name != "." {
      guard place.isDirectory else { return nil }
      if let child = place.child(String(name)) {
        place = child
      } else {
        let made = Inode(
          .directory, in: place.fileSystem, mode: mode, owner: 0, group: 0, at: time)
        place.insert(made, named: String(name))
        place = made
      }
    }
    return place.isDirectory ? place : nil
  }

  /// The names in this directory.
  package var names: [String] { entries.list }

  /// Puts a new file or directory into this directory, in the place of what had its name.
  package func put(_ tree: FileTree, named name: String, at time: VirtualTime) {
    let inode = Inode(materializing: tree, in: fileSystem)
    (inode.modified, inode.accessed, inode.changed) = (time, time, time)
    remove(name)
    insert(inode, named: name)
    modified = time
    changed = time
  }

  /// Removes a name, and what it leads to, from this directory.
  package func removeName(_ name: String, at time: VirtualTime) {
    remove(name)
    modified = time
    changed = time
  }
}
