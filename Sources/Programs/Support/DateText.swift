import ByteText
import Kernel

/// Dates as `date -d` and `touch -d` of busybox read them.
///
/// Source: busybox 1.35.0 `libbb/time.c`, `parse_datestr`.
enum DateText {
  /// Seconds since 1970; nil if the text is no date.
  static func parse(_ text: String, now: VirtualTime, in zone: TimeZone) -> Int? {
    if text.hasPrefix("@") {
      return Int(text.dropFirst()).flatMap { $0 < 0 && !Dialect.isGNU ? nil : $0 }
    }
    return fields(text, CalendarTime(now, in: zone)).map { zone.moment(showing: $0) }
  }

  /// What a clock shows, as seconds since 1970 by that clock.
  private static func fields(_ text: String, _ today: CalendarTime) -> Int? {
    if let dotted = dotted(text, today) { return dotted }
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" && Dialect.isGNU })
    if parts.count == 2, let day = date(parts[0]), let time = time(parts[1]) {
      return CalendarTime.days(year: day.0, month: day.1, day: day.2) * 86_400 + time
    }
    if parts.count == 1, let day = date(parts[0]) {
      return CalendarTime.days(year: day.0, month: day.1, day: day.2) * 86_400
    }
    if parts.count == 1, text.holds(":"), let time = time(parts[0]) {
      return CalendarTime.days(year: today.year, month: today.month, day: today.day) * 86_400 + time
    }
    return compact(text, today)
  }

  /// Reads `[YYYY.]MM.DD-hh:mm[:ss]`.
  private static func dotted(_ text: String, _ today: CalendarTime) -> Int? {
    let halves = text.split(at: "-", omittingEmptySubsequences: false)
    guard halves.count == 2, let time = time(halves[1]) else { return nil }
    var numbers = halves[0].split(at: ".", omittingEmptySubsequences: false).map { Int($0) }
    if numbers.count == 2 { numbers.insert(today.year, at: 0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
      (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return CalendarTime.days(year: year, month: month, day: day) * 86_400 + time
  }

  private static func date(_ text: Substring) -> (Int, Int, Int)? {
    let numbers = text.split(at: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
      (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return (year, month, day)
  }

  private static func time(_ text: Substring) -> Int? {
    var text = text
    if text.hasSuffix("Z") { text.removeLast() }
    let numbers = text.split(at: ":", omittingEmptySubsequences: false).map {
      Int($0.prefix { $0 != "." })
    }
    guard numbers.count == 2 || numbers.count == 3, let hour = numbers[0], let minute = numbers[1],
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    if numbers.count == 2 { return hour * 3600 + minute * 60 }
    guard let second = numbers[2], (0...60).contains(second) else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Reads `[[[[CC]YY]MM]DD]hhmm[.ss]`.
  private static func compact(_ text: String, _ today: CalendarTime) -> Int? {
    let parts = text.split(at: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = Array(parts[0])
    guard digits.count % 2 == 0, (4...12).contains(digits.count),
      digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    var pairs = stride(from: 0, to: digits.count, by: 2).compactMap {
      Int(String(digits[$0...($0 + 1)]))
    }
    let second = parts.count > 1 ? Int(parts[1]) ?? -1 : 0
    guard let minute = pairs.popLast(), let hour = pairs.popLast(), hour < 24, minute < 60,
      (0...60).contains(second)
    else { return nil }
    let day = pairs.popLast() ?? today.day
    let month = pairs.popLast() ?? today.month
    var year = pairs.popLast() ?? today.year
    if let century = pairs.popLast() {
      year += century * 100
    } else if year < 100 {
      year += year < 69 ? 2000 : 1900
    }
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    return CalendarTime.days(year: year, month: month, day: day) * 86_400 + hour * 3600
      + minute * 60 + second
  }
}
