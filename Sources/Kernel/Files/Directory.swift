/// The names in a directory, in the order of their making, above what an image layer holds.
struct Directory {
  private struct Entry {
    var inode: Inode
    /// Which of the names made here it was; nil for one of the layer below.
    var number: Int?
  }

  private var entries: [String: Entry] = [:]
  private var lastNumber = 0
  /// What the layer below shows, shared by all directories made of it.
  private let lower: [String: FileTree]
  /// Names of the layer below that were used, removed or covered.
  private var hiddenLower: Set<String> = []

  init(lower: [String: FileTree] = [:]) { self.lower = lower }

  var isEmpty: Bool { entries.isEmpty && lower.count == hiddenLower.count }

  /// Whether nothing was ever made or used here.
  var isUnused: Bool { entries.isEmpty }

  /// What it holds besides untouched parts of the layer below.
  var inodes: [Inode] { entries.values.map(\.inode) }

  mutating func lookUp(_ name: String, in fileSystem: FileSystem) -> Inode? {
    if let entry = entries[name] { return entry.inode }
    guard let tree = lower[name], hiddenLower.insert(name).inserted else { return nil }
    let inode = Inode(materializing: tree, in: fileSystem)
    entries[name] = Entry(inode: inode)
    return inode
  }

  mutating func insert(_ inode: Inode, named name: String) {
    hide(name)
    if entries[name] != nil {
      entries[name]?.inode = inode
    } else {
      lastNumber += 1
      entries[name] = Entry(inode: inode, number: lastNumber)
    }
  }

  mutating func remove(_ name: String) {
    hide(name)
    entries[name] = nil
  }

  private mutating func hide(_ name: String) {
    if lower[name] != nil { hiddenLower.insert(name) }
  }

  /// The names of the layer below that nobody has asked for yet.
  private var untouchedLower: [String: FileTree] {
    hiddenLower.isEmpty ? lower : lower.filter { !hiddenLower.contains($0.key) }
  }

  /// All names: newest first, then those of the image in alphabetical order.
  ///
  /// Source: Linux `tmpfs` lists the newest entry first.
  var list: [String] {
    let made = entries.compactMap { name, entry in entry.number.map { (name: name, number: $0) } }
    let used = entries.compactMap { name, entry in entry.number == nil ? name : nil }
    return made.sorted { $0.number > $1.number }.map(\.name)
      + (untouchedLower.keys + used).sorted()
  }

  /// How many subdirectories there are, for the link count.
  var subdirectories: Int {
    entries.values.count { $0.inode.isDirectory }
      + untouchedLower.values.count {
        if case .directory = $0.content { true } else { false }
      }
  }
}
