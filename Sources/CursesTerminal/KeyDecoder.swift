import Cells

/// Turns the bytes that a terminal sends into events, however they arrive in pieces.
///
/// It understands UTF-8, the control sequences of xterm, rxvt, PuTTY and the Linux console, SGR and
/// X10 mouse reports and bracketed paste. Sequences that it does not know yield nothing.
/// Source: ECMA-48 and "XTerm Control Sequences".
struct KeyDecoder {
  /// Whether bytes above 127 are UTF-8; otherwise they are dropped.
  let isUTF8: Bool
  /// Bytes of a paste that are kept; what is longer is cut off.
  static let longestPaste = 1 << 20
  /// Bytes of a control sequence after which it is given up.
  private static let longestSequence = 64

  /// A key or sequence that has begun and not ended.
  private var pending: [UInt8] = []
  /// The text between the marks of a paste.
  private var pasted: [UInt8]?

  init(isUTF8: Bool) { self.isUTF8 = isUTF8 }

  /// Whether more bytes must come, or `flush` be called, before the last ones make an event.
  var isWaiting: Bool { !pending.isEmpty || pasted != nil }
  /// Whether a paste has begun and not ended.
  var isPasting: Bool { pasted != nil }

  /// The events that end within `bytes`.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    for byte in bytes {
      if pasted != nil { paste(byte, &events) } else { add(byte, &events) }
    }
    return events
  }

  /// The events in what has arrived when nothing more comes: a lone escape is the Escape key.
  mutating func flush() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    if let bytes = pasted {
      pasted = nil
      events.append(.paste(Self.text(bytes)))
    }
    let bytes = pending
    pending = []
    if bytes == [0x1B] {
      events.append(.key(.escape))
    } else if bytes.count == 2, bytes[0] == 0x1B {
      events.append(.key(.alt(Character(Unicode.Scalar(bytes[1])))))
    }
    return events
  }

  // MARK: Paste

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private mutating func paste(_ byte: UInt8, _ events: inout [TerminalEvent]) {
    pasted?.append(byte)
    if let count = pasted?.count, count > Self.longestPaste + Self.pasteEnd.count {
      // The newest bytes are kept, so that the end mark is found.
      pasted?.remove(at: Self.longestPaste)
    }
    guard byte == Self.pasteEnd.last, var bytes = pasted, bytes.hasSuffix(Self.pasteEnd) else {
      return
    }
    bytes.removeLast(Self.pasteEnd.count)
    pasted = nil
    events.append(.paste(Self.text(bytes)))
  }

  /// Pasted bytes as text; terminals send the Enter key's byte for the end of a line.
  private static func text(_ bytes: [UInt8]) -> String {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte == 0x0A, lines.last == 0x0D { lines.removeLast() }
      lines.append(byte)
    }
    return String(decoding: lines.map { $0 == 0x0D ? 0x0A : $0 }, as: UTF8.self)
  }

  // MARK: Keys

  private mutating func add(_ byte: UInt8, _ events: inout [TerminalEvent]) {
    if pending.isEmpty {
      begin(byte, &events)
    } else if pending[0] == 0x1B {
      escape(byte, &events)
    } else if byte & 0xC0 == 0x80 {
      pending.append(byte)
      endCharacter(&events)
    } else {
      pending = []
      begin(byte, &events)
    }
  }

  /// The first byte of a key.
  private mutating func begin(_ byte: UInt8, _ events: inout [TerminalEvent]) {
    switch byte {
    case 0x1B, 0xC2...0xF4:
      if byte == 0x1B || isUTF8 { pending = [byte] }
    case 0x00..<0x80: events.append(.key(Self.key(ascii: byte)))
    default: break
    }
  }

  /// A key that is sent as one byte.
  private static func key(ascii byte: UInt8) -> Key {
    switch byte {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x1B: .escape
    case 0x00: .control("@")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: .character(Character(Unicode.Scalar(byte)))
    }
  }

  private mutating func endCharacter(_ events: inout [TerminalEvent]) {
    let length = pending[0] < 0xE0 ? 2 : pending[0] < 0xF0 ? 3 : 4
    guard pending.count == length else { return }
    let text = String(validating: pending, as: UTF8.self)
    pending = []
    guard let character = text?.first, !character.isControl else { return }
    events.append(.key(.character(character)))
  }

  /// One more byte of something that began with an escape.
  private mutating func escape(_ byte: UInt8, _ events: inout [TerminalEvent]) {
    guard pending.count > 1 else {
      switch byte {
      case 0x5B, 0x4F: pending.append(byte)
      case 0x1B: events.append(.key(.escape))
      case 0x20...0x7F:
        pending = []
        events.append(.key(.alt(Character(Unicode.Scalar(byte)))))
      default:
        pending = []
        events.append(.key(.escape))
        add(byte, &events)
      }
      return
    }
    if byte == 0x1B {
      // The sequence was cut off, and another one begins.
      pending = [byte]
      return
    }
    pending.append(byte)
    guard let sequence = ControlSequence(pending) else {
      if pending.count > Self.longestSequence { pending = [] }
      return
    }
    pending = []
    if sequence.isPasteStart {
      pasted = []
    } else if let event = sequence.event {
      events.append(event)
    }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
    count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
  }
}
