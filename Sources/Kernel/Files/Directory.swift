/// The names in a directory, in the order of their making, above what an image layer holds.
struct Directory {
  private var names: [String] = []
  private var inodes: [String: Inode] = [:]
  /// What the layer below shows, shared by all directories made of it.
  private let lower: [String: FileTree]
  /// Names of the layer below that were used, removed or covered.
  private var hiddenLower: Set<String> = []
  /// Names of the layer below that were used.
  private var usedLower: [String] = []

  init(lower: [String: FileTree] = [:]) { self.lower = lower }

  var isEmpty: Bool { inodes.isEmpty && lower.count == hiddenLower.count }

  mutating func lookUp(_ name: String, in fileSystem: FileSystem) -> Inode? {
    if let inode = inodes[name] { return inode }
    guard let tree = lower[name], hiddenLower.insert(name).inserted else { return nil }
    let inode = Inode(materializing: tree, in: fileSystem)
    usedLower.append(name)
    inodes[name] = inode
    return inode
  }

  mutating func insert(_ inode: Inode, named name: String) {
    hide(name)
    if inodes.updateValue(inode, forKey: name) == nil { names.append(name) }
  }

  mutating func remove(_ name: String) {
    hide(name)
    guard inodes.removeValue(forKey: name) != nil else { return }
    if let index = names.lastIndex(of: name) { names.remove(at: index) }
    if let index = usedLower.firstIndex(of: name) { usedLower.remove(at: index) }
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
  var list: [String] { names.reversed() + (untouchedLower.keys + usedLower).sorted() }

  /// How many subdirectories there are, for the link count.
  var subdirectories: Int {
    inodes.values.count { $0.isDirectory }
      + untouchedLower.values.count {
        if case .directory = $0.content { true } else { false }
      }
  }
}
