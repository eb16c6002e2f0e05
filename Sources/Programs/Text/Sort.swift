import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/sort.c`.
  static let sort = Applet(
    "sort",
    usage: """
      [-nrugMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...

      Sort lines of text

      	-o FILE	Output to FILE
      	-c	Check whether input is sorted
      	-b	Ignore leading blanks
      	-f	Ignore case
      	-i	Ignore unprintable characters
      	-d	Dictionary order (blank or alphanumeric only)
      	-n	Sort numbers
      	-g	General numerical sort
      	-M	Sort month
      	-V	Sort version
      	-t CHAR	Field separator
      	-k N[,M] Sort by Nth field
      	-r	Reverse sort order
      	-s	Stable (don't sort ties alphabetically)
      	-u	Suppress duplicate lines
      	-z	NUL terminated input and output
      """, failure: 2
  ) { process in
    let options = try await process.options(
      "ngMucszbrdfiVmS:T:o:k:t:" + (Dialect.isGNU ? "hC" : ""),
      long: [LongOption(name: "reverse", option: "r")])
    if let separator = options.value("t"), separator.rawBytes.count != 1, separator != "\\0" {
      try await process.die("bad -t parameter", status: 2)
    }
    guard let order = LineOrder(options) else {
      try await process.die("bad field specification", status: 2)
    }
    let end: UInt8 = options.has("z") ? 0 : 0x0A
    var lines: [[UInt8]] = []
    var held = Holding(process)
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      guard
        let reader = try await process.openInput(
          path, message: { Dialect.isGNU ? "cannot read: \($0)" : $0 })
      else { return 2 }
      do {
        while let line = try await reader.readLine(endingWith: end) {
          lines.append(line.last == end ? Array(line.dropLast()) : line)
          held.add(line.count + 96)
        }
      } catch Errno.isDirectory {
        if Dialect.isGNU {
          try await process.die("read failed: \(path): Is a directory", status: 2)
        }
      }
    }
    if options.has("c") { return try await check(lines, order, options.has("u"), process) }
    var entries = lines.enumerated().map { order.entry($1, position: $0) }
    lines = []
    // What a comparison costs is little, but there are many of them.
    let rounds = Int.bitWidth - entries.count.leadingZeroBitCount
    try await process.work(on: 16 * entries.count * rounds)
    entries.sort { order.precedes($0, $1) }
    if options.has("u") { entries = order.unique(entries) }
    if let path = options.value("o") {
      let output = try await process.open(path, .rewrite)
      try process.duplicate(output, to: 1)
    }
    for entry in entries { try await process.output.write(entry.line + [end]) }
    return 0
  }

  private static func check(
    _ lines: [[UInt8]], _ order: LineOrder, _ isUnique: Bool, _ process: Process
  ) async throws -> Int {
    for index in lines.indices.dropFirst() {
      let (left, right) = (lines[index - 1], lines[index])
      let result = order.compare(
        order.entry(left, position: index - 1), order.entry(right, position: index))
      if result > 0 || (isUnique && result == 0) {
        try await process.output.flush()
        try await process.errors.write("Check line \(index)\n")
        return 1
      }
    }
    return 0
  }
}

/// How `sort` orders lines: its keys, in turn.
private struct LineOrder {
  struct Entry {
    var line: [UInt8]
    var position: Int
    /// What each key compares.
    fileprivate var values: [Value]
  }

  /// What a key finds in a line, read once for all comparisons.
  fileprivate enum Value {
    case number(Double)
    case text(ArraySlice<UInt8>)
    case version(ArraySlice<UInt8>)
  }

  private struct Key {
    var start = (field: 1, offset: 0)
    var end: (field: Int, offset: Int)?
    var flags: Set<Character> = [] {
      didSet { isReversed = flags.contains("r") }
    }
    private(set) var isReversed = false

    /// Whether it takes every line as it is.
    var isWholeLine: Bool { start == (1, 0) && end == nil && !flags.contains("b") }
  }

  private var keys: [Key] = []
  private let flags: Set<Character>
  private let separator: UInt8?
  private let isStable: Bool

  init?(_ options: Options) {
    flags = Set("nghMbrdfiV".filter { options.has($0) })
    let text = options.value("t")
    separator = text == "\\0" ? 0 : text?.rawBytes.first
    isStable = options.has("s") || options.has("u")
    for text in options.values("k") {
      guard let key = LineOrder.key(text) else { return nil }
      keys.append(key)
    }
    if keys.isEmpty {
      var whole = Key()
      whole.flags = flags
      keys = [whole]
    } else {
      for index in keys.indices where keys[index].flags.isEmpty { keys[index].flags = flags }
    }
  }

  private static func key(_ text: String) -> Key? {
    var key = Key()
    let parts = text.split(at: ",", maxSplits: 1, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let flags = part.drop { $0.isNumber || $0 == "." }
      key.flags.formUnion(flags)
      let numbers = part.dropLast(flags.count).split(at: ".").map { Int($0) ?? 0 }
      guard let field = numbers.first else { return nil }
      let offset = numbers.count > 1 ? numbers[1] : 0
      if index == 0 {
        if field < 1 { return nil }
        key.start = (field, offset)
      } else {
        key.end = (field, offset)
      }
    }
    return key
  }

  private func part(_ line: [UInt8], _ key: Key) -> ArraySlice<UInt8> {
    if key.isWholeLine { return line[...] }
    let fields = self.fields(of: line)
    func index(_ field: Int) -> Int {
      field <= fields.count ? fields[field - 1].lowerBound : line.count
    }
    var start = index(key.start.field)
    if key.flags.contains("b") {
      while start < line.count, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
    }
    start = min(start + max(0, key.start.offset - 1), line.count)
    var end = line.count
    if let last = key.end, last.field > 0 {
      if last.offset > 0 {
        end = min(index(last.field) + last.offset, line.count)
      } else if last.field <= fields.count {
        end = fields[last.field - 1].upperBound
      }
    }
    return start < end ? line[start..<end] : []
  }

  /// Without -t, a field begins with the blanks before it.
  private func fields(of line: [UInt8]) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = 0
    if let separator {
      for (index, byte) in line.enumerated() where byte == separator {
        fields.append(start..<index)
        start = index + 1
      }
      return fields + [start..<line.count]
    }
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    while start < line.count {
      var end = start
      while end < line.count, isBlank(line[end]) { end += 1 }
      while end < line.count, !isBlank(line[end]) { end += 1 }
      fields.append(start..<end)
      start = end
    }
    return fields
  }

  func precedes(_ left: Entry, _ right: Entry) -> Bool {
    let result = compare(left, right)
    if result != 0 { return result < 0 }
    if !isStable {
      let bytes = LineOrder.compareBytes(left.line[...], right.line[...])
      if bytes != 0 { return flags.contains("r") ? bytes > 0 : bytes < 0 }
    }
    return left.position < right.position
  }

  func unique(_ entries: [Entry]) -> [Entry] {
    var result: [Entry] = []
    for entry in entries {
      if let last = result.last, compare(last, entry) == 0 { continue }
      result.append(entry)
    }
    return result
  }

  /// A line with what its keys compare.
  func entry(_ line: [UInt8], position: Int) -> Entry {
    Entry(
      line: line, position: position,
      values: keys.map { LineOrder.value(of: part(line, $0), $0.flags) })
  }

  func compare(_ left: Entry, _ right: Entry) -> Int {
    for (index, key) in keys.enumerated() {
      let result = LineOrder.compare(left.values[index], right.values[index])
      if result != 0 { return key.isReversed ? -result : result }
    }
    return 0
  }

  private static func value(of text: ArraySlice<UInt8>, _ flags: Set<Character>) -> Value {
    if !flags.isDisjoint(with: "ngh") { return .number(number(text, flags)) }
    if flags.contains("M") { return .number(Double(month(text))) }
    return flags.contains("V") ? .version(text) : .text(filtered(text, flags))
  }

  private static func compare(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.number(let first), .number(let second)):
      first < second ? -1 : first > second ? 1 : 0
    case (.version(let first), .version(let second)): compareVersions(first, second)
    case (.text(let first), .text(let second)): compareBytes(first, second)
    // The values of one key are all of a kind.
    case (.number, _), (.version, _), (.text, _): 0
    }
  }

  private static func filtered(
    _ text: ArraySlice<UInt8>, _ flags: Set<Character>
  ) -> ArraySlice<UInt8> {
    var text = text
    if flags.contains("b") { text = text.drop { $0 == 0x20 || $0 == 0x09 } }
    if flags.contains("d") {
      text = text.filter { $0 == 0x20 || $0 == 0x09 || isAlphanumeric($0) }[...]
    }
    if flags.contains("i") { text = text.filter { $0 >= 0x20 && $0 < 0x7F }[...] }
    return flags.contains("f") ? text.map(uppercase)[...] : text
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(uppercase(byte))
  }

  private static func number(_ text: ArraySlice<UInt8>, _ flags: Set<Character>) -> Double {
    let trimmed = text.drop { $0 == 0x20 || $0 == 0x09 }
    let (value, length) = NumberText.prefix(
      Array(trimmed), allowsExponent: flags.contains("g"))
    guard flags.contains("h") else { return value }
    let units: [UInt8: Double] = [
      UInt8(ascii: "K"): 1024, UInt8(ascii: "k"): 1024, UInt8(ascii: "M"): 1_048_576,
      UInt8(ascii: "G"): 1_073_741_824, UInt8(ascii: "T"): 1_099_511_627_776,
    ]
    return value * (trimmed.dropFirst(length).first.flatMap { units[$0] } ?? 1)
  }

  private static func month(_ text: ArraySlice<UInt8>) -> Int {
    let name = Array(text.drop { $0 == 0x20 || $0 == 0x09 }.prefix(3)).map(lowercase)
    let index = CalendarTime.months.firstIndex {
      Array($0.lowercased().utf8.prefix(3)) == name
    }
    return index.map { $0 + 1 } ?? 0
  }

  static func compareBytes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    var (one, two) = (left.startIndex, right.startIndex)
    while one < left.endIndex, two < right.endIndex {
      if left[one] != right[two] { return left[one] < right[two] ? -1 : 1 }
      one += 1
      two += 1
    }
    return left.count - right.count
  }

  private static func compareVersions(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>)
    -> Int
  {
    var (left, right) = (left, right)
    let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    while let first = left.first, let second = right.first {
      if isDigit(first), isDigit(second) {
        let one = left.prefix(while: isDigit).drop { $0 == 0x30 }
        let two = right.prefix(while: isDigit).drop { $0 == 0x30 }
        if one.count != two.count { return one.count - two.count }
        let result = compareBytes(one, two)
        if result != 0 { return result }
        left = left.drop(while: isDigit)
        right = right.drop(while: isDigit)
      } else if first != second {
        return first < second ? -1 : 1
      } else {
        left = left.dropFirst()
        right = right.dropFirst()
      }
    }
    return left.count - right.count
  }
}
