/// Dates as Kubernetes writes them, counted without any calendar library.
extension ClusterTime {
  /// Reads `2026-11-21T01:52:25Z`, with or without a fraction; nil for anything else.
  ///
  /// Source: RFC 3339. Offsets other than `Z` are read too.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? { decimal(bytes[range]) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60,
      let rest = FractionAndZone(bytes[19...])
    else { return nil }
    let days = CivilDate.days(year: year, month: month, day: day)
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - rest.offsetSeconds
    // Nanoseconds since 1970 fit into 64 bits for the years 1678 to 2262 only.
    guard seconds.magnitude < 9_000_000_000 else { return nil }
    self.init(nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(rest.nanoseconds))
  }

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int64 {
    nanoseconds >= 0
      ? nanoseconds / 1_000_000_000 : -((-nanoseconds + 999_999_999) / 1_000_000_000)
  }

  /// `2026-11-21T01:52:25Z`: how the API writes a time.
  package var rfc3339: String {
    let date = CivilDate(secondsSince1970: Int(seconds))
    guard (0...9999).contains(date.year) else {
      return "\(pad(date.year, 4))-\(pad(date.month))-\(pad(date.day))T\(date.clock)Z"
    }
    // Every status and event has some: digit by digit they cost a tenth.
    return String(unsafeUninitializedCapacity: 20) { bytes in
      var template = "0000-00-00T00:00:00Z"
      template.withUTF8 { _ = bytes.update(fromContentsOf: $0) }
      func put(_ value: Int, at place: Int) {
        bytes[place] += UInt8(truncatingIfNeeded: value / 10 % 10)
        bytes[place + 1] += UInt8(truncatingIfNeeded: value % 10)
      }
      put(date.year / 100, at: 0)
      put(date.year, at: 2)
      put(date.month, at: 5)
      put(date.day, at: 8)
      put(date.secondOfDay / 3600, at: 11)
      put(date.secondOfDay / 60 % 60, at: 14)
      put(date.secondOfDay % 60, at: 17)
      return 20
    }
  }

  /// `2026-11-21T01:55:16.044290130Z`: how the kubelet stamps a log line.
  package var rfc3339Nanoseconds: String {
    let fraction = nanoseconds - seconds * 1_000_000_000
    return rfc3339.dropLast() + "." + pad(Int(fraction), 9) + "Z"
  }

  /// `2026-11-21T01:55:16.044290Z`: how the API writes a time of the newer kind.
  ///
  /// Source: apimachinery `meta/v1/micro_time.go`.
  package var rfc3339Microseconds: String { rfc3339Nanoseconds.dropLast(4) + "Z" }

  /// `Sat, 21 Nov 2026 01:52:25 +0000`: how `kubectl describe` prints a time.
  ///
  /// Source: Go `time.RFC1123Z`.
  package var rfc1123: String {
    let date = CivilDate(secondsSince1970: Int(seconds))
    let weekday = CivilDate.weekdays[date.weekday]
    let month = CivilDate.months[date.month - 1]
    return "\(weekday), \(pad(date.day)) \(month) \(pad(date.year, 4)) \(date.clock) +0000"
  }

  /// The time that passed since `earlier`; negative when it lies ahead.
  package func since(_ earlier: ClusterTime) -> Duration {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflow ? .zero : .nanoseconds(difference)
  }

  /// The moment so much later; the last one that can be told when it lies beyond.
  package func advanced(by duration: Duration) -> ClusterTime {
    let (seconds, attoseconds) = duration.components
    let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, tooLate) = nanoseconds.addingReportingOverflow(whole)
    guard !tooLong, !tooLate else { return ClusterTime(nanoseconds: .max) }
    let (end, beyond) = sum.addingReportingOverflow(attoseconds / 1_000_000_000)
    return ClusterTime(nanoseconds: beyond ? .max : end)
  }
}

/// A day and a time of day in UTC.
private struct CivilDate {
  static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  let year: Int
  let month: Int
  let day: Int
  let secondOfDay: Int
  /// Index into `weekdays`.
  let weekday: Int

  /// Source: the usual count of days in 400-year cycles that start on 1 March.
  init(secondsSince1970 seconds: Int) {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    secondOfDay = seconds - days * 86_400
    weekday = ((days % 7) + 7) % 7
    let shifted = days + 719_468
    let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfCycle = shifted - cycle * 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
  }

  static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let cycle = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfCycle = marchYear - cycle * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * 146_097 + dayOfCycle - 719_468
  }

  var clock: String {
    "\(pad(secondOfDay / 3600)):\(pad(secondOfDay / 60 % 60)):\(pad(secondOfDay % 60))"
  }
}

/// What follows the seconds of an RFC 3339 time.
private struct FractionAndZone {
  var nanoseconds = 0
  var offsetSeconds = 0

  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { return nil }
      let padded = Array(digits.prefix(9)) + Array(repeating: 0x30, count: max(0, 9 - digits.count))
      nanoseconds = decimal(padded[...]) ?? 0
      rest = rest.dropFirst(1 + digits.count)
    }
    switch rest.first {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      guard rest.count == 1 else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let parts = rest.dropFirst()
      guard parts.count == 5, let hours = decimal(parts.prefix(2)),
        let minutes = decimal(parts.suffix(2)), hours < 24, minutes < 60
      else { return nil }
      offsetSeconds = (hours * 60 + minutes) * 60 * (rest.first == UInt8(ascii: "-") ? -1 : 1)
    default: return nil
    }
  }
}

/// The number that up to nine digits stand for; nil when one is no digit.
private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.count <= 9 else { return nil }
  var value = 0
  for digit in digits {
    guard (0x30...0x39).contains(digit) else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return value
}

private func pad(_ number: Int, _ width: Int = 2) -> String {
  let text = String(number)
  if text.utf8.count >= width { return text }
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
