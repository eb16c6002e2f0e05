import Glibc
import Lessons
import Testing

@Suite struct ProgressTests {
  private let path = "/home/ada/podlab/progress.json"

  private func seen(_ points: Int, checks: Set<String> = [], at now: Int) -> TaskProgress {
    var progress = TaskProgress(seenAt: now)
    progress.bestPoints = points
    progress.maxPoints = 10
    progress.passedChecks = checks
    return progress
  }

  @Test func `keeps the best of everything`() throws {
    let file = ProgressFile(path: path, files: MemoryFiles())
    try file.record(seen(4, checks: ["a"], at: 100), for: "t")
    var later = seen(2, checks: ["b"], at: 200)
    later.hintsShown = 1
    later.solutionShown = true
    try file.record(later, for: "t")
    let loaded = try file.load()
    #expect(loaded.note == nil)
    let task = try #require(loaded.progress["t"])
    #expect(task.bestPoints == 4)
    #expect(task.passedChecks == ["a", "b"])
    #expect(task.hintsShown == 1)
    #expect(task.solutionShown)
    #expect([task.firstSeen, task.lastSeen] == [100, 200])
  }

  @Test func `merges in any order to the same`() {
    let steps = [seen(1, checks: ["a"], at: 5), seen(3, at: 2), seen(2, checks: ["b"], at: 9)]
    let forward = steps.dropFirst().reduce(steps[0]) { $0.merged(with: $1) }
    let backward = steps.reversed().dropFirst().reduce(steps[2]) { $0.merged(with: $1) }
    #expect(forward == backward)
    #expect(forward.merged(with: forward) == forward)
  }

  @Test func `two running copies lose nothing of each other`() throws {
    let files = MemoryFiles()
    let one = ProgressFile(path: path, files: files)
    let two = ProgressFile(path: path, files: files)
    _ = try (one.load(), two.load())
    try one.record(seen(1, at: 1), for: "a")
    try two.record(seen(2, at: 2), for: "b")
    try one.record(seen(3, at: 3), for: "c")
    #expect(try two.load().progress.tasks.mapValues(\.bestPoints) == ["a": 1, "b": 2, "c": 3])
  }

  @Test func `many writers at once lose nothing`() async throws {
    let root = "/tmp/podlab-progress-\(getpid())"
    defer { try? PosixFiles().remove(root) }
    let file = ProgressFile(path: "\(root)/deep/progress.json", files: PosixFiles())
    await withTaskGroup { group in
      for number in 0..<16 {
        group.addTask { _ = try? file.record(TaskProgress(seenAt: number), for: "t\(number)") }
      }
    }
    #expect(try file.load().progress.tasks.count == 16)
  }

  @Test func `forgets a task on request`() throws {
    let file = ProgressFile(path: path, files: MemoryFiles())
    try file.record(seen(1, at: 1), for: "a")
    #expect(try file.forget("a").progress == Progress())
  }

  @Test(arguments: [
    "", "not JSON", "[]", "{\"tasks\":{}}", "{\"version\":\"1\",\"tasks\":{}}", "{\"version\":1}",
    "{\"version\":1,\"tasks\":{\"a\":{\"bestPoints\":", "\u{0}\u{1}",
  ])
  func `keeps a damaged file aside and says so`(text: String) throws {
    let files = MemoryFiles([path: text])
    let file = ProgressFile(path: path, files: files)
    let note = try #require(try file.load().note)
    #expect(note.contains("'\(path).corrupt'"))
    #expect(files.texts["\(path).corrupt"] == text)
    #expect(try file.load() == .init(progress: Progress(), note: nil))
  }

  @Test func `saves what can still be read and overwrites no earlier copy`() throws {
    let text = """
      {"version":1,"tasks":{"good":{"bestPoints":3,"maxPoints":3},"bad":{"bestPoints":-1}}}
      """
    let files = MemoryFiles([path: text, "\(path).corrupt": "older"])
    let loaded = try ProgressFile(path: path, files: files).load()
    #expect(loaded.progress.tasks.keys.sorted() == ["good"])
    #expect(loaded.note?.contains("1 task could still be read") == true)
    #expect(files.texts["\(path).corrupt"] == "older")
    #expect(files.texts["\(path).corrupt-2"] == text)
  }

  @Test func `uses what is left of a damaged file that cannot be moved`() throws {
    let text = "{\"version\":1,\"tasks\":{\"a\":{\"bestPoints\":3},\"b\":7}}"
    let files = MemoryFiles([path: text])
    files.failWrites(.readOnlyFileSystem)
    let loaded = try ProgressFile(path: path, files: files).load()
    #expect(loaded.progress["a"]?.bestPoints == 3)
    #expect(loaded.note?.contains("is damaged; cannot") == true)
    #expect(files.texts[path] == text)
  }

  @Test func `leaves the file of a newer podlab alone`() throws {
    let text = "{\"version\":2,\"tasks\":[]}"
    let files = MemoryFiles([path: text])
    let file = ProgressFile(path: path, files: files)
    #expect(throws: FileError(.read, path, .newerVersion(2))) { try file.load() }
    #expect(throws: FileError(.write, path, .newerVersion(2))) {
      try file.record(seen(1, at: 1), for: "a")
    }
    #expect(files.texts[path] == text)
  }

  @Test func `a full disk changes nothing`() throws {
    let files = MemoryFiles()
    let file = ProgressFile(path: path, files: files)
    try file.record(seen(1, at: 1), for: "a")
    files.failWrites(.diskFull)
    #expect(throws: FileError.self) { try file.record(seen(2, at: 2), for: "a") }
    #expect(try file.load().progress["a"]?.bestPoints == 1)
  }

  @Test func `writes the same bytes for the same progress`() throws {
    let texts = try [["b", "a"], ["a", "b"]].map { order in
      let files = MemoryFiles()
      let file = ProgressFile(path: path, files: files)
      for task in order { try file.record(seen(1, checks: ["y", "x"], at: 1), for: task) }
      return files.texts[path]
    }
    #expect(texts[0] != nil)
    #expect(texts[0] == texts[1])
  }
}
