import Kernel

/// What `read` was asked to do.
private struct ReadOptions {
  var isRaw = false
  var isSilent = false
  var prompt: String?
  var count: Int?
  var timeout: Duration?
  var delimiter: UInt8 = 0x0A
  var descriptor = 0
  /// bash's `-a`: the array that gets all fields.
  var array: String?
}

extension BuiltinTable {
  static func read(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (options, names) = try await readOptions(call)
    for name in names where !isName(name) {
      try await call.complainAsApplet("read: '\(name)': bad variable name")
      return 1
    }
    if let prompt = options.prompt, call.process.isTerminal(options.descriptor) {
      try await call.process.errors.write(prompt)
    }
    var input = ReadInput()
    guard let isComplete = try await readLine(options, call, &input) else { return 1 }
    let line = input.finish()
    if let array = options.array {
      let separators = Separators(shell.value(of: "IFS") ?? " \t\n")
      var values: [String] = []
      // Each field needs two bytes at least, but for a last one.
      if !line.bytes.isEmpty {
        values = line.split(into: line.bytes.count + 1, separators)
        while values.last?.isEmpty == true { values.removeLast() }
      }
      shell.setArray(array, ShellArray(values))
    } else if names.isEmpty {
      try await shell.set("REPLY", to: line.text)
    } else {
      let separators = Separators(shell.value(of: "IFS") ?? " \t\n")
      let values = line.split(into: names.count, separators)
      for (name, value) in zip(names, values) { try await shell.set(name, to: value) }
    }
    return isComplete ? 0 : 1
  }

  private static func readOptions(
    _ call: BuiltinCall
  ) async throws -> (ReadOptions, [String]) {
    var options = ReadOptions()
    var rest = call.operands
    while let argument = rest.first, argument.hasPrefix("-"), argument != "-" {
      rest.removeFirst()
      if argument == "--" { break }
      var letters = argument.dropFirst()
      while let letter = letters.popFirst() {
        let dialect = call.shell.state.dialect
        let known = dialect == .bash ? "rspntduaeN" : dialect == .ash ? "rspntdu" : "rp"
        guard known.contains(letter) else {
          try await call.fail(dialect.illegalOption("-\(letter)"))
        }
        if letter == "r" { options.isRaw = true }
        if letter == "s" { options.isSilent = true }
        guard "pntduaN".contains(letter) else { continue }
        guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
          try await call.fail("no arg for -\(letter) option")
        }
        letters = ""
        try await set(letter, value, in: &options, call)
      }
    }
    return (options, Array(rest))
  }

  private static func set(
    _ letter: Character, _ value: String, in options: inout ReadOptions, _ call: BuiltinCall
  ) async throws {
    switch letter {
    case "p": options.prompt = value
    case "a": options.array = value
    case "n", "N":
      guard let count = Int(value), count >= 0 else { try await call.fail("invalid count") }
      options.count = count == 0 ? nil : count
    case "t":
      guard let seconds = Double(value), seconds >= 0, seconds < 1e9 else {
        try await call.fail("invalid timeout")
      }
      options.timeout = .milliseconds(Int64(seconds * 1000))
    case "d": options.delimiter = value.utf8.first ?? 0
    default:
      guard let number = Int(value), number >= 0 else {
        try await call.fail("invalid file descriptor")
      }
      options.descriptor = number
    }
  }

  /// Reads up to the delimiter; false if the input ended, nil if the time was over.
  private static func readLine(
    _ options: ReadOptions, _ call: BuiltinCall, _ input: inout ReadInput
  ) async throws -> Bool? {
    let process = call.process
    let deadline = options.timeout.map { process.now + $0 }
    while true {
      do {
        if let deadline {
          let left = max(deadline - process.now, .zero)
          let ready = try await process.waitUntilReady(
            [.readable(options.descriptor)], timeout: left)
          if ready.isEmpty { return nil }
          if options.timeout == .zero { return true }
        }
        let limit = options.count.map { $0 - input.count } ?? 65_536
        let part = try await process.read(
          options.descriptor, atMost: limit, through: options.delimiter)
        if part.isEmpty { return false }
        // It looks at each byte and may remember that it was quoted.
        if part.count >= Interpreter.longText { try await process.work(on: part.count * 8) }
        try await process.makeRoom(for: input.size)
        if input.take(part, delimiter: options.delimiter, isRaw: options.isRaw) { return true }
        if let count = options.count, input.count >= count { return true }
      } catch Errno.interrupted {
        call.shell.noteSignals()
        try await call.shell.runPendingTraps()
      } catch is Errno {
        return false
      }
    }
  }
}

/// Bytes read so far, with those that a backslash has quoted.
private struct ReadInput {
  private var bytes: [UInt8] = []
  private var quoted: Set<Int> = []
  private var isEscaped = false
  private(set) var count = 0
  /// How many bytes it holds.
  var size: Int { bytes.count }

  /// Takes more bytes; true if they ended with an unquoted delimiter.
  mutating func take(_ part: [UInt8], delimiter: UInt8, isRaw: Bool) -> Bool {
    for byte in part {
      count += 1
      if isEscaped {
        isEscaped = false
        if byte == 0x0A { continue }
        quoted.insert(bytes.count)
        bytes.append(byte)
      } else if byte == 0x5C, !isRaw {
        isEscaped = true
      } else if byte == delimiter {
        return true
      } else if byte != 0 {
        bytes.append(byte)
      }
    }
    return false
  }

  func finish() -> ReadLine { ReadLine(bytes: bytes, quoted: quoted) }
}

/// One line for `read` to split.
private struct ReadLine {
  let bytes: [UInt8]
  let quoted: Set<Int>

  var text: String { String(rawBytes: bytes) }

  /// One value per name; the last name gets the rest without blanks of IFS around it.
  ///
  /// Source: POSIX `read`, and busybox `shell/shell_common.c` for the separator at the end.
  func split(into count: Int, _ separators: Separators) -> [String] {
    func isBlank(_ index: Int) -> Bool {
      separators.isBlank(bytes[index]) && separators.contains(bytes[index])
        && !quoted.contains(index)
    }
    func separates(_ index: Int) -> Bool {
      separators.contains(bytes[index]) && !quoted.contains(index)
    }
    var values: [String] = []
    var position = 0
    while position < bytes.count, isBlank(position) { position += 1 }
    while values.count < count - 1, position < bytes.count {
      let start = position
      while position < bytes.count, !separates(position) { position += 1 }
      values.append(String(rawBytes: bytes[start..<position]))
      while position < bytes.count, isBlank(position) { position += 1 }
      if position < bytes.count, position > start || separates(position), separates(position) {
        position += 1
        while position < bytes.count, isBlank(position) { position += 1 }
      }
    }
    values.append(last(from: position, isBlank, separates))
    while values.count < count { values.append("") }
    return values
  }

  private func last(
    from start: Int, _ isBlank: (Int) -> Bool, _ separates: (Int) -> Bool
  ) -> String {
    var end = bytes.count
    while end > start, isBlank(end - 1) { end -= 1 }
    // A single separator after the only field that is left belongs to that field.
    if let first = (start..<end).first(where: separates) {
      let rest = first..<end
      if rest.allSatisfy(separates), rest.count(where: { !isBlank($0) }) == 1 { end = first }
    }
    return start < end ? String(rawBytes: bytes[start..<end]) : ""
  }
}
