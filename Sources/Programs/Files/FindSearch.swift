import ByteText
import Kernel
import RegularExpressions
import Shell

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
        ? Pattern(pattern.lowercased()).matches(text.lowercased())
        : Pattern(pattern).matches(text)
    case .type(let types):
      let letter = status.kind == .file ? "f" : String(status.kind.rawValue)
      return types.split(at: ",").contains { $0 == letter }
    case .time(let which, let unit, let order, let limit):
      let time = which == "a" ? status.accessed : which == "c" ? status.changed : status.modified
      let age = Int(process.now.unixSeconds) - Int(time.unixSeconds)
      return ordered(age / unit, order, limit)
    // busybox compares seconds.
    case .newer(let time):
      return Dialect.isGNU
        ? status.modified > time : status.modified.unixSeconds > time.unixSeconds
    case .size(let unit, let order, let limit):
      // GNU counts units that are begun, busybox bytes.
      if Dialect.isGNU { return ordered((status.size + unit - 1) / unit, order, limit) }
      let (bytes, overflows) = limit.multipliedReportingOverflow(by: unit)
      return ordered(status.size, order, overflows ? Int.max : bytes)
    case .links(let order, let limit): return ordered(status.links, order, limit)
    case .inode(let order, let number): return ordered(status.inode, order, number)
    case .regex(let regex):
      let text = path.rawBytes
      return regex.prefixMatch(in: text)?.range == 0..<text.count
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
