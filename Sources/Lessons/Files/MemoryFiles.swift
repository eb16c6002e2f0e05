import ByteText
import Synchronization

/// Files that live in memory only: the twin of `PosixFiles` for tests and demonstrations.
package final class MemoryFiles: FileStore {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var folders: Set<String> = ["/"]
    var links: Set<String> = []
    var changes: UInt64 = 0
    var stamps: [String: UInt64] = [:]
    var failure: FileError.Reason?
  }

  private let state: Mutex<State>

  /// Starts with the given texts; the folders above them are made.
  package init(_ texts: [String: String] = [:]) {
    var state = State()
    for (path, text) in texts {
      state.files[path] = Array(text.utf8)
      state.folders.formUnion(Self.parents(of: path))
    }
    self.state = Mutex(state)
  }

  /// Lets every later change fail for this reason; nil ends it.
  package func failWrites(_ reason: FileError.Reason?) { state.withLock { $0.failure = reason } }

  /// Puts a symbolic link at a path; it leads nowhere.
  package func addLink(at path: String) {
    state.withLock {
      $0.links.insert(path)
      $0.folders.formUnion(Self.parents(of: path))
    }
  }

  /// All files as texts, by path.
  package var texts: [String: String] {
    state.withLock { $0.files.mapValues { String(decoding: $0, as: UTF8.self) } }
  }

  package func list(_ folder: String) throws(FileError) -> [FileEntry] {
    let found: [FileEntry]? = state.withLock { state in
      guard state.folders.contains(folder) else { return nil }
      let prefix = folder == "/" ? "/" : "\(folder)/"
      func entries(_ paths: some Sequence<String>, _ kind: FileEntry.Kind) -> [FileEntry] {
        paths.filter { $0.hasPrefix(prefix) && $0.count > prefix.count }
          .map { String($0.dropFirst(prefix.count)) }
          .filter { !$0.holds("/") }
          .map { FileEntry($0, kind) }
      }
      return entries(state.files.keys, .file) + entries(state.folders, .folder)
        + entries(state.links, .link)
    }
    guard let found else {
      throw FileError(.list, folder, try kind(of: folder) == nil ? .missing : .notFolder)
    }
    return found.sorted { $0.name < $1.name }
  }

  package func kind(of path: String) throws(FileError) -> FileEntry.Kind? {
    state.withLock { state in
      if state.files[path] != nil { return .file }
      if state.folders.contains(path) { return .folder }
      return state.links.contains(path) ? .link : nil
    }
  }

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let bytes = state.withLock({ $0.files[path] }) else {
      throw FileError(.read, path, try kind(of: path) == .folder ? .isFolder : .missing)
    }
    guard bytes.count <= limit else { throw FileError(.read, path, .tooLarge(limit: limit)) }
    return bytes
  }

  package func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try change(.write, path) { state in
      guard !state.folders.contains(path) else { return .isFolder }
      guard let parent = Self.parents(of: path).last, state.folders.contains(parent) else {
        return .missing
      }
      state.changes += 1
      state.files[path] = bytes
      state.stamps[path] = state.changes
      return nil
    }
  }

  package func makeFolder(_ path: String) throws(FileError) {
    try change(.makeFolder, path) { state in
      let parents = Self.parents(of: path + "/")
      guard !parents.contains(where: { state.files[$0] != nil }) else { return .notFolder }
      state.folders.formUnion(parents)
      return nil
    }
  }

  package func remove(_ path: String) throws(FileError) {
    try change(.remove, path) { state in
      state.files = state.files.filter { !Self.isAt(path, $0.key) }
      state.folders = state.folders.filter { !Self.isAt(path, $0) }
      state.links = state.links.filter { !Self.isAt(path, $0) }
      return nil
    }
  }

  package func move(_ path: String, to target: String) throws(FileError) {
    try change(.move, path) { state in
      guard state.files[path] != nil || state.folders.contains(path) else { return .missing }
      guard state.files[target] == nil, !state.folders.contains(target) else {
        return .alreadyThere
      }
      func moved(_ old: String) -> String {
        Self.isAt(path, old) ? target + old.dropFirst(path.count) : old
      }
      state.files = Dictionary(
        uniqueKeysWithValues: state.files.map { (moved($0.key), $0.value) })
      state.folders = Set(state.folders.map(moved))
      return nil
    }
  }

  package func withLock<Value>(
    at path: String, _ body: () throws(FileError) -> Value
  ) throws(FileError) -> Value {
    try change(.lock, path) { _ in nil }
    return try body()
  }

  package func stamp(of path: String) throws(FileError) -> FileStamp? {
    state.withLock { state in
      guard let bytes = state.files[path] else { return nil }
      return FileStamp(
        seconds: 0, nanoseconds: 0, size: bytes.count, serial: state.stamps[path] ?? 0)
    }
  }

  private func change(
    _ action: FileError.Action, _ path: String, _ body: (inout State) -> FileError.Reason?
  ) throws(FileError) {
    let reason = state.withLock { state in state.failure ?? body(&state) }
    if let reason { throw FileError(action, path, reason) }
  }

  private static func isAt(_ path: String, _ other: String) -> Bool {
    other == path || other.hasPrefix(path + "/")
  }

  /// The folders above a path, from the top down.
  private static func parents(of path: String) -> [String] {
    var parents = path.hasPrefix("/") ? ["/"] : []
    for index in path.indices where path[index] == "/" && index != path.startIndex {
      parents.append(String(path[..<index]))
    }
    return parents
  }
}
