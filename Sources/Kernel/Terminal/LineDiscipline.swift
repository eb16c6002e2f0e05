/// What a terminal does between the keyboard and the programs: echo, editing of the current line,
/// and the characters that are signals.
///
/// A state machine without time or processes. Source: POSIX "General Terminal Interface", Linux
/// `drivers/tty/n_tty.c`.
struct LineDiscipline {
  /// What typing has led to, in order.
  enum Effect: Hashable {
    /// Bytes for the screen.
    case echo([UInt8])
    case signal(Signal)
    case holdOutput
    case resumeOutput
  }

  /// Source: Linux `N_TTY_BUF_SIZE`.
  static let capacity = 4096

  private(set) var settings = TerminalSettings()
  /// The line that is being typed.
  private(set) var line: [UInt8] = []
  /// What programs can read: one line each while the terminal was canonical; empty is its end.
  private var ready: [[UInt8]] = []
  private var isLiteral = false
  /// The column of the cursor, as far as it can be told from what was written.
  private var column = 0
  /// Where the line that is being typed began.
  private var lineStart = 0

  /// How many bytes wait to be read or completed.
  var count: Int { ready.reduce(line.count) { $0 + max($1.count, 1) } }

  /// Whether a read would give something.
  var isReadable: Bool { !ready.isEmpty }

  /// Changes the settings; `flushes` drops what was typed and not read.
  mutating func set(_ new: TerminalSettings, flushes: Bool) {
    if flushes { flush() }
    if settings.isCanonical, !new.isCanonical {
      // What was typed can be read as it is; ends of input are no longer ends.
      let typed = ready.flatMap { $0 } + line
      ready = typed.isEmpty ? [] : [typed]
      line = []
    }
    settings = new
  }

  mutating func flush() {
    ready = []
    line = []
    isLiteral = false
  }

  // MARK: Reading

  /// Takes at most `limit` bytes, and of one line only; nil when nothing is there.
  mutating func take(_ limit: Int, through delimiter: UInt8? = nil) -> [UInt8]? {
    guard let first = ready.first else { return nil }
    var end = min(limit, first.count)
    if let delimiter, let index = first[..<end].firstIndex(of: delimiter) { end = index + 1 }
    if end == first.count {
      ready.removeFirst()
    } else {
      ready[0] = Array(first[end...])
    }
    return Array(first[..<end])
  }

  // MARK: Writing

  /// What a screen gets to see of bytes that a program writes.
  mutating func shown(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 16)
    for byte in bytes {
      if byte == 0x0A, settings.mapsNewline { result.append(0x0D) }
      result.append(byte)
      advance(over: byte)
    }
    return result
  }

  private mutating func advance(over byte: UInt8) {
    switch byte {
    case 0x0D: column = 0
    case 0x0A: if settings.mapsNewline { column = 0 }
    case 0x08: column = max(0, column - 1)
    case 0x09: column = (column / 8 + 1) * 8
    case 0..<0x20, 0x7F, 0x80..<0xC0: break
    default: column += 1
    }
  }

  // MARK: Typing

  /// Takes a byte from the keyboard.
  mutating func type(_ typed: UInt8) -> [Effect] {
    if isLiteral {
      isLiteral = false
      return insert(typed)
    }
    let byte = typed == 0x0D && settings.mapsReturn ? 0x0A : typed
    switch settings.meaning(of: byte) {
    case .interrupt: return signal(.int, byte)
    case .quit: return signal(.quit, byte)
    case .suspend: return signal(.tstp, byte)
    case .stop: return [.holdOutput]
    case .start: return [.resumeOutput]
    case .erase: return erase(1)
    case .wordErase: return erase(wordLength)
    case .kill: return erase(.max)
    case .endOfFile:
      complete()
      return []
    case .literalNext:
      isLiteral = true
      return settings.echoes && settings.echoesControls ? [.echo([0x5E, 0x08])] : []
    case .reprint: return reprint(byte)
    case nil: return insert(byte)
    }
  }

  private mutating func signal(_ signal: Signal, _ byte: UInt8) -> [Effect] {
    flush()
    return [.resumeOutput, .signal(signal)] + echo(byte)
  }

  private mutating func insert(_ byte: UInt8) -> [Effect] {
    guard settings.isCanonical else {
      guard count < LineDiscipline.capacity else { return [] }
      if ready.isEmpty { ready.append([]) }
      ready[ready.count - 1].append(byte)
      return echo(byte)
    }
    // The newline always finds a place, so that a full line can be ended.
    guard count < LineDiscipline.capacity - 1 || byte == 0x0A else { return [.echo([0x07])] }
    if line.isEmpty { lineStart = column }
    line.append(byte)
    let effects = echo(byte)
    if byte == 0x0A { complete() }
    return effects
  }

  private mutating func complete() {
    ready.append(line)
    line = []
  }

  private mutating func echo(_ byte: UInt8) -> [Effect] {
    guard settings.echoes else { return [] }
    return [.echo(shown(picture(of: byte)))]
  }

  /// How a typed byte looks.
  private func picture(of byte: UInt8) -> [UInt8] {
    guard settings.echoesControls, byte < 0x20 || byte == 0x7F, byte != 0x0A, byte != 0x09 else {
      return [byte]
    }
    return [0x5E, byte ^ 0x40]
  }

  /// How many characters ^W takes: blanks, then a word.
  private var wordLength: Int {
    let characters = line.filter { $0 & 0xC0 != 0x80 }.reversed()
    let blanks = characters.prefix { $0 == 0x20 || $0 == 0x09 }.count
    return blanks + characters.dropFirst(blanks).prefix { $0 != 0x20 && $0 != 0x09 }.count
  }

  private mutating func erase(_ count: Int) -> [Effect] {
    var bytes: [UInt8] = []
    for _ in 0..<min(count, line.count) {
      guard !line.isEmpty else { break }
      let before = width(of: line)
      while let last = line.popLast(), last & 0xC0 == 0x80 {}
      for _ in 0..<max(0, before - width(of: line)) { bytes += [0x08, 0x20, 0x08] }
    }
    guard settings.echoes, settings.echoesErasing, !bytes.isEmpty else { return [] }
    column = lineStart + width(of: line)
    return [.echo(bytes)]
  }

  /// How many columns a part of the current line takes.
  private func width(of line: [UInt8]) -> Int {
    var end = lineStart
    for byte in line {
      switch byte {
      case 0x09: end = (end / 8 + 1) * 8
      case 0x80..<0xC0: break
      default: end += picture(of: byte).count
      }
    }
    return end - lineStart
  }

  private mutating func reprint(_ byte: UInt8) -> [Effect] {
    guard settings.echoes else { return [] }
    return echo(byte) + [.echo(shown([0x0A] + line.flatMap(picture)))]
  }
}
