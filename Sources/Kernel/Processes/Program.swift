/// The code of an executable: runs in a process and returns its exit status.
///
/// A program uses the simulated world only through its `Process`. Whatever it throws that is not an
/// `Errno` must be passed on: it is how the kernel unwinds a process that was killed, that called
/// `exit`, or that became another program.
package typealias Program = @Sendable (Process) async throws -> Int

/// The programs that executable files can name.
///
/// An executable is a file whose first bytes hold the name of its program, so a copy of it in a
/// volume runs as well as the original.
package struct ProgramTable: Sendable {
  private var programs: [String: Program]
  /// Programs that were put over the others: one cluster's own, above a table that all share.
  private var overlay: [String: Program] = [:]
  /// Runs files without "#!" that are not executables, when a program other than a shell executes
  /// them; nil: `Errno.execFormat`.
  package var interpreter: Program?

  package init(_ programs: [String: Program] = [:]) { self.programs = programs }

  /// The program called `name`.
  package subscript(name: String) -> Program? {
    get { overlay[name] ?? programs[name] }
    set {
      overlay[name] = nil
      programs[name] = newValue
    }
  }

  /// Puts a program over the one of that name, without copying the table.
  package mutating func cover(_ name: String, with program: @escaping Program) {
    overlay[name] = program
  }

  private static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01, 0x00]

  /// The contents of an executable that runs the program called `name`.
  package static func executable(named name: String) -> [UInt8] { magic + name.utf8 + [0] }

  /// The name of the program in these contents; nil if they are no executable.
  package static func programName(in contents: [UInt8]) -> String? {
    guard contents.starts(with: magic) else { return nil }
    return String(decoding: contents.dropFirst(magic.count).prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// How a process ended.
package enum ExitStatus: Hashable, Sendable {
  /// By itself, with a status from 0 to 255.
  case exited(Int)
  /// By a signal.
  case signalled(Signal)

  /// What a shell shows as `$?`: the status, or 128 and the number of the signal.
  package var code: Int {
    switch self {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal.rawValue
    }
  }
}

/// Why the stack of a process is unwound; only the kernel catches it.
enum Unwinding: Error {
  case exit(Int)
  case killed(Signal)
  case exec(Program)
  case notModelled
}
