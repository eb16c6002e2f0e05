import Foundation
import TestSupport
import Testing

/// A terminal of its own for one test: podlab runs in a shell in tmux, keys go in, the screen comes out.
final class Tmux {
  private let server = "podlab-test-\(UUID().uuidString.prefix(8))"
  let folder: URL

  /// Starts a shell in an empty home folder; nil where there is no tmux.
  init?(width: Int, height: Int, environment: [String: String] = [:]) throws {
    guard Self.isThere else { return nil }
    folder = FileManager.default.temporaryDirectory.appending(path: server)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var variables = [
      "HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "PS1": "shell> ", "LC_ALL": "C.UTF-8", "PODLAB_LESSONS": Self.lessons,
    ]
    variables.merge(environment) { _, new in new }
    let settings = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    // TERM is tmux's own unless the test names another.
    let command =
      ["env", "-i", "TERM=\(environment["TERM"] ?? "tmux-256color")"]
      + settings.filter { !$0.hasPrefix("TERM=") } + ["sh"]
    try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)"]
        + [command.map { "'\($0)'" }.joined(separator: " ")])
    guard waitFor("shell>") else { throw Failure.noShell }
  }

  enum Failure: Error { case noShell, tmux(String) }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  static var isThere: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/tmux")
    }
  }

  /// The built program: the release build that `./test` names, or the debug build beside the tests.
  static var binary: String {
    ProcessInfo.processInfo.environment["PODLAB_BINARY"] ?? "\(root)/.build/debug/podlab"
  }

  static var root: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  static var lessons: String { "\(root)/Tests/AcceptanceTests/Fixtures/lessons" }

  /// Types a line into the shell.
  func run(_ line: String) throws {
    try tmux(["send-keys", "-l", line])
    try press("Enter")
  }

  /// Types lines one after the other, each when the screen shows what the one before it brings.
  func talk(
    _ turns: KeyValuePairs<String, String>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (line, answer) in turns {
      try run(line)
      #expect(waitFor(answer), "after '\(line)':\n\(screen)", sourceLocation: sourceLocation)
    }
  }

  /// Presses keys by tmux's names, or characters.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// What the terminal shows, without the spaces at the ends of lines.
  var screen: String { (try? tmux(["capture-pane", "-p"])) ?? "" }

  /// Looks again and again until the screen holds `text`; false after a minute.
  func waitFor(_ text: String) -> Bool { wait { $0.contains(text) } }

  /// Looks again and again until the screen no longer holds `text`; false after a minute.
  func waitUntilGone(_ text: String) -> Bool { wait { !$0.contains(text) } }

  private func wait(_ isThere: (String) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 60)
    repeat {
      if isThere(screen) { return true }
      usleep(20_000)
    } while Date() < deadline
    return false
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let result = try Command.run(["tmux", "-L", server] + arguments)
    guard result.status == 0 else { throw Failure.tmux(result.errors) }
    return result.output
  }
}

extension Tmux {
  /// Types the command that starts podlab and leaves its process number behind.
  func start(_ variables: String = "") throws {
    try run("clear; \(variables) sh -c 'echo $$ > \"$HOME/pid\"; exec \"$0\"' '\(Self.binary)'")
  }

  /// Sends a signal to podlab.
  func signal(_ number: Int32) throws {
    let text = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
    guard let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { return }
    kill(process, number)
  }
}
