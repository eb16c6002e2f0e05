/// Why a terminal cannot show a screen.
///
/// The same work can be done in linear mode, which needs no screen.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Input or output is a file or a pipe.
  case notATerminal
  /// The environment does not name a type of terminal.
  case noType
  /// The terminal's cursor cannot be moved, as with TERM=dumb.
  case cannotMoveCursor(type: String)
  /// The terminal database has neither the type nor a stand-in for it.
  case unknownType(String)
  /// The system refused a call.
  case system(String)

  /// What is wrong and what to do, without a full stop.
  package var description: String {
    switch self {
    case .notATerminal:
      "input and output must be a terminal; use '--linear' with files and pipes"
    case .noType:
      "the environment variable 'TERM' is not set; set it, or use '--linear'"
    case .cannotMoveCursor(let type):
      "a terminal of type '\(type)' cannot show a screen; set 'TERM' to the real type, or use "
        + "'--linear'"
    case .unknownType(let type):
      "the terminal database knows neither '\(type)' nor 'xterm'; install it (ncurses-base), or use "
        + "'--linear'"
    case .system(let call):
      "the system refused '\(call)' on the terminal; use '--linear'"
    }
  }
}
