import Kernel

/// A time zone as the variable TZ describes it, without any database.
///
/// Source: POSIX "Other Environment Variables", TZ, in the forms that begin with a name.
struct TimeZone {
  /// What clocks show at one moment.
  struct Offset: Equatable {
    var name: String
    /// Seconds east of Greenwich.
    var seconds: Int
  }

  /// A day on which clocks change, and the second of that day by the old time.
  private struct Change {
    enum Day {
      /// `Mm.w.d`: the week 5 is the last.
      case weekday(month: Int, week: Int, day: Int)
      /// `Jn`, which never counts the 29th of February, and `n`, which does.
      case ofYear(Int, skipsLeapDay: Bool)
    }

    var day: Day
    var second = 7200
  }

  private var standard: Offset
  private var summer: (offset: Offset, start: Change, end: Change)?

  static let utc = TimeZone(standard: Offset(name: "UTC", seconds: 0))

  private init(standard: Offset) { self.standard = standard }

  /// The zone of TZ; what is none counts as UTC, and so do names of places.
  init(_ text: String?) {
    var rest = (text ?? "")[...]
    if rest.first == ":" { rest.removeFirst() }
    guard let name = TimeZone.name(&rest), let west = TimeZone.time(&rest, limit: 24) else {
      self = .utc
      return
    }
    self.init(standard: Offset(name: name, seconds: -west))
    guard let name = TimeZone.name(&rest) else { return }
    var offset = Offset(name: name, seconds: standard.seconds + 3600)
    if rest.first != ",", let west = TimeZone.time(&rest, limit: 24) { offset.seconds = -west }
    // Without rules those of the United States hold.
    var rules = rest.first == "," ? rest.dropFirst() : "M3.2.0,M11.1.0"
    guard let start = TimeZone.change(&rules), rules.popFirst() == ",",
      let end = TimeZone.change(&rules)
    else { return }
    summer = (offset, start, end)
  }

  /// What clocks show at a moment, in seconds since 1970.
  func offset(at seconds: Int) -> Offset {
    guard let summer else { return standard }
    let year = CalendarTime(unixSeconds: seconds &+ standard.seconds).year
    let start = TimeZone.moment(of: summer.start, in: year) - standard.seconds
    let end = TimeZone.moment(of: summer.end, in: year) - summer.offset.seconds
    let isSummer =
      start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isSummer ? summer.offset : standard
  }

  /// The moment at which clocks show a time that would be `seconds` in UTC.
  func moment(showing seconds: Int) -> Int {
    let guess = seconds - standard.seconds
    let better = seconds - offset(at: guess).seconds
    return seconds - offset(at: better).seconds
  }

  // MARK: Reading

  private static func name(_ rest: inout Substring) -> String? {
    if rest.first == "<" {
      let name = rest.dropFirst().prefix { $0 != ">" }
      guard name.endIndex < rest.endIndex, !name.isEmpty else { return nil }
      rest = rest[name.endIndex...].dropFirst()
      return String(name)
    }
    let name = rest.prefix { $0.isASCII && $0.isLetter }
    guard name.count >= 3 else { return nil }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private static func number(_ rest: inout Substring) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return digits.count <= 4 ? Int(digits) : nil
  }

  /// Reads `[+-]hh[:mm[:ss]]` as seconds.
  private static func time(_ rest: inout Substring, limit: Int) -> Int? {
    var sign = 1
    if let first = rest.first, first == "+" || first == "-" {
      sign = first == "-" ? -1 : 1
      rest.removeFirst()
    }
    guard let hours = number(&rest), hours <= limit else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where rest.first == ":" {
      rest.removeFirst()
      guard let part = number(&rest), part < 60 else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private static func change(_ rest: inout Substring) -> Change? {
    guard let day = day(&rest) else { return nil }
    var result = Change(day: day)
    if rest.first == "/" {
      rest.removeFirst()
      guard let second = time(&rest, limit: 167) else { return nil }
      result.second = second
    }
    return result
  }

  private static func day(_ rest: inout Substring) -> Change.Day? {
    guard let first = rest.first else { return nil }
    if first == "M" {
      rest.removeFirst()
      guard let month = number(&rest), rest.popFirst() == ".", let week = number(&rest),
        rest.popFirst() == ".", let day = number(&rest), (1...12).contains(month),
        (1...5).contains(week), day < 7
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
    if first == "J" { rest.removeFirst() }
    guard let day = number(&rest), day <= 365 else { return nil }
    return .ofYear(day, skipsLeapDay: first == "J")
  }

  /// When clocks change, in seconds since 1970 by the clock before the change.
  private static func moment(of change: Change, in year: Int) -> Int {
    let days: Int
    switch change.day {
    case .ofYear(let number, let skipsLeapDay):
      let first = CalendarTime.days(year: year, month: 1, day: 1)
      let march = CalendarTime.days(year: year, month: 3, day: 1)
      let isLeap = march - first == 60
      days = first + (skipsLeapDay ? number - 1 + (isLeap && number > 59 ? 1 : 0) : number)
    case .weekday(let month, let week, let day):
      let first = CalendarTime.days(year: year, month: month, day: 1)
      let next = CalendarTime.days(year: year, month: month + 1, day: 1)
      let weekday = CalendarTime(unixSeconds: first * 86_400).weekday
      var found = first + (day - weekday + 7) % 7 + (week - 1) * 7
      while found >= next { found -= 7 }
      days = found
    }
    return days * 86_400 + change.second
  }
}

extension Process {
  /// The zone that this process's variable TZ names.
  var timeZone: TimeZone { TimeZone(environment["TZ"]) }
}
