/// What was found in a folder that a learner handed in.
package struct FoundFiles: Sendable, Equatable {
  /// Sorted by path.
  package var files: [LessonFile] = []
  /// What was left out and why, one sentence each, beginning with the path.
  package var notes: [String] = []

  package init() {}
}

/// How much of a submission is read.
package struct SubmissionLimits: Sendable {
  /// Number of files.
  package var files = 500
  /// Size of one file.
  package var bytes = 8 << 20
  /// Size of all files together.
  package var totalBytes = 64 << 20
  /// Folders within folders.
  package var depth = 8

  package init() {}
}

extension FileStore {
  /// Reads all files below a folder that somebody else has filled.
  ///
  /// Names that start with a dot are passed over. Links are not followed, so that nobody hands in
  /// a file that is not theirs; what cannot be read is noted and does not keep the rest from being
  /// read. Throws only when the folder itself cannot be listed.
  package func submission(
    below folder: String, limits: SubmissionLimits = SubmissionLimits()
  ) throws(FileError) -> FoundFiles {
    var reader = SubmissionReader(files: self, folder: folder, limits: limits)
    try reader.read("", depth: limits.depth)
    reader.found.files.sort { $0.path < $1.path }
    return reader.found
  }
}

/// Walks through a folder and keeps count.
private struct SubmissionReader<Files: FileStore> {
  let files: Files
  let folder: String
  let limits: SubmissionLimits
  var found = FoundFiles()
  private var bytesLeft: Int
  private var isFull = false

  init(files: Files, folder: String, limits: SubmissionLimits) {
    self.files = files
    self.folder = folder
    self.limits = limits
    bytesLeft = limits.totalBytes
  }

  /// `prefix` is the path below the folder, with a `/` at its end unless empty.
  mutating func read(_ prefix: String, depth: Int) throws(FileError) {
    let path = prefix.isEmpty ? folder : "\(folder)/\(prefix.dropLast())"
    for entry in try files.list(path) where !entry.name.hasPrefix(".") && !isFull {
      let name = prefix + entry.name
      switch entry.kind {
      case .file: readFile(name)
      case .folder where depth <= 0: note(name, "lies too deep and was not read")
      case .folder:
        do throws(FileError) {
          try read("\(name)/", depth: depth - 1)
        } catch {
          note(name, "\(error)")
        }
      case .link: note(name, "is a symbolic link and was not followed; hand in the file itself")
      case .other: note(name, "is neither a file nor a folder and was not read")
      }
    }
  }

  private mutating func readFile(_ name: String) {
    guard found.files.count < limits.files else {
      isFull = true
      found.notes.append("there are more than \(limits.files) files; the rest was not read")
      return
    }
    do throws(FileError) {
      let bytes = try files.read("\(folder)/\(name)", limit: min(limits.bytes, bytesLeft))
      bytesLeft -= bytes.count
      found.files.append(LessonFile(path: name, bytes: bytes))
    } catch {
      guard case .tooLarge(let limit) = error.reason else { return note(name, "\(error)") }
      note(name, "is larger than \(limit) bytes and was not read; hand in the part that matters")
    }
  }

  private mutating func note(_ name: String, _ text: String) {
    found.notes.append("\(name.visible): \(text)")
  }
}
