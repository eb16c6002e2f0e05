import Kernel

/// A moment, broken into the fields of the calendar.
struct CalendarTime {
  var year: Int
  /// 1 to 12.
  var month: Int
  /// 1 to 31.
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  /// 0: Sunday.
  var weekday: Int
  /// 1: the first of January.
  var dayOfYear: Int
  let unixSeconds: Int
  /// The clock that shows these fields.
  private let offset: TimeZone.Offset

  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (public domain).
  init(unixSeconds: Int, in zone: TimeZone = .utc) {
    self.unixSeconds = unixSeconds
    offset = zone.offset(at: unixSeconds)
    let seconds = unixSeconds &+ offset.seconds
    let days = CalendarTime.floorDivide(seconds, 86_400)
    let rest = seconds - days * 86_400
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    weekday = ((days % 7) + 11) % 7
    let shifted = days + 719_468
    let era = CalendarTime.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayInYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayInYear + 2) / 153
    day = dayInYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    dayOfYear = days - CalendarTime.days(year: year, month: 1, day: 1) + 1
  }

  init(_ time: VirtualTime, in zone: TimeZone = .utc) {
    self.init(unixSeconds: Int(time.unixSeconds), in: zone)
  }

  private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }

  /// Days from 1970-01-01; month and day may be out of range.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let year = year + floorDivide(month - 1, 12)
    let month = (month - 1) - floorDivide(month - 1, 12) * 12 + 1
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  var shortWeekday: String { String(CalendarTime.weekdays[weekday].prefix(3)) }
  var shortMonth: String { String(CalendarTime.months[month - 1].prefix(3)) }

  /// Formats as `strftime` does in the C locale; `%N` is known only with nanoseconds.
  func formatted(_ format: String, nanoseconds: Int? = nil) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(48)
    var rest = Array(format.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      var padding: Unicode.Scalar?
      while let flag = rest.first.map(Unicode.Scalar.init), CalendarTime.isFlag(flag) {
        if flag != "E", flag != "O" { padding = flag }
        rest.removeFirst()
      }
      let directive = rest.first.map(Unicode.Scalar.init)
      guard let directive, let text = field(directive, padding, nanoseconds) else {
        // What is no directive stands for itself, and may be a part of a longer character.
        result.append(byte)
        continue
      }
      rest.removeFirst()
      result.append(contentsOf: text.utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isFlag(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "_", "0", "^", "#", "E", "O": true
    case _: false
    }
  }

  private func number(_ value: Int, _ width: Int, _ padding: Unicode.Scalar?, space: Bool = false)
    -> String
  {
    switch padding {
    case "-": String(value)
    case "_": value.right(width)
    case "0": value.zeroes(width)
    default: space ? value.right(width) : value.zeroes(width)
    }
  }

  private func field(
    _ directive: Unicode.Scalar, _ padding: Unicode.Scalar?, _ nanoseconds: Int?
  ) -> String? {
    let hour12 = hour % 12 == 0 ? 12 : hour % 12
    switch directive {
    case "Y": return String(year)
    case "C": return number(year / 100, 2, padding)
    case "y": return number(year % 100, 2, padding)
    case "m": return number(month, 2, padding)
    case "d": return number(day, 2, padding)
    case "e": return number(day, 2, padding, space: true)
    case "H": return number(hour, 2, padding)
    case "k": return number(hour, 2, padding, space: true)
    case "I": return number(hour12, 2, padding)
    case "l": return number(hour12, 2, padding, space: true)
    case "M": return number(minute, 2, padding)
    case "S": return number(second, 2, padding)
    case "j": return number(dayOfYear, 3, padding)
    case "N": return nanoseconds?.zeroes(9)
    case "s": return String(unixSeconds)
    case "u": return String(weekday == 0 ? 7 : weekday)
    case "w": return String(weekday)
    case "U": return number((dayOfYear + 6 - weekday) / 7, 2, padding)
    case "W": return number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2, padding)
    case "V": return number(isoWeek.week, 2, padding)
    case "G": return String(isoWeek.year)
    case "g": return number(isoWeek.year % 100, 2, padding)
    default: return text(directive)
    }
  }

  private func text(_ directive: Unicode.Scalar) -> String? {
    switch directive {
    case "a": shortWeekday
    case "A": CalendarTime.weekdays[weekday]
    case "b", "h": shortMonth
    case "B": CalendarTime.months[month - 1]
    case "p": hour < 12 ? "AM" : "PM"
    case "P": hour < 12 ? "am" : "pm"
    case "n": "\n"
    case "t": "\t"
    case "%": "%"
    case "Z": offset.name
    case "z": zoneText(separator: "")
    case "D", "x": formatted("%m/%d/%y")
    case "F": formatted("%Y-%m-%d")
    case "T", "X": formatted("%H:%M:%S")
    case "R": formatted("%H:%M")
    case "r": formatted("%I:%M:%S %p")
    case "c": formatted("%a %b %e %H:%M:%S %Y")
    default: nil
    }
  }

  /// How far the clock is from UTC, as in "+0100".
  func zoneText(separator: String) -> String {
    let minutes = offset.seconds.magnitude / 60
    let sign = offset.seconds < 0 ? "-" : "+"
    return sign + Int(minutes / 60).zeroes(2) + separator + Int(minutes % 60).zeroes(2)
  }

  /// Source: ISO 8601, week dates.
  private var isoWeek: (year: Int, week: Int) {
    let day = weekday == 0 ? 7 : weekday
    let week = (dayOfYear - day + 10) / 7
    if week < 1 { return (year - 1, CalendarTime.weeks(in: year - 1)) }
    if week > CalendarTime.weeks(in: year) { return (year + 1, 1) }
    return (year, week)
  }

  private static func weeks(in year: Int) -> Int {
    let dominical = { (year: Int) in (year + year / 4 - year / 100 + year / 400) % 7 }
    return dominical(year) == 4 || dominical(year - 1) == 3 ? 53 : 52
  }
}
