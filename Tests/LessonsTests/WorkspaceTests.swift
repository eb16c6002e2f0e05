import Lessons
import Testing

@Suite struct WorkspaceTests {
  private let task = LabTask(
    id: "hello", title: "Hello", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
    checks: [],
    start: [
      LessonFile(path: "web.yaml", bytes: Array("kind: Pod\n".utf8)),
      LessonFile(path: "site/index.html", bytes: Array("hi\n".utf8)),
    ], solutions: [], mistakes: [])

  @Test func `copies the start files once`() throws {
    let files = MemoryFiles()
    let workspace = Workspace(folder: "/w", files: files)
    #expect(try workspace.open(task) == "/w/hello")
    #expect(files.texts["/w/hello/web.yaml"] == "kind: Pod\n")
    #expect(files.texts["/w/hello/site/index.html"] == "hi\n")
    try files.write(Array("mine".utf8), to: "/w/hello/web.yaml")
    try files.remove("/w/hello/site")
    try workspace.open(task)
    #expect(files.texts == ["/w/hello/web.yaml": "mine"])
    #expect(try workspace.submission(of: task).map(\.text) == ["mine"])
  }

  @Test func `resets with a backup that replaces no other`() throws {
    let files = MemoryFiles()
    let workspace = Workspace(folder: "/w", files: files)
    #expect(try workspace.reset(task, at: 0) == nil)
    try files.write(Array("first".utf8), to: "/w/hello/web.yaml")
    #expect(try workspace.reset(task, at: 60) == "/w/.backup/1970-01-01T000100Z/hello")
    try files.write(Array("second".utf8), to: "/w/hello/web.yaml")
    #expect(try workspace.reset(task, at: 60) == "/w/.backup/1970-01-01T000100Z-2/hello")
    #expect(files.texts["/w/hello/web.yaml"] == "kind: Pod\n")
    #expect(files.texts["/w/.backup/1970-01-01T000100Z/hello/web.yaml"] == "first")
    #expect(files.texts["/w/.backup/1970-01-01T000100Z-2/hello/web.yaml"] == "second")
  }

  @Test func `leaves no half-filled task behind`() throws {
    let files = MemoryFiles(["/w/x": ""])
    files.failWrites(.diskFull)
    let workspace = Workspace(folder: "/w", files: files)
    #expect(throws: FileError.self) { try workspace.open(task) }
    files.failWrites(nil)
    #expect(try workspace.submission(of: task).isEmpty)
    try workspace.open(task)
    #expect(try workspace.submission(of: task).count == 2)
  }

  @Test func `opens a task in a workspace that cannot be written to`() throws {
    let files = MemoryFiles(["/w/hello/pod.yaml": "mine"])
    files.failWrites(.readOnlyFileSystem)
    let workspace = Workspace(folder: "/w", files: files)
    #expect(try workspace.open(task) == "/w/hello")
    #expect(throws: FileError.self) { try workspace.reset(task, at: 0) }
    #expect(files.texts == ["/w/hello/pod.yaml": "mine"])
  }

  @Test func `refuses a file in the place of the task's folder`() {
    let workspace = Workspace(folder: "/w", files: MemoryFiles(["/w/hello": ""]))
    #expect(throws: FileError(.makeFolder, "/w/hello", .alreadyThere)) { try workspace.open(task) }
  }

  @Test func `names the manifest and the transcript`() {
    let workspace = Workspace(folder: "/w", files: MemoryFiles())
    #expect(workspace.manifest(of: task) == "/w/hello/web.yaml")
    #expect(workspace.transcript(of: task) == "/w/hello/transcript.txt")
    var empty = task
    empty.start = []
    #expect(workspace.manifest(of: empty) == "/w/hello/pod.yaml")
  }

  @Test(arguments: [
    ("mine", ["PODLAB_WORKSPACE": "/v"], "/here/mine", "/here/mine/.progress.json"),
    (nil, ["PODLAB_WORKSPACE": "/v", "HOME": "/home/ada"], "/v", "/v/.progress.json"),
    (
      nil, ["XDG_DATA_HOME": "/data", "HOME": "/home/ada"], "/data/podlab/workspace",
      "/data/podlab/progress.json"
    ),
    (
      nil, ["XDG_DATA_HOME": "data", "HOME": "/home/ada"],
      "/home/ada/.local/share/podlab/workspace", "/home/ada/.local/share/podlab/progress.json"
    ),
  ])
  func `finds the learner's folders`(
    option: String?, environment: [String: String], workspace: String, progress: String
  ) {
    let folders = LearnerFolders(
      option: option, environment: environment, workingDirectory: "/here")
    #expect(folders?.workspace == workspace)
    #expect(folders?.progress == progress)
  }

  @Test func `has no folders where there is no home`() {
    #expect(LearnerFolders(option: nil, environment: [:], workingDirectory: "/") == nil)
  }

  @Test(arguments: [
    (0, "1970-01-01T000000Z"), (951_782_400, "2000-02-29T000000Z"),
    (1_795_273_445, "2026-11-21T150405Z"), (4_107_542_399, "2100-02-28T235959Z"),
    (4_107_542_400, "2100-03-01T000000Z"), (-5, "1970-01-01T000000Z"),
    (Int.max, "9999-12-31T235959Z"),
  ])
  func `writes times as names of folders`(seconds: Int, name: String) {
    #expect(CivilTime(secondsSince1970: seconds).description == name)
  }
}
