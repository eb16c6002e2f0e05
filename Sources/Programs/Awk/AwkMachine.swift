import ByteText
import Kernel
import RegularExpressions

/// Runs an awk program.
///
/// Source: POSIX `awk`; messages as busybox 1.35.0 `editors/awk.c`.
final class AwkMachine {
  /// How control leaves a list of statements.
  enum Flow {
    case normal, breakLoop, continueLoop, next, nextFile
    case exit, returned(AwkValue)
  }

  /// What a name stands for.
  enum Cell {
    case value(AwkValue)
    case array(AwkArray)

    /// The bytes of a text; an array counts its own.
    var size: Int {
      switch self {
      case .value(let value): value.size
      case .array: 0
      }
    }
  }

  let process: Process
  let program: AwkProgram
  var globals: [String: Cell] = [:]
  var frames: [[String: Cell]] = []
  var record = AwkRecord()
  var streams: AwkStreams
  var exitStatus = 0
  private var activeRanges: Set<Int> = []
  var regexes: [String: Regex] = [:]
  var randomState: UInt64 = 1
  /// What variables and the current record hold.
  private var held: Holding
  var seed = Dialect.isGNU ? 0.0 : 1.0

  init(_ process: Process, _ program: AwkProgram, operands: [String]) {
    self.process = process
    self.program = program
    streams = AwkStreams(process: process)
    held = Holding(process)
    let defaults: [(String, AwkValue)] = [
      ("FS", .string(" ")), ("OFS", .string(" ")), ("ORS", .string("\n")), ("RS", .string("\n")),
      ("SUBSEP", .string("\u{1C}")), ("CONVFMT", .string("%.6g")), ("OFMT", .string("%.6g")),
      ("NR", .number(0)), ("FNR", .number(0)), ("RSTART", .number(0)), ("RLENGTH", .number(-1)),
      ("FILENAME", .string("")), ("ARGC", .number(Double(operands.count + 1))),
    ]
    for (name, value) in defaults { globals[name] = .value(value) }
    let arguments = AwkArray(process)
    for (index, text) in (["awk"] + operands).enumerated() { arguments["\(index)"] = .input(text) }
    globals["ARGV"] = .array(arguments)
    let environment = AwkArray(process)
    for variable in process.environment.variables {
      environment[variable.name] = .input(variable.value)
    }
    globals["ENVIRON"] = .array(environment)
  }

  /// Runs everything; the exit status.
  func run() async throws -> Int {
    for block in program.begin {
      let flow = try await execute(block)
      if case .exit = flow { return try await finish(runsEnd: false) }
    }
    if program.rules.isEmpty, program.end.isEmpty { return try await finish(runsEnd: false) }
    records: while try await readRecord() {
      // A program without system calls must let the clock move.
      try await process.step()
      switch try await applyRules() {
      case .exit: break records
      case .nextFile: try await streams.skipFile()
      case .normal, .breakLoop, .continueLoop, .next, .returned: break
      }
    }
    return try await finish(runsEnd: true)
  }

  private func finish(runsEnd: Bool) async throws -> Int {
    // Source: POSIX: `exit` in a rule still runs END; in BEGIN it does so, too, in real awks.
    for block in program.end {
      let flow = try await execute(block)
      if case .exit = flow { break }
    }
    try await streams.closeAll()
    return exitStatus != 0 ? exitStatus : streams.failed ? 1 : 0
  }

  private func applyRules() async throws -> Flow {
    for rule in program.rules {
      guard try await fits(rule.pattern) else { continue }
      guard let body = rule.body else {
        try await process.output.write(record.text.rawBytes + string(of: "ORS").rawBytes)
        continue
      }
      switch try await execute(body) {
      case .next: return .next
      case .nextFile: return .nextFile
      case .exit: return .exit
      case .normal, .breakLoop, .continueLoop, .returned: break
      }
    }
    return .normal
  }

  private func fits(_ pattern: AwkProgram.Pattern) async throws -> Bool {
    switch pattern {
    case .always: return true
    case .expression(let expression): return try await truth(expression)
    case .range(let first, let last, let index):
      if !activeRanges.contains(index) {
        guard try await truth(first) else { return false }
        activeRanges.insert(index)
      }
      if try await truth(last) { activeRanges.remove(index) }
      return true
    }
  }

  // MARK: Records

  private func readRecord() async throws -> Bool {
    guard let text = try await nextMainRecord() else { return false }
    setRecord(text)
    return true
  }

  /// The next record of the main input, counted in NR and FNR.
  func nextMainRecord() async throws -> String? {
    while true {
      if streams.main == nil, try await !openNextOperand() { return nil }
      guard let reader = streams.main else { return nil }
      if let text = try await streams.record(reader, separator: string(of: "RS"), self) {
        try await makeRoomForParts(of: text)
        add(1, to: "NR")
        add(1, to: "FNR")
        return text
      }
      streams.main = nil
    }
  }

  private func add(_ amount: Double, to name: String) {
    globals[name] = .value(.number(value(of: name).number + amount))
  }

  /// Opens the next operand that is a file; assignments are made on the way.
  private func openNextOperand() async throws -> Bool {
    let count = Int(max(0, min(value(of: "ARGC").number, 1e6)))
    while streams.operand + 1 < count {
      streams.operand += 1
      let text = array("ARGV")["\(streams.operand)"]?.text(format: "%.6g") ?? ""
      if text.isEmpty { continue }
      if let (name, value) = AwkMachine.assignment(text) {
        setVariable(name, .input(value))
        continue
      }
      streams.hasOpened = true
      if try await streams.openMain(text) {
        globals["FNR"] = .value(.number(0))
        globals["FILENAME"] = .value(.input(text))
        return true
      }
    }
    guard !streams.hasOpened else { return false }
    streams.hasOpened = true
    _ = try await streams.openMain("-")
    return true
  }

  /// The name and value of "name=value"; escapes in the value are expanded.
  static func assignment(_ text: String) -> (String, String)? {
    guard let equals = text.firstIndex(ofASCII: "="), let first = text.first,
      first == "_" || first.isLetter,
      text[..<equals].allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    let value = Escapes.expand(String(text[text.index(after: equals)...]).rawBytes).text
    return (String(text[..<equals]), value)
  }

  func setRecord(_ text: String) {
    held.add(text.utf8.count - record.text.utf8.count)
    record.text = text
    record.isSplit = false
  }

  // MARK: Variables

  func value(of name: String) -> AwkValue {
    if name == "NF" {
      splitRecord()
      return .number(Double(record.fields.count))
    }
    if let frame = frames.last, let cell = frame[name] {
      if case .value(let value) = cell { return value }
      return .unset
    }
    if case .value(let value)? = globals[name] { return value }
    return .unset
  }

  func string(of name: String) -> String { value(of: name).text(format: "%.6g") }

  func setVariable(_ name: String, _ value: AwkValue) {
    if name == "NF" {
      splitRecord()
      record.setCount(Int(max(0, min(value.number, 100_000))), separator: string(of: "OFS"))
      return
    }
    // A new separator is for the next record.
    if name == "FS" { splitRecord() }
    if frames.last?[name] != nil {
      frames[frames.count - 1][name] = .value(value)
    } else {
      let old = globals.updateValue(.value(value), forKey: name)
      held.add(value.size - (old?.size ?? 0))
    }
  }

  /// The array of a name, made on demand.
  func array(_ name: String) -> AwkArray {
    if let cell = frames.last?[name] {
      if case .array(let array) = cell { return array }
      let array = AwkArray(process)
      frames[frames.count - 1][name] = .array(array)
      return array
    }
    if case .array(let array)? = globals[name] { return array }
    let array = AwkArray(process)
    globals[name] = .array(array)
    return array
  }

  // MARK: Fields

  func splitRecord() {
    guard !record.isSplit else { return }
    record.isSplit = true
    record.fields = split(record.text, by: string(of: "FS"))
  }

  /// Splits a text as fields are split.
  func split(_ text: String, by separator: String) -> [String] {
    if separator == " " {
      return text.utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }.map { String($0) ?? "" }
    }
    if text.isEmpty { return [] }
    let bytes = text.rawBytes
    if separator.isEmpty { return bytes.map { String(rawBytes: [$0]) } }
    let single = separator.rawBytes
    if single.count == 1, single[0] != UInt8(ascii: "\\") {
      return bytes.split(separator: single[0], omittingEmptySubsequences: false).map(\.asText)
    }
    guard let regex = try? dynamicRegex(separator) else { return [text] }
    return Self.split(text, by: regex)
  }

  /// The parts of a text between the matches; an empty match separates nothing.
  static func split(_ text: String, by regex: Regex) -> [String] {
    let bytes = text.rawBytes
    if bytes.isEmpty { return [] }
    var parts: [String] = []
    var (start, from) = (0, 0)
    while let range = regex.firstMatch(in: bytes, from: from)?.range {
      if range.isEmpty {
        if from >= bytes.count { break }
        from += 1
        continue
      }
      parts.append(bytes[start..<range.lowerBound].asText)
      start = range.upperBound
      from = start
    }
    return parts + [bytes[start...].asText]
  }

  func field(_ index: Int) -> AwkValue {
    if index == 0 { return .input(record.text) }
    splitRecord()
    return index <= record.fields.count ? .input(record.fields[index - 1]) : .unset
  }

  func setField(_ index: Int, _ value: AwkValue) {
    let text = value.text(format: string(of: "CONVFMT"))
    if index == 0 {
      setRecord(text)
      return
    }
    splitRecord()
    if index > record.fields.count { record.setCount(index, separator: "") }
    record.fields[index - 1] = text
    record.rebuild(separator: string(of: "OFS"))
  }

  /// A regular expression made from text, compiled once.
  func dynamicRegex(_ text: String) throws(RegexError) -> Regex {
    if let known = regexes[text] { return known }
    let regex = try Regex(AwkRegex.unescaped(text.rawBytes), .extended)
    if regexes.count < 200 { regexes[text] = regex }
    return regex
  }
}

/// An array of awk, with its keys in the order of their making.
final class AwkArray {
  private(set) var values: [String: AwkValue] = [:]
  private var order: [String] = []
  private var held: Holding

  /// What the tables spend on an element beside its texts.
  private static let footprint = 160

  init(_ process: Process) { held = Holding(process) }

  subscript(key: String) -> AwkValue? {
    get { values[key] }
    set {
      let new = newValue ?? .unset
      if let old = values.updateValue(new, forKey: key) {
        held.add(new.size - old.size)
      } else {
        order.append(key)
        held.add(AwkArray.footprint + key.utf8.count + new.size)
      }
    }
  }

  func remove(_ key: String) {
    guard let old = values.removeValue(forKey: key) else { return }
    held.add(-(AwkArray.footprint + key.utf8.count + old.size))
    if let index = order.firstIndex(of: key) { order.remove(at: index) }
  }

  func removeAll() {
    values = [:]
    order = []
    held.bytes = 0
  }

  var count: Int { values.count }

  /// The keys as busybox's hash table lists them.
  ///
  /// Source: busybox 1.35.0 `editors/awk.c`, `hashidx` and `hashwalk_init`: 61 chains, newest entry
  /// of a chain first; the table grows at ten entries a chain.
  var keys: [String] {
    var size = 61
    for next in [227, 1021, 4093, 16_381] where order.count > size * 10 { size = next }
    let chains = Dictionary(grouping: order.reversed()) { AwkArray.hash($0) % UInt32(size) }
    return chains.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  private static func hash(_ key: String) -> UInt32 {
    key.rawBytes.reduce(0) { UInt32($1) &+ ($0 << 6) &+ ($0 >> 2) }
  }
}

/// The current record and its fields.
struct AwkRecord {
  var text = ""
  var fields: [String] = []
  var isSplit = true

  mutating func setCount(_ count: Int, separator: String) {
    while fields.count > count { fields.removeLast() }
    while fields.count < count { fields.append("") }
    rebuild(separator: separator)
  }

  mutating func rebuild(separator: String) { text = fields.joined(separator: separator) }
}

extension ArraySlice<UInt8> {
  /// The bytes as text that keeps what is not UTF-8.
  var asText: String { String(rawBytes: self) }
}
