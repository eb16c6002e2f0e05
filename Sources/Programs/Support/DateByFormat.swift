import Kernel

/// A date that is read by a format of `strptime`, as `date -D` does.
///
/// What the format leaves out is taken from today, at midnight. Source: POSIX `strptime`.
struct DateByFormat {
  private var year: Int
  private var month: Int
  private var day: Int
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var rest: Substring

  /// Seconds since 1970; nil if the text is not of this format.
  static func parse(
    _ text: String, format: String, now: VirtualTime, in zone: TimeZone
  ) -> Int? {
    var reader = DateByFormat(text, today: CalendarTime(now, in: zone))
    let long = format.replacingAll("%F", with: "%Y-%m-%d").replacingAll("%T", with: "%H:%M:%S")
      .replacingAll("%R", with: "%H:%M")
    guard reader.read(long[...]), reader.rest.isEmpty else { return nil }
    let days = CalendarTime.days(year: reader.year, month: reader.month, day: reader.day)
    let seconds = reader.hour * 3600 + reader.minute * 60 + reader.second
    return zone.moment(showing: days * 86_400 + seconds)
  }

  private init(_ text: String, today: CalendarTime) {
    (year, month, day) = (today.year, today.month, today.day)
    rest = text[...]
  }

  private mutating func read(_ format: Substring) -> Bool {
    var format = format
    while let character = format.popFirst() {
      if character == " " {
        rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" }
      } else if character != "%" {
        guard rest.popFirst() == character else { return false }
      } else {
        guard let directive = format.popFirst(), read(directive) else { return false }
      }
    }
    return true
  }

  private mutating func read(_ directive: Character) -> Bool {
    switch directive {
    case "Y": return number(4, 1...9999, \.year)
    case "y":
      guard number(2, 0...99, \.year) else { return false }
      year += year < 69 ? 2000 : 1900
      return true
    case "m": return number(2, 1...12, \.month)
    case "d", "e":
      rest = rest.drop { $0 == " " }
      return number(2, 1...31, \.day)
    case "H": return number(2, 0...23, \.hour)
    case "M": return number(2, 0...59, \.minute)
    case "S": return number(2, 0...60, \.second)
    case "j":
      month = 1
      return number(3, 1...366, \.day)
    case "b", "B", "h": return monthName()
    case "%": return rest.popFirst() == "%"
    default: return false
    }
  }

  private mutating func number(
    _ digits: Int, _ range: ClosedRange<Int>, _ field: WritableKeyPath<DateByFormat, Int>
  ) -> Bool {
    let text = rest.prefix(digits).prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(text.count)
    guard let value = Int(text), range.contains(value) else { return false }
    self[keyPath: field] = value
    return true
  }

  private mutating func monthName() -> Bool {
    let name = rest.prefix { $0.isASCII && $0.isLetter }
    rest = rest.dropFirst(name.count)
    let index = CalendarTime.months.firstIndex {
      name.count >= 3 && $0.lowercased().hasPrefix(name.lowercased())
    }
    guard let index else { return false }
    month = index + 1
    return true
  }
}
