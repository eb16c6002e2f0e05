/// The folder in which a learner works: one folder for each task.
package struct Workspace: Sendable {
  /// Folder that holds what `reset` took away.
  package static let backupName = ".backup"
  /// Default name of what the learner writes where a task starts with nothing.
  package static let manifestName = "pod.yaml"
  /// Name of the record of the learner's commands.
  package static let transcriptName = "transcript.txt"

  package let folder: String
  private let files: any FileStore

  package init(folder: String, files: any FileStore) {
    self.folder = folder
    self.files = files
  }

  /// Where the learner's files of a task are.
  package func folder(of task: LabTask) -> String { "\(folder)/\(task.id)" }

  /// The manifest to edit first: what the task starts with, or `pod.yaml`.
  package func manifest(of task: LabTask) -> String {
    let start = task.start.map(\.path).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    let name = start.contains(Self.manifestName) ? Self.manifestName : start.min()
    return "\(folder(of: task))/\(name ?? Self.manifestName)"
  }

  /// The record of the learner's commands.
  package func transcript(of task: LabTask) -> String {
    "\(folder(of: task))/\(Self.transcriptName)"
  }

  /// Makes the task's folder with its start files, unless it is there already.
  ///
  /// Returns the folder. What the learner wrote or removed stays as it is.
  @discardableResult
  package func open(_ task: LabTask) throws(FileError) -> String {
    let target = folder(of: task)
    // A workspace that cannot be written to can still be read.
    if try files.kind(of: target) == .folder { return target }
    try files.makeFolder(folder)
    try files.withLock(at: "\(folder)/.lock") { () throws(FileError) in
      switch try files.kind(of: target) {
      case .folder: break
      case nil: try fill(task)
      case .file, .link, .other: throw FileError(.makeFolder, target, .alreadyThere)
      }
    }
    return target
  }

  /// Puts the start files back; what was there moves to `.backup/<time>/<task>`.
  ///
  /// `now` is in seconds since 1970. Returns the backup's folder, or nil when there was nothing.
  @discardableResult
  package func reset(_ task: LabTask, at now: Int) throws(FileError) -> String? {
    try files.makeFolder(folder)
    return try files.withLock(at: "\(folder)/.lock") { () throws(FileError) in
      var backup: String?
      if try files.kind(of: folder(of: task)) != nil {
        let target = try freeBackup(of: task, at: now)
        try files.move(folder(of: task), to: target)
        backup = target
      }
      try fill(task)
      return backup
    }
  }

  /// What the learner has in a task's folder; empty when it was never opened.
  ///
  /// Left out is what cannot be read; `FileStore.submission` says what and why.
  package func submission(of task: LabTask) throws(FileError) -> [LessonFile] {
    guard try files.kind(of: folder(of: task)) == .folder else { return [] }
    return try files.submission(below: folder(of: task)).files
  }

  /// Copies into a folder aside and renames it, so that a full disk leaves no half-filled task.
  private func fill(_ task: LabTask) throws(FileError) {
    let aside = "\(folder)/.new-\(task.id)"
    try files.remove(aside)
    try files.makeFolder(aside)
    for file in task.start {
      let path = "\(aside)/\(file.path)"
      if let slash = path.lastIndex(of: "/") { try files.makeFolder(String(path[..<slash])) }
      try files.write(file.bytes, to: path)
    }
    try files.move(aside, to: folder(of: task))
  }

  private func freeBackup(of task: LabTask, at now: Int) throws(FileError) -> String {
    let stamp = "\(folder)/\(Self.backupName)/\(CivilTime(secondsSince1970: now))"
    var number = 1
    while true {
      let parent = number == 1 ? stamp : "\(stamp)-\(number)"
      try files.makeFolder(parent)
      if try files.kind(of: "\(parent)/\(task.id)") == nil { return "\(parent)/\(task.id)" }
      number += 1
    }
  }
}
