import ByteText

/// An immutable tree of files: an image layer, or what a volume starts with.
///
/// A root file system made from a tree copies nothing until it is written to, so that starting a
/// container from a large image costs microseconds.
package struct FileTree: Sendable {
  /// What a node is.
  package enum Content: Sendable {
    case file([UInt8])
    case directory([String: FileTree])
    case symbolicLink(to: String)
    case device(Device)
  }

  package var content: Content
  /// Permission bits, including set-uid, set-gid and sticky: 0o0000 to 0o7777.
  package var mode: Int
  package var owner: Int
  package var group: Int
  /// Nil: the time at which the file system was made.
  package var modified: VirtualTime?

  package init(
    _ content: Content, mode: Int, owner: Int = 0, group: Int = 0, modified: VirtualTime? = nil
  ) {
    self.content = content
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
  }

  /// A regular file with this text.
  package static func file(_ text: String, mode: Int = 0o644) -> FileTree {
    FileTree(.file(text.rawBytes), mode: mode)
  }

  /// A directory with these entries.
  package static func directory(_ entries: [String: FileTree] = [:], mode: Int = 0o755) -> FileTree
  {
    FileTree(.directory(entries), mode: mode)
  }

  /// A symbolic link.
  package static func link(to target: String) -> FileTree {
    FileTree(.symbolicLink(to: target), mode: 0o777)
  }

  /// An executable that runs the program registered under `name` in the kernel's `ProgramTable`.
  ///
  /// The name is written into the file's bytes, so copies, links and renamed files run it too.
  package static func program(_ name: String) -> FileTree {
    FileTree(.file(ProgramTable.executable(named: name)), mode: 0o755)
  }

  /// The node at a path of names separated by "/", made and replaced on demand.
  ///
  /// Setting makes missing directories; setting nil removes.
  package subscript(path: String) -> FileTree? {
    get {
      var node = self
      for name in path.split(at: "/") {
        guard case .directory(let entries) = node.content, let child = entries[String(name)] else {
          return nil
        }
        node = child
      }
      return node
    }
    set { put(newValue, at: path.split(at: "/").map(String.init)[...]) }
  }

  private mutating func put(_ node: FileTree?, at names: ArraySlice<String>) {
    guard let name = names.first else {
      if let node { self = node }
      return
    }
    var entries: [String: FileTree] = [:]
    if case .directory(let existing) = content { entries = existing }
    content = .directory([:])
    if names.count == 1 {
      entries[name] = node
    } else {
      var child = entries.removeValue(forKey: name) ?? .directory()
      child.put(node, at: names.dropFirst())
      entries[name] = child
    }
    content = .directory(entries)
  }
}

/// A character device.
package enum Device: String, Sendable, CaseIterable {
  case null, zero, full, random, urandom, tty, console, ptmx

  /// The numbers `ls -l` shows.
  ///
  /// Source: Linux `Documentation/admin-guide/devices.txt`.
  package var numbers: (major: Int, minor: Int) {
    switch self {
    case .null: (1, 3)
    case .zero: (1, 5)
    case .full: (1, 7)
    case .random: (1, 8)
    case .urandom: (1, 9)
    case .tty: (5, 0)
    case .console: (5, 1)
    case .ptmx: (5, 2)
    }
  }
}
