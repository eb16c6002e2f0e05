import Kernel
import RegularExpressions

/// Runs a sed script over files.
struct SedMachine {
  private let process: Process
  private let script: SedScript
  private let isQuiet: Bool
  private let isUnbuffered: Bool
  private var inputs: SedInput
  private var pattern: [UInt8] = []
  private var hold: [UInt8] = []
  private var hasNewline = true
  /// Whether the last line that was written lacks its end.
  private var endIsMissing = false
  private var queue: [(isFile: Bool, text: [UInt8])] = []
  private var hasSubstituted = false
  private var lastRegex: Regex?
  /// For each command with two addresses: the line at which its range ends; nil: not in it.
  private var ranges: [Int: Int] = [:]
  /// Commands whose range of line numbers has begun, which it does but once.
  private var begun: Set<Int> = []
  private var files: [String: OutputBuffer] = [:]
  /// Where output goes.
  var output: OutputBuffer

  init(_ process: Process, _ script: SedScript, quiet: Bool, unbuffered: Bool, inputs: SedInput) {
    self.process = process
    self.script = script
    isQuiet = quiet
    isUnbuffered = unbuffered
    self.inputs = inputs
    output = process.output
  }

  private enum Outcome {
    case nextCycle
    /// D with text left: a new cycle without reading.
    case again
    case quit(Int)
  }

  /// Runs to the end of the input; whether all files could be read.
  mutating func run() async throws -> Int {
    var readsNext = true
    var left = 0
    var held = Holding(process)
    while true {
      if readsNext {
        guard let line = try await inputs.next(process) else { break }
        setPattern(line)
      }
      held.bytes = pattern.count + hold.count
      // A script that never reads on must not hold up the world.
      left += 1
      if left & 63 == 0 { try await process.step() }
      let outcome = try await cycle()
      readsNext = true
      switch outcome {
      case .nextCycle: break
      case .again: readsNext = false
      case .quit(let status):
        try await finish()
        return status
      }
    }
    try await finish()
    return inputs.failed ? (Dialect.isGNU ? 2 : 1) : 0
  }

  private func finish() async throws {
    try await output.flush()
    for (_, file) in files.sorted(by: { $0.key < $1.key }) { try await file.flush() }
  }

  private mutating func setPattern(_ line: [UInt8]) {
    hasNewline = line.last == 0x0A
    pattern = line.withoutNewline
  }

  /// Writes a line; one without its end gets it as soon as another follows.
  private mutating func write(_ text: [UInt8], newline: Bool = true) async throws {
    try await put(newline ? text + [0x0A] : text)
    endIsMissing = !newline
  }

  /// Writes bytes that begin a line.
  private mutating func put(_ bytes: [UInt8]) async throws {
    if endIsMissing { try await output.write([0x0A]) }
    endIsMissing = false
    try await output.write(bytes)
  }

  private mutating func printPattern() async throws {
    try await write(pattern, newline: hasNewline)
  }

  /// What follows the commands of a cycle: the pattern space and the queued texts.
  private mutating func endCycle(printing: Bool = true) async throws {
    if printing, !isQuiet { try await printPattern() }
    for item in queue {
      if item.isFile {
        if let bytes = try? await process.contents(of: item.text.text) {
          let isComplete = bytes.isEmpty || bytes.last == 0x0A || Dialect.isGNU
          try await put(isComplete ? bytes : bytes + [0x0A])
        }
      } else {
        try await put(item.text)
      }
    }
    queue = []
    if isUnbuffered { try await output.flush() }
  }

  private mutating func cycle() async throws -> Outcome {
    hasSubstituted = false
    var index = 0
    var steps = 0
    while index < script.commands.count {
      steps += 1
      if steps & 15 == 0 { try await process.step() }
      let command = script.commands[index]
      let applies = try await applies(command, index) != command.isInverted
      index += 1
      guard applies else {
        if case .blockStart(let end) = command.action { index = end + 1 }
        continue
      }
      switch command.action {
      case .blockStart, .blockEnd, .label: break
      case .branch(let kind, let target):
        if shouldJump(kind) { index = target }
      case .substitute(let substitution): try await substitute(substitution)
      case .transliterate(let map): pattern = pattern.map { map[Int($0)] }
      case .text(let kind, let text):
        if let outcome = try await insert(kind, text, command, index - 1) { return outcome }
      case .file(let kind, let path): try await useFile(kind, path)
      case .quit(let kind, let status):
        try await endCycle(printing: kind == UInt8(ascii: "q"))
        return .quit(status)
      case .simple(let name):
        if let outcome = try await perform(name) { return outcome }
        // What gathers lines copies them each time.
        try await process.work(on: pattern.count + hold.count)
      }
    }
    try await endCycle()
    return .nextCycle
  }

  private mutating func shouldJump(_ kind: UInt8) -> Bool {
    switch kind {
    case UInt8(ascii: "t"):
      defer { hasSubstituted = false }
      return hasSubstituted
    case UInt8(ascii: "T"):
      defer { hasSubstituted = false }
      return !hasSubstituted
    default: return true
    }
  }

  private mutating func insert(
    _ kind: UInt8, _ text: [UInt8], _ command: SedScript.Command, _ index: Int
  ) async throws -> Outcome? {
    switch kind {
    case UInt8(ascii: "a"): queue.append((false, text))
    case UInt8(ascii: "i"): try await put(text)
    default:
      // c: once at the end of a range.
      if command.second == nil || command.isInverted || ranges[index] == nil {
        try await put(text)
      }
      try await endCycle(printing: false)
      return .nextCycle
    }
    return nil
  }

  private mutating func useFile(_ kind: UInt8, _ path: String) async throws {
    if kind == UInt8(ascii: "w") {
      try await file(path).write(hasNewline ? pattern + [0x0A] : pattern)
    } else {
      queue.append((true, path.rawBytes))
    }
  }

  private mutating func file(_ path: String) async throws -> OutputBuffer {
    if path == "/dev/stdout" { return output }
    if let file = files[path] { return file }
    let descriptor = try await process.open(path, .rewrite)
    let buffer = OutputBuffer(process, descriptor: descriptor, mode: .unbuffered)
    files[path] = buffer
    return buffer
  }

  private mutating func perform(_ name: UInt8) async throws -> Outcome? {
    switch name {
    case UInt8(ascii: "d"):
      try await endCycle(printing: false)
      return .nextCycle
    case UInt8(ascii: "D"):
      guard let end = pattern.firstIndex(of: 0x0A) else {
        try await endCycle(printing: false)
        return .nextCycle
      }
      pattern = Array(pattern[(end + 1)...])
      try await endCycle(printing: false)
      return .again
    case UInt8(ascii: "n"):
      guard let line = try await inputs.next(process) else {
        // Source: GNU prints the pattern space at the end of input unless POSIXLY_CORRECT.
        try await endCycle()
        return .quit(inputs.failed ? (Dialect.isGNU ? 2 : 1) : 0)
      }
      try await endCycle()
      setPattern(line)
    case UInt8(ascii: "N"):
      guard let line = try await inputs.next(process) else {
        try await endCycle()
        return .quit(inputs.failed ? (Dialect.isGNU ? 2 : 1) : 0)
      }
      let head = pattern
      setPattern(line)
      pattern = head + [0x0A] + pattern
    case UInt8(ascii: "p"): try await printPattern()
    case UInt8(ascii: "P"): try await write(pattern.prefix { $0 != 0x0A } + [])
    case UInt8(ascii: "g"): pattern = hold
    case UInt8(ascii: "G"): pattern += [0x0A] + hold
    case UInt8(ascii: "h"): hold = pattern
    case UInt8(ascii: "H"): hold += [0x0A] + pattern
    case UInt8(ascii: "x"): swap(&pattern, &hold)
    case UInt8(ascii: "z"): pattern = []
    case UInt8(ascii: "F"): try await write(inputs.name.rawBytes)
    case UInt8(ascii: "="): try await write("\(inputs.lineNumber)".rawBytes)
    // busybox knows its name, and no more.
    case UInt8(ascii: "l"):
      if Dialect.isGNU { try await write(SedMachine.visible(pattern)) }
    default: break
    }
    return nil
  }

  private static func visible(_ text: [UInt8]) -> [UInt8] {
    let names: [UInt8: String] = [
      7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 92: "\\\\",
    ]
    return text.flatMap { byte -> [UInt8] in
      if let name = names[byte] { return name.rawBytes }
      if byte < 0x20 || byte > 0x7E { return "\\\(Int(byte).octal.zeroes(3))".rawBytes }
      return [byte]
    } + [UInt8(ascii: "$")]
  }

  // MARK: Addresses

  private mutating func applies(_ command: SedScript.Command, _ index: Int) async throws -> Bool {
    guard let first = command.first else { return true }
    guard let second = command.second else { return try await fits(first) }
    let line = inputs.lineNumber
    if let end = ranges[index] {
      let isEnd: Bool
      switch second {
      case .line: isEnd = line >= end
      case .offset, .multiple: isEnd = line >= end
      case .last, .regex, .step: isEnd = try await fits(second)
      }
      if isEnd { ranges[index] = nil }
      if case .line(let number) = second, line > number, Dialect.isGNU {
        return try await fits(first)
      }
      return true
    }
    let startsAtZero =
      if case .line(0) = first, case .regex = second { line == 1 && Dialect.isGNU } else { false }
    if case .line(let number) = first, number > 0 {
      // Other commands may have skipped the very line.
      guard line >= number, begun.insert(index).inserted else { return false }
    } else if !startsAtZero, try await !fits(first) {
      return false
    }
    switch second {
    case .line(let number): if number > line { ranges[index] = number }
    case .offset(let count): if count > 0 { ranges[index] = line + count }
    case .multiple(let step):
      if step > 0, line % step != 0 { ranges[index] = line + step - line % step }
    case .last: if !(try await inputs.isLast(process)) { ranges[index] = Int.max }
    case .regex, .step:
      if startsAtZero, try await fits(second) { return true }
      ranges[index] = Int.max
    }
    return true
  }

  private mutating func fits(_ address: SedScript.Address) async throws -> Bool {
    switch address {
    case .line(let number): return inputs.lineNumber == number
    case .last: return try await inputs.isLast(process)
    case .regex(let regex):
      guard let regex = regex ?? lastRegex else { return false }
      lastRegex = regex
      let fits = regex.matches(pattern)
      try await process.work(of: regex)
      return fits
    case .step(let first, let step):
      if step == 0 { return inputs.lineNumber == first }
      return inputs.lineNumber >= first && (inputs.lineNumber - first) % step == 0
    case .offset, .multiple: return false
    }
  }

  // MARK: Substitution

  private mutating func substitute(_ substitution: SedScript.Substitution) async throws {
    guard let regex = substitution.regex ?? lastRegex else {
      try await process.die("no previous regexp")
    }
    lastRegex = regex
    try await process.work(on: pattern.count)
    try await process.makeRoom(for: pattern.count)
    let result = SedMachine.replace(in: pattern, regex, substitution)
    try await process.work(of: regex)
    guard let result else { return }
    try await process.work(on: result.count)
    pattern = result
    hasSubstituted = true
    if substitution.executes { try process.notModelled("sed: the flag 'e'") }
    if substitution.prints { try await printPattern() }
    if let path = substitution.file {
      try await file(path).write(hasNewline ? pattern + [0x0A] : pattern)
    }
  }
}
