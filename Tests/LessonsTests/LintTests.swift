import Lessons
import Testing

@Suite struct LintTests {
  /// What lint says of the fixture's task `hello` after one change to its files.
  private func findings(_ change: (inout [String: String]) -> Void) throws -> [String] {
    var texts = PackFixture.texts
    change(&texts)
    return try LessonPack.load(at: "/p", files: MemoryFiles(texts)).lint(diagrams: [
      "sidecar", "adapter",
    ])
    .map(\.description).filter { $0.hasPrefix("/p/first/hello/") }
    .map { String($0.dropFirst("/p/first/hello/".count)) }
  }

  private func findings(in text: String) throws -> [String] {
    try findings { texts in
      texts[PackFixture.task] = texts[PackFixture.task]?
        .replacing("Create Pod `hi`.", with: text)
    }
  }

  @Test func `finds nothing in a good task`() throws {
    #expect(try findings { _ in } == [])
  }

  @Test func `misses the parts that a task must have`() throws {
    let problems = try LessonPack.load(at: "/p", files: MemoryFiles(PackFixture.texts)).lint(
      diagrams: ["sidecar", "adapter"])
      .map(\.description).filter { $0.hasPrefix("/p/first/goodbye/") }
    #expect(
      problems == [
        "/p/first/goodbye/task.md: has no hints; add `## Hints` with a `###` section for each",
        "/p/first/goodbye/task.md: has no debrief; add `## Debrief`",
        "/p/first/goodbye/solutions: is missing; add a folder for each accepted form",
        "/p/first/goodbye/mistakes: is missing; add a folder for each known mistake",
      ])
  }

  @Test(arguments: [
    ("```diagram\nsidecar\n```", []),
    (
      "```diagram\nsidecars\n```",
      ["task.md:9:1: there is no diagram 'sidecars'; did you mean 'sidecar'?"]
    ),
    (
      "```\nkubectl get pods\n```",
      [
        "task.md:9:1: a code block must name its language: `shell`, `yaml`, `text` or `diagram`"
      ]
    ),
  ])
  func `knows diagrams and languages of code`(text: String, problems: [String]) throws {
    #expect(try findings(in: text) == problems)
  }

  @Test(arguments: [
    ("fails: [run]", "`fails` names no check of the task: 'run'; did you mean 'runs'?"),
    ("fails: []", "`fails` must name at least one check"),
    ("fails: [runs, runs]", "`fails` names a check twice"),
  ])
  func `checks what mistakes name`(fails: String, message: String) throws {
    let file = "mistakes/typo/mistake.yaml"
    let found = try findings { texts in
      texts["/p/first/hello/\(file)"] = "\(fails)\nmisconception: None.\n"
    }
    #expect(found.first == "\(file): \(message)")
  }

  @Test func `wants a mistake for every check and solutions that the API server takes`() throws {
    let found = try findings { texts in
      texts["/p/first/hello/checks.yaml"]? += """
        - id: stays
          title: The Pod stays
          points: 1
          explain: It must.
          pod: {name: hi}

        """
      texts["/p/first/hello/solutions/plain/pod.yaml"]?.replace("image:", with: "imag:")
    }
    #expect(found.count == 2)
    #expect(
      found.first == "mistakes: no mistake fails check 'stays'; add one that shows what it is for")
    #expect(
      found.last?.hasPrefix("solutions/plain/pod.yaml:8:11: the API server refuses it: ") == true)
    #expect(found.last?.contains("unknown field \"spec.containers[0].imag\"") == true)
  }

  @Test(arguments: [
    (
      "Pod `ho` waits.",
      [
        "task.md:9:1: the text names Pod 'ho', which no manifest of the task has; did you mean 'hi'?"
      ]
    ),
    (
      "In container `ngnix`:",
      [
        "task.md:9:1: the text names container 'ngnix', which no manifest of the task has; did you mean 'nginx'?"
      ]
    ),
    (
      "Run\n\n```shell\n$ kubectl exec hi -it -c web -- ls -c x\nkubectl logs --tail 5 ha\n```",
      [
        "task.md:12:1: the text names container 'web', which no manifest of the task has; known are 'nginx'",
        "task.md:13:1: the text names Pod 'ha', which no manifest of the task has; did you mean 'hi'?",
      ]
    ),
    ("```shell\nkubectl get pod hi -o yaml\nkubectl delete pod/hi --now\nls ho\n```", []),
    ("The container `-c` flag, any pod `NAME`.", []),
  ])
  func `compares the names in text and manifests`(text: String, expected: [String]) throws {
    #expect(try findings(in: text) == expected)
  }

  @Test(arguments: [
    ("[a](https://kubernetes.io) [b](../goodbye/task.md) [c](start/pod.yaml#top)", 0),
    ("[a](ftp://x.y)", 1), ("![a](images/pod.svg)", 1), ("[a](../../../etc/passwd)", 1),
    ("[a](#steps)", 1), ("[a](/etc/passwd)", 1), ("# Title\n\nText", 1),
  ])
  func `checks links and headings`(text: String, count: Int) throws {
    #expect(try findings(in: text).count == count)
  }
}
