import Foundation
import Glibc

/// Programs that tests run.
///
/// Foundation's `Process` waits for every descendant that inherits its descriptors, daemons included,
/// so this spawns by itself and sends output to a file.
package enum Command {
  /// What a program printed and how it ended.
  package struct Result: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String
  }

  package enum Failure: Error { case spawn(String) }

  /// Runs a program found in PATH until it ends; `input` is the text it reads.
  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String]? = nil
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = ["in", "out", "err"].map { folder.appending(path: $0).path }
    try input.write(toFile: paths[0], atomically: false, encoding: .utf8)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, paths[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, paths[1], O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, paths[2], O_WRONLY | O_CREAT, 0o600)
    let child = try spawn(arguments, actions: &actions, environment: environment)
    let status = wait(for: child)
    return Result(
      status: status, output: try String(contentsOfFile: paths[1], encoding: .utf8),
      errors: try String(contentsOfFile: paths[2], encoding: .utf8))
  }

  /// Starts a program that runs beside the test, with its output in a file.
  package static func start(
    _ arguments: [String], output: String, environment: [String: String]
  ) throws -> RunningProgram {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    return RunningProgram(try spawn(arguments, actions: &actions, environment: environment))
  }

  private static func spawn(
    _ arguments: [String], actions: inout posix_spawn_file_actions_t,
    environment: [String: String]?
  ) throws -> pid_t {
    var words = arguments.map { strdup($0) } + [nil]
    var settings = environment?.map { strdup("\($0.key)=\($0.value)") } ?? []
    settings.append(nil)
    defer {
      for word in words + settings { free(word) }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Test threads block signals; a server that inherited that could not be told to end.
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let code =
      environment == nil
      ? posix_spawnp(&child, arguments[0], &actions, &attributes, &words, environ)
      : posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &settings)
    guard code == 0 else {
      throw Failure.spawn("\(arguments[0]): \(String(cString: strerror(code)))")
    }
    return child
  }

  fileprivate static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}

/// A program that runs beside a test; it is ended with the value.
package final class RunningProgram {
  private let child: pid_t
  private var isOver = false

  fileprivate init(_ child: pid_t) { self.child = child }

  deinit { _ = end() }

  /// Asks the program to end, waits until it has, and returns its exit status.
  ///
  /// - Parameter signal: how it is asked; SIGKILL leaves it no choice.
  @discardableResult
  package func end(by signal: Int32 = SIGTERM) -> Int32? {
    guard !isOver else { return nil }
    isOver = true
    kill(child, signal)
    return Command.wait(for: child)
  }

  /// Whether the program has ended by itself; it is not waited for.
  package var hasEnded: Bool {
    if isOver { return true }
    var status: Int32 = 0
    isOver = waitpid(child, &status, WNOHANG) == child
    return isOver
  }
}
