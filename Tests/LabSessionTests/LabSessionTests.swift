import Grader
import Lessons
import PodModel
import Testing

@testable import LabSession

@Suite struct LabSessionTests {
  private let files = MemoryFiles()
  private static let now: Int64 = 1_800_000_000

  private func session() throws -> LabSession {
    LabSession(pack: try SamplePack.load(), folders: try folders(), files: files)
  }

  private func folders() throws -> LearnerFolders {
    try #require(LearnerFolders(option: "/work", environment: [:], workingDirectory: "/"))
  }

  private func save(_ text: String, to path: String) throws {
    try files.write(Array(text.utf8), to: "/work/helper/\(path)")
  }

  @Test func `opening a task copies its start files and grades them`() throws {
    var session = try session()
    let attempt = try session.open(task: "helper", now: Self.now)
    #expect(files.texts["/work/helper/pod.yaml"] == "# Write here.\n")
    #expect(attempt.manifestPath == "/work/helper/pod.yaml")
    #expect(attempt.report.checks.map(\.verdict) == [.failed])
    guard case .empty = attempt.manifest else {
      Issue.record("a file of comments is no manifest")
      return
    }
  }

  @Test func `a task is untouched until something else is in its folder`() throws {
    var session = try session()
    #expect(try session.open(task: "helper", now: Self.now).isUntouched)
    try save("# Later.\n", to: "pod.yaml")
    try save("\n", to: "transcript.txt")
    #expect(try session.grade(task: "helper", now: Self.now).isUntouched)
    try save("$ kubectl get pods\n", to: "transcript.txt")
    #expect(try !session.grade(task: "helper", now: Self.now).isUntouched)
    #expect(try session.reset(task: "helper", now: Self.now).isUntouched)
    try save("kind: Pod\n", to: "pod.yaml")
    #expect(try !session.grade(task: "helper", now: Self.now).isUntouched)
  }

  @Test func `a right manifest earns the points, which outlive the session`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    try save(SamplePack.right, to: "pod.yaml")
    let attempt = try session.grade(task: "helper", now: Self.now)
    #expect(attempt.report.passed)
    #expect(session.standings["helper"]?.isDone == true)
    #expect(try self.session().standings["helper"] == session.standings["helper"])
  }

  @Test func `points stay when the manifest gets worse`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    try save(SamplePack.right, to: "pod.yaml")
    _ = try session.grade(task: "helper", now: Self.now)
    try save("kind: Pod", to: "pod.yaml")
    let attempt = try session.grade(task: "helper", now: Self.now)
    #expect(!attempt.report.passed)
    #expect(session.standings["helper"]?.bestPoints == 2)
  }

  @Test func `only a changed file is graded again`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    #expect(try session.gradeIfChanged(task: "helper", now: Self.now) == nil)
    try save("kind: Pod", to: "pod.yaml")
    #expect(try session.gradeIfChanged(task: "helper", now: Self.now) != nil)
    #expect(try session.gradeIfChanged(task: "helper", now: Self.now) == nil)
  }

  @Test func `two sessions side by side lose nothing of each other`() throws {
    var first = try session()
    var second = try session()
    _ = try first.open(task: "helper", now: Self.now)
    _ = try second.open(task: "other", now: Self.now)
    try save(SamplePack.right, to: "pod.yaml")
    _ = try first.grade(task: "helper", now: Self.now)
    try second.recordHint(task: "other", count: 1, now: Self.now)
    let third = try session()
    #expect(third.standings["helper"]?.isDone == true)
    #expect(third.hintsShown(task: "other") == 1)
  }

  @Test func `starting again keeps a backup and the points`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    try save(SamplePack.right, to: "pod.yaml")
    _ = try session.grade(task: "helper", now: Self.now)
    _ = try session.reset(task: "helper", now: Self.now)
    let backup = try #require(session.lastBackup)
    #expect(files.texts["\(backup)/pod.yaml"] == SamplePack.right)
    #expect(files.texts["/work/helper/pod.yaml"] == "# Write here.\n")
    #expect(session.standings["helper"]?.isDone == true)
  }

  @Test func `the last task is opened next time`() throws {
    var session = try session()
    #expect(session.lastTask == nil)
    _ = try session.open(task: "other", now: Self.now)
    #expect(try self.session().lastTask == "other")
  }

  @Test func `an unknown task suggests the nearest one`() throws {
    var session = try session()
    #expect(throws: SessionError.unknownTask("helpr", nearest: "helper")) {
      try session.open(task: "helpr", now: Self.now)
    }
  }

  @Test func `a full disk costs no report, and the report says so`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    try save(SamplePack.right, to: "pod.yaml")
    files.failWrites(.diskFull)
    let attempt = try session.grade(task: "helper", now: Self.now)
    #expect(attempt.report.passed)
    #expect(attempt.report.notes.contains { $0.contains("disk is full") })
    #expect(session.standings["helper"]?.isDone == true)
  }

  @Test func `a removed folder is an empty answer and comes back when opened`() throws {
    var session = try session()
    _ = try session.open(task: "helper", now: Self.now)
    try files.remove("/work/helper")
    let attempt = try session.grade(task: "helper", now: Self.now)
    #expect(!attempt.report.passed)
    _ = try session.open(task: "helper", now: Self.now)
    #expect(files.texts["/work/helper/pod.yaml"] != nil)
  }

  @Test func `damaged progress becomes a note`() throws {
    try files.makeFolder("/work")
    try files.write(Array("{{{".utf8), to: "/work/.progress.json")
    let session = try session()
    #expect(session.notes.count == 1)
    #expect(session.notes.first?.contains("damaged") == true)
  }
}
