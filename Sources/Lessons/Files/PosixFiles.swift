import Glibc

/// The files of this machine.
package struct PosixFiles: FileStore {
  package init() {}

  package func list(_ folder: String) throws(FileError) -> [FileEntry] {
    guard let stream = opendir(folder) else { throw FileError(.list, folder, errno: errno) }
    defer { closedir(stream) }
    var entries: [FileEntry] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      if let kind = kind(ofEntryType: entry.pointee.d_type) {
        entries.append(FileEntry(name, kind))
        continue
      }
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0 else { continue }
      entries.append(FileEntry(name, status.kind))
    }
    return entries.sorted { $0.name < $1.name }
  }

  package func kind(of path: String) throws(FileError) -> FileEntry.Kind? {
    var status = stat()
    if stat(path, &status) == 0 { return status.kind }
    switch errno {
    case ENOENT, ENOTDIR: return nil
    default: throw FileError(.read, path, errno: errno)
    }
  }

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe would wait for someone to write to it.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw FileError(.read, path, errno: errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileError(.read, path, errno: errno) }
    switch status.kind {
    case .file: break
    case .folder: throw FileError(.read, path, .isFolder)
    case .link, .other: throw FileError(.read, path, .system("it is no plain file"))
    }
    // One byte more than expected shows at once whether the file has grown.
    let expected = min(max(0, Int(status.st_size)), limit)
    var bytes = try chunk(of: file, path: path, limit: expected + 1)
    var count = bytes.count
    while count > 0, bytes.count <= limit {
      let more = try chunk(of: file, path: path, limit: min(1 << 16, limit + 1 - bytes.count))
      count = more.count
      bytes += more
    }
    guard bytes.count <= limit else { throw FileError(.read, path, .tooLarge(limit: limit)) }
    return bytes
  }

  /// The next bytes of an open file; none at its end.
  private func chunk(of file: Int32, path: String, limit: Int) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var result = Glibc.read(file, buffer.baseAddress, limit)
      while result < 0, errno == EINTR { result = Glibc.read(file, buffer.baseAddress, limit) }
      if result < 0 { failure = errno }
      count = max(0, result)
    }
    guard failure == 0 else { throw FileError(.read, path, errno: failure) }
    return bytes
  }

  package func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    if try kind(of: path) == .folder { throw FileError(.write, path, .isFolder) }
    let (file, name) = try temporary(beside: path)
    do throws(FileError) {
      try writeAll(bytes, to: file, path: path)
      guard fsync(file) == 0, rename(name, path) == 0 else {
        throw FileError(.write, path, errno: errno)
      }
    } catch {
      close(file)
      unlink(name)
      throw error
    }
    close(file)
  }

  package func makeFolder(_ path: String) throws(FileError) {
    guard mkdir(path, 0o777) != 0 else { return }
    let reason = errno
    if reason == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw FileError(.makeFolder, path, errno: errno)
      }
      return
    }
    guard reason != EEXIST || (try? kind(of: path)) != .folder else { return }
    throw FileError(.makeFolder, path, reason == EEXIST ? .alreadyThere : .init(errno: reason))
  }

  package func remove(_ path: String) throws(FileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw FileError(.remove, path, errno: errno)
    }
    if status.kind == .folder {
      for entry in try list(path) { try remove("\(path)/\(entry.name)") }
    }
    let result = status.kind == .folder ? rmdir(path) : unlink(path)
    guard result == 0 || errno == ENOENT else { throw FileError(.remove, path, errno: errno) }
  }

  package func move(_ path: String, to target: String) throws(FileError) {
    var status = stat()
    guard lstat(target, &status) != 0 else { throw FileError(.move, path, .alreadyThere) }
    guard rename(path, target) == 0 else { throw FileError(.move, path, errno: errno) }
  }

  package func withLock<Value>(
    at path: String, _ body: () throws(FileError) -> Value
  ) throws(FileError) -> Value {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(.lock, path, errno: errno) }
    defer { close(file) }
    while flock(file, LOCK_EX) != 0, errno == EINTR {}
    // Some network file systems know no locks; one learner at a time is the rule there.
    return try body()
  }

  package func stamp(of path: String) throws(FileError) -> FileStamp? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return nil
      default: throw FileError(.read, path, errno: errno)
      }
    }
    return FileStamp(
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
      size: Int(status.st_size), serial: UInt64(status.st_ino))
  }

  /// A new file in the same folder, so that renaming it replaces the other at once.
  private func temporary(
    beside path: String
  ) throws(FileError) -> (file: Int32, name: String) {
    for attempt in 0..<100 {
      let name = "\(path).\(getpid())-\(attempt).tmp"
      let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if file >= 0 { return (file, name) }
      guard errno == EEXIST else { throw FileError(.write, path, errno: errno) }
    }
    throw FileError(.write, path, .inUse)
  }

  /// Nil where the file system does not tell.
  private func kind(ofEntryType type: UInt8) -> FileEntry.Kind? {
    switch Int(type) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .folder
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): nil
    default: .other
    }
  }

  private func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        guard errno == EINTR else { throw FileError(.write, path, errno: errno) }
        continue
      }
      rest = rest.dropFirst(count)
    }
  }
}

extension stat {
  fileprivate var kind: FileEntry.Kind {
    switch st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }
}

extension FileError {
  fileprivate init(_ action: Action, _ path: String, errno code: Int32) {
    self.init(action, path, Reason(errno: code))
  }
}

extension FileError.Reason {
  fileprivate init(errno code: Int32) {
    switch code {
    case ENOENT: self = .missing
    case EACCES, EPERM: self = .notPermitted
    case EROFS: self = .readOnlyFileSystem
    case ENOSPC: self = .diskFull
    case EDQUOT: self = .quotaExceeded
    case EISDIR: self = .isFolder
    case ENOTDIR: self = .notFolder
    case EEXIST, ENOTEMPTY: self = .alreadyThere
    case ELOOP: self = .tooManyLinks
    case ENAMETOOLONG: self = .nameTooLong
    case EMFILE, ENFILE: self = .tooManyOpenFiles
    default: self = .system(String(cString: strerror(code)))
    }
  }
}
