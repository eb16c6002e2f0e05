import ByteText

/// Decides which files of a folder are whose answer to which task.
///
/// The folder may be one answer, a learner's workspace (a folder a task), or a folder of many
/// learners, each with a workspace or, where the task is given, with the answer itself.
package struct SubmissionLayout: Sendable, Hashable {
  /// One learner's answer to one task.
  package struct Answer: Sendable, Hashable {
    /// The folder of the answer below the graded folder; empty for that folder itself.
    package var path: String
    /// The folder's name where many learners are graded, else empty.
    package var learner: String
    package var task: String
    /// Its files, with paths below `path`, sorted.
    package var files: [String]
  }

  /// Sorted by learner, then by task in the order of the lessons.
  package private(set) var answers: [Answer] = []
  /// What was left out and why.
  package private(set) var notes: [String] = []

  /// - Parameters:
  ///   - paths: all files below the folder, with `/` between parts.
  ///   - folder: the folder's own name.
  ///   - task: the task that the caller named; nil to find it by the folders' names.
  ///   - tasks: the ids of all tasks, in the order of the lessons.
  ///   - lessons: the ids of all lessons, whose folders are not taken for learners.
  package init(
    paths: [String], folder: String, task: String?, tasks: [String], lessons: [String] = []
  ) {
    let files = paths.sorted().map { $0.split(at: "/").map(String.init) }
      .filter { parts in !parts.isEmpty && !parts.contains { Self.isHidden($0) } }
    let ids = Dictionary(
      tasks.map { (Self.normalized($0), $0) }, uniquingKeysWith: { left, _ in left })
    var groups = Groups(
      ids: ids, lessons: Set(lessons),
      isOneAnswer: files.contains { $0.count == 1 && Self.isAnswer($0[0]) })
    for parts in files { groups.add(parts, named: task, folderTask: ids[Self.normalized(folder)]) }
    answers = groups.answers.sorted {
      ($0.learner, tasks.firstIndex(of: $0.task) ?? 0, $0.path)
        < ($1.learner, tasks.firstIndex(of: $1.task) ?? 0, $1.path)
    }
    notes = groups.notes
    if answers.isEmpty, files.isEmpty, let task {
      answers = [Answer(path: "", learner: "", task: task, files: [])]
    } else if answers.isEmpty {
      notes.append(Self.noTask(of: tasks))
    }
  }

  /// Whether a folder holds one folder for each learner, so that each may be looked at alone.
  ///
  /// - Parameters:
  ///   - files: the names of the files that lie in it.
  ///   - folders: the names of its folders.
  ///   - folder: its own name; the rest as for `init`.
  package static func isClass(
    files: [String], folders: [String], folder: String, task: String?, tasks: [String],
    lessons: [String]
  ) -> Bool {
    let ids = Set(tasks.map(normalized))
    return folders.count > 1 && !files.contains(where: isAnswer)
      && !folders.contains { ids.contains(normalized($0)) || lessons.contains($0) }
      && (task != nil || !ids.contains(normalized(folder)))
  }

  /// What is to be done where the names of folders tell no task.
  package static func noTask(of tasks: [String]) -> String {
    let known = tasks.map { "'\($0)'" }.joined(separator: ", ")
    return "\(noTaskStart); name the folders after the tasks (\(known)) or name the task"
  }

  /// Whether a note is that of `noTask`.
  package static func isAboutNoTask(_ note: String) -> Bool { note.hasPrefix(noTaskStart) }

  private static let noTaskStart = "no task was found"

  /// Files of the system, backups and the like.
  private static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") || name == "__MACOSX" }

  /// Whether the name is that of a manifest, script or transcript, and not of a note beside a class.
  private static func isAnswer(_ name: String) -> Bool {
    let extensions = ["yaml", "yml", "json", "sh", "txt", "log", "cast", "typescript"]
    return !name.holds(".")
      || name.split(at: ".").last.map {
        extensions.contains($0.lowercased())
      } == true
  }

  /// The name without case, leading numbers and with `-` between words.
  static func normalized(_ name: String) -> String {
    // Most names are so already.
    if name.utf8.first.map(isWordByte) ?? false,
      name.utf8.allSatisfy({ isWordByte($0) || $0 == UInt8(ascii: "-") }),
      name.utf8.last != UInt8(ascii: "-"), !name.holds("--")
    {
      return name
    }
    let words = name.lowercased().utf8.split { byte in
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "."): true
      case _: false
      }
    }
    let isNumbered = words.count > 1 && words[0].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    return (isNumbered ? words.dropFirst() : words[...]).map { String(Substring($0)) }
      .joined(separator: "-")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

  /// Files by the answer that they belong to.
  private struct Groups {
    let ids: [String: String]
    let lessons: Set<String>
    /// Whether files lie beside the folders, as they do in an answer and not in a class.
    let isOneAnswer: Bool
    var answers: [Answer] = []
    private var indices: [String: Int] = [:]
    var notes: [String] = []

    init(ids: [String: String], lessons: Set<String>, isOneAnswer: Bool) {
      self.ids = ids
      self.lessons = lessons
      self.isOneAnswer = isOneAnswer
    }

    mutating func add(_ parts: [String], named: String?, folderTask: String?) {
      let folders = parts.dropLast()
      let depth = folders.prefix(6).firstIndex { ids[normalized($0)] != nil }
      if let depth, let task = ids[normalized(folders[depth])] {
        guard named == nil || named == task else { return }
        let isLearner = depth > 0 && !lessons.contains(parts[0])
        insert(parts, depth: depth + 1, learner: isLearner ? parts[0] : "", task: task)
      } else if let named {
        // Folders of learners without folders of tasks: all of each is the answer.
        let learner = isOneAnswer ? nil : folders.first
        insert(parts, depth: learner == nil ? 0 : 1, learner: learner ?? "", task: named)
      } else if let folderTask {
        insert(parts, depth: 0, learner: "", task: folderTask)
      } else {
        note(parts)
      }
    }

    private mutating func insert(_ parts: [String], depth: Int, learner: String, task: String) {
      let path = parts.prefix(depth).joined(separator: "/")
      let file = parts.dropFirst(depth).joined(separator: "/")
      if let index = indices["\(path)/\(task)"] {
        answers[index].files.append(file)
      } else {
        indices["\(path)/\(task)"] = answers.count
        answers.append(Answer(path: path, learner: learner, task: task, files: [file]))
      }
    }

    private mutating func note(_ parts: [String]) {
      let note = "\(parts[0]): belongs to no task"
      if !notes.contains(note) { notes.append(note) }
    }

    private func normalized(_ name: String) -> String { SubmissionLayout.normalized(name) }
  }
}
