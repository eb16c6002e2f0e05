import Lessons
import Testing

/// Images that a pack adds.
@Suite struct PackImagesTests {
  private static let whole = """
    name: example.com/team/log-writer
    tags: [latest, "1.0"]
    base: busybox
    environment: {LOG_FILE: /var/log/app.log, EMPTY: ""}
    workingDirectory: /srv
    user: 1000
    entrypoint: [/usr/bin/log-writer]
    command: [--every, "2"]
    files:
    - path: /usr/bin/log-writer
      source: bin/log-writer.sh
      mode: "0755"
    - path: /etc/motd
      text: ""
    - path: /usr/bin/curl
      program: curl
    - path: /var/log/app
      folder: true
      owner: 1000

    """

  private static func load(_ texts: [String: String]) throws -> [PackImage] {
    let placed = texts.map { ("/p/container-images/\($0.key)", $0.value) }
    let files = MemoryFiles(Dictionary(uniqueKeysWithValues: placed))
    return try PackImages.load(at: "/p", files: files)
  }

  /// What is wrong with an image of this text.
  private static func problems(_ text: String, _ others: [String: String] = [:]) -> String {
    do {
      _ = try load(others.merging(["one/image.yaml": text]) { $1 })
      return ""
    } catch {
      return "\(error)".replacing("/p/container-images/one/", with: "")
    }
  }

  @Test func `reads an image with all its fields`() throws {
    let images = try Self.load([
      "writer/image.yaml": Self.whole, "writer/bin/log-writer.sh": "#!/bin/sh\n",
    ])
    let image = try #require(images.first)
    #expect(image.name == "example.com/team/log-writer")
    #expect(image.tags == ["latest", "1.0"])
    #expect(image.base == .busybox)
    #expect(
      image.environment.map { "\($0.name)=\($0.value)" } == ["LOG_FILE=/var/log/app.log", "EMPTY="])
    #expect(image.entrypoint == ["/usr/bin/log-writer"])
    #expect(image.command == ["--every", "2"])
    #expect(image.workingDirectory == "/srv")
    #expect(image.user == 1000)
    #expect(image.files.map(\.mode) == [0o755, 0o644, 0o755, 0o755])
    #expect(image.files.map(\.owner) == [0, 0, 0, 1000])
    #expect(
      image.files.map(\.content) == [
        .bytes(Array("#!/bin/sh\n".utf8)), .bytes([]), .program(.curl), .folder,
      ])
  }

  @Test func `leaves to the base what is not said`() throws {
    let image = try #require(try Self.load(["one/image.yaml": "name: tool\nbase: nginx\n"]).first)
    #expect(image.name == "docker.io/library/tool")
    #expect(image.tags == ["latest"])
    #expect(image.entrypoint == nil && image.command == nil && image.user == nil)
  }

  @Test func `finds no images where there is no folder for them`() throws {
    #expect(try PackImages.load(at: "/p", files: MemoryFiles(["/p/x": ""])) == [])
  }

  @Test(arguments: [
    ("base: busybox\n", "image.yaml:1:1: `name` is missing"),
    (
      "name: a:1\nbase: busybox\n",
      "image.yaml:1:7: `name` must be an image's name without a tag, such as 'example.com/team/log-writer'"
    ),
    (
      "name: busybox\nbase: busybox\n",
      "image.yaml:1:7: `name` is that of an image of podlab's own; choose another one"
    ),
    (
      "name: a\nbase: bussybox\n",
      "image.yaml:2:7: `base` is not known: 'bussybox'; did you mean 'busybox'?"
    ),
    (
      "name: a\nbase: busybox\nenviroment: {}\n",
      "image.yaml:3:1: unknown key 'enviroment'; did you mean 'environment'?"
    ),
    (
      "name: a\nbase: busybox\nenvironment: {PORT: 80}\n",
      "image.yaml:3:21: the value of 'PORT' must be a text; put it in quotes"
    ),
    (
      "name: a\nbase: busybox\ntags: [a b]\n",
      "image.yaml:3:7: `tags` must be a list of tags, such as [\"1.0\", latest]"
    ),
    (
      "name: a\nbase: busybox\nuser: -1\n",
      "image.yaml:3:7: `user` must be a whole number from 0 to 4294967294"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: etc/motd\n  text: x\n",
      "image.yaml:4:9: `path` must be an absolute path, such as '/etc/motd'"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /etc/../../x\n  text: x\n",
      "image.yaml:4:9: `path` must not hold '//', '.' or '..', nor end with '/'"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /proc/x\n  text: x\n",
      "image.yaml:4:9: `path` must not lie in '/proc', which the runtime makes"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /x\n",
      "image.yaml:4:9: `path` must have one of `source`, `text`, `program` and `folder` beside it"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /x\n  text: x\n  mode: 755\n",
      "image.yaml:6:9: `mode` must be a text that is not empty; put it in quotes"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /x\n  text: x\n  mode: \"+75\"\n",
      "image.yaml:6:9: `mode` must be three or four octal digits in quotes, such as \"0755\""
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- path: /x\n  program: curll\n",
      "image.yaml:5:12: `program` is not known: 'curll'; did you mean 'curl'?"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- {path: /x, text: a}\n- {path: /x, text: b}\n",
      "image.yaml:5:10: `path` stands twice: '/x'"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- {path: /x, text: a}\n- {path: /x/y, text: b}\n",
      "image.yaml:5:10: `path` lies below '/x', which is a file here"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- {path: /x, source: run.sh}\n",
      "image.yaml:4:22: `source` names no file of the folder"
    ),
    (
      "name: a\nbase: busybox\nfiles:\n- {path: /x, source: ../../secret}\n",
      "image.yaml:4:22: `source` must not hold '//', '.' or '..', nor end with '/'"
    ),
  ])
  func `says what is wrong and where`(text: String, problem: String) {
    #expect(Self.problems(text) == problem)
  }

  @Test func `wants every file of the folder to be in the image`() {
    #expect(
      Self.problems("name: a\nbase: busybox\n", ["one/run.sh": ""])
        == "run.sh: is not in the image; name it as a `source` in 'image.yaml'")
  }

  @Test func `refuses two images of one name`() {
    let text = "name: a\nbase: busybox\n"
    #expect(
      Self.problems(text, ["two/image.yaml": text])
        == "/p/container-images/two/image.yaml: 'docker.io/library/a:latest' is also the image of 'one'"
    )
  }

  @Test func `is part of its pack and no lesson`() throws {
    var texts = PackFixture.texts
    texts["/p/container-images/one/image.yaml"] = "name: tool\nbase: alpine\n"
    let pack = try LessonPack.load(at: "/p", files: MemoryFiles(texts))
    #expect(pack.images.map(\.name) == ["docker.io/library/tool"])
    #expect(pack.lessons.map(\.id) == ["first", "second"])
    texts["/p/container-images/one/image.yaml"] = "name: tool\n"
    #expect(
      PackFixture.problems(MemoryFiles(texts))
        == "/p/container-images/one/image.yaml:1:1: `base` is missing")
  }
}
