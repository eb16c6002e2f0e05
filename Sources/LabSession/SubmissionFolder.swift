package import Grader
package import Lessons

/// Answers that lie in a folder: one learner's or many learners'.
///
/// Only names are read at first, and each answer's files when it is graded, so that a folder of a
/// hundred thousand learners needs no more memory than one.
package struct SubmissionFolder: Sendable {
  /// The folder, as the caller named it.
  package let folder: String
  /// Who answered what.
  package let answers: [SubmissionLayout.Answer]
  /// What was left out and why.
  package private(set) var notes: [String] = []

  private let files: any FileStore
  private static let depth = 12

  /// Looks through a folder; `task` is nil where the folders' names tell the tasks.
  package init(
    _ folder: String, task: String?, pack: LessonPack, files: any FileStore
  ) throws(FileError) {
    self.folder = folder
    self.files = files
    var names: [String] = []
    var notes: [String] = []
    try Self.collect(
      folder, prefix: "", depth: Self.depth, from: files, into: &names, notes: &notes)
    let layout = SubmissionLayout(
      paths: names, folder: Self.name(of: folder), task: task, tasks: pack.tasks.map(\.id),
      lessons: pack.lessons.map(\.id))
    answers = layout.answers
    self.notes = notes + layout.notes
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
    _ folder: String, prefix: String, depth: Int, from files: any FileStore,
    into names: inout [String], notes: inout [String]
  ) throws(FileError) {
    for entry in try files.list(folder) where !entry.name.hasPrefix(".") {
      let name = prefix + entry.name
      switch entry.kind {
      case .file: names.append(name)
      case .link: notes.append("\(name): is a symbolic link and was not followed")
      case .other: notes.append("\(name): is neither a file nor a folder and was not read")
      case .folder where depth == 0: notes.append("\(name): lies too deep and was not read")
      case .folder:
        do throws(FileError) {
          try collect(
            joined(folder, entry.name), prefix: name + "/", depth: depth - 1, from: files,
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
    folder.split(separator: "/").last.map(String.init) ?? folder
  }
}
