import Foundation
import TestSupport
import Testing

/// `podlab shell` and `podlab cluster` as a whole: what they print, write, keep and leave behind.
@Suite struct PracticeShellTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "podlab-shell-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Runs a script in the practice shell.
  private func shell(_ script: String, _ arguments: String...) throws -> Command.Result {
    try Command.run(
      ["/usr/bin/timeout", "30", Tmux.binary, "shell"] + arguments, input: script,
      environment: [
        "HOME": folder.path, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "TMPDIR": folder.path,
        "LC_ALL": "C.UTF-8",
      ])
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  private static let map = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: kept}

    """

  @Test func `gives the shell a kubeconfig of its own and takes it away again`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      "echo $KUBECONFIG; stat -c %a $KUBECONFIG; grep current-context $KUBECONFIG; exit 7\n")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(result.status == 7)
    #expect(lines.dropFirst() == ["600", "current-context: podlab"])
    #expect(!FileManager.default.fileExists(atPath: lines.first ?? ""))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `keeps objects in a file for the next time`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let state = path("state.json")
    let manifest = try write(Self.map, to: "map.yaml")
    _ = try shell("exit\n", "--state", state, "--load", manifest)
    #expect(try String(contentsOfFile: state, encoding: .utf8).contains("\"name\":\"kept\""))
    let again = try shell("exit\n", "--state", state, "--load", manifest)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try String(contentsOfFile: state, encoding: .utf8).contains("\"name\":\"kept\""))
  }

  @Test func `puts a damaged file aside and says so once`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let state = try write("{\"podlabState\":1,", to: "state.json")
    let result = try shell("exit\n", "--state", state)
    #expect(result.errors.split(separator: "\n").count { $0.contains("cannot be used") } == 1)
    #expect(
      try String(contentsOfFile: state + ".damaged", encoding: .utf8) == "{\"podlabState\":1,")
    #expect(try String(contentsOfFile: state, encoding: .utf8).contains("\"kind\":\"Node\""))
  }

  @Test func `never overwrites a kubeconfig that it did not write`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = try write("apiVersion: v1\n", to: "config")
    let result = try shell("exit\n", "--kubeconfig", own)
    #expect(result.status == 2)
    #expect(result.errors.contains("must not be overwritten"))
    #expect(try String(contentsOfFile: own, encoding: .utf8) == "apiVersion: v1\n")
  }

  @Test(arguments: [
    (["--port", "99999"], "between 0 and 65535"), (["--speed", "fast"], "--speed"),
    (["--listen", "localhost"], "must be an IP address"),
    (["--load", "/nowhere.yaml"], "/nowhere"),
    (["--listen", "192.0.2.1"], "cannot listen"),
  ])
  func `says what is wrong with its options`(arguments: [String], words: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Command.run(
      ["/usr/bin/timeout", "30", Tmux.binary, "cluster"] + arguments,
      environment: ["HOME": folder.path, "TMPDIR": folder.path])
    #expect(result.status == 2)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
