import Foundation
import Testing

/// The built program in a real terminal.
@Suite(.enabled(if: Tmux.isThere, "tmux is missing"), .serialized)
struct ScreenTests {
  private func start(
    width: Int = 120, height: Int = 36, environment: [String: String] = [:]
  ) throws -> Tmux {
    let tmux = try #require(try Tmux(width: width, height: height, environment: environment))
    try tmux.start()
    return tmux
  }

  /// A scripted editor: replaces the file by another one.
  private func editor(writing text: String, in tmux: Tmux) throws -> String {
    let manifest = tmux.folder.appending(path: "new.yaml")
    try text.write(to: manifest, atomically: true, encoding: .utf8)
    let script = tmux.folder.appending(path: "editor.sh")
    try "#!/bin/sh\ncp '\(manifest.path)' \"$1\"\n".write(
      to: script, atomically: true, encoding: .utf8)
    return "sh \(script.path)"
  }

  private static let rightManifest = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      initContainers:
      - name: helper
        image: busybox
        restartPolicy: Always
        command: [sleep, infinity]
      containers:
      - name: nginx
        image: nginx

    """

  @Test func `a check turns green when the editor saves a right manifest`() throws {
    let tmux = try #require(try Tmux(width: 120, height: 36))
    let editor = try editor(writing: Self.rightManifest, in: tmux)
    try tmux.start("EDITOR='\(editor)'")
    #expect(tmux.waitFor("· The helper is a native sidecar"))
    try tmux.press("e")
    #expect(tmux.waitFor("✓ The helper is a native sidecar"))
    #expect(tmux.waitFor("helper"))
    try quit(tmux)
  }

  @Test func `saving from another window grades at once`() throws {
    let tmux = try start()
    #expect(tmux.waitFor("· The helper is a native sidecar"))
    let file = tmux.folder.appending(path: ".local/share/podlab/workspace/helper-pod/pod.yaml")
    try Self.rightManifest.write(to: file, atomically: true, encoding: .utf8)
    #expect(tmux.waitFor("✓ The helper is a native sidecar"))
    try quit(tmux)
  }

  @Test func `leaving restores the terminal`() throws {
    let tmux = try start(width: 80, height: 24)
    #expect(tmux.waitFor("podlab"))
    try quit(tmux)
    try tmux.run("clear; stty -a | grep -ow -e icanon -e echo")
    #expect(tmux.waitFor("icanon\necho") || tmux.screen.contains("echo"))
    #expect(!tmux.screen.contains("-icanon"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGILL, SIGTRAP])
  func `a signal ends podlab with the terminal restored`(number: Int32) throws {
    let tmux = try start(width: 80, height: 24)
    #expect(tmux.waitFor("Enter open"))
    try tmux.signal(number)
    #expect(tmux.waitFor("shell>"))
    try tmux.run("clear; stty -a | tr ' ' '\\n' | grep -c -e '^-icanon' -e '^-echo$'; echo done")
    #expect(tmux.waitFor("0\ndone"))
  }

  @Test func `control-z stops and fg goes on`() throws {
    let tmux = try start(width: 80, height: 24)
    #expect(tmux.waitFor("Enter open"))
    try tmux.press("C-z")
    #expect(tmux.waitFor("shell>"))
    try tmux.run("fg")
    #expect(tmux.waitFor("Enter open"))
    try quit(tmux)
  }

  @Test func `the screen follows the size of the terminal`() throws {
    let tmux = try start(width: 80, height: 24)
    #expect(tmux.waitFor("2 Task"))
    try tmux.resize(width: 200, height: 60)
    #expect(tmux.waitFor("┌─ Checks"))
    try tmux.resize(width: 30, height: 6)
    #expect(tmux.waitUntilGone("┌─ Checks"))
    try tmux.resize(width: 80, height: 24)
    #expect(tmux.waitFor("Enter open"))
    try quit(tmux)
  }

  @Test(arguments: ["xterm-256color", "screen", "tmux", "linux", "vt100", "no-such-terminal"])
  func `works with the terminal type`(type: String) throws {
    let tmux = try start(width: 80, height: 24, environment: ["TERM": type])
    #expect(tmux.waitFor("Enter open"))
    try quit(tmux)
  }

  @Test func `a dumb terminal gets the linear mode`() throws {
    let tmux = try start(width: 80, height: 24, environment: ["TERM": "dumb"])
    #expect(tmux.waitFor("Number of a task"))
    try tmux.run("q")
    #expect(tmux.waitFor("saved"))
  }

  @Test func `a C locale gets a screen of ASCII`() throws {
    let tmux = try start(width: 80, height: 24, environment: ["LC_ALL": "C"])
    #expect(tmux.waitFor("Enter open"))
    let isASCII = tmux.screen.allSatisfy { $0.isASCII }
    #expect(isASCII)
    try quit(tmux)
  }

  private func quit(_ tmux: Tmux) throws {
    try tmux.press("q")
    #expect(tmux.waitFor("Leave podlab?"))
    try tmux.press("y")
    #expect(tmux.waitFor("shell>"))
  }
}
