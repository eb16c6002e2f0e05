import Cells

/// A whole sequence that began with `ESC [` or `ESC O`.
struct ControlSequence {
  private let isCSI: Bool
  /// The numbers; a missing one is 0.
  private let parameters: [Int]
  private let isMouse: Bool
  /// Whether it answers a question, which nobody has asked.
  private let isReport: Bool
  private let final: UInt8
  /// The three bytes of an X10 mouse report.
  private let report: [UInt8]

  /// Reads a sequence; nil while it has not ended.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 3 else { return nil }
    let body = bytes[2...]
    isCSI = bytes[1] == 0x5B
    if isCSI, body.first == 0x4D {
      guard bytes.count == 6 else { return nil }
      report = Array(bytes[3...])
      (parameters, isMouse, isReport, final) = ([], false, false, 0x4D)
      return
    }
    report = []
    // F1 to F5 of the Linux console: ESC [ [ A.
    let isLinux = isCSI && body.first == 0x5B
    let rest = isLinux ? body.dropFirst() : body
    guard let last = rest.last, (0x40...0x7E).contains(last) || !isCSI else { return nil }
    isMouse = rest.first == 0x3C
    isReport = rest.first == 0x3F || rest.first == 0x3E
    final = isLinux ? last &+ 0x0F : last
    let digits = rest.dropLast().drop { $0 == 0x3C }
    parameters = digits.split(separator: 0x3B, omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
  }

  var isPasteStart: Bool { isCSI && final == 0x7E && parameters.first == 200 }

  /// What the sequence means; nil when it is none of ours.
  var event: TerminalEvent? {
    if !report.isEmpty {
      return mouse(
        button: Int(report[0]) - 32, x: Int(report[1]) - 33, y: Int(report[2]) - 33, isDown: true)
    }
    if isMouse {
      guard parameters.count == 3 else { return nil }
      return mouse(
        button: parameters[0], x: parameters[1] - 1, y: parameters[2] - 1, isDown: final == 0x4D)
    }
    guard !isReport else { return nil }
    return (final == 0x7E ? numbered : lettered).map(TerminalEvent.key)
  }

  /// A mouse report; releases and movements yield nothing.
  private func mouse(button: Int, x: Int, y: Int, isDown: Bool) -> TerminalEvent? {
    // Shift, Alt and Control are bits 2 to 4; bit 5 marks a movement.
    switch button & ~0b11100 {
    case 0 where isDown: .click(x: max(0, x), y: max(0, y))
    case 64: .scroll(x: max(0, x), y: max(0, y), lines: -1)
    case 65: .scroll(x: max(0, x), y: max(0, y), lines: 1)
    default: nil
    }
  }

  /// Keys that are told apart by a number before `~`.
  private var numbered: Key? {
    switch parameters.first {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11, 12, 13, 14, 15: .function((parameters.first ?? 0) - 10)
    case 17, 18, 19, 20, 21: .function((parameters.first ?? 0) - 11)
    case 23, 24: .function((parameters.first ?? 0) - 12)
    default: nil
    }
  }

  /// Keys that are told apart by the last letter, whatever modifiers stand before it.
  private var lettered: Key? {
    switch final {
    case 0x41, 0x61: .up
    case 0x42, 0x62: .down
    case 0x43, 0x63: .right
    case 0x44, 0x64: .left
    case 0x48: .home
    case 0x46: .end
    case 0x5A: .backTab
    case 0x50...0x54: .function(Int(final) - 0x4F)
    case 0x4D: .enter
    // The number pad in application mode.
    case 0x6A...0x79 where !isCSI: .character(Character(Unicode.Scalar(final - 0x40)))
    default: nil
    }
  }
}
