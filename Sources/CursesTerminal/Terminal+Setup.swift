internal import CNcurses
internal import Glibc

extension Terminal {
  /// Takes over the user's locale and tells whether its encoding is UTF-8.
  ///
  /// A UTF-8 locale that is asked for and not installed is replaced by the C locale's twin. Numbers
  /// keep the point.
  static func chooseLocale(_ options: TerminalOptions) -> Bool {
    setlocale(LC_ALL, "")
    setlocale(LC_NUMERIC, "C")
    if !encodingIsUTF8, options.asksForUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
    return encodingIsUTF8
  }

  private static var encodingIsUTF8: Bool {
    nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
  }

  /// The type to use for a terminal that says it is of type `type`.
  static func usableType(_ type: String?, output: Int32) throws(TerminalError) -> String {
    guard let type else { throw .noType }
    for candidate in [type, "xterm-256color", "xterm"] {
      switch cn_look_up(candidate, output) {
      case cn_usable: return candidate
      case cn_cannot_move_cursor: throw .cannotMoveCursor(type: candidate)
      default: continue
      }
    }
    throw .unknownType(type)
  }

  /// What curses reads and writes, apart from the process's own streams.
  typealias Files = (output: UnsafeMutablePointer<FILE>, input: UnsafeMutablePointer<FILE>)

  static func openFiles(output: Int32, input: Int32) throws(TerminalError) -> Files {
    guard let outputFile = fdopen(dup(output), "w") else { throw .system("fdopen") }
    guard let inputFile = fdopen(dup(input), "r") else {
      fclose(outputFile)
      throw .system("fdopen")
    }
    return (outputFile, inputFile)
  }

  static func close(_ files: Files) {
    fclose(files.output)
    fclose(files.input)
  }

  /// Makes the terminal's colours usable and counts them; 0 for none.
  static func startColors(_ options: TerminalOptions) -> Int {
    guard options.hasColors, has_colors(), start_color() == OK, use_default_colors() == OK else {
      return 0
    }
    return max(0, Int(tigetnum("colors")))
  }
}
