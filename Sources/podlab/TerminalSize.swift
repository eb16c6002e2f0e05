import Glibc

/// The size of the terminal that standard output goes to.
enum TerminalSize {
  /// Columns; nil when standard output is no terminal.
  static var columns: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
