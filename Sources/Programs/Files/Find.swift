import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `findutils/find.c`.
  static let find = Applet(
    "find",
    usage: """
      [-HL] [PATH]... [OPTIONS] [ACTIONS]

      Search for files and perform actions on them.
      First failed action stops processing of current file.
      Defaults: PATH is current directory, action is '-print'
      """
  ) { process in
    var arguments = process.operands[...]
    var followsLinks = false
    while let option = arguments.first, option == "-L" || option == "-H" || option == "-P" {
      followsLinks = option == "-L"
      arguments.removeFirst()
    }
    var paths: [String] = []
    while let word = arguments.first, !word.hasPrefix("-"), word != "(", word != "!" {
      paths.append(word)
      arguments.removeFirst()
    }
    var parser = FindParser(Array(arguments), process)
    let expression: FindExpression
    do {
      expression = try parser.parse()
    } catch let mistake as FindParser.Mistake {
      try await process.die(mistake.message)
    }
    var search = FindSearch(
      process: process, expression: expression, options: parser.options,
      followsLinks: followsLinks)
    for path in paths.isEmpty ? ["."] : paths { try await search.walk(path) }
    return try await search.finish()
  }
}

indirect enum FindExpression {
  case and(FindExpression, FindExpression)
  case or(FindExpression, FindExpression)
  case not(FindExpression)
  case always(Bool)
  case name(String, isPath: Bool, foldsCase: Bool)
  case type(String)
  /// Negative: less than, positive: more than; in the unit of the test.
  case time(Character, unit: Int, order: Int, Int)
  case newer(VirtualTime)
  case size(unit: Int, order: Int, Int)
  case permissions(Int, Character?)
  case user(Int)
  case group(Int)
  case links(order: Int, Int)
  case empty
  case print(end: String)
  case prune
  case quit
  case delete
  /// The number of the collection for `+`.
  case execute([String], batch: Int?, asks: Bool)
}

/// Reads the expression of `find`.
struct FindParser {
  struct Mistake: Error {
    let message: String
  }

  struct Options {
    var minimumDepth = 0
    var maximumDepth = Int.max
    var contentsFirst = false
    var batches = 0
  }

  private let words: [String]
  private let process: Process
  private var position = 0
  private var hasAction = false
  private var depth = 0
  private(set) var options = Options()

  init(_ words: [String], _ process: Process) {
    self.words = words
    self.process = process
  }

  private mutating func take(_ candidates: String...) -> Bool {
    guard position < words.count, candidates.contains(words[position]) else { return false }
    position += 1
    return true
  }

  mutating func parse() throws -> FindExpression {
    if words.isEmpty { return .print(end: "\n") }
    let expression = try parseOr()
    if position < words.count { throw Mistake(message: "unrecognized: \(words[position])") }
    return hasAction ? expression : .and(expression, .print(end: "\n"))
  }

  private mutating func parseOr() throws -> FindExpression {
    var left = try parseAnd()
    while take("-o", "-or") { left = .or(left, try parseAnd()) }
    return left
  }

  private mutating func parseAnd() throws -> FindExpression {
    var left = try parseNot()
    while position < words.count, words[position] != "-o", words[position] != "-or",
      words[position] != ")"
    {
      _ = take("-a", "-and")
      left = .and(left, try parseNot())
    }
    return left
  }

  private mutating func parseNot() throws -> FindExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw Mistake(message: "unrecognized: !") }
    if take("!", "-not") { return .not(try parseNot()) }
    if take("(") {
      let inner = try parseOr()
      guard take(")") else { throw Mistake(message: "unpaired '('") }
      return inner
    }
    return try parsePrimary()
  }

  private mutating func value(_ name: String) throws -> String {
    guard position < words.count else {
      throw Mistake(
        message: Dialect.isGNU
          ? "missing argument to `\(name)'" : "\(name): option requires an argument")
    }
    position += 1
    return words[position - 1]
  }

  private mutating func ordered(_ name: String) throws -> (order: Int, text: Substring) {
    let text = try value(name)
    if text.hasPrefix("+") { return (1, text.dropFirst()) }
    if text.hasPrefix("-") { return (-1, text.dropFirst()) }
    return (0, text[...])
  }

  private mutating func number(_ name: String) throws -> (order: Int, value: Int) {
    let (order, text) = try ordered(name)
    guard let value = Int(text) else { throw Mistake(message: "invalid number '\(text)'") }
    return (order, value)
  }

  private mutating func parsePrimary() throws -> FindExpression {
    guard position < words.count else { throw Mistake(message: "unrecognized: ") }
    let name = words[position]
    position += 1
    switch name {
    case "-name", "-iname":
      return .name(try value(name), isPath: false, foldsCase: name == "-iname")
    case "-path", "-wholename", "-ipath":
      return .name(try value(name), isPath: true, foldsCase: name == "-ipath")
    case "-type": return .type(try value(name))
    case "-mtime", "-atime", "-ctime":
      let (order, days) = try number(name)
      return .time(Array(name)[1], unit: 86_400, order: order, days)
    case "-mmin", "-amin", "-cmin":
      let (order, minutes) = try number(name)
      return .time(Array(name)[1], unit: 60, order: order, minutes)
    case "-newer":
      let path = try value(name)
      do {
        return .newer(try process.status(path).modified)
      } catch {
        throw Mistake(message: "\(path): \(error)")
      }
    case "-size": return try parseSize()
    case "-links":
      let (order, count) = try number(name)
      return .links(order: order, count)
    case "-user": return .user(try number(name).value)
    case "-group": return .group(try number(name).value)
    case "-perm": return try parsePermissions()
    case "-empty": return .empty
    case "-true": return .always(true)
    case "-false": return .always(false)
    case "-maxdepth":
      options.maximumDepth = try number(name).value
      return .always(true)
    case "-mindepth":
      options.minimumDepth = try number(name).value
      return .always(true)
    case "-depth":
      options.contentsFirst = true
      return .always(true)
    case "-xdev", "-follow": return .always(true)
    case "-prune": return .prune
    default: return try parseAction(name)
    }
  }

  private mutating func parseAction(_ name: String) throws -> FindExpression {
    hasAction = true
    switch name {
    case "-print": return .print(end: "\n")
    case "-print0": return .print(end: "\0")
    case "-quit": return .quit
    case "-delete":
      options.contentsFirst = true
      return .delete
    case "-exec", "-ok":
      var command: [String] = []
      while position < words.count, words[position] != ";" {
        if words[position] == "+", command.last == "{}" {
          position += 1
          options.batches += 1
          return .execute(command, batch: options.batches - 1, asks: false)
        }
        command.append(words[position])
        position += 1
      }
      guard position < words.count, !command.isEmpty else {
        throw Mistake(
          message: Dialect.isGNU
            ? "missing argument to `\(name)'" : "\(name): option requires an argument")
      }
      position += 1
      return .execute(command, batch: nil, asks: name == "-ok")
    default:
      throw Mistake(
        message: Dialect.isGNU ? "unknown predicate `\(name)'" : "unrecognized: \(name)")
    }
  }

  private mutating func parseSize() throws -> FindExpression {
    let (order, text) = try ordered("-size")
    let units: [Character: Int] = ["c": 1, "w": 2, "b": 512, "k": 1024, "M": 1 << 20, "G": 1 << 30]
    let unit = text.last.flatMap { units[$0] }
    guard let count = Int(unit == nil ? text : text.dropLast()) else {
      throw Mistake(message: "invalid number '\(text)'")
    }
    return .size(unit: unit ?? 512, order: order, count)
  }

  private mutating func parsePermissions() throws -> FindExpression {
    let text = try value("-perm")
    let sign = text.first.flatMap { "-/+".contains($0) ? $0 : nil }
    let digits = sign == nil ? text : String(text.dropFirst())
    guard let mode = FileModes.parse(digits, from: 0, mask: 0, isDirectory: false) else {
      throw Mistake(message: "invalid mode '\(text)'")
    }
    return .permissions(mode, sign)
  }
}

/// Walks trees and evaluates the expression for each file.
struct FindSearch {
  let process: Process
  let expression: FindExpression
  let options: FindParser.Options
  let followsLinks: Bool
  private var failed = false
  private var prunes = false
  private var isDone = false
  private var batches: [Int: (command: [String], paths: [String])] = [:]

  init(
    process: Process, expression: FindExpression, options: FindParser.Options, followsLinks: Bool
  ) {
    self.process = process
    self.expression = expression
    self.options = options
    self.followsLinks = followsLinks
  }

  /// Runs what `-exec … +` has collected; the exit status.
  mutating func finish() async throws -> Int {
    for (_, batch) in batches.sorted(by: { $0.key < $1.key }) {
      if try await run(batch.command.dropLast() + batch.paths) != 0 { failed = true }
    }
    return failed ? 1 : 0
  }

  mutating func walk(_ path: String, depth: Int = 0) async throws {
    if isDone || depth > 100 { return }
    let status: FileStatus
    do {
      status = try followsLinks ? process.status(path) : process.linkStatus(path)
    } catch {
      let reason = error
      failed = true
      try await process.warn(Dialect.isGNU ? "‘\(path)’" : path, reason)
      return
    }
    prunes = false
    let isShown = depth >= options.minimumDepth
    if isShown, !options.contentsFirst { _ = try await evaluate(expression, path, status) }
    let isPruned = prunes
    if status.kind == .directory, !isPruned, depth < options.maximumDepth {
      do {
        for name in try process.names(in: path) {
          try await walk(joinPath(path, name), depth: depth + 1)
        }
      } catch let reason as Errno {
        failed = true
        try await process.warn(Dialect.isGNU ? "‘\(path)’" : path, reason)
      }
    }
    if isShown, options.contentsFirst, !isDone {
      _ = try await evaluate(expression, path, status)
    }
  }

  private func ordered(_ value: Int, _ order: Int, _ limit: Int) -> Bool {
    order == 0 ? value == limit : order > 0 ? value > limit : value < limit
  }

  private mutating func evaluate(
    _ expression: FindExpression, _ path: String, _ status: FileStatus
  ) async throws -> Bool {
    if isDone { return false }
    switch expression {
    case .and(let left, let right):
      guard try await evaluate(left, path, status) else { return false }
      return try await evaluate(right, path, status)
    case .or(let left, let right):
      if try await evaluate(left, path, status) { return true }
      return try await evaluate(right, path, status)
    case .not(let inner): return try await !evaluate(inner, path, status)
    case .always(let value): return value
    case .name(let pattern, let isPath, let foldsCase):
      let text = isPath ? path : lastComponent(path)
      return foldsCase
        ? GlobPattern.matches(pattern.lowercased(), text.lowercased())
        : GlobPattern.matches(pattern, text)
    case .type(let types):
      let letter = status.kind == .file ? "f" : String(status.kind.rawValue)
      return types.split(separator: ",").contains { $0 == letter }
    case .time(let which, let unit, let order, let limit):
      let time = which == "a" ? status.accessed : which == "c" ? status.changed : status.modified
      let age = Int(process.now.unixSeconds) - Int(time.unixSeconds)
      return ordered(age / unit, order, limit)
    case .newer(let time): return status.modified > time
    case .size(let unit, let order, let limit):
      return ordered((status.size + unit - 1) / unit, order, limit)
    case .links(let order, let limit): return ordered(status.links, order, limit)
    case .user(let id): return status.owner == id
    case .group(let id): return status.group == id
    case .permissions(let mode, let sign):
      if sign == "-" { return status.mode & mode == mode }
      return sign == nil ? status.mode & 0o7777 == mode : mode == 0 || status.mode & mode != 0
    case .empty:
      if status.kind == .directory { return (try? process.names(in: path).isEmpty) == true }
      return status.kind == .file && status.size == 0
    case .print, .prune, .quit, .delete, .execute: return try await act(expression, path, status)
    }
  }

  private mutating func act(
    _ expression: FindExpression, _ path: String, _ status: FileStatus
  ) async throws -> Bool {
    switch expression {
    case .print(let end):
      try await process.output.write(path + end)
      return true
    case .prune:
      prunes = true
      return true
    case .quit:
      isDone = true
      return true
    case .delete:
      if path == "." { return true }
      let isGone = try await process.attempt(path) {
        if status.kind == .directory {
          try process.removeDirectory(path)
        } else {
          try process.unlink(path)
        }
      }
      if !isGone { failed = true }
      return isGone
    case .execute(let command, let batch, _):
      if let batch {
        batches[batch, default: (command, [])].paths.append(path)
        return true
      }
      let words = command.map { $0.replacingAll("{}", with: path) }
      return try await run(words) == 0
    default: return true
    }
  }

  private func run(_ command: [String]) async throws -> Int {
    try await process.output.flush()
    guard let child = try await Applet.start(command, process) else { return 1 }
    return try await process.waitForChild(.pid(child.pid)).status.code
  }
}

extension String {
  /// The text with every `needle` replaced.
  func replacingAll(_ needle: String, with replacement: String) -> String {
    var result = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(needle) {
        result += replacement
        rest = rest.dropFirst(needle.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
