/// A signal, with Linux' numbers.
///
/// Source: POSIX `<signal.h>`, Linux `signal(7)`.
package enum Signal: Int, Sendable, CaseIterable, Comparable {
  case hup = 1
  case int, quit, ill, trap, abrt, bus, fpe, kill, usr1, segv, usr2, pipe, alrm, term
  case stkflt, chld, cont, stop, tstp, ttin, ttou, urg, xcpu, xfsz, vtalrm, prof, winch
  case io, pwr, sys

  /// What happens to a process that neither handles nor ignores the signal.
  package enum DefaultAction: Sendable { case end, endWithCore, ignore, stop, resume }

  package static func < (left: Signal, right: Signal) -> Bool { left.rawValue < right.rawValue }

  /// The name without "SIG", as `kill -l` prints it.
  package var name: String {
    switch self {
    case .hup: "HUP"
    case .int: "INT"
    case .quit: "QUIT"
    case .ill: "ILL"
    case .trap: "TRAP"
    case .abrt: "ABRT"
    case .bus: "BUS"
    case .fpe: "FPE"
    case .kill: "KILL"
    case .usr1: "USR1"
    case .segv: "SEGV"
    case .usr2: "USR2"
    case .pipe: "PIPE"
    case .alrm: "ALRM"
    case .term: "TERM"
    case .stkflt: "STKFLT"
    case .chld: "CHLD"
    case .cont: "CONT"
    case .stop: "STOP"
    case .tstp: "TSTP"
    case .ttin: "TTIN"
    case .ttou: "TTOU"
    case .urg: "URG"
    case .xcpu: "XCPU"
    case .xfsz: "XFSZ"
    case .vtalrm: "VTALRM"
    case .prof: "PROF"
    case .winch: "WINCH"
    case .io: "POLL"
    case .pwr: "PWR"
    case .sys: "SYS"
    }
  }

  /// The text of `strsignal`, as a shell prints it for a child that a signal ended.
  package var message: String {
    switch self {
    case .hup: "Hangup"
    case .int: "Interrupt"
    case .quit: "Quit"
    case .ill: "Illegal instruction"
    case .trap: "Trace/breakpoint trap"
    case .abrt: "Aborted"
    case .bus: "Bus error"
    case .fpe: "Floating point exception"
    case .kill: "Killed"
    case .usr1: "User defined signal 1"
    case .segv: "Segmentation fault"
    case .usr2: "User defined signal 2"
    case .pipe: "Broken pipe"
    case .alrm: "Alarm clock"
    case .term: "Terminated"
    case .stkflt: "Stack fault"
    case .chld: "Child exited"
    case .cont: "Continued"
    case .stop: "Stopped (signal)"
    case .tstp: "Stopped"
    case .ttin: "Stopped (tty input)"
    case .ttou: "Stopped (tty output)"
    case .urg: "Urgent I/O condition"
    case .xcpu: "CPU time limit exceeded"
    case .xfsz: "File size limit exceeded"
    case .vtalrm: "Virtual timer expired"
    case .prof: "Profiling timer expired"
    case .winch: "Window changed"
    case .io: "I/O possible"
    case .pwr: "Power failure"
    case .sys: "Bad system call"
    }
  }

  package var defaultAction: DefaultAction {
    switch self {
    case .chld, .urg, .winch: .ignore
    case .cont: .resume
    case .stop, .tstp, .ttin, .ttou: .stop
    case .quit, .ill, .trap, .abrt, .bus, .fpe, .segv, .xcpu, .xfsz, .sys: .endWithCore
    case .hup, .int, .kill, .usr1, .usr2, .pipe, .alrm, .term, .stkflt, .vtalrm, .prof, .io, .pwr:
      .end
    }
  }

  /// The signal of a name such as "TERM", "SIGTERM", "term" or "15"; nil if there is none.
  package init?(named text: some StringProtocol) {
    if let number = Int(text) {
      self.init(rawValue: number)
      return
    }
    var name = text.uppercased()
    if name.hasPrefix("SIG") { name.removeFirst(3) }
    if name == "IO" { name = "POLL" }
    if name == "CLD" { name = "CHLD" }
    if name == "IOT" { name = "ABRT" }
    guard let signal = Signal.allCases.first(where: { $0.name == name }) else { return nil }
    self = signal
  }
}
