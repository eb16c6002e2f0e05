/// Reads times as Go does, with Go's messages.
///
/// Source: Go `time.Parse` with the layout `RFC3339`.
enum GoTime {
  static let layout = "2006-01-02T15:04:05Z07:00"

  /// Why a text is no RFC 3339 time; nil when it is one.
  static func problem(in text: String) -> String? {
    var reader = Reader(text: text, rest: Array(text.utf8)[...])
    return reader.read()
  }

  private struct Reader {
    let text: String
    var rest: ArraySlice<UInt8>
    var outOfRange: String?

    mutating func read() -> String? {
      guard let year = number(4) else { return mismatch("2006") }
      guard skip("-") else { return mismatch("-") }
      guard let month = number(2) else { return mismatch("01") }
      if !(1...12).contains(month) { return range("month") }
      guard skip("-") else { return mismatch("-") }
      guard let day = number(2) else { return mismatch("02") }
      guard skip("T") else { return mismatch("T") }
      if let problem = readClock() { return problem }
      if let problem = readZone() { return problem }
      if !rest.isEmpty { return "\(prefix): extra text: \(GoQuote.quoted(string(rest)))" }
      if let outOfRange { return range(outOfRange) }
      return (1...Self.days(in: month, of: year)).contains(day) ? nil : range("day")
    }

    private mutating func readClock() -> String? {
      guard let hour = number(2) else { return mismatch("15") }
      if hour > 23 { return range("hour") }
      guard skip(":") else { return mismatch(":") }
      guard let minute = number(2) else { return mismatch("04") }
      if minute > 59 { return range("minute") }
      guard skip(":") else { return mismatch(":") }
      guard let second = number(2) else { return mismatch("05") }
      if second > 59 { return range("second") }
      if let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","),
        let next = rest.dropFirst().first, Self.isDigit(next)
      {
        rest = rest.dropFirst().drop(while: Self.isDigit)
      }
      return nil
    }

    private mutating func readZone() -> String? {
      let start = rest
      if rest.first == UInt8(ascii: "Z") {
        rest.removeFirst()
        return nil
      }
      guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
        return mismatch("Z07:00")
      }
      rest.removeFirst()
      guard let hours = number(2), skip(":"), let minutes = number(2) else {
        rest = start
        return mismatch("Z07:00")
      }
      if hours > 24 { outOfRange = "time zone offset hour" }
      if minutes > 60 { outOfRange = "time zone offset minute" }
      return nil
    }

    private var prefix: String { "parsing time \(GoQuote.quoted(text))" }

    private func mismatch(_ element: String) -> String {
      "\(prefix) as \(GoQuote.quoted(GoTime.layout)): cannot parse "
        + "\(GoQuote.quoted(string(rest))) as \(GoQuote.quoted(element))"
    }

    private func range(_ what: String) -> String { "\(prefix): \(what) out of range" }

    private mutating func number(_ count: Int) -> Int? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
      rest = rest.dropFirst(count)
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    private func string(_ bytes: ArraySlice<UInt8>) -> String {
      String(decoding: bytes, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func days(in month: Int, of year: Int) -> Int {
      if month == 2 {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      }
      return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
  }
}
