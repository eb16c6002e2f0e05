/// Files and folders as lessons, workspace and progress need them.
///
/// Paths are absolute or relative to the working directory, with `/` between parts. `PosixFiles` is
/// the real one, `MemoryFiles` its twin for tests.
package protocol FileStore: Sendable {
  /// The entries of a folder, sorted by name; links are named, not followed.
  func list(_ folder: String) throws(FileError) -> [FileEntry]

  /// What stands at a path, links followed; nil where nothing does.
  func kind(of path: String) throws(FileError) -> FileEntry.Kind?

  /// The bytes of a file; an error when there are more than `limit`.
  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]

  /// Replaces a file as a whole: readers see the old bytes or the new ones, also after a crash.
  ///
  /// The folder must be there.
  func write(_ bytes: [UInt8], to path: String) throws(FileError)

  /// Makes a folder and those above it; one that is there already is fine.
  func makeFolder(_ path: String) throws(FileError)

  /// Removes a file, or a folder with all it holds; a missing one is fine. Links are not followed.
  func remove(_ path: String) throws(FileError)

  /// Renames a file or folder; the target must not exist.
  func move(_ path: String, to target: String) throws(FileError)

  /// Runs `body` while no other process or thread holds the lock file at `path`.
  ///
  /// Waits for its turn; the lock ends with the process that holds it.
  func withLock<Value>(
    at path: String, _ body: () throws(FileError) -> Value
  ) throws(FileError) -> Value

  /// A mark that differs whenever the file was changed; nil where there is none.
  func stamp(of path: String) throws(FileError) -> FileStamp?
}

/// One name in a folder.
package struct FileEntry: Sendable, Hashable {
  /// What a name stands for.
  package enum Kind: Sendable, Hashable {
    case file, folder, link
    /// A pipe, socket or device.
    case other
  }

  package var name: String
  package var kind: Kind

  package init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// Tells whether a file was changed since the last look; only equality means anything.
package struct FileStamp: Sendable, Hashable {
  package var seconds: Int
  package var nanoseconds: Int
  package var size: Int
  package var serial: UInt64

  package init(seconds: Int, nanoseconds: Int, size: Int, serial: UInt64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.size = size
    self.serial = serial
  }
}
