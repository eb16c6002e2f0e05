import Grader
import Kernel
import LabSession
import Lessons
import PodModel
import PodSimulator
import Testing

/// Images of a pack in the simulated cluster.
@Suite struct PackImageTests {
  private static let image = """
    name: example.com/team/greeter
    tags: ["1.0"]
    base: busybox
    environment: {GREETING: good day}
    workingDirectory: /srv
    user: 1000
    entrypoint: [greeter]
    command: ["8080"]
    files:
    - path: /usr/local/bin/greeter
      source: greeter.sh
      mode: "0755"
    - path: /srv
      folder: true
      owner: 1000

    """

  private static let script = """
    #!/bin/sh
    echo "$GREETING from $(id -u) in $PWD" > index.html
    exec httpd -f -p "$1" -h .

    """

  private static let checks = """
    - id: greets
      title: The greeter answers
      points: 1
      explain: It must.
      exec:
        pod: web
        container: main
        command: [wget, -q, -O, "-", "localhost:8080"]
        output: {text: {$contains: "good day from 1000 in /srv"}}

    """

  private static func pod(tag: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
      - name: main
        image: example.com/team/greeter:\(tag)

    """
  }

  private static func pack() throws -> LessonPack {
    try LessonPack.load(
      at: "/p",
      files: MemoryFiles([
        "/p/container-images/greeter/image.yaml": image,
        "/p/container-images/greeter/greeter.sh": script,
        "/p/one/lesson.yaml": "title: One\norder: 1\nminutes: 5\nkubernetes: \"1.36\"\n",
        "/p/one/greet/task.md":
          "---\nid: greet\ntitle: Greet\norder: 1\nconcepts: [images]\nminutes: 5\n---\n\nDo it.\n",
        "/p/one/greet/checks.yaml": checks,
        "/p/one/greet/solutions/plain/pod.yaml": pod(tag: "1.0"),
        "/p/one/greet/mistakes/no-such-tag/pod.yaml": pod(tag: "2.0"),
        "/p/one/greet/mistakes/no-such-tag/mistake.yaml":
          "fails: [greets]\nmisconception: Any tag will do.\n",
      ]))
  }

  @Test func `decide checks of behaviour`() throws {
    let pack = try Self.pack()
    #expect(pack.proof(behaviour: SimulatedWorld(pack).grader) == [])
    let without = pack.proof(behaviour: SimulatedWorld().grader)
    #expect(without.contains { $0.file.hasSuffix("solutions/plain") }, "\(without)")
  }

  @Test func `are there for whoever grades many submissions`() throws {
    let files = MemoryFiles()
    var grading = BatchGrading(pack: try Self.pack(), task: "greet", files: files)
    for tag in ["1.0", "2.0"] {
      let file = LessonFile(path: "pod.yaml", bytes: Array(Self.pod(tag: tag).utf8))
      grading.grade(files: [file], of: "greet", path: tag)
    }
    let verdicts = grading.report.submissions.flatMap(\.tasks).flatMap(\.checks).map(\.verdict)
    #expect(verdicts == [.passed, .failed])
  }

  @Test func `are there for a learner, and in the lifecycle`() throws {
    let files = MemoryFiles()
    let folders = try #require(
      LearnerFolders(option: "/home", environment: [:], workingDirectory: "/"))
    var session = LabSession(pack: try Self.pack(), folders: folders, files: files)
    let first = try session.open(task: "greet", now: 1)
    try files.write(Array(Self.pod(tag: "1.0").utf8), to: first.manifestPath)
    let attempt = try session.grade(task: "greet", now: 2)
    #expect(attempt.report.checks.map(\.verdict) == [.passed])
    let timeline = try #require(attempt.timeline)
    #expect(!timeline.events.contains { $0.reason == "Failed" })
    #expect(timeline.events.contains { $0.reason == "Started" })
  }

  @Test(arguments: PackImage.Base.allCases, PackImage.Program.allCases)
  func `can be built on every base with every program`(
    base: PackImage.Base, program: PackImage.Program
  ) throws {
    let text =
      "name: x\nbase: \(base.rawValue)\nfiles: [{path: /bin/it, program: \(program.rawValue)}]\n"
    let images = try PackImages.load(
      at: "/p", files: MemoryFiles(["/p/container-images/x/image.yaml": text]))
    let registry = ImageRegistry.stock(with: images)
    let image = try #require(registry.repositories["docker.io/library/x"]?["latest"])
    #expect(registry.programs[program.rawValue] != nil)
    // Debian's /bin is a link, which a layer must not replace.
    let place = image.files["bin/it"] ?? image.files["usr/bin/it"]
    guard case .file = place?.content else {
      Issue.record("nothing stands at /bin/it")
      return
    }
    #expect(image.files["bin"]?.isLink == (ImageRegistry.isLinked(base)))
    #expect(image.digest.utf8.count == 71)
  }
}

extension FileTree {
  fileprivate var isLink: Bool { if case .symbolicLink = content { true } else { false } }
}

extension ImageRegistry {
  /// Whether the /bin of an image of podlab's is a link.
  fileprivate static func isLinked(_ base: PackImage.Base) -> Bool {
    stock.repositories["docker.io/library/\(base.rawValue)"]?["*"]?.files["bin"]?.isLink == true
  }
}
