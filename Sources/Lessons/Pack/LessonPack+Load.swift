import PodModel

extension LessonPack {
  /// Reads all lessons below a folder.
  ///
  /// Every problem of every file is collected; a pack with any is refused as a whole, so that
  /// nobody learns from half a lesson. Links are not followed and sizes are bounded.
  /// Who only shows and grades tasks has no use for the known mistakes, which are half of all files:
  /// without `includingMistakes` they are not read.
  package static func load(
    at folder: String, files: some FileStore, includingMistakes: Bool = true
  ) throws(LessonPackError) -> LessonPack {
    var loader = PackLoader(
      folder: folder, files: files, passingOver: includingMistakes ? [] : ["mistakes"])
    let pack = loader.pack()
    guard loader.problems.isEmpty else {
      let sorted = loader.problems.sorted { $0.precedes($1) }
      let shown = Array(sorted.prefix(100))
      let rest = sorted.count - shown.count
      let more = rest > 0 ? [PackProblem(folder, "\(rest) more problems are not shown")] : []
      throw LessonPackError(shown + more)
    }
    return pack
  }
}

/// Reads a pack from the top down and collects what is wrong with it.
private struct PackLoader<Files: FileStore> {
  /// Size of a text that the pack's author wrote.
  private static var textLimit: Int { 1 << 18 }
  /// Size of a file for the learner.
  private static var fileLimit: Int { 1 << 20 }
  /// Size of all files together.
  private static var packLimit: Int { 1 << 26 }

  let folder: String
  let files: Files
  let tree: PackTree
  var problems: [PackProblem]
  private var bytesLeft = packLimit

  init(folder: String, files: Files, passingOver names: Set<String>) {
    self.folder = folder
    self.files = files
    tree = PackTree(folder, files: files, passingOver: names.union([PackImages.folder]))
    problems = tree.problems
  }

  mutating func pack() -> LessonPack {
    var lessons: [Lesson] = []
    for name in tree.folders(in: "") {
      if let lesson = lesson(name) { lessons.append(lesson) }
    }
    if tree.folders(in: "").isEmpty, problems.isEmpty {
      problems.append(
        PackProblem(folder, "holds no lessons; a lesson is a folder with a file 'lesson.yaml'"))
    }
    lessons.sort { ($0.order, $0.id) < ($1.order, $1.id) }
    refuseSameOrder(lessons.map { ($0.order, "\($0.id)/lesson.yaml") })
    refuseSameTaskIDs(lessons)
    return LessonPack(
      folder: folder, lessons: lessons, images: images(), paths: Set(tree.files(below: "")))
  }

  private mutating func images() -> [PackImage] {
    do {
      return try PackImages.load(at: folder, files: files)
    } catch {
      problems += error.problems
      return []
    }
  }

  private mutating func lesson(_ name: String) -> Lesson? {
    checkName(name, at: name)
    let path = "\(name)/lesson.yaml"
    guard tree.files(in: name).contains("lesson.yaml") else {
      note(name, "has no 'lesson.yaml'; add one, or move the folder out of the lessons")
      return nil
    }
    let tasks = tree.folders(in: name).compactMap { task($0, in: name) }
      .sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    if tree.folders(in: name).isEmpty {
      note(name, "has no tasks; a task is a folder with a file 'task.md'")
    }
    refuseSameOrder(tasks.map { ($0.order, "\(name)/\($0.id)/task.md") })
    guard let node = yaml(path) else { return nil }
    var fields = PackFields(node, file: label(path))
    let lesson = Lesson(
      id: name, title: fields.text("title"), order: fields.number("order", in: 0...9999),
      minutes: fields.number("minutes", in: 1...9999),
      kubernetesVersions: fields.text("kubernetes"), tasks: tasks)
    finish(&fields)
    return lesson
  }

  private mutating func task(_ name: String, in lesson: String) -> LabTask? {
    let path = "\(lesson)/\(name)"
    checkName(name, at: path)
    checkLayout(of: path)
    let solutions = variants(in: "\(path)/solutions").map {
      Solution(name: $0, files: learnerFiles("\(path)/solutions/\($0)"))
    }
    let mistakes = variants(in: "\(path)/mistakes").compactMap { mistake($0, in: path) }
    let start = learnerFiles("\(path)/start")
    let (checks, scenario) = checks("\(path)/checks.yaml")
    guard let source = text("\(path)/task.md") else { return nil }
    let document: TaskDocument
    do {
      document = try TaskDocument(source, file: label("\(path)/task.md"))
    } catch {
      problems += error.problems
      return nil
    }
    var fields = PackFields(document.frontMatter, file: label("\(path)/task.md"))
    let id = fields.text("id")
    var task = LabTask(
      id: name, title: fields.text("title"), concepts: fields.texts("concepts"),
      minutes: fields.number("minutes", in: 1...9999), text: document.text, hints: document.hints,
      debrief: document.debrief, checks: checks, start: start, solutions: solutions,
      mistakes: mistakes, order: fields.number("order", in: 0...9999), textLine: document.textLine,
      scenario: scenario)
    let shown = fields.optionalText("solution")
    finish(&fields)
    if let shown { putFirst(shown, of: &task, at: fields.position("solution"), in: path) }
    if !id.isEmpty, id != name {
      note(
        "\(path)/task.md", at: fields.position("id"), "`id` must be the folder's name, '\(name)'")
    }
    return task
  }

  /// Moves the solution that is shown on demand to the front.
  private mutating func putFirst(
    _ name: String, of task: inout LabTask, at position: SourcePosition?, in path: String
  ) {
    if let index = task.solutions.firstIndex(where: { $0.name == name }) {
      task.solutions.insert(task.solutions.remove(at: index), at: 0)
    } else {
      let known = task.solutions.map(\.name)
      note(
        "\(path)/task.md", at: position,
        "`solution` names no folder of 'solutions'; \(name.suggestion(among: known))")
    }
  }

  private mutating func mistake(_ name: String, in task: String) -> Mistake? {
    let path = "\(task)/mistakes/\(name)"
    let all = learnerFiles(path)
    guard let node = yaml("\(path)/mistake.yaml") else { return nil }
    var fields = PackFields(node, file: label("\(path)/mistake.yaml"))
    let mistake = Mistake(
      name: name, files: all.filter { $0.path != "mistake.yaml" }, failing: fields.texts("fails"),
      misconception: fields.text("misconception"))
    finish(&fields)
    return mistake
  }

  private mutating func checks(_ path: String) -> (checks: [Check], scenario: Scenario) {
    guard let node = yaml(path) else { return ([], Scenario()) }
    do {
      return try Checks.decodeFile(node, file: label(path))
    } catch {
      problems += error.problems.map { problem in
        let suggestion = problem.suggestion.map { "; \($0)" } ?? ""
        return PackProblem(label(path), at: problem.position, problem.message + suggestion)
      }
      return ([], Scenario())
    }
  }
}

// MARK: Names

extension PackLoader {
  /// The folders of `solutions/` or `mistakes/`, each one variant.
  private mutating func variants(in path: String) -> [String] {
    for file in tree.files(in: path) {
      note("\(path)/\(file)", "must stand in a folder of its own, such as '\(path)/plain/\(file)'")
    }
    return tree.folders(in: path)
  }

  /// A name that works as a folder everywhere and as a Kubernetes label.
  ///
  /// Source: RFC 1123 label, as Kubernetes uses it for names.
  private mutating func checkName(_ name: String, at path: String) {
    let bytes = Array(name.utf8)
    func isPlain(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    let isLabel =
      (1...63).contains(bytes.count) && bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
      && bytes.first.map(isPlain) == true && bytes.last.map(isPlain) == true
    guard !isLabel else { return }
    note(
      path, "the name must consist of lower-case letters, digits and '-', and not start with '-'")
  }

  private mutating func checkLayout(of task: String) {
    let folders = ["start", "solutions", "mistakes", "images"]
    for name in tree.folders(in: task) where !folders.contains(name) {
      note("\(task)/\(name)", "unknown folder '\(name)'; \(name.suggestion(among: folders))")
    }
    let known = ["task.md", "checks.yaml"]
    for name in tree.files(in: task) where !known.contains(name) {
      let isText = [".md", ".yaml", ".yml"].contains { name.lowercased().hasSuffix($0) }
      if isText {
        note("\(task)/\(name)", "unknown file '\(name)'; \(name.suggestion(among: known))")
      }
    }
  }

  private mutating func refuseSameOrder(_ places: [(order: Int, file: String)]) {
    for (last, place) in zip(places, places.dropFirst()) where last.order == place.order {
      note(place.file, "`order` \(place.order) is also that of '\(last.file)'; it must be unique")
    }
  }

  private mutating func refuseSameTaskIDs(_ lessons: [Lesson]) {
    var first: [String: String] = [:]
    for lesson in lessons {
      for task in lesson.tasks {
        if let other = first.updateValue(lesson.id, forKey: task.id) {
          note(
            "\(lesson.id)/\(task.id)",
            "lesson '\(other)' has a task '\(task.id)' too; task names must be unique")
        }
      }
    }
  }
}

// MARK: Reading

extension PackLoader {
  private func label(_ path: String) -> String { "\(folder)/\(path)" }

  private mutating func note(_ path: String, at position: SourcePosition? = nil, _ message: String)
  {
    problems.append(PackProblem(label(path), at: position, message))
  }

  private mutating func finish(_ fields: inout PackFields) {
    fields.finish()
    problems += fields.problems
  }

  private mutating func bytes(_ path: String, limit: Int) -> [UInt8]? {
    do {
      let bytes = try files.read(label(path), limit: min(limit, bytesLeft))
      bytesLeft -= bytes.count
      return bytes
    } catch {
      problems.append(PackProblem(label(path), "\(error)"))
      return nil
    }
  }

  /// A text without byte order mark and with plain line ends.
  private mutating func text(_ path: String) -> String? {
    guard let bytes = bytes(path, limit: Self.textLimit) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      note(path, "is not UTF-8 text; save it as UTF-8")
      return nil
    }
    let plain =
      bytes.contains(UInt8(ascii: "\r")) ? text.replacing("\r\n", with: "\n") : text
    return plain.hasPrefix("\u{FEFF}") ? String(plain.dropFirst()) : plain
  }

  private mutating func yaml(_ path: String) -> Node? {
    guard let text = text(path) else { return nil }
    do {
      return try PackYAML.node(in: text, file: label(path))
    } catch {
      problems += error.problems
      return nil
    }
  }

  private mutating func learnerFiles(_ path: String) -> [LessonFile] {
    tree.files(below: path).compactMap { name in
      bytes("\(path)/\(name)", limit: Self.fileLimit).map { LessonFile(path: name, bytes: $0) }
    }
  }
}
