import PodModel

/// Reads the images of a pack, which lie in its folder `container-images`, one folder each.
package enum PackImages {
  /// The folder's name; no lesson can have it.
  static let folder = "container-images"

  /// The images of the pack at `folder`, sorted by the names of their folders; none where it has no
  /// such folder.
  ///
  /// - Throws: every problem of every image.
  package static func load(
    at folder: String, files: some FileStore
  ) throws(LessonPackError) -> [PackImage] {
    let place = "\(folder)/\(Self.folder)"
    let kind: FileEntry.Kind?
    do throws(FileError) {
      kind = try files.kind(of: place)
    } catch {
      throw LessonPackError([PackProblem(place, "\(error)")])
    }
    guard kind == .folder else { return [] }
    var loader = ImageLoader(place, files: files)
    let images = loader.images()
    guard loader.problems.isEmpty else {
      throw LessonPackError(loader.problems.sorted { $0.precedes($1) })
    }
    return images
  }
}

/// Reads one image after the other and collects what is wrong.
private struct ImageLoader<Files: FileStore> {
  /// Most images of a pack.
  private static var mostImages: Int { 50 }
  /// Size of all files of all images.
  private static var sizeLimit: Int { 4 << 20 }

  private let place: String
  private let files: Files
  private let tree: PackTree
  private var bytesLeft = sizeLimit
  private(set) var problems: [PackProblem]

  init(_ place: String, files: Files) {
    self.place = place
    self.files = files
    tree = PackTree(place, files: files)
    problems = tree.problems
  }

  mutating func images() -> [PackImage] {
    for file in tree.files(in: "") {
      note(file, "must stand in the folder of an image, beside its 'image.yaml'")
    }
    let folders = tree.folders(in: "")
    if folders.count > Self.mostImages {
      note(folders[Self.mostImages], "is one image too many; \(Self.mostImages) may be in a pack")
    }
    var images: [PackImage] = []
    var owners: [String: String] = [:]
    for folder in folders.prefix(Self.mostImages) {
      guard let image = image(folder) else { continue }
      for tag in image.tags {
        let name = "\(image.name):\(tag)"
        if let owner = owners.updateValue(folder, forKey: name) {
          note("\(folder)/image.yaml", "'\(name)' is also the image of '\(owner)'")
        }
      }
      images.append(image)
    }
    return images
  }

  private mutating func image(_ folder: String) -> PackImage? {
    guard tree.files(in: folder).contains("image.yaml") else {
      note(folder, "has no 'image.yaml'; add one that says what the image is built on")
      return nil
    }
    let path = "\(folder)/image.yaml"
    guard let text = bytes(path).map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
    let label = "\(place)/\(path)"
    let node: Node
    do {
      node = try PackYAML.node(in: text, file: label)
    } catch {
      problems += error.problems
      return nil
    }
    var decoder = PackImageDecoder(file: label)
    var image = decoder.image(node)
    problems += decoder.problems
    var unused = Set(tree.files(below: folder)).subtracting(["image.yaml"])
    for (number, source) in decoder.sources.sorted(by: { $0.key < $1.key }) {
      guard tree.files(below: folder).contains(source.path) else {
        let near = source.path.nearest(among: tree.files(below: folder))
        let hint = near.map { "; did you mean '\($0)'?" } ?? ""
        note(path, at: source.position, "`source` names no file of the folder\(hint)")
        continue
      }
      unused.remove(source.path)
      if let bytes = bytes("\(folder)/\(source.path)") {
        image.files[number].content = .bytes(bytes)
      }
    }
    for name in unused.sorted() {
      note("\(folder)/\(name)", "is not in the image; name it as a `source` in 'image.yaml'")
    }
    return image
  }

  private mutating func bytes(_ path: String) -> [UInt8]? {
    do throws(FileError) {
      let bytes = try files.read("\(place)/\(path)", limit: bytesLeft)
      bytesLeft -= bytes.count
      return bytes
    } catch {
      note(path, "\(error)")
      return nil
    }
  }

  private mutating func note(_ path: String, at position: SourcePosition? = nil, _ message: String)
  {
    problems.append(PackProblem("\(place)/\(path)", at: position, message))
  }
}
