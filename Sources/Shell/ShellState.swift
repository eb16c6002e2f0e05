import Kernel

/// Everything that a subshell inherits as a copy.
struct ShellState {
  var dialect = ShellDialect.ash
  var variables: [String: Variable] = [:]
  /// Variables whose value is made anew each time, until they are assigned or unset.
  var computed: Set<String> = [
    "EPOCHREALTIME", "EPOCHSECONDS", "FUNCNAME", "LINENO", "RANDOM",
  ]
  var functions: [String: FunctionBody] = [:]
  var aliases: [String: String] = [:]
  var options = ShellOptions()
  /// Where the shell is, by the names that led there; `$PWD` only tells it.
  var directory = "/"
  /// `$1` and so on.
  var positional: [String] = []
  /// `$0`, which is also in front of messages.
  var name = "sh"
  /// What messages name after `name`: a builtin or a script, with the line.
  var commandName: String?
  /// Line of the current command.
  var line = 0
  /// Line up to which the script has been read.
  var lineRead = 0
  /// The value of `$?`.
  var status = 0
  /// What `$?` was when a trap began: the status of an `exit` in it.
  var statusBeforeTrap: Int?
  /// The value of `$!`.
  var lastBackground: Int?
  /// `$$`: the process of the outermost shell.
  var rootPID = 0
  /// The key of the trap for ERR in `traps`, beyond all signals.
  static let errorTrap = 64
  /// Commands for signals; key 0 is EXIT, an empty command ignores the signal.
  var traps: [Int: String] = [:]
  /// The traps that `trap` lists in `$(trap)`: those of the shell outside.
  var outerTraps: [Int: String]?
  /// Signals that were ignored when the shell was started.
  var ignoredFromStart: Set<Int> = []
  /// Paths of commands that were found in PATH.
  var hash: [String: String] = [:]
  var jobs = JobTable()
  /// Variables that enclosing functions have made local, innermost last.
  var scopes: [LocalScope] = []
  var functionDepth = 0
  /// How many texts of `eval` and `.` are in each other.
  var textDepth = 0
  var loopDepth = 0
  var random: UInt32 = 0x2545_F491
  /// How far `getopts` has come.
  var optionPlace = OptionPlace.start
  /// What `ulimit` has set, by its letter.
  var limits: [Character: String] = [:]
  /// bash's `PIPESTATUS`.
  var pipeStatus: [Int] = []
  /// What bash's `shopt` has switched on.
  var bashOptions: Set<String> = []
  /// When bash's `SECONDS` was 0.
  var started: VirtualTime?
  /// The function that runs: `$FUNCNAME`.
  var functionName = ""
  /// Whether EXIT's trap and job messages belong to another process.
  var isSubshell = false
  var isInteractive = false
  /// What was typed, the oldest first.
  var history: [String] = []
  /// The process group that had the terminal before.
  var outerGroup: Int?
}

/// What a function has made local.
struct LocalScope {
  var variables: [(name: String, saved: Variable?)] = []
  /// The options before `local -`.
  var options: ShellOptions?
}

/// A variable of the shell.
struct Variable {
  /// Nil: unset, but with attributes.
  var value: String?
  var isExported = false
  var isReadOnly = false
  /// Position among all variables that were ever made, for the order of the environment.
  var sequence = 0
  /// The chain of ash's tables in which its name is kept; nil where nobody has looked.
  var bucket: Int?
  /// The elements of bash's arrays; the first one is also `value`.
  var array: ShellArray?
}

/// What `set` switches.
struct ShellOptions: OptionSet {
  let rawValue: Int

  static let errexit = ShellOptions(rawValue: 1)
  static let noglob = ShellOptions(rawValue: 2)
  static let ignoreeof = ShellOptions(rawValue: 4)
  static let interactive = ShellOptions(rawValue: 8)
  static let monitor = ShellOptions(rawValue: 16)
  static let noexec = ShellOptions(rawValue: 32)
  static let stdin = ShellOptions(rawValue: 64)
  static let xtrace = ShellOptions(rawValue: 128)
  static let verbose = ShellOptions(rawValue: 256)
  static let noclobber = ShellOptions(rawValue: 512)
  static let allexport = ShellOptions(rawValue: 1024)
  static let notify = ShellOptions(rawValue: 2048)
  static let nounset = ShellOptions(rawValue: 4096)
  static let vi = ShellOptions(rawValue: 8192)
  static let pipefail = ShellOptions(rawValue: 16384)
  static let command = ShellOptions(rawValue: 32768)
  static let errtrace = ShellOptions(rawValue: 65536)

  /// All options with letter and name, in ash's order.
  ///
  /// Source: busybox `shell/ash.c`, `optletters_optnames`.
  static let table: [(letter: UInt8?, name: String, option: ShellOptions)] = [
    (UInt8(ascii: "e"), "errexit", .errexit), (UInt8(ascii: "f"), "noglob", .noglob),
    (UInt8(ascii: "I"), "ignoreeof", .ignoreeof), (UInt8(ascii: "i"), "interactive", .interactive),
    (UInt8(ascii: "m"), "monitor", .monitor), (UInt8(ascii: "n"), "noexec", .noexec),
    (UInt8(ascii: "s"), "stdin", .stdin), (UInt8(ascii: "c"), "command", .command),
    (UInt8(ascii: "x"), "xtrace", .xtrace),
    (UInt8(ascii: "v"), "verbose", .verbose), (UInt8(ascii: "C"), "noclobber", .noclobber),
    (UInt8(ascii: "a"), "allexport", .allexport), (UInt8(ascii: "b"), "notify", .notify),
    (UInt8(ascii: "u"), "nounset", .nounset), (UInt8(ascii: "E"), "errtrace", .errtrace),
    (nil, "vi", .vi), (nil, "pipefail", .pipefail),
  ]

  static func named(_ name: String) -> ShellOptions? { table.first { $0.name == name }?.option }

  static func lettered(_ letter: UInt8) -> ShellOptions? {
    table.first { $0.letter == letter }?.option
  }

  /// The value of `$-`.
  var letters: String {
    let letters = ShellOptions.table.reversed().compactMap { contains($0.option) ? $0.letter : nil }
    return String(decoding: letters, as: UTF8.self)
  }
}

/// Ends the shell, or a subshell, with a status; what was wrong has been printed.
struct ShellExit: Error {
  var status: Int
  /// Whether an error is the reason, which an interactive shell survives.
  var isFailure = false
}

/// A builtin failed and has said why; if it is a special one, the shell ends.
struct BuiltinFailure: Error {
  var status: Int
}

/// How the flow of control leaves the normal order.
enum Skip: Equatable {
  case none
  /// Leave so many loops.
  case breaking(Int)
  /// Leave so many loops but one, and go on with that.
  case continuing(Int)
  /// Leave the function or script; without an argument of `return`, a trap gives back `$?`.
  case returning(hasStatus: Bool)

  var isReturning: Bool {
    switch self {
    case .returning: true
    case .none, .breaking, .continuing: false
    }
  }
}
