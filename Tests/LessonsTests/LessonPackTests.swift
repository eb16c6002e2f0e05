import Lessons
import PodModel
import Testing

@Suite struct LessonPackTests {
  @Test func `reads lessons and tasks in their order`() throws {
    let files = MemoryFiles(PackFixture.texts)
    let pack = try LessonPack.load(at: "/p", files: files)
    #expect(pack.lessons.map(\.id) == ["first", "second"])
    #expect(pack.tasks.map(\.id) == ["hello", "goodbye", "later"])
    let task = try #require(pack.task("hello"))
    #expect(task.title == "Say hello")
    #expect(task.concepts == ["Pod", "container"])
    #expect(task.minutes == 5)
    #expect(task.text == "Create Pod `hi`.\n\n## Steps\n\n1. Think.\n")
    #expect(task.hints == ["Look again.", "Write `kind: Pod`."])
    #expect(task.debrief == "A Pod says hello.")
    #expect(task.checks.map(\.id) == ["runs"])
    #expect(task.start.map(\.path) == ["pod.yaml"])
    #expect(task.solutions.map(\.name) == ["plain"])
    #expect(task.mistakes.map(\.failing) == [["runs"]])
    #expect(task.mistakes.first?.files.map(\.path) == ["pod.yaml"])
  }

  @Test func `shows the solution that the task names, or the first`() throws {
    var texts = PackFixture.texts
    texts["/p/first/hello/solutions/another/pod.yaml"] = PackFixture.pod("hi", "nginx")
    func names() throws -> [String]? {
      try LessonPack.load(at: "/p", files: MemoryFiles(texts)).task("hello")?.solutions.map(\.name)
    }
    #expect(try names() == ["another", "plain"])
    texts[PackFixture.task]?.replace("minutes: 5", with: "minutes: 5\nsolution: plain")
    #expect(try names() == ["plain", "another"])
  }

  @Test func `finds a task by its lesson and name, and the nearest name`() throws {
    let pack = try LessonPack.load(at: "/p", files: MemoryFiles(PackFixture.texts))
    #expect(pack.task("first/hello")?.id == "hello")
    #expect(pack.task("second/hello") == nil)
    #expect(pack.lesson(ofTask: "later")?.id == "second")
    #expect(pack.nearestTask(to: "helo") == "hello")
    #expect(pack.nearestTask(to: "something else") == nil)
  }

  @Test func `reads files with CRLF and a byte order mark`() throws {
    var texts = PackFixture.texts
    texts[PackFixture.task] =
      "\u{FEFF}" + (texts[PackFixture.task] ?? "").replacing("\n", with: "\r\n")
    let pack = try LessonPack.load(at: "/p", files: MemoryFiles(texts))
    #expect(pack.task("hello")?.hints.count == 2)
  }

  /// One change to a good pack, and the one line that must come of it.
  @Test(arguments: [
    (
      "/p/first/hello/task.md", "title:", "titel:",
      """
      /p/first/hello/task.md:2:1: `title` is missing
      /p/first/hello/task.md:3:1: unknown key 'titel'; did you mean 'title'?
      """
    ),
    (
      "/p/first/hello/task.md", "minutes: 5", "minutes: many",
      "/p/first/hello/task.md:6:10: `minutes` must be a whole number from 1 to 9999"
    ),
    (
      "/p/first/hello/task.md", "id: hello", "id: hallo",
      "/p/first/hello/task.md:2:5: `id` must be the folder's name, 'hello'"
    ),
    (
      "/p/first/hello/task.md", "minutes: 5", "minutes: 5\nsolution: plan",
      "/p/first/hello/task.md:7:11: `solution` names no folder of 'solutions'; did you mean 'plain'?"
    ),
    (
      "/p/first/hello/task.md", "[Pod, container]", "Pod",
      "/p/first/hello/task.md:5:11: `concepts` must be a list of texts, such as [one, two]"
    ),
    (
      "/p/first/hello/task.md", "### Far", "Far",
      "/p/first/hello/task.md:16:1: text in `## Hints` must stand below a `###` heading, one a hint"
    ),
    (
      "/p/first/hello/task.md", "---\nid", "id",
      "/p/first/hello/task.md:1:1: must start with front matter: a line '---', keys and values, and a line '---'"
    ),
    (
      "/p/first/lesson.yaml", "order: 1", "order: 2",
      "/p/second/lesson.yaml: `order` 2 is also that of 'first/lesson.yaml'; it must be unique"
    ),
    (
      "/p/first/goodbye/task.md", "order: 2", "order: 1",
      "/p/first/hello/task.md: `order` 1 is also that of 'first/goodbye/task.md'; it must be unique"
    ),
    (
      "/p/first/hello/mistakes/typo/mistake.yaml", "misconception", "misconceptions",
      """
      /p/first/hello/mistakes/typo/mistake.yaml:1:1: `misconception` is missing
      /p/first/hello/mistakes/typo/mistake.yaml:2:1: unknown key 'misconceptions'; did you mean 'misconception'?
      """
    ),
  ])
  func `names the place of a problem and the fix`(
    file: String, old: String, new: String, message: String
  ) throws {
    var texts = PackFixture.texts
    let text = try #require(texts[file])
    try #require(text.contains(old))
    texts[file] = text.replacing(old, with: new, maxReplacements: 1)
    #expect(PackFixture.problems(MemoryFiles(texts)) == message)
  }

  @Test(arguments: [
    ("/p/first/hello/solution/pod.yaml", "unknown folder 'solution'; did you mean 'solutions'?"),
    ("/p/first/hello/tasks.md", "unknown file 'tasks.md'; did you mean 'task.md'?"),
    ("/p/first/hello/solutions/pod.yaml", "must stand in a folder of its own"),
    ("/p/First/lesson.yaml", "the name must consist of lower-case letters, digits and '-'"),
    ("/p/notes/readme.txt", "has no 'lesson.yaml'"),
    ("/p/second/hello/task.md", "lesson 'first' has a task 'hello' too"),
  ])
  func `refuses files in the wrong place`(file: String, message: String) {
    var texts = PackFixture.texts
    texts[file] = texts[file.hasSuffix("lesson.yaml") ? "/p/first/lesson.yaml" : PackFixture.task]
    #expect(PackFixture.problems(MemoryFiles(texts)).contains(message))
  }

  @Test func `collects the problems of all files`() {
    var texts = PackFixture.texts
    texts["/p/first/lesson.yaml"] = "title: [\n"
    texts["/p/first/hello/checks.yaml"] = "{}\n"
    texts[PackFixture.task] = nil
    let lines = PackFixture.problems(MemoryFiles(texts)).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.contains { $0.contains("hello/task.md") })
  }

  @Test func `refuses links, binary texts and files that are too large`() {
    var texts = PackFixture.texts
    texts["/p/first/goodbye/task.md"] = "---\u{0}"
    texts["/p/first/hello/start/pod.yaml"] = String(repeating: "x", count: (1 << 20) + 1)
    let files = MemoryFiles(texts)
    files.addLink(at: "/p/first/loop")
    let problems = PackFixture.problems(files)
    #expect(problems.contains("/p/first/loop: is a symbolic link"))
    #expect(problems.contains("goodbye/task.md: is not UTF-8 text"))
    #expect(problems.contains("hello/start/pod.yaml': it is larger than 1048576 bytes"))
  }

  @Test func `says what is missing where there are no lessons`() {
    #expect(
      PackFixture.problems(MemoryFiles(["/p/README.md": ""]))
        == "/p: holds no lessons; a lesson is a folder with a file 'lesson.yaml'")
    #expect(
      PackFixture.problems(MemoryFiles())
        == "/p: cannot list '/p': there is no such file or folder; check the spelling")
  }

  @Test func `looks for lessons where the user said, then beside the binary, then here`() {
    func candidates(_ option: String?, _ variable: String?) -> [String] {
      LessonPack.candidates(
        option: option, environment: variable.map { ["PODLAB_LESSONS": $0] } ?? [:],
        binary: "/opt/podlab/bin/podlab", workingDirectory: "/home/ada")
    }
    #expect(candidates("mine", "/var/lessons") == ["/home/ada/mine"])
    #expect(candidates(nil, "/var/lessons") == ["/var/lessons"])
    #expect(
      candidates(nil, "")
        == ["/opt/podlab/bin/lessons", "/opt/podlab/share/podlab/lessons", "/home/ada/lessons"])
  }
}
