/// Which shell it is that speaks: they differ in what they do on a terminal.
package enum ShellFlavour: Sendable {
  /// busybox 1.35
  case ash
  /// Debian's `sh`
  case dash
  /// Debian's `bash`, as far as ash can stand in for it
  case bash

  /// Whether it edits command lines itself; else the terminal does.
  var editsLines: Bool { self != .dash }

  /// The prompt where no variable says otherwise.
  ///
  /// Source: busybox `shell/ash.c`; dash `src/var.c`; Debian's /etc/bash.bashrc.
  func prompt(isRoot: Bool) -> String {
    switch self {
    case .ash: "\\w \\$ "
    case .dash: isRoot ? "# " : "$ "
    case .bash: "\\u@\\h:\\w\\$ "
    }
  }

  /// What it prints when ^D ends it.
  var farewell: String {
    switch self {
    case .ash: ""
    case .dash: "\n"
    case .bash: "exit\n"
    }
  }
}
