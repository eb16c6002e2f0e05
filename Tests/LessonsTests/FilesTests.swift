import Glibc
import Lessons
import Testing

/// Both kinds of files must behave the same.
@Suite struct FilesTests {
  private func inBoth(_ body: (any FileStore, String) throws -> Void) throws {
    try body(MemoryFiles(["/w/keep": ""]), "/w")
    var name = Array("/tmp/podlab-tests.XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&name)).withMemoryRebound(to: CChar.self, capacity: 1) {
      String(cString: $0)
    }
    defer { try? PosixFiles().remove(path) }
    try body(PosixFiles(), path)
  }

  @Test func `writes, reads, lists, moves and removes`() throws {
    try inBoth { files, root in
      try files.makeFolder("\(root)/a/b")
      try files.makeFolder("\(root)/a/b")
      try files.write(Array("one".utf8), to: "\(root)/a/b/x")
      try files.write(Array("two".utf8), to: "\(root)/a/b/x")
      #expect(try files.read("\(root)/a/b/x", limit: 3) == Array("two".utf8))
      #expect(try files.list("\(root)/a") == [FileEntry("b", .folder)])
      #expect(try files.list("\(root)/a/b") == [FileEntry("x", .file)])
      #expect(try files.submission(below: "\(root)/a").files.map(\.path) == ["b/x"])
      try files.move("\(root)/a", to: "\(root)/c")
      #expect(try files.kind(of: "\(root)/a") == nil)
      #expect(try files.kind(of: "\(root)/c/b") == .folder)
      try files.remove("\(root)/c")
      try files.remove("\(root)/c")
      #expect(try files.kind(of: "\(root)/c/b/x") == nil)
    }
  }

  @Test func `says why something cannot be done`() throws {
    try inBoth { files, root in
      try files.makeFolder("\(root)/folder")
      try files.write([1, 2, 3], to: "\(root)/file")
      func reason(_ body: () throws -> Void) -> FileError.Reason? {
        do { try body() } catch { return (error as? FileError)?.reason }
        return nil
      }
      #expect(reason { _ = try files.read("\(root)/none", limit: 9) } == .missing)
      #expect(reason { _ = try files.read("\(root)/folder", limit: 9) } == .isFolder)
      #expect(reason { _ = try files.read("\(root)/file", limit: 2) } == .tooLarge(limit: 2))
      #expect(reason { try files.write([], to: "\(root)/folder") } == .isFolder)
      #expect(reason { try files.write([], to: "\(root)/none/x") } == .missing)
      #expect(reason { try files.makeFolder("\(root)/file/x") } == .notFolder)
      #expect(reason { _ = try files.list("\(root)/file") } == .notFolder)
      #expect(reason { try files.move("\(root)/file", to: "\(root)/folder") } == .alreadyThere)
    }
  }

  @Test func `marks a changed file`() throws {
    try inBoth { files, root in
      #expect(try files.stamp(of: "\(root)/x") == nil)
      try files.write([1], to: "\(root)/x")
      let first = try files.stamp(of: "\(root)/x")
      try files.write([2], to: "\(root)/x")
      #expect(try files.stamp(of: "\(root)/x") != first)
    }
  }

  @Test func `does not follow links, and says so`() throws {
    let root = "/tmp/podlab-links-\(getpid())"
    let files = PosixFiles()
    try files.makeFolder("\(root)/inner")
    defer { try? files.remove(root) }
    symlink(root, "\(root)/inner/loop")
    symlink("/etc/passwd", "\(root)/pod.yaml")
    mkfifo("\(root)/pipe", 0o600)
    try files.write([], to: "\(root)/.hidden")
    let entries = try files.list(root)
    #expect(entries.map(\.kind) == [.file, .folder, .other, .link])
    let found = try files.submission(below: root)
    #expect(found.files.isEmpty)
    #expect(
      found.notes == [
        "inner/loop: is a symbolic link and was not followed; hand in the file itself",
        "pipe: is neither a file nor a folder and was not read",
        "pod.yaml: is a symbolic link and was not followed; hand in the file itself",
      ])
  }

  @Test func `reads a submission within bounds`() throws {
    let files = MemoryFiles([
      "/s/a.yaml": "12345", "/s/b.yaml": "1", "/s/c/d/e.yaml": "1", "/s/f.yaml": "1",
      "/s/.git/config": "1",
    ])
    var limits = SubmissionLimits()
    (limits.files, limits.bytes, limits.depth) = (2, 4, 1)
    let found = try files.submission(below: "/s", limits: limits)
    #expect(found.files.map(\.path) == ["b.yaml", "f.yaml"])
    #expect(
      found.notes == [
        "a.yaml: is larger than 4 bytes and was not read; hand in the part that matters",
        "c/d: lies too deep and was not read",
      ])
    limits.files = 1
    #expect(
      try files.submission(below: "/s", limits: limits).notes.last
        == "there are more than 1 files; the rest was not read")
  }

  @Test func `lets one holder at a time into a lock`() async throws {
    let root = "/tmp/podlab-lock-\(getpid())"
    let files = PosixFiles()
    try files.makeFolder(root)
    defer { try? files.remove(root) }
    try files.write([0], to: "\(root)/count")
    await withTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          try? files.withLock(at: "\(root)/lock") { () throws(FileError) in
            let count = try files.read("\(root)/count", limit: 1)[0]
            try files.write([count + 1], to: "\(root)/count")
          }
        }
      }
    }
    #expect(try files.read("\(root)/count", limit: 1) == [20])
  }

  @Test(arguments: [
    (
      FileError(.write, "/x/pod.yaml", .diskFull),
      "cannot write '/x/pod.yaml': the disk is full; free some space and try again; nothing was changed"
    ),
    (
      FileError(.makeFolder, "/x", .readOnlyFileSystem),
      "cannot make the folder '/x': the file system is read-only; name a writable folder with `--workspace` or $PODLAB_WORKSPACE"
    ),
    (
      FileError(.read, "a\u{1B}b", .system("odd")), "cannot read 'a\u{FFFD}b': odd"
    ),
  ])
  func `words errors with place, cause and fix`(error: FileError, text: String) {
    #expect(error.description == text)
  }
}
