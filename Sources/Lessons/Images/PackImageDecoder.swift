import ByteText
import PodModel

/// Reads the `image.yaml` of one image and collects what is wrong with it.
struct PackImageDecoder {
  /// Most files, variables and words of one image.
  static let mostEntries = 200
  /// Largest number of a user.
  static let largestID: Int64 = 0xFFFF_FFFE

  /// A file of the pack that an image takes its bytes from.
  struct Source {
    var path: String
    var position: SourcePosition?
  }

  private(set) var problems: [PackProblem] = []
  /// Which files lie beside `image.yaml` and are to be read, by their number among the image's.
  private(set) var sources: [Int: Source] = [:]
  private let file: String

  init(file: String) { self.file = file }

  /// The image; what is wrong with it is in `problems`, and files with a source have no bytes yet.
  mutating func image(_ node: Node) -> PackImage {
    var fields = PackFields(node, file: file)
    var image = PackImage(
      name: name(&fields), tags: tags(&fields), base: choice("base", &fields) ?? .busybox,
      files: [],
      environment: environment(&fields), entrypoint: words("entrypoint", &fields),
      command: words("command", &fields),
      workingDirectory: fields.optionalText("workingDirectory"),
      user: fields.optionalNumber("user", in: 0...Self.largestID))
    if let folder = image.workingDirectory, let why = Self.fault(ofPath: folder) {
      fields.refuse("workingDirectory", why)
    }
    let entries = fields.optionalItems("files")
    if entries.count > Self.mostEntries {
      fields.refuse("files", "must not be more than \(Self.mostEntries)")
    }
    fields.finish()
    problems += fields.problems
    for entry in entries.prefix(Self.mostEntries) {
      image.files.append(imageFile(entry, number: image.files.count))
    }
    refuseCollisions(image.files, entries)
    return image
  }

  // MARK: The image itself

  private func name(_ fields: inout PackFields) -> String {
    let text = fields.text("name")
    guard !text.isEmpty else { return "" }
    guard let reference = ImageReference(text), reference.tag == nil, reference.digest == nil else {
      fields.refuse(
        "name", "must be an image's name without a tag, such as 'example.com/team/log-writer'")
      return ""
    }
    if PackImage.Base.allCases.contains(where: { reference.name == "docker.io/library/\($0)" }) {
      fields.refuse("name", "is that of an image of podlab's own; choose another one")
    }
    return reference.name
  }

  private func tags(_ fields: inout PackFields) -> [String] {
    guard let tags = fields.optionalTexts("tags") else { return ["latest"] }
    let isGood = !tags.isEmpty && tags.allSatisfy { ImageReference("image:\($0)")?.tag == $0 }
    if !isGood || tags.count > Self.mostEntries {
      fields.refuse("tags", "must be a list of tags, such as [\"1.0\", latest]")
    }
    return tags
  }

  /// One of the cases of an enumeration; nil, with a problem, where the text names none.
  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ fields: inout PackFields
  ) -> Choice? {
    let text = fields.text(key)
    guard !text.isEmpty else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    fields.refuse(key, "is not known: '\(text)'; \(text.suggestion(among: known))")
    return nil
  }

  private func environment(_ fields: inout PackFields) -> [PackImage.Variable] {
    let pairs = fields.optionalPairs("environment")
    let isGood = pairs.allSatisfy { name, value in
      !name.isEmpty && !name.holds("=") && !(name + value).utf8.contains(0)
    }
    if !isGood || pairs.count > Self.mostEntries {
      fields.refuse(
        "environment",
        "must be at most \(Self.mostEntries) names without '=', each with a text")
    }
    return pairs.map { PackImage.Variable(name: $0.name, value: $0.value) }
  }

  private func words(_ key: String, _ fields: inout PackFields) -> [String]? {
    guard let words = fields.optionalTexts(key) else { return nil }
    if words.contains(where: { $0.utf8.contains(0) }) || words.count > Self.mostEntries {
      fields.refuse(key, "must be a list of at most \(Self.mostEntries) words")
    }
    return words
  }

  // MARK: Its files

  private mutating func imageFile(_ node: Node, number: Int) -> PackImage.File {
    var fields = PackFields(node, file: file)
    let path = fields.text("path")
    if !path.isEmpty, let why = Self.fault(ofPath: path) { fields.refuse("path", why) }
    let content = content(&fields, number: number)
    let mode = mode(&fields, of: content)
    let owner = fields.optionalNumber("owner", in: 0...Self.largestID) ?? 0
    fields.finish()
    problems += fields.problems
    return PackImage.File(path: path, content: content, mode: mode, owner: owner)
  }

  private mutating func content(_ fields: inout PackFields, number: Int) -> PackImage.Content {
    let kinds = ["source", "text", "program", "folder"]
    let given = kinds.filter(fields.has)
    guard given.count == 1 else {
      for kind in kinds { fields.allow(kind) }
      fields.refuse("path", "must have one of `source`, `text`, `program` and `folder` beside it")
      return .folder
    }
    switch given[0] {
    case "source":
      let path = fields.text("source")
      if let why = Self.fault(ofPath: "/" + path) {
        fields.refuse("source", why)
      } else {
        sources[number] = Source(path: path, position: fields.position("source"))
      }
      return .bytes([])
    case "text": return .bytes(Array((fields.optionalString("text") ?? "").utf8))
    case "program":
      return (choice("program", &fields) as PackImage.Program?).map { .program($0) } ?? .folder
    case _:
      if !fields.isTrue("folder") { fields.refuse("folder", "must be 'true'") }
      return .folder
    }
  }

  private func mode(_ fields: inout PackFields, of content: PackImage.Content) -> Int {
    guard let text = fields.optionalText("mode") else {
      switch content {
      case .bytes: return 0o644
      case .program, .folder: return 0o755
      }
    }
    let isOctal = text.allSatisfy { ("0"..."7").contains($0) }
    if isOctal, (3...4).contains(text.utf8.count), let mode = Int(text, radix: 8) { return mode }
    guard !text.isEmpty else { return 0 }
    fields.refuse("mode", "must be three or four octal digits in quotes, such as \"0755\"")
    return 0
  }

  /// Why a text cannot be a path of an image; nil where it can.
  private static func fault(ofPath path: String) -> String? {
    let names = path.dropFirst().split(at: "/", omittingEmptySubsequences: false)
    guard path.hasPrefix("/"), path.utf8.count <= 1000, !path.utf8.contains(0) else {
      return "must be an absolute path, such as '/etc/motd'"
    }
    guard path == "/" || !names.contains(where: { ["", ".", ".."].contains($0) }) else {
      return "must not hold '//', '.' or '..', nor end with '/'"
    }
    guard names.count <= 30, !names.contains(where: { $0.utf8.count > 255 }) else {
      return "must not be so deep, and its parts at most 255 bytes long"
    }
    return ["proc", "sys", "dev"].contains(names.first)
      ? "must not lie in '/\(names[0])', which the runtime makes" : nil
  }

  /// Refuses paths that stand twice and files that are folders of others.
  private mutating func refuseCollisions(_ files: [PackImage.File], _ entries: [Node]) {
    var kinds: [String: Bool] = [:]
    for file in files { kinds[file.path] = file.content == .folder }
    var seen: Set<String> = []
    for (file, entry) in zip(files, entries) where file.path.hasPrefix("/") {
      let position = entry["path"]?.position
      if !seen.insert(file.path).inserted {
        problems.append(
          PackProblem(self.file, at: position, "`path` stands twice: '\(file.path)'"))
      }
      var parent = file.path[...]
      while let slash = parent.lastIndex(of: "/") {
        parent = parent[..<slash]
        if kinds[String(parent)] == false {
          problems.append(
            PackProblem(
              self.file, at: position, "`path` lies below '\(parent)', which is a file here"))
        }
      }
    }
  }
}
