/// The names of all files of a pack, found once and without following links.
struct PackTree {
  /// Bounds for one pack; a real one stays far below.
  private static let fileLimit = 20_000
  private static let depthLimit = 10

  /// Paths below the pack's folder, sorted.
  private(set) var paths: [String] = []
  private(set) var problems: [PackProblem] = []

  init(_ folder: String, files: some FileStore) {
    do {
      try collect(folder, prefix: "", depth: Self.depthLimit, files: files)
    } catch {
      problems.append(PackProblem(folder, "\(error)"))
    }
    paths.sort()
  }

  private mutating func collect(
    _ folder: String, prefix: String, depth: Int, files: some FileStore
  ) throws(FileError) {
    for entry in try files.list(folder) where !entry.name.hasPrefix(".") {
      let path = "\(folder)/\(entry.name)"
      switch entry.kind {
      case .file:
        guard paths.count < Self.fileLimit else {
          throw FileError(.read, path, .system("the pack holds more than \(Self.fileLimit) files"))
        }
        paths.append(prefix + entry.name)
      case .folder where depth == 0:
        problems.append(PackProblem(path, "folders nest too deeply; move it further up"))
      case .folder:
        try collect(path, prefix: "\(prefix)\(entry.name)/", depth: depth - 1, files: files)
      case .link:
        problems.append(
          PackProblem(path, "is a symbolic link; put the file or folder itself in its place"))
      case .other:
        problems.append(PackProblem(path, "is neither a file nor a folder; remove it"))
      }
    }
  }

  /// Names of the folders directly below a folder of the pack (`""` for the pack itself), sorted.
  func folders(in folder: String) -> [String] {
    unique(
      rest(of: folder).compactMap { path in
        path.firstIndex(of: "/").map { String(path[..<$0]) }
      })
  }

  /// Names of the files directly in a folder of the pack, sorted.
  func files(in folder: String) -> [String] {
    rest(of: folder).filter { !$0.contains("/") }.map(String.init)
  }

  /// Paths of all files below a folder, seen from that folder.
  func rest(of folder: String) -> [Substring] {
    guard !folder.isEmpty else { return paths.map { $0[...] } }
    return paths.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
  }

  private func unique(_ sorted: [String]) -> [String] {
    sorted.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
