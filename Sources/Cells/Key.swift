/// A key as the terminal reports it.
package enum Key: Sendable, Hashable {
  /// A printable character.
  case character(Character)
  /// Control and a letter, named by the letter in lower case: `.control("c")` is ^C.
  case control(Character)
  /// Alt (Meta) and a character.
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Function key 1 to 12.
  case function(Int)
}

/// What happened at the terminal.
package enum TerminalEvent: Sendable, Hashable {
  case key(Key)
  /// Text that arrived between the marks of a bracketed paste.
  case paste(String)
  /// A mouse button at a cell: 0-based column and row.
  case click(x: Int, y: Int)
  /// The wheel at a cell; negative scrolls up.
  case scroll(x: Int, y: Int, lines: Int)
  /// The terminal has this size now.
  case resize(width: Int, height: Int)
}
