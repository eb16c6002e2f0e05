import Foundation
import TestSupport
import Testing

/// The built program's commands: output, messages and exit codes.
@Suite struct CommandTests {
  private let home: TemporaryFolder
  private var folder: URL { home.url }

  init() throws { home = try TemporaryFolder() }

  private func podlab(_ arguments: String..., input: String = "") throws -> Command.Result {
    try Command.run(
      [Tmux.binary] + arguments, input: input,
      environment: ["HOME": folder.path, "PODLAB_LESSONS": Tmux.lessons])
  }

  private func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let path = folder.appending(path: name)
    try Data(bytes).write(to: path)
    return path.path
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try file(name, text.utf8)
  }

  private static let right = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      initContainers: [{name: helper, image: busybox, restartPolicy: Always}]
      containers: [{name: nginx, image: nginx}]

    """

  // MARK: sh

  @Test func `sh runs a script of this machine`() throws {
    let path = try file("script.sh", "echo $# $1\nnosuch\ncat\n")
    let result = try podlab("sh", path, "a b", input: "in\n")
    #expect(result.output == "1 a b\nin\n")
    #expect(result.errors == "\(path): line 2: nosuch: not found\n")
  }

  // MARK: diagram

  @Test func `diagram draws an idea of the lessons`() throws {
    let text = try podlab("diagram", "--concept", "sidecar", "--width", "90")
    #expect(text.status == 0)
    #expect(text.output.contains("┌ sidecar"))
    let svg = try podlab("diagram", "--concept", "init-containers", "-o", "svg")
    #expect(svg.output.hasPrefix("<svg"))
  }

  @Test(arguments: [[], ["pod.yaml", "--concept", "sidecar"]])
  func `diagram needs one thing to draw`(arguments: [String]) throws {
    let result = try Command.run([Tmux.binary, "diagram"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains("either a file or '--concept'"))
  }

  // MARK: validate

  @Test func `validate accepts a right manifest`() throws {
    let result = try podlab("validate", try file("pod.yaml", Self.right))
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("pod.yaml: accepted\n"))
  }

  @Test func `validate shows the place of a problem with a caret`() throws {
    let path = try file(
      "pod.yaml", Self.right.replacingOccurrences(of: "image: nginx", with: "imag: nginx"))
    let result = try podlab("validate", path)
    #expect(result.status == 1)
    #expect(result.output.contains("unknown field \"spec.containers[0].imag\""))
    #expect(result.output.contains(":6:"))
    #expect(result.output.contains("^"))
    #expect(result.output.contains("did you mean"))
  }

  @Test func `validate prints one JSON object for each file`() throws {
    let good = try file("good.yaml", Self.right)
    let bad = try file("bad.yaml", "kind: Pod\n")
    let result = try podlab("validate", "-o", "json", good, bad)
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n").map { Data($0.utf8) }
    let objects = try lines.map { try JSONSerialization.jsonObject(with: $0) as? [String: Any] }
    #expect(objects.map { $0?["file"] as? String } == [good, bad])
    #expect(objects.map { $0?["accepted"] as? Bool } == [true, false])
    #expect((objects[0]?["objects"] as? [Any])?.count == 1)
    #expect((objects[1]?["message"] as? String)?.contains("apiVersion not set") == true)
  }

  @Test(arguments: [["-o", "json"], ["--output=json"]])
  func `validate takes many files, wherever the options stand`(options: [String]) throws {
    let path = try file("pod.yaml", Self.right)
    let files = Array(repeating: path, count: 150)
    for arguments in [options + files, files + options] {
      let result = try Command.run(
        [Tmux.binary, "validate"] + arguments, environment: ["HOME": folder.path])
      #expect(result.status == 0)
      #expect(result.output.split(separator: "\n").count == 150)
    }
  }

  @Test func `validate reads standard input`() throws {
    #expect(try podlab("validate", "-", input: Self.right).status == 0)
  }

  // MARK: grade

  @Test func `grade ends with 0 when all checks pass`() throws {
    let result = try podlab("grade", "--task", "helper-pod", try file("pod.yaml", Self.right))
    #expect(result.status == 0)
    #expect(result.output.contains("✓ The helper is a native sidecar"))
  }

  @Test func `grade ends with 1 when a check fails and says where`() throws {
    let wrong = Self.right.replacingOccurrences(of: ", restartPolicy: Always", with: "")
    let result = try podlab("grade", "--task", "helper-pod", try file("pod.yaml", wrong))
    #expect(result.status == 1)
    #expect(result.output.contains("pod.yaml:5:"))
  }

  @Test(arguments: ["text", "json", "junit", "tap", "github"])
  func `grade prints each format`(format: String) throws {
    let path = try file("pod.yaml", "kind: Pod\n")
    let result = try podlab("grade", "--task", "helper-pod", "--format", format, path)
    #expect(result.status == 1)
    #expect(result.output.contains("is-native") || result.output.contains("native sidecar"))
  }

  @Test func `grade takes a workspace by its folders' names`() throws {
    let task = folder.appending(path: "ws/helper-pod")
    try FileManager.default.createDirectory(at: task, withIntermediateDirectories: true)
    try Self.right.write(
      to: task.appending(path: "anything.txt"), atomically: true, encoding: .utf8)
    let result = try podlab("grade", "--format", "json", folder.appending(path: "ws").path)
    #expect(result.status == 0)
    #expect(result.output.contains("\"is-native\""))
  }

  // MARK: Bad input

  @Test(arguments: [
    String(repeating: "[", count: 10_000), String(repeating: "a: [", count: 3_000), "",
    "# only a comment\n", "\u{0}\u{1}\u{2}", "kind: Service\n", "a: &a [*a]\n",
  ])
  func `bad input is refused in one sentence`(text: String) throws {
    let path = try file("bad.yaml", text)
    let result = try podlab("validate", path)
    #expect(result.status == 1)
    #expect(!result.output.isEmpty)
    #expect(result.errors.isEmpty)
    let graded = try podlab("grade", "--task", "helper-pod", path)
    #expect([1, 2].contains(graded.status))
  }

  @Test func `an alias bomb is refused and not unfolded`() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let result = try podlab("validate", try file("bomb.yaml", bomb))
    #expect(result.status == 1)
    #expect(result.output.contains("excessive aliasing"))
  }

  @Test func `a file of 100 MB is not read`() throws {
    let path = try file("big.yaml", "")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 100_000_000)
    try handle.close()
    let result = try podlab("validate", path)
    #expect(result.status == 2)
    #expect(result.errors.contains("larger than"))
  }

  @Test func `a missing file and a folder say what to name instead`() throws {
    let missing = try podlab("validate", "/no/such/file.yaml")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("there is no such file"))
    let isFolder = try podlab("validate", folder.path)
    #expect(isFolder.status == 2)
    #expect(isFolder.errors.contains("it is a folder"))
  }

  @Test(arguments: [
    (["frobnicate"], "there is no command 'frobnicate'"),
    (["valdate"], "did you mean 'validate'?"),
    (["show", "helper-pd"], "did you mean 'helper-pod'?"),
    (["grade", "x.yaml"], "--task"), (["list", "--lessons", "/nowhere"], "no lessons found"),
    (["hint", "helper-pod", "--number", "7"], "between 1 and"),
    (["diagram", "/no/such/file"], "there is no such file"),
  ])
  func `a wrong command line says what to do`(arguments: [String], message: String) throws {
    let result = try Command.run(
      [Tmux.binary] + arguments,
      environment: ["HOME": folder.path, "PODLAB_LESSONS": Tmux.lessons])
    #expect(result.status == 2)
    #expect(result.errors.contains(message))
    #expect(result.output.isEmpty)
  }

  @Test func `a broken pack names file, line and fix`() throws {
    let pack = folder.appending(path: "pack/basics")
    try FileManager.default.createDirectory(at: pack, withIntermediateDirectories: true)
    try "titel: x\n".write(
      to: pack.appending(path: "lesson.yaml"), atomically: true, encoding: .utf8)
    let result = try podlab("list", "--lessons", folder.appending(path: "pack").path)
    #expect(result.status == 2)
    #expect(result.errors.contains("lesson.yaml:1:1: unknown key 'titel'; did you mean 'title'?"))
  }

  @Test func `a workspace that cannot be written is named`() throws {
    let result = try podlab("--linear", "--workspace", "/proc/podlab", input: "1\nq\n")
    #expect(result.status == 0)
    #expect(result.output.contains("cannot make the folder '/proc/podlab'"))
  }

  // MARK: Others

  @Test func `linear mode works through a pipe`() throws {
    let result = try podlab(input: "1\n3\n1\n9\n")
    #expect(result.status == 0)
    #expect(result.output.contains("1. A Pod with a helper: open, 0 of 2 points"))
    #expect(result.output.contains("Hint 1 of 1."))
    #expect(result.output.contains("✗ The helper is a native sidecar"))
    #expect(result.output.hasSuffix("Your files and points are saved.\n"))
  }

  @Test func `the end of the input ends linear mode`() throws {
    #expect(try podlab(input: "1\n").status == 0)
  }

  @Test func `diagram draws text and SVG`() throws {
    let path = try file("pod.yaml", Self.right)
    #expect(try podlab("diagram", path).output.contains("helper"))
    #expect(try podlab("diagram", path, "-o", "svg").output.contains("<svg"))
  }

  @Test func `the fixture lessons are sound`() throws {
    #expect(try podlab("lessons", "check").status == 0)
  }

  @Test func `show, hint, list, help and version print something useful`() throws {
    #expect(try podlab("show", "helper-pod").output.contains("Goal"))
    #expect(try podlab("hint", "helper-pod").output.contains("Hint 1 of 1."))
    #expect(try podlab("list").output.contains("helper-pod  0/2"))
    #expect(try podlab("--help").output.contains("Try next:"))
    #expect(try podlab("--version").output.contains("v1.36"))
    #expect(
      try podlab("--generate-completion-script", "bash").output.contains("complete"))
  }
}
