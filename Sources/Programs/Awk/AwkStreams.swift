import Kernel
import RegularExpressions

/// The files and commands that an awk program has open.
struct AwkStreams {
  private struct Output {
    var buffer: OutputBuffer
    var descriptor: Int
    var child: Int?
  }

  private struct Input {
    var reader: InputReader
    var descriptor: Int
    var child: Int?
    var pending: [UInt8] = []
  }

  let process: Process
  /// The file being read by the rules.
  var main: InputReader?
  private var mainDescriptor: Int?
  /// Which element of ARGV is being read.
  var operand = 0
  var hasOpened = false
  /// Whether input is taken as it comes, as mawk does after `-W interactive` only.
  var isInteractive = false
  private(set) var failed = false
  private var outputs: [String: Output] = [:]
  private var inputs: [String: Input] = [:]
  /// Bytes read beyond a record, where records are not lines.
  private var pending: [UInt8] = []

  init(process: Process) { self.process = process }

  mutating func openMain(_ path: String) async throws -> Bool {
    if path == "-" {
      main = prepared(process.input, 0)
      return true
    }
    if let mainDescriptor { try? process.close(mainDescriptor) }
    mainDescriptor = nil
    do {
      let descriptor = try await process.open(path, .read)
      mainDescriptor = descriptor
      main = prepared(InputReader(process, descriptor: descriptor), descriptor)
      return true
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "cannot open \"\(path)\" (\(reason))" : "\(path): \(reason)")
      failed = true
      return false
    }
  }

  /// A reader with the habits of this awk.
  ///
  /// Source: mawk 1.3.4-20200120 `fin.c`, `fillbuff`: it waits for 4096 bytes or the end, but on a
  /// terminal; busybox 1.35.0 `editors/awk.c`, `awk_getline`: no end is remembered.
  private func prepared(_ reader: InputReader, _ descriptor: Int) -> InputReader {
    if !Dialect.isGNU {
      reader.remembersEnd = false
    } else if !isInteractive, !process.isTerminal(descriptor) {
      reader.fillsTo = 4096
    }
    return reader
  }

  mutating func skipFile() async throws {
    main = nil
    pending = []
  }

  /// The next record of a reader; nil at its end.
  mutating func record(
    _ reader: InputReader, separator: String, _ machine: AwkMachine
  ) async throws -> String? {
    do {
      if separator == "\n" {
        guard let line = try await reader.readLine() else { return nil }
        return line.withoutNewline.text
      }
      let bytes = separator.rawBytes
      if bytes.count == 1 {
        guard let part = try await reader.readLine(endingWith: bytes[0]) else { return nil }
        var text = part.last == bytes[0] ? Array(part.dropLast()) : part
        // The newline at the end of the file does not belong to the last record.
        if Dialect.isGNU, part.last != bytes[0], text.last == 0x0A { text.removeLast() }
        return text.isEmpty && part.last != bytes[0] ? nil : text.text
      }
      return try await longRecord(reader, separator: separator, machine)
    } catch let reason as Errno {
      if Dialect.isGNU, reason == .isDirectory { return nil }
      try await machine.process.die("cmd. line:1: \(reason)")
    }
  }

  /// Records that end at blank lines (RS = "") or at a regular expression.
  private mutating func longRecord(
    _ reader: InputReader, separator: String, _ machine: AwkMachine
  ) async throws -> String? {
    pending += try await reader.readAll()
    if separator.isEmpty { pending = Array(pending.drop { $0 == 0x0A }) }
    if pending.isEmpty { return nil }
    let regex = try? machine.dynamicRegex(separator.isEmpty ? "\n\n+" : separator)
    if let range = regex?.firstMatch(in: pending)?.range, !range.isEmpty {
      defer { pending.removeFirst(range.upperBound) }
      return pending[..<range.lowerBound].asText
    }
    defer { pending = [] }
    return (Dialect.isGNU ? pending.withoutNewline : pending).text
  }

  // MARK: Output

  /// The buffer for `print > path`, `>> path` and `| command`.
  mutating func output(
    _ kind: AwkRedirection.Kind, _ target: String
  ) async throws -> OutputBuffer {
    if let known = outputs[target] { return known.buffer }
    if target == "/dev/stdout" || target == "-" { return process.output }
    if target == "/dev/stderr" { return process.errors }
    if kind == .pipe { return try await openCommand(target) }
    do {
      let descriptor = try await process.open(target, kind == .append ? .extend : .rewrite)
      return add(target, descriptor, child: nil)
    } catch let reason as Errno {
      try await process.die("can't open '\(target)': \(reason)")
    }
  }

  private mutating func add(_ name: String, _ descriptor: Int, child: Int?) -> OutputBuffer {
    let buffer = OutputBuffer(process, descriptor: descriptor, mode: .blocks)
    outputs[name] = Output(buffer: buffer, descriptor: descriptor, child: child)
    return buffer
  }

  private mutating func openCommand(_ command: String) async throws -> OutputBuffer {
    try await process.output.flush()
    let ends = try process.pipe()
    let child = try process.spawn(["/bin/sh", "-c", command]) { child in
      try child.duplicate(ends.reading, to: 0)
      try child.close(ends.reading)
      try child.close(ends.writing)
    }
    try process.close(ends.reading)
    return add(command, ends.writing, child: child.pid)
  }

  /// The next record of a file or command; nil at its end; throws if it cannot be opened.
  mutating func getline(
    _ name: String, isCommand: Bool, separator: String, _ machine: AwkMachine
  ) async throws -> String? {
    let key = (isCommand ? "|" : "<") + name
    if inputs[key] == nil {
      inputs[key] = isCommand ? try await startCommand(name) : try await openInput(name)
    }
    guard var input = inputs[key] else { return nil }
    let saved = pending
    pending = input.pending
    let record = try await record(input.reader, separator: separator, machine)
    input.pending = pending
    pending = saved
    inputs[key] = input
    return record
  }

  private func openInput(_ path: String) async throws -> Input {
    if path == "-" { return Input(reader: process.input, descriptor: -1) }
    let descriptor = try await process.open(path, .read)
    return Input(
      reader: prepared(InputReader(process, descriptor: descriptor), descriptor),
      descriptor: descriptor)
  }

  private func startCommand(_ command: String) async throws -> Input {
    try await process.output.flush()
    let ends = try process.pipe()
    let child = try process.spawn(["/bin/sh", "-c", command]) { child in
      try child.duplicate(ends.writing, to: 1)
      try child.close(ends.reading)
      try child.close(ends.writing)
    }
    try process.close(ends.writing)
    return Input(
      reader: InputReader(process, descriptor: ends.reading), descriptor: ends.reading,
      child: child.pid)
  }

  /// Runs a command to its end; its status.
  func run(_ command: String) async throws -> Int {
    try await flushAll()
    let child = try process.spawn(["/bin/sh", "-c", command])
    return try await process.waitForChild(.pid(child.pid)).status.code
  }

  // MARK: Closing

  /// Closes a file or command; -1 if it is not open.
  mutating func close(_ name: String) async throws -> Int {
    if let output = outputs.removeValue(forKey: name) {
      try await output.buffer.flush()
      try process.close(output.descriptor)
      guard let child = output.child else { return 0 }
      return try await process.waitForChild(.pid(child)).status.code
    }
    for key in ["|" + name, "<" + name] {
      guard let input = inputs.removeValue(forKey: key) else { continue }
      if input.descriptor >= 0 { try process.close(input.descriptor) }
      guard let child = input.child else { return 0 }
      return try await process.waitForChild(.pid(child)).status.code
    }
    return -1
  }

  func flushAll() async throws {
    try await process.output.flush()
    for (_, output) in outputs.sorted(by: { $0.key < $1.key }) { try await output.buffer.flush() }
  }

  /// Flushes one output; false if there is none of that name.
  func flush(_ name: String) async throws -> Bool {
    guard let output = outputs[name] else { return false }
    try await output.buffer.flush()
    return true
  }

  mutating func closeAll() async throws {
    try await process.output.flush()
    for name in outputs.keys.sorted() { _ = try await close(name) }
    for key in inputs.keys.sorted() { _ = try await close(String(key.dropFirst())) }
  }
}
