import Glibc
import Lessons

/// A folder that only its owner can look into, for as long as the program runs.
struct PrivateFolder {
  let path: String

  /// Why no folder or file could be made.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ path: String) {
      description = "\(what) '\(path)': \(String(cString: strerror(errno)))"
    }
  }

  /// Makes one where the user's own temporary things belong.
  init(environment: [String: String]) throws {
    let base = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"]]
      .compactMap { $0 }.first { $0.hasPrefix("/") && access($0, W_OK) == 0 }
    var template = Array("\(base ?? "/tmp")/podlab-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure("cannot make a folder in", base ?? "/tmp")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file that only its owner can read.
  static func write(_ text: String, to path: String, replacing: Bool = false) throws {
    if replacing { unlink(path) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Failure("cannot write", path) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Failure("cannot write", path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 || errno == EINVAL else { throw Failure("cannot write", path) }
  }

  /// Removes the folder with everything in it; links are not followed.
  func remove() { Self.remove(path, depth: 0) }

  private static func remove(_ folder: String, depth: Int) {
    let entries = (try? PosixFiles().list(folder)) ?? []
    for entry in entries {
      let path = "\(folder)/\(entry.name)"
      if entry.kind == .folder, depth < 32 { remove(path, depth: depth + 1) } else { unlink(path) }
    }
    rmdir(folder)
  }
}
