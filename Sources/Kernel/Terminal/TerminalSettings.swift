/// How a terminal treats what is typed and written: `struct termios`, as far as shells use it.
///
/// Source: Linux `termios(3)`; the defaults are `tty_std_termios`.
package struct TerminalSettings: Sendable, Hashable {
  /// ICRNL: Return is a newline.
  package var mapsReturn = true
  /// IXON: ^S holds the output, ^Q goes on.
  package var hasFlowControl = true
  /// OPOST and ONLCR: a newline goes to the first column, too.
  package var mapsNewline = true
  /// ISIG: ^C, ^\ and ^Z send signals.
  package var sendsSignals = true
  /// ICANON: input comes line by line and can be corrected before.
  package var isCanonical = true
  /// ECHO: what is typed is shown.
  package var echoes = true
  /// ECHOE: what is erased vanishes from the screen.
  package var echoesErasing = true
  /// ECHOCTL: control characters are shown as ^X.
  package var echoesControls = true
  /// IEXTEN: ^W, ^V and ^R have a meaning.
  package var isExtended = true
  /// TOSTOP: background processes must not write.
  package var stopsBackgroundOutput = false
  /// VMIN, without ICANON: how many bytes a read waits for.
  package var minimum = 1
  /// VTIME, without ICANON: tenths of a second that a read waits for.
  package var time = 0
  /// The characters with a meaning; nil: none has it.
  package var characters: [Character: UInt8] = [
    .interrupt: 0x03, .quit: 0x1C, .erase: 0x7F, .kill: 0x15, .endOfFile: 0x04, .start: 0x11,
    .stop: 0x13, .suspend: 0x1A, .reprint: 0x12, .wordErase: 0x17, .literalNext: 0x16,
  ]

  /// What a character may mean.
  package enum Character: String, Sendable, CaseIterable {
    case interrupt, quit, erase, kill, endOfFile, start, stop, suspend, reprint, wordErase
    case literalNext
  }

  package init() {}

  /// The settings of `cfmakeraw`: every byte comes as it is typed.
  package static var raw: TerminalSettings {
    var settings = TerminalSettings()
    settings.mapsReturn = false
    settings.hasFlowControl = false
    settings.mapsNewline = false
    settings.sendsSignals = false
    settings.isCanonical = false
    settings.echoes = false
    settings.isExtended = false
    return settings
  }

  /// What a byte means.
  func meaning(of byte: UInt8) -> Character? {
    guard let character = Character.allCases.first(where: { characters[$0] == byte }) else {
      return nil
    }
    let isInForce =
      switch character {
      case .interrupt, .quit, .suspend: sendsSignals
      case .start, .stop: hasFlowControl
      case .erase, .kill, .endOfFile: isCanonical
      case .reprint, .wordErase, .literalNext: isCanonical && isExtended
      }
    return isInForce ? character : nil
  }
}
