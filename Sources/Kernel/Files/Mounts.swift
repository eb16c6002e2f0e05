import ByteText

/// A file system, or a part of one, at a place in the tree.
package final class Mount {
  package let root: Inode
  package let isReadOnly: Bool
  /// Where it is, as /proc/mounts shows it.
  package let path: String

  init(root: Inode, path: String, isReadOnly: Bool) {
    self.root = root
    self.path = path
    self.isReadOnly = isReadOnly
  }
}

/// The tree of files that a container sees.
package final class MountNamespace {
  /// All mounts, the root first.
  package private(set) var mounts: [Mount]
  private var covering: [ObjectIdentifier: Mount] = [:]
  /// The terminals in use, as /dev/pts numbers them.
  private var terminals: Set<Int> = []
  /// Where commands were found, as long as nothing changed.
  private var foundCommands: [CommandSearch: String] = [:]
  private var foundAt = 0

  /// Starts with one file system as the root.
  package init(root: Inode, isReadOnly: Bool = false) {
    mounts = [Mount(root: root, path: "/", isReadOnly: isReadOnly)]
  }

  /// The lowest number that no terminal has.
  func takeTerminalNumber() -> Int {
    let number = (0...terminals.count).first { !terminals.contains($0) } ?? terminals.count
    terminals.insert(number)
    return number
  }

  func giveBack(terminalNumber number: Int) { terminals.remove(number) }

  /// Where a search found a command, if it would find it there again.
  func foundCommand(_ search: CommandSearch) -> String? {
    let changes = mounts[0].root.fileSystem.changes.count
    if changes != foundAt {
      foundCommands = [:]
      foundAt = changes
    }
    return foundCommands[search]
  }

  /// Remembers what a search has found just now.
  func remember(_ path: String, for search: CommandSearch) { foundCommands[search] = path }

  /// The file system that everything else is mounted on.
  package var rootFileSystem: FileSystem { root.inode.fileSystem }

  var root: Location { Location(inode: mounts[0].root, mount: mounts[0], name: "") }

  /// What is seen where `inode` is.
  func top(of inode: Inode, in mount: Mount) -> (Inode, Mount) {
    var seen = (inode, mount)
    guard inode.isCovered else { return seen }
    while let above = covering[ObjectIdentifier(seen.0)], above.root !== seen.0 {
      seen = (above.root, above)
    }
    return seen
  }

  /// Puts `inode` (the root of a volume, a directory or a file in one) at an absolute path.
  ///
  /// Missing directories and the mount point itself are made in what lies below, as container
  /// runtimes do. Fails with `notDirectory` when a file is to cover a directory or the other way
  /// round, or when a parent is not a directory.
  package func mount(
    _ inode: Inode, at path: String, isReadOnly: Bool = false, time: VirtualTime
  ) throws(Errno) {
    var place = root
    let names = path.split(at: "/").map(String.init)
    for (index, name) in names.enumerated() where name != "." {
      let isLast = index == names.count - 1
      place = try step(into: name, from: place, isLast: isLast, mounting: inode, at: time)
    }
    if place.inode.isDirectory != inode.isDirectory { throw .notDirectory }
    let mount = Mount(root: inode, path: path, isReadOnly: isReadOnly)
    mounts.append(mount)
    foundCommands = [:]
    // Mounting a directory onto itself would make the walk go round in circles.
    if place.inode !== inode {
      covering[ObjectIdentifier(place.inode)] = mount
      place.inode.isCovered = true
    }
  }

  private func step(
    into name: String, from place: Location, isLast: Bool, mounting inode: Inode,
    at time: VirtualTime
  ) throws(Errno) -> Location {
    guard place.inode.isDirectory else { throw .notDirectory }
    if let child = place.inode.child(name) {
      if case .symbolicLink(let target) = child.kind {
        return try follow(target, from: place, isLast: isLast, mounting: inode, at: time)
      }
      let (seen, mount) = top(of: child, in: place.mount)
      return Location(inode: seen, mount: mount, name: name)
    }
    let isDirectory = !isLast || inode.isDirectory
    let made = Inode(
      isDirectory ? .directory : .file, in: place.inode.fileSystem,
      mode: isDirectory ? 0o755 : 0o644, owner: 0, group: 0, at: time)
    place.inode.insert(made, named: name)
    return Location(inode: made, mount: place.mount, name: name)
  }

  /// Follows a link such as /var/run -> /run, one level deep.
  private func follow(
    _ target: String, from place: Location, isLast: Bool, mounting inode: Inode,
    at time: VirtualTime
  ) throws(Errno) -> Location {
    var place = target.hasPrefix("/") ? root : place
    let names = target.split(at: "/").map(String.init)
    for (index, name) in names.enumerated() {
      guard place.inode.isDirectory else { throw .notDirectory }
      let last = isLast && index == names.count - 1
      if let child = place.inode.child(name) {
        let (seen, mount) = top(of: child, in: place.mount)
        place = Location(inode: seen, mount: mount, name: name)
      } else {
        place = try step(into: name, from: place, isLast: last, mounting: inode, at: time)
      }
    }
    return place
  }
}

/// All that the search for a command depends on, beside the files.
struct CommandSearch: Hashable {
  var command: String
  var path: String
  var user: Int
  var groups: [Int]
}

/// An inode and the way it was reached.
struct Location {
  var inode: Inode
  var mount: Mount
  /// Its name in the directory before it; empty for the root.
  var name: String
}
