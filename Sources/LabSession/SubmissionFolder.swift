import ByteText
package import Grader
package import Lessons

/// Answers that lie in a folder: one learner's or many learners'.
///
/// A folder of many learners is looked through learner by learner, and only names are read before
/// an answer is graded, so that a hundred thousand learners need little more memory than one.
package struct SubmissionFolder: Sendable {
  /// The folder, as the caller named it.
  package let folder: String
  /// What was left out and why, as far as the folder has been looked through.
  package private(set) var notes: [String] = []

  private let files: any FileStore
  private let task: String?
  private let tasks: [String]
  private let lessons: [String]
  /// What is looked through at once: everything, or one learner's folder.
  private var parts: [[FileEntry]]
  private var hasAnswers = false
  private static let depth = 12

  /// Looks at a folder; `task` is nil where the folders' names tell the tasks.
  package init(
    _ folder: String, task: String?, pack: LessonPack, files: any FileStore
  ) throws(FileError) {
    self.folder = folder
    self.files = files
    self.task = task
    tasks = pack.tasks.map(\.id)
    lessons = pack.lessons.map(\.id)
    let entries = try files.list(folder)
    let isClass = SubmissionLayout.isClass(
      files: entries.filter { $0.kind == .file }.map(\.name),
      folders: entries.filter { $0.kind == .folder }.map(\.name), folder: Self.name(of: folder),
      task: task, tasks: tasks, lessons: lessons)
    // From the last to the first, to take them off the end.
    parts = isClass ? entries.reversed().filter { $0.kind != .file }.map { [$0] } : [entries]
    if isClass {
      notes = entries.filter { $0.kind == .file && !$0.name.hasPrefix(".") }.map {
        "\($0.name): belongs to no learner"
      }
    }
  }

  /// The answers of the next part, sorted by learner and task; nil at the end.
  package mutating func next() -> [SubmissionLayout.Answer]? {
    guard let part = parts.popLast() else {
      if !hasAnswers, !notes.contains(where: SubmissionLayout.isAboutNoTask) {
        notes.append(SubmissionLayout.noTask(of: tasks))
      }
      hasAnswers = true
      return nil
    }
    var names: [String] = []
    do throws(FileError) {
      try Self.collect(
        part, in: folder, prefix: "", depth: Self.depth, from: files, into: &names, notes: &notes)
    } catch {
      notes.append("\(error)")
    }
    if names.isEmpty, !parts.isEmpty || hasAnswers { return [] }
    let layout = SubmissionLayout(
      paths: names, folder: Self.name(of: folder), task: task, tasks: tasks, lessons: lessons)
    notes += layout.notes.filter { !SubmissionLayout.isAboutNoTask($0) }
    hasAnswers = hasAnswers || !layout.answers.isEmpty
    return layout.answers
  }

  /// The folder of a learner with all answers; the whole folder where it is one learner's.
  package func path(ofLearner learner: String) -> String {
    learner.isEmpty ? folder : Self.joined(folder, learner)
  }

  private func path(of answer: SubmissionLayout.Answer) -> String {
    answer.path.isEmpty ? folder : Self.joined(folder, answer.path)
  }

  /// Reads an answer's files; what cannot be read is noted.
  package func read(_ answer: SubmissionLayout.Answer) -> FoundFiles {
    var found = FoundFiles()
    let limits = SubmissionLimits()
    var bytesLeft = limits.totalBytes
    for name in answer.files.prefix(limits.files) {
      do throws(FileError) {
        let path = Self.joined(path(of: answer), name)
        let bytes = try files.read(path, limit: min(limits.bytes, bytesLeft))
        bytesLeft -= bytes.count
        found.files.append(LessonFile(path: name, bytes: bytes))
      } catch {
        found.notes.append("\(error)")
      }
    }
    if answer.files.count > limits.files {
      found.notes.append("there are more than \(limits.files) files; the rest was not read")
    }
    return found
  }

  private static func collect(
    _ entries: [FileEntry], in folder: String, prefix: String, depth: Int,
    from files: any FileStore, into names: inout [String], notes: inout [String]
  ) throws(FileError) {
    for entry in entries where !entry.name.hasPrefix(".") {
      let name = prefix + entry.name
      switch entry.kind {
      case .file: names.append(name)
      case .link: notes.append("\(name): is a symbolic link and was not followed")
      case .other: notes.append("\(name): is neither a file nor a folder and was not read")
      case .folder where depth == 0: notes.append("\(name): lies too deep and was not read")
      case .folder:
        do throws(FileError) {
          let inner = joined(folder, entry.name)
          try collect(
            files.list(inner), in: inner, prefix: name + "/", depth: depth - 1, from: files,
            into: &names, notes: &notes)
        } catch {
          notes.append("\(error)")
        }
      }
    }
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func name(of folder: String) -> String {
    folder.split(at: "/").last.map(String.init) ?? folder
  }
}
