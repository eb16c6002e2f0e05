/// The names of all files of a pack, found once and without following links.
struct PackTree {
  /// Bounds for one pack; a real one stays far below.
  private static let fileLimit = 20_000
  private static let depthLimit = 10

  private(set) var problems: [PackProblem] = []
  /// What stands directly in each folder, by the folder's path below the pack's; `""` is the pack.
  private var contents: [String: Contents] = [:]
  private var fileCount = 0

  private struct Contents {
    var files: [String] = []
    var folders: [String] = []
  }
  private let passedOver: Set<String>

  /// Finds the files below a folder, except for those in folders of the names in `passedOver`.
  init(_ folder: String, files: some FileStore, passingOver passedOver: Set<String> = []) {
    self.passedOver = passedOver
    do {
      try collect(folder, below: "", depth: Self.depthLimit, files: files)
    } catch {
      problems.append(PackProblem(folder, "\(error)"))
    }
  }

  private mutating func collect(
    _ folder: String, below path: String, depth: Int, files: some FileStore
  ) throws(FileError) {
    for entry in try files.list(folder) where !entry.name.hasPrefix(".") {
      let full = "\(folder)/\(entry.name)"
      switch entry.kind {
      case .file:
        fileCount += 1
        guard fileCount <= Self.fileLimit else {
          throw FileError(
            .read, folder, .system("the pack holds more than \(Self.fileLimit) files"))
        }
        contents[path, default: Contents()].files.append(entry.name)
      case .folder where passedOver.contains(entry.name): break
      case .folder where depth == 0:
        problems.append(PackProblem(full, "folders nest too deeply; move it further up"))
      case .folder:
        let inner = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
        try collect(full, below: inner, depth: depth - 1, files: files)
        // As in version control, a folder without files is not there.
        guard contents[inner] != nil else { continue }
        contents[path, default: Contents()].folders.append(entry.name)
      case .link:
        problems.append(
          PackProblem(full, "is a symbolic link; put the file or folder itself in its place"))
      case .other:
        problems.append(PackProblem(full, "is neither a file nor a folder; remove it"))
      }
    }
  }

  /// Names of the folders directly in a folder of the pack (`""` for the pack itself), sorted.
  func folders(in folder: String) -> [String] { contents[folder]?.folders ?? [] }

  /// Names of the files directly in a folder of the pack, sorted.
  func files(in folder: String) -> [String] { contents[folder]?.files ?? [] }

  /// Paths of all files below a folder, seen from that folder; sorted within each folder.
  func files(below folder: String) -> [String] {
    let inner = folders(in: folder).flatMap { name in
      files(below: folder.isEmpty ? name : "\(folder)/\(name)").map { "\(name)/\($0)" }
    }
    return files(in: folder) + inner
  }
}
