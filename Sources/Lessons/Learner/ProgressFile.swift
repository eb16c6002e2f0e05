/// The file that keeps a learner's progress, shared by all running copies of podlab.
///
/// Changes are recorded one task at a time and merged, under a lock, with what the file holds at
/// that moment: two copies that run side by side lose nothing of each other.
package struct ProgressFile: Sendable {
  /// Far more than all tasks of many lessons take.
  private static let sizeLimit = 1 << 24

  package let path: String
  private let files: any FileStore

  package init(path: String, files: any FileStore) {
    self.path = path
    self.files = files
  }

  /// Progress, and what the learner must know about the file, if anything.
  package struct Loaded: Sendable, Equatable {
    package var progress: Progress
    package var note: String?

    package init(progress: Progress, note: String? = nil) {
      self.progress = progress
      self.note = note
    }
  }

  /// Reads the file; a missing one is empty progress, a damaged one is moved aside.
  ///
  /// Where it cannot be moved, what can be read of it counts and nothing is changed.
  package func load() throws(FileError) -> Loaded {
    switch try decoded() {
    case .good(let progress): return Loaded(progress: progress)
    case .newer(let version): throw FileError(.read, path, .newerVersion(version))
    case .damaged(let rest):
      do throws(FileError) {
        return try update { _ in }
      } catch {
        return Loaded(progress: rest, note: "The progress file '\(path)' is damaged; \(error).")
      }
    }
  }

  /// Adds what was reached in one task, and answers with the progress of all.
  @discardableResult
  package func record(_ progress: TaskProgress, for task: String) throws(FileError) -> Loaded {
    try update { $0.add(progress, to: task) }
  }

  /// Forgets what was reached in one task.
  @discardableResult
  package func forget(_ task: String) throws(FileError) -> Loaded {
    try update { $0.tasks[task] = nil }
  }

  private func update(_ change: (inout Progress) -> Void) throws(FileError) -> Loaded {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try files.makeFolder(String(path[..<slash]))
    }
    return try files.withLock(at: "\(path).lock") { () throws(FileError) in
      var loaded: Loaded
      switch try decoded() {
      case .good(let progress): loaded = Loaded(progress: progress)
      case .newer(let version): throw FileError(.write, path, .newerVersion(version))
      case .damaged(let rest): loaded = Loaded(progress: rest, note: try moveAside(keeping: rest))
      }
      let before = loaded.progress
      change(&loaded.progress)
      if loaded.note != nil || before != loaded.progress {
        try files.write(Array(loaded.progress.json.utf8), to: path)
      }
      return loaded
    }
  }

  private func decoded() throws(FileError) -> Progress.Decoded {
    do throws(FileError) {
      return Progress.decode(try files.read(path, limit: Self.sizeLimit))
    } catch  where error.reason == .missing {
      return .good(Progress())
    } catch {
      if case .tooLarge = error.reason { return .damaged(Progress()) }
      throw error
    }
  }

  /// Renames the damaged file to a name that is free, and says so.
  private func moveAside(keeping rest: Progress) throws(FileError) -> String {
    var target = "\(path).corrupt"
    var number = 2
    while try files.kind(of: target) != nil {
      target = "\(path).corrupt-\(number)"
      number += 1
    }
    try files.move(path, to: target)
    let count = rest.tasks.count
    let kept =
      count == 0
      ? "nothing in it could be read, so progress starts anew"
      : "the progress of \(count) task\(count == 1 ? "" : "s") could still be read and is kept"
    return "The progress file '\(path)' was damaged and is now '\(target)'; \(kept)."
  }
}
