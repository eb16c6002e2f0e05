/// Recognises the dates and times that go-yaml takes for timestamps.
///
/// Source: go-yaml v2 `resolve.go` (`parseTimestamp`): year-month-day, optionally with a time.
enum YAMLTimestamp {
  /// Whether the whole text is a date, or a date with a time.
  static func isTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 8, bytes[4] == UInt8(ascii: "-"),
      bytes.prefix(4).allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return false }
    var scan = Scan(bytes: bytes)
    return scan.date() && (scan.isAtEnd || scan.time())
  }

  private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    mutating func date() -> Bool {
      guard let year = number(digits: 4...4), skip("-"), let month = number(digits: 1...2),
        skip("-"), let day = number(digits: 1...2)
      else { return false }
      return (1...12).contains(month) && (1...daysIn(month, year: year)).contains(day)
    }

    /// ` hh:mm:ss.fff` without a zone, or `Thh:mm:ss.fff` with one.
    mutating func time() -> Bool {
      let hasZone = !skip(" ")
      if hasZone, !skip("T"), !skip("t") { return false }
      guard let hour = number(digits: 1...2), hour < 24, skip(":"),
        let minute = number(digits: 1...2), minute < 60, skip(":"),
        let second = number(digits: 1...2), second < 60, fraction()
      else { return false }
      return (!hasZone || zone()) && isAtEnd
    }

    private mutating func fraction() -> Bool {
      guard skip(".") || skip(",") else { return true }
      let start = index
      while !isAtEnd, isDigit(bytes[index]) { index += 1 }
      return index > start
    }

    private mutating func zone() -> Bool {
      if skip("Z") { return true }
      guard skip("+") || skip("-"), let hours = number(digits: 2...2), skip(":"),
        let minutes = number(digits: 2...2)
      else { return false }
      return hours <= 24 && minutes < 60
    }

    private func daysIn(_ month: Int, year: Int) -> Int {
      switch month {
      case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard !isAtEnd, bytes[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    private mutating func number(digits: ClosedRange<Int>) -> Int? {
      let start = index
      var value = 0
      while !isAtEnd, index - start < digits.upperBound, isDigit(bytes[index]) {
        value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        index += 1
      }
      return index - start >= digits.lowerBound ? value : nil
    }

    private func isDigit(_ byte: UInt8) -> Bool {
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
  }
}
