import ByteText
import Kernel
import RegularExpressions
import Shell

extension AwkMachine {
  /// Calls a function that awk has of itself.
  ///
  /// Source: POSIX `awk`; `gensub`, `and` and so on as busybox 1.35.0 `editors/awk.c` has them.
  func callBuiltin(_ name: String, _ arguments: [AwkExpression]) async throws -> AwkValue {
    switch name {
    case "length":
      guard let first = arguments.first else { return .number(Double(record.text.rawBytes.count)) }
      if case .variable(let name) = first, let array = existingArray(name) {
        return .number(Double(array.count))
      }
      return .number(Double(try await text(first).rawBytes.count))
    case "split": return try await splitText(arguments)
    case "sub", "gsub": return try await substitute(arguments, isGlobal: name == "gsub")
    case "gensub": return try await generalSubstitute(arguments)
    case "match": return try await match(arguments)
    case "close":
      return .number(Double(try await streams.close(try await text(at: 0, arguments))))
    case "system":
      return .number(Double(try await streams.run(try await text(at: 0, arguments))))
    case "fflush":
      guard !arguments.isEmpty else {
        try await process.output.flush()
        return .number(0)
      }
      let target = try await text(at: 0, arguments)
      if target.isEmpty {
        try await streams.flushAll()
        return .number(0)
      }
      if target == "/dev/stdout" {
        try await process.output.flush()
        return .number(0)
      }
      return .number(try await streams.flush(target) ? 0 : -1)
    case "sprintf":
      let value = try await callSimple(name, try await evaluateAll(arguments))
      try await process.makeRoom(for: value.size)
      try await process.work(on: Printf.effort(value.size))
      return value
    default: return try await callSimple(name, try await evaluateAll(arguments))
    }
  }

  private func existingArray(_ name: String) -> AwkArray? {
    let cell = frames.last?[name] ?? globals[name]
    if case .array(let array)? = cell { return array }
    return nil
  }

  private func text(at index: Int, _ arguments: [AwkExpression]) async throws -> String {
    index < arguments.count ? try await text(arguments[index]) : ""
  }

  /// Functions of values alone.
  private func callSimple(_ name: String, _ values: [AwkValue]) async throws -> AwkValue {
    let format = string(of: "CONVFMT")
    let first = values.first ?? .unset
    let number = first.number
    func text(_ index: Int) -> String {
      index < values.count ? values[index].text(format: format) : ""
    }
    switch name {
    case "substr": return .string(substring(text(0), values))
    case "index":
      let needle = text(1).rawBytes
      if needle.isEmpty, !Dialect.isGNU { return .number(0) }
      let range = text(0).rawBytes.firstRange(ofBytes: needle, from: 0)
      return .number(range.map { Double($0.lowerBound + 1) } ?? 0)
    case "sprintf", "(":
      if name == "(" { return values.last ?? .unset }
      return .string(
        Formatting.format(text(0), Array(values.dropFirst()), numberFormat: format))
    case "tolower": return .string(text(0).rawBytes.map(lowercase).text)
    case "toupper": return .string(text(0).rawBytes.map(uppercase).text)
    case "int": return .number(number.rounded(.towardZero))
    case "sqrt": return .number(number.squareRoot())
    case "rand":
      randomState = randomState &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return .number(Double(randomState >> 11) / 9_007_199_254_740_992)
    case "srand":
      let old = seed
      seed = values.isEmpty ? Double(process.now.unixSeconds) : number
      randomState = UInt64(bitPattern: Int64(AwkMachine.integer(seed))) &* 0x9E37_79B9_7F4A_7C15
      return .number(old)
    case "systime": return .number(Double(process.now.unixSeconds))
    case "strftime":
      let format = values.isEmpty ? "%c" : text(0)
      let seconds =
        values.count > 1 ? AwkMachine.wide(values[1].number) : Int(process.now.unixSeconds)
      return .string(CalendarTime(unixSeconds: seconds).formatted(format))
    case "mktime":
      let parts = text(0).split(at: " ").compactMap { Int($0) }.map {
        max(-100_000, min($0, 100_000))
      }
      guard parts.count >= 6 else { return .number(-1) }
      let days = CalendarTime.days(year: parts[0], month: parts[1], day: parts[2])
      return .number(Double(days * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]))
    case "and", "or", "xor", "lshift", "rshift", "compl": return bits(name, values)
    default: return .number(Mathematics.function(name, number, values.dropFirst().first?.number))
    }
  }

  private static func wide(_ value: Double) -> Int {
    Int(value.isNaN ? 0 : max(-1e15, min(value, 1e15)))
  }

  private func bits(_ name: String, _ values: [AwkValue]) -> AwkValue {
    let left = AwkMachine.wide(values.first?.number ?? 0)
    let right = AwkMachine.wide(values.dropFirst().first?.number ?? 0)
    switch name {
    case "and": return .number(Double(left & right))
    case "or": return .number(Double(left | right))
    case "xor": return .number(Double(left ^ right))
    case "lshift": return .number(Double(left << max(0, min(right, 62))))
    case "rshift": return .number(Double(left >> max(0, min(right, 62))))
    default: return .number(Double(UInt64.max ^ UInt64(bitPattern: Int64(left))))
    }
  }

  private func substring(_ text: String, _ values: [AwkValue]) -> String {
    guard values.count > 1 else { return text }
    let bytes = text.rawBytes
    if !Dialect.isGNU {
      let start = min(max(AwkMachine.integer(values[1].number) - 1, 0), bytes.count)
      let count = values.count > 2 ? max(0, AwkMachine.integer(values[2].number)) : bytes.count
      return bytes[start...].prefix(count).asText
    }
    let start = values[1].number.rounded(.toNearestOrEven)
    var end = Double(bytes.count) + 1
    if values.count > 2 { end = min(end, start + values[2].number.rounded(.toNearestOrEven)) }
    let first = max(1, start)
    guard first < end else { return "" }
    return bytes[(Int(first) - 1)..<(Int(end) - 1)].asText
  }

  /// Demands room for the parts that a long text may have, before they are made.
  func makeRoomForParts(of text: String) async throws {
    if text.utf8.count > 65_536 { try await process.makeRoom(for: text.utf8.count * 8) }
  }

  private func splitText(_ arguments: [AwkExpression]) async throws -> AwkValue {
    guard arguments.count > 1, case .variable(let name) = arguments[1] else { return .number(0) }
    let subject = try await text(arguments[0])
    try await makeRoomForParts(of: subject)
    let parts: [String]
    if arguments.count > 2 {
      if case .regex(let regex) = arguments[2] {
        parts = AwkMachine.split(subject, by: regex)
        try await process.work(of: regex)
      } else {
        parts = split(subject, by: try await text(arguments[2]))
      }
    } else {
      parts = split(subject, by: string(of: "FS"))
    }
    let target = array(name)
    target.removeAll()
    try await process.work(on: subject.utf8.count + parts.count * 128)
    for (index, part) in parts.enumerated() { target["\(index + 1)"] = .input(part) }
    return .number(Double(parts.count))
  }

  private func match(_ arguments: [AwkExpression]) async throws -> AwkValue {
    guard arguments.count > 1 else { return .number(0) }
    let subject = try await text(arguments[0]).rawBytes
    let regex = try await regex(arguments[1])
    let found = regex.firstMatch(in: subject)
    try await process.work(of: regex)
    let start = found.map { $0.range.lowerBound + 1 } ?? 0
    setVariable("RSTART", .number(Double(start)))
    setVariable("RLENGTH", .number(Double(found?.range.count ?? -1)))
    if arguments.count > 2, case .variable(let name) = arguments[2] {
      let target = array(name)
      target.removeAll()
      for (index, range) in (found?.groups ?? []).enumerated() {
        if let range { target["\(index)"] = .input(subject[range].asText) }
      }
    }
    return .number(Double(start))
  }

  // MARK: Substitution

  private func substitute(_ arguments: [AwkExpression], isGlobal: Bool) async throws -> AwkValue {
    guard arguments.count > 1 else { return .number(0) }
    let regex = try await regex(arguments[0])
    let replacement = try await text(arguments[1]).rawBytes
    let target = arguments.count > 2 ? arguments[2] : .field(.number(0))
    let subject = try await text(target).rawBytes
    try await process.makeRoom(for: subject.count * 2)
    let (result, count) = AwkMachine.replace(
      subject, regex, from: 1, limit: isGlobal ? Int.max : 1,
      room: process.kernel.limits.processMemory
    ) { match in AwkMachine.expand(replacement, match, subject, knowsGroups: false) }
    try await process.work(of: regex)
    try await process.work(on: (result.count + count * 16) * 4)
    try await process.makeRoom(for: result.count)
    if count > 0 { try await assign(target, .string(result.text)) }
    return .number(Double(count))
  }

  private func generalSubstitute(_ arguments: [AwkExpression]) async throws -> AwkValue {
    guard arguments.count > 2 else { return .string("") }
    let regex = try await regex(arguments[0])
    let replacement = try await text(arguments[1]).rawBytes
    let how = try await text(arguments[2])
    let subject = arguments.count > 3 ? try await text(arguments[3]) : record.text
    let bytes = subject.rawBytes
    let isGlobal = how.hasPrefix("g") || how.hasPrefix("G")
    let first = isGlobal ? 1 : max(1, AwkMachine.integer(AwkValue.number(in: how)))
    let (result, _) = AwkMachine.replace(
      bytes, regex, from: first, limit: isGlobal ? Int.max : 1,
      room: process.kernel.limits.processMemory
    ) {
      AwkMachine.expand(replacement, $0, bytes, knowsGroups: true)
    }
    try await process.work(of: regex)
    try await process.work(on: result.count)
    return .string(result.text)
  }

  /// Replaces matches from the `first` on, `limit` at most.
  private static func replace(
    _ text: [UInt8], _ regex: Regex, from first: Int, limit: Int, room: Int,
    _ replacement: (Regex.Match) -> [UInt8]
  ) -> ([UInt8], Int) {
    var result: [UInt8] = []
    var (start, number, count) = (0, 0, 0)
    var lastEnd = -1
    while start <= text.count, count < limit, result.count <= room,
      let match = regex.firstMatch(in: text, from: start)
    {
      let range = match.range
      if range.isEmpty, range.lowerBound == lastEnd {
        if start < text.count { result.append(text[start]) }
        start += 1
        continue
      }
      result += text[start..<range.lowerBound]
      number += 1
      if number >= first {
        result += replacement(match)
        count += 1
      } else {
        result += text[range]
      }
      (start, lastEnd) = (range.upperBound, range.upperBound)
      if range.isEmpty {
        if start < text.count { result.append(text[start]) }
        start += 1
      }
    }
    if start < text.count { result += text[start...] }
    return (result, count)
  }

  /// Puts the match in for "&", and groups for "\1".
  private static func expand(
    _ replacement: [UInt8], _ match: Regex.Match, _ text: [UInt8], knowsGroups: Bool
  ) -> [UInt8] {
    var result: [UInt8] = []
    var rest = replacement[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "&") {
        result += text[match.range]
      } else if byte == UInt8(ascii: "\\"), let next = rest.first {
        if next == UInt8(ascii: "&") || next == UInt8(ascii: "\\") {
          result.append(next)
          rest.removeFirst()
        } else if knowsGroups, (0x30...0x39).contains(next) {
          let index = Int(next - 0x30)
          if index < match.groups.count, let range = match.groups[index] { result += text[range] }
          rest.removeFirst()
        } else {
          result.append(byte)
        }
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
