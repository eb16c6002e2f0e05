/// How a terminal is to be used.
package struct TerminalOptions: Sendable, Equatable {
  /// The type of terminal: the value of TERM; nil when it is not set.
  package var type: String?
  /// Whether colours may be used; attributes are used in any case.
  package var hasColors: Bool
  /// Whether clicks and the wheel are reported; the terminal's own selection then needs Shift.
  package var hasMouse: Bool
  /// How long a lone escape waits to become part of a sequence.
  package var escapeDelay: Duration
  /// Whether the environment asks for a UTF-8 locale, even if it is not installed.
  package var asksForUTF8: Bool

  /// What `environment` asks for.
  ///
  /// Source: no-color.org for NO_COLOR; POSIX "Environment Variables" for the order of the locale's
  /// variables; ncurses(3) for ESCDELAY in milliseconds.
  package init(environment: [String: String], hasMouse: Bool = false) {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    type = value("TERM")
    hasColors = value("NO_COLOR") == nil
    self.hasMouse = hasMouse
    let delay = value("ESCDELAY").flatMap { Int($0) } ?? 25
    escapeDelay = .milliseconds(max(1, min(delay, 2000)))
    let locale = value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? ""
    let codeset = locale.lowercased().split(separator: ".").last?.split(separator: "@").first
    asksForUTF8 = codeset == "utf-8" || codeset == "utf8"
  }
}
