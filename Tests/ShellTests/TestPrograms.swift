import Kernel
import Shell

/// The few programs that scripts in tests need, in their simplest form.
enum TestPrograms {
  static let all: [String: Program] = [
    "cat": cat, "sleep": sleep, "env": environment, "ls": list, "mkdir": makeDirectory,
    "rm": remove, "touch": touch, "seq": sequence, "wc": count, "chmod": changeMode,
    "yes": yes, "head": head, "echo": echo, "true": { _ in 0 }, "false": { _ in 1 },
    "printf": printf, "ln": link, "mkfifo": makeFIFO, "printenv": printEnvironment,
  ]

  private static let cat: Program = { process in
    let operands = process.arguments.dropFirst()
    var status = 0
    for path in operands.isEmpty ? ["-"] : Array(operands) {
      do {
        let descriptor = path == "-" ? 0 : try await process.open(path, .read)
        while true {
          let bytes = try await process.read(descriptor)
          if bytes.isEmpty { break }
          try await process.write(bytes, to: 1)
        }
        if descriptor != 0 { try process.close(descriptor) }
      } catch let error as Errno {
        try await process.errors.writeLine("cat: can't open '\(path)': \(error)")
        status = 1
      }
    }
    return status
  }

  private static let sleep: Program = { process in
    let seconds = Double(process.arguments.dropFirst().first ?? "0") ?? 1_000_000
    try await process.sleep(for: .milliseconds(Int64(seconds * 1000)))
    return 0
  }

  private static let environment: Program = { process in
    for variable in process.environment.variables {
      try await process.output.writeLine("\(variable.name)=\(variable.value)")
    }
    return 0
  }

  private static let printEnvironment: Program = { process in
    let name = process.arguments.dropFirst().first ?? ""
    guard let value = process.environment[name] else { return 1 }
    try await process.output.writeLine(value)
    return 0
  }

  private static let list: Program = { process in
    let path = process.arguments.dropFirst().first { !$0.hasPrefix("-") } ?? "."
    do {
      for name in try process.names(in: path).sorted() where !name.hasPrefix(".") {
        try await process.output.writeLine(name)
      }
      return 0
    } catch let error as Errno {
      if error == .notDirectory {
        try await process.output.writeLine(path)
        return 0
      }
      try await process.errors.writeLine("ls: \(path): \(error)")
      return 1
    }
  }

  private static let makeDirectory: Program = { process in
    for path in process.arguments.dropFirst() where path != "-p" {
      try process.makeDirectories(path)
    }
    return 0
  }

  private static let makeFIFO: Program = { process in
    for path in process.arguments.dropFirst() { try process.makeFIFO(path) }
    return 0
  }

  private static let remove: Program = { process in
    for path in process.arguments.dropFirst() where !path.hasPrefix("-") {
      if (try? process.linkStatus(path))?.kind == .directory {
        for name in try process.names(in: path) { try process.unlink("\(path)/\(name)") }
        try process.removeDirectory(path)
      } else {
        try? process.unlink(path)
      }
    }
    return 0
  }

  private static let touch: Program = { process in
    for path in process.arguments.dropFirst() {
      try process.close(try await process.open(path, [.write, .create]))
      try process.setTimes(accessed: process.now, modified: process.now, of: path)
    }
    return 0
  }

  private static let link: Program = { process in
    let operands = process.arguments.dropFirst().filter { $0 != "-s" }
    if process.arguments.contains("-s") {
      try process.makeSymbolicLink(to: operands[0], at: operands[1])
    } else {
      try process.makeLink(to: operands[0], at: operands[1])
    }
    return 0
  }

  private static let sequence: Program = { process in
    let numbers = process.arguments.dropFirst().compactMap { Int($0) }
    let (first, last) = numbers.count > 1 ? (numbers[0], numbers[1]) : (1, numbers.first ?? 0)
    guard first <= last else { return 0 }
    for number in first...last { try await process.output.writeLine(String(number)) }
    return 0
  }

  private static let count: Program = { process in
    let bytes = try await process.readAll(0)
    let countsLines = process.arguments.contains("-l")
    try await process.output.writeLine(
      String(countsLines ? bytes.count { $0 == 0x0A } : bytes.count))
    return 0
  }

  private static let changeMode: Program = { process in
    for path in process.arguments.dropFirst(2) {
      let mode = try process.status(path).mode
      try process.setMode(Int(process.arguments[1], radix: 8) ?? mode | 0o111, of: path)
    }
    return 0
  }

  private static let yes: Program = { process in
    while true { try await process.write(Array("y\n".utf8), to: 1) }
  }

  private static let head: Program = { process in
    var left =
      process.arguments.dropFirst().compactMap { Int($0.drop { !$0.isNumber }) }.first ?? 10
    while left > 0, let line = try await process.input.readLine() {
      try await process.output.write(line)
      left -= 1
    }
    return 0
  }

  private static let echo: Program = { process in
    try await process.output.write(Echo.output(Array(process.arguments.dropFirst())))
    return 0
  }

  private static let printf: Program = { process in
    let operands = Array(process.arguments.dropFirst())
    try await process.output.write(Printf.format(operands[0], Array(operands.dropFirst())).output)
    return 0
  }
}
