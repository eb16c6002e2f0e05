/// What a key, or a sequence of bytes that a terminal sends for one, asks of the line editor.
enum EditingKey: Hashable {
  case character(Character)
  case left, right, up, down, home, end
  case wordLeft, wordRight
  case deleteBefore, deleteAt
  case killToStart, killToEnd, killWordBefore, killWordAt
  case yank
  case clearScreen
  case complete
  case search
  case enter
  /// ^C
  case interrupt
  /// ^D: delete, or the end of the input on an empty line.
  case endOfInput
  /// ^G and Escape sequences without a meaning.
  case other
}

/// Turns what a terminal sends into keys, however it is cut.
///
/// Source: xterm "Control Sequences", PC-style function keys; busybox `libbb/read_key.c`.
struct KeyReader {
  private enum State {
    case plain
    case escaped
    /// Behind `ESC [` or `ESC O`.
    case sequence([UInt8])
    /// In the middle of a character of several bytes.
    case character([UInt8], missing: Int)
  }

  private var state = State.plain

  /// The key that this byte completes.
  mutating func receive(_ byte: UInt8) -> EditingKey? {
    switch state {
    case .plain: return begin(byte)
    case .escaped:
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
        state = .sequence([])
        return nil
      }
      state = .plain
      return KeyReader.escaped(byte)
    case .sequence(let bytes):
      guard byte >= 0x40 || bytes.count >= 16 else {
        state = .sequence(bytes + [byte])
        return nil
      }
      state = .plain
      return KeyReader.key(String(decoding: bytes, as: UTF8.self), byte)
    case .character(let bytes, let missing):
      guard byte & 0xC0 == 0x80 else {
        state = .plain
        return begin(byte)
      }
      state = missing > 1 ? .character(bytes + [byte], missing: missing - 1) : .plain
      guard missing == 1 else { return nil }
      return String(decoding: bytes + [byte], as: UTF8.self).first.map { .character($0) }
    }
  }

  private mutating func begin(_ byte: UInt8) -> EditingKey? {
    switch byte {
    case 0x1B:
      state = .escaped
      return nil
    case 0xC2...0xDF: state = .character([byte], missing: 1)
    case 0xE0...0xEF: state = .character([byte], missing: 2)
    case 0xF0...0xF4: state = .character([byte], missing: 3)
    case 0x20..<0x7F: return .character(Character(UnicodeScalar(byte)))
    default: return KeyReader.controls[byte] ?? .other
    }
    return nil
  }

  private static let controls: [UInt8: EditingKey] = [
    0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
    0x08: .deleteBefore, 0x09: .complete, 0x0A: .enter, 0x0B: .killToEnd, 0x0C: .clearScreen,
    0x0D: .enter, 0x0E: .down, 0x10: .up, 0x12: .search, 0x15: .killToStart,
    0x17: .killWordBefore, 0x19: .yank, 0x7F: .deleteBefore,
  ]

  private static func escaped(_ byte: UInt8) -> EditingKey {
    switch byte {
    case UInt8(ascii: "b"): .wordLeft
    case UInt8(ascii: "f"): .wordRight
    case UInt8(ascii: "d"): .killWordAt
    case 0x08, 0x7F: .killWordBefore
    default: .other
    }
  }

  private static func key(_ parameters: String, _ last: UInt8) -> EditingKey {
    // Ctrl and Alt with an arrow move by words.
    let isModified = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
    switch last {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return isModified ? .wordRight : .right
    case UInt8(ascii: "D"): return isModified ? .wordLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "~"):
      switch parameters {
      case "1", "7": return .home
      case "4", "8": return .end
      case "3": return .deleteAt
      default: return .other
      }
    default: return .other
    }
  }
}
