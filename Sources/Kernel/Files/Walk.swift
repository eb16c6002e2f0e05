/// Where a path leads.
struct Walk {
  /// The way to the directory that holds, or would hold, the last name.
  var parent: [Location]
  var name: String
  /// What is there; nil if nothing is.
  var target: Location?
  /// The open file behind a link such as /proc/self/fd/1.
  var openFile: OpenFile?
  /// Whether the path ended with "/" or "." or "..".
  var wantsDirectory = false

  var inode: Inode? { target?.inode }

  /// The way to the target itself, for a working directory.
  var way: [Location] {
    guard let target else { return parent }
    return target.name.isEmpty && parent.isEmpty ? [target] : parent + [target]
  }
}

/// The names of a path that are still to be followed, and of the links on it.
private struct PendingPath {
  /// The text that is followed now, and the place in it.
  private var text: String
  private var place: String.Index
  /// What follows after it, the next one last.
  private var later: [Substring] = []

  private static let slash = UInt8(ascii: "/")

  init(_ path: String) {
    text = path
    place = path.startIndex
  }

  var isEmpty: Bool {
    text.utf8[place...].allSatisfy { $0 == PendingPath.slash }
      && later.allSatisfy { $0.utf8.allSatisfy { $0 == PendingPath.slash } }
  }

  /// Goes on with another path first: the target of a link.
  mutating func insert(_ path: String) {
    later.append(text[place...])
    text = path
    place = path.startIndex
  }

  /// The next name; nil at the end.
  mutating func next() -> String? {
    while true {
      let bytes = text.utf8
      let end = bytes.endIndex
      while place < end, bytes[place] == PendingPath.slash { place = bytes.index(after: place) }
      if place < end {
        let start = place
        while place < end, bytes[place] != PendingPath.slash { place = bytes.index(after: place) }
        return String(text[start..<place])
      }
      guard let next = later.popLast() else { return nil }
      text = String(next)
      place = text.startIndex
    }
  }
}

extension Process {
  /// Follows `path` from the working directory, or from `base`.
  ///
  /// With `follow` a link at the end is followed, too; a search for a command marks what it depends
  /// on. Throws when a directory on the way is
  /// missing, is no directory or may not be searched; a missing last name is no error.
  func walk(
    _ path: String, follow: Bool, from base: [Location]? = nil, isSearch: Bool = false
  ) throws(Errno) -> Walk {
    if path.isEmpty { throw .noEntry }
    if path.utf8.count > 4095 { throw .nameTooLong }
    let root = namespaces.mounts.root
    // The way is copied, and some are long.
    kernel.countWork(workingDirectory.count / 4 + path.utf8.count / 16)
    var mounts = namespaces.mounts
    var way: [Location] = []
    way.reserveCapacity(8)
    if path.utf8.first == UInt8(ascii: "/") {
      way.append(root)
    } else {
      way += base ?? workingDirectory
    }
    var pending = PendingPath(path)
    let wantsDirectory = path.utf8.last == UInt8(ascii: "/")
    var links = 0
    var followed = 0
    // A path of usual length is a part of its system call.
    defer { if followed >= 16 { charge(0, steps: followed / 8) } }
    while let name = pending.next() {
      followed += 1
      guard let here = way.last, here.inode.isDirectory else { throw .notDirectory }
      if isSearch { here.inode.isSearched = true }
      guard may(1, here.inode) else { throw .accessDenied }
      if name == "." { continue }
      if name == ".." {
        if way.count > 1 { way.removeLast() }
        continue
      }
      if name.utf8.count > 255 { throw .nameTooLong }
      guard let child = self.child(name, of: here.inode) else {
        guard pending.isEmpty else { throw .noEntry }
        return Walk(parent: way, name: name, wantsDirectory: wantsDirectory)
      }
      let (inode, mount) = mounts.top(of: child, in: here.mount)
      if follow || wantsDirectory || !pending.isEmpty, let link = linkTarget(of: inode) {
        links += 1
        if links > 40 { throw .tooManySymbolicLinks }
        switch link {
        case .path(let target):
          if target.utf8.first == UInt8(ascii: "/") {
            way = [root]
            mounts = namespaces.mounts
          }
          pending.insert(target)
          continue
        case .files(let process):
          guard user == 0 || user == process.user else { throw .accessDenied }
          mounts = process.namespaces.mounts
          way = [mounts.root]
          continue
        case .file(let file):
          guard pending.isEmpty else { throw .notDirectory }
          let location = Location(inode: file.inode ?? inode, mount: mount, name: name)
          return Walk(parent: way, name: name, target: location, openFile: file)
        }
      }
      way.append(Location(inode: inode, mount: mount, name: name))
    }
    if wantsDirectory, let last = way.last, !last.inode.isDirectory { throw .notDirectory }
    let last = way.removeLast()
    return Walk(parent: way, name: last.name, target: last, wantsDirectory: wantsDirectory)
  }

  private enum Link {
    case path(String)
    case file(OpenFile)
    /// The files that another process sees.
    case files(Process)
  }

  private func linkTarget(of inode: Inode) -> Link? {
    switch inode.kind {
    case .symbolicLink(let target): .path(target)
    case .process(let file):
      if let open = file.linkedFile {
        .file(open)
      } else if case .entry(let process, .root) = file {
        .files(process)
      } else if let path = file.linkText(for: self) {
        .path(path)
      } else {
        nil
      }
    case .file, .directory, .device, .fifo, .socket: nil
    }
  }

  private func child(_ name: String, of directory: Inode) -> Inode? {
    if case .process(let file) = directory.kind { return file.child(name, for: self) }
    return directory.child(name)
  }

  /// What is at `path`, which must exist.
  func existing(_ path: String, follow: Bool = true) throws(Errno) -> Location {
    guard let target = try walk(path, follow: follow).target else { throw .noEntry }
    return target
  }
}

extension OpenFile {
  /// The inode behind it, if it has one.
  var inode: Inode? {
    switch kind {
    case .inode(let inode), .directory(let inode, _), .snapshot(_, let inode): inode
    case .pipe, .device, .output, .terminal, .connection, .listener: nil
    }
  }
}
