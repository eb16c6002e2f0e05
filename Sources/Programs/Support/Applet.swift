import ByteText
import Kernel

/// A program of busybox: what it is called, how it is used and what it does.
struct Applet: Sendable {
  let name: String
  /// What follows "Usage: NAME " in its help.
  let usage: String
  /// The status when it is used wrongly; busybox has 1, grep 2.
  let failure: Int
  let body: @Sendable (Process) async throws -> Int

  init(
    _ name: String, usage: String = "", failure: Int = 1,
    body: @escaping @Sendable (Process) async throws -> Int
  ) {
    self.name = name
    self.usage = usage
    self.failure = failure
    self.body = body
  }
}

/// Whose words a tool uses.
enum Dialect: Sendable {
  case busybox
  /// GNU coreutils, grep, sed and so on, as Debian 12 has them.
  case gnu

  /// The dialect of the running tool.
  @TaskLocal static var current = Dialect.busybox

  /// Whether the running tool is GNU's.
  static var isGNU: Bool { current == .gnu }
}

/// Ends an applet: its message has been printed.
struct AppletExit: Error {
  let status: Int
}

/// An applet was called wrongly: its usage is to be shown.
struct UsageError: Error {}

extension Applet {
  /// The first lines of any help.
  ///
  /// Source: busybox 1.35.0 `libbb/appletlib.c`.
  static let banner = "BusyBox v1.35.0 (2026-01-01 00:00:00 UTC) multi-call binary.\n"

  /// The whole help text.
  var help: String {
    if usage.isEmpty { return "\(Applet.banner)\nNo help available\n" }
    let text = " " + usage
    return "\(Applet.banner)\nUsage: \(name)\(text)\n"
  }

  /// Runs the applet: `--help` and failures are dealt with here.
  func run(_ process: Process) async throws -> Int {
    do {
      if process.arguments.count == 2, process.arguments[1] == "--help", !ignoresHelp {
        // Source: busybox 1.35.0 `libbb/appletlib.c`: help that was asked for is no output either.
        try await process.errors.write(help)
        return 0
      }
      return try await body(process)
    } catch let exit as AppletExit {
      return exit.status
    } catch is UsageError {
      try await process.output.flush()
      try await process.errors.write(
        Dialect.isGNU ? "Try '\(name) --help' for more information.\n" : help)
      return failure
    } catch let reason as Errno {
      try await process.warn("write error: \(reason)")
      return failure
    }
  }

  private var ignoresHelp: Bool { ["echo", "test", "[", "true", "false", "expr"].contains(name) }
}

extension Process {
  /// The name of the applet: `argv[0]` without its directory.
  var name: String {
    let first = arguments.first ?? ""
    guard first.holds("/") else { return first }
    return first.split(at: "/").last.map(String.init) ?? first
  }

  /// The arguments after the name.
  var operands: [String] { Array(arguments.dropFirst()) }

  /// Prints "NAME: MESSAGE" on standard error, after what is in the output buffer.
  func warn(_ message: String) async throws {
    try await output.flush()
    try await errors.write("\(name): \(message)\n")
  }

  /// Prints "NAME: MESSAGE: REASON".
  func warn(_ message: String, _ reason: Errno) async throws {
    try await warn("\(message): \(reason)")
  }

  /// Prints a message and ends the applet.
  func die(_ message: String, status: Int = 1) async throws -> Never {
    try await warn(message)
    throw AppletExit(status: status)
  }

  /// Asks "NAME: QUESTION? " on standard error; whether the answer begins with "y".
  ///
  /// Source: busybox `libbb/ask_confirmation.c`.
  func agrees(to question: String) async throws -> Bool {
    try await output.flush()
    try await errors.write("\(name): \(question)? ")
    let answer = try await input.readLine()?.first { $0 != 0x20 && $0 != 0x09 }
    return answer == UInt8(ascii: "y") || answer == UInt8(ascii: "Y")
  }

  /// Whether `body` went well; if not, "NAME: MESSAGE: REASON" has been printed.
  func attempt(_ message: String, _ body: () async throws -> Void) async throws -> Bool {
    do {
      try await body()
      return true
    } catch let reason as Errno {
      try await warn(message, reason)
      return false
    }
  }
}
