import Foundation
import TestSupport

/// Commands of a test, run by sh.
enum Shell {
  /// Runs a line in a folder, for half a minute at most unless another limit is given.
  static func run(
    _ line: String, in folder: String, environment: [String: String]? = nil, limit: Int = 30
  ) throws -> Command.Result {
    try Command.run(
      ["/usr/bin/timeout", "\(limit)", "/bin/sh", "-c", "cd '\(folder)' && { \(line)\n}"],
      environment: environment)
  }
}

/// `podlab cluster` with a folder of its own, and one kubectl to talk to it.
final class PracticeCluster {
  enum Failure: Error { case notReady(String) }

  let folder: URL
  private var program: RunningProgram
  private let start: [String]
  /// For programs that are to reach the cluster.
  let environment: [String: String]

  /// - Parameter speed: how much faster than the clock its time passes.
  init(_ kubectl: RealKubectl, speed: String = "1x") throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "podlab-cluster-\(UUID().uuidString.prefix(8))")
    let tools = folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: tools.appending(path: "kubectl").path, withDestinationPath: kubectl.path)
    let kubeconfig = folder.appending(path: "kubeconfig").path
    environment = [
      "HOME": folder.path, "KUBECONFIG": kubeconfig, "PATH": "\(tools.path):/usr/bin:/bin",
      "LC_ALL": "C.UTF-8",
    ]
    start = [
      Tmux.binary, "cluster", "--kubeconfig", kubeconfig, "--speed", speed, "--state",
      folder.appending(path: "state.json").path,
    ]
    program = try Command.start(
      start, output: Self.log(in: folder), environment: environment)
    try waitUntilReady()
  }

  private static func log(in folder: URL) -> String { folder.appending(path: "cluster.log").path }

  /// Ends it from one moment to the next, as a machine fails.
  func fail() { program.end(by: SIGKILL) }

  /// Starts it again at the same address, with the objects that it had.
  func startAgain() throws {
    let port = String(address.split(separator: ":").last ?? "0")
    try FileManager.default.removeItem(atPath: Self.log(in: folder))
    program = try Command.start(
      start + ["--port", port], output: Self.log(in: folder), environment: environment)
    try waitUntilReady()
  }

  deinit {
    program.end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The line that tells of readiness comes last; there is nothing but the file to wait for.
  private func waitUntilReady() throws {
    var text = ""
    for _ in 0..<400 {
      text = (try? String(contentsOfFile: Self.log(in: folder), encoding: .utf8)) ?? ""
      if text.contains("is ready") { return }
      if program.hasEnded { break }
      usleep(25_000)
    }
    throw Failure.notReady(text)
  }

  /// Where the API is.
  var address: String { setting("server") }
  /// What lets a client in.
  var token: String { setting("token") }

  private func setting(_ name: String) -> String {
    let text = try? String(contentsOf: folder.appending(path: "kubeconfig"), encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.contains(" \(name): ") }
    return String(line?.split(separator: " ").last ?? "")
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  /// Runs a line of sh in the folder.
  func run(_ line: String, limit: Int = 30) throws -> Command.Result {
    try Shell.run(line, in: folder.path, environment: environment, limit: limit)
  }
}
