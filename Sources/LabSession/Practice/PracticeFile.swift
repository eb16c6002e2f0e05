package import Lessons

/// The file that holds a practice cluster's journal, shared by all calls of kubectl.
package struct PracticeFile: Sendable {
  /// Far more than people type and manifests hold.
  private static let sizeLimit = 64 << 20

  package let path: String
  /// The podlab that reads and writes it.
  let program: String
  private let files: any FileStore

  /// - Parameter program: name and version; journals of other versions are not replayed.
  package init(path: String, files: any FileStore, program: String) {
    self.path = path
    self.files = files
    self.program = program
  }

  /// A journal as it was read, or why there is none.
  struct Loaded {
    var journal: PracticeJournal?
    /// What the user must know.
    var note: String?
  }

  /// Runs `body` while no other call may read or write the journal.
  func withLock<Value>(
    _ body: () throws(PracticeFault) -> Value
  ) throws(PracticeFault) -> Value {
    let result: Result<Value, PracticeFault> = try using { () throws(FileError) in
      try files.withLock(at: "\(path).lock") { () throws(FileError) in
        Result { () throws(PracticeFault) in try body() }
      }
    }
    return try result.get()
  }

  func makeFolder() throws(PracticeFault) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    try using { () throws(FileError) in try files.makeFolder(String(path[..<slash])) }
  }

  /// Differs whenever somebody has written the journal.
  func stamp() throws(PracticeFault) -> FileStamp? {
    try using { () throws(FileError) in try files.stamp(of: path) }
  }

  /// Reads the journal; one that cannot be replayed is kept under another name.
  func load() throws(PracticeFault) -> Loaded {
    let decoded: PracticeJournal.Decoded
    do throws(FileError) {
      let bytes = try files.read(path, limit: Self.sizeLimit)
      decoded = PracticeJournal.decode(bytes, program: program)
    } catch {
      switch error.reason {
      case .missing: return Loaded()
      case .tooLarge: decoded = .damaged
      case _: throw .file(error)
      }
    }
    switch decoded {
    case .good(let journal): return Loaded(journal: journal)
    case .damaged:
      return Loaded(
        note: "the practice cluster's journal '\(path)' was damaged and is now "
          + "'\(try moveAside())'; the cluster starts anew")
    case .foreign(let other):
      return Loaded(
        note: "the practice cluster was made by '\(other)', which '\(program)' cannot replay; its "
          + "journal is now '\(try moveAside())', and the cluster starts anew")
    }
  }

  func save(_ journal: PracticeJournal) throws(PracticeFault) {
    try using { () throws(FileError) in try files.write(journal.bytes, to: path) }
  }

  /// Renames the file to a name that is free, and returns it.
  private func moveAside() throws(PracticeFault) -> String {
    try using { () throws(FileError) in
      var target = "\(path).old"
      var number = 2
      while try files.kind(of: target) != nil {
        target = "\(path).old-\(number)"
        number += 1
      }
      try files.move(path, to: target)
      return target
    }
  }

  private func using<Value>(
    _ body: () throws(FileError) -> Value
  ) throws(PracticeFault) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}
