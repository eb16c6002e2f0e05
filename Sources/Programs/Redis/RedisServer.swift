package import Kernel
import Shell

/// `redis-server` with the commands that a first lesson needs, its data in memory.
///
/// Source: the protocol is RESP of redis.io "Redis serialization protocol specification"; the log
/// is redis 7.4's.
package enum RedisServer {
  /// The program: `redis-server [--port N]`.
  package static let program: Program = { process in
    try process.demandChangeOfUser()
    let port = RedisServer.port(process.operands) ?? 6379
    try await log("C", "*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo", process)
    try await log(
      "C", "*",
      "Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=\(process.pid), just started",
      process)
    if process.operands.isEmpty {
      try await log(
        "C", "#",
        "Warning: no config file specified, using the default config. In order to specify a config "
          + "file use redis-server /path/to/redis.conf", process)
    } else {
      try await log("C", "*", "Configuration loaded", process)
    }
    try await log("M", "*", "monotonic clock: POSIX clock_gettime", process)
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(.any, port: port))
    } catch {
      try await log(
        "M", "#", "Warning: Could not create server TCP listening socket *:\(port): bind: \(error)",
        process)
      try await log("M", "#", "Failed listening on port \(port) (tcp), aborting.", process)
      return 1
    }
    try await log("M", "*", "Running mode=standalone, port=\(port).", process)
    try await log("M", "*", "Server initialized", process)
    try await log("M", "*", "Ready to accept connections tcp", process)
    for signal in [Signal.term, .int] { process.setDisposition(.handle, of: signal) }
    process.setDisposition(.ignore, of: .pipe)
    var store = RedisStore()
    do {
      while !store.isShutDown {
        let socket = try await process.accept(listener)
        try? await serve(socket, &store, process)
        try? process.close(socket)
      }
    } catch Errno.interrupted {
      let name = process.takeSignals().contains(.int) ? "SIGINT" : "SIGTERM"
      try await process.output.write(
        "\(process.pid):signal-handler (\(process.now.unixSeconds)) Received \(name) scheduling "
          + "shutdown...\n")
    }
    try await log("M", "*", "User requested shutdown...", process)
    try await log("M", "*", "Saving the final RDB snapshot before exiting.", process)
    try await log("M", "*", "DB saved on disk", process)
    try await log("M", "#", "Redis is now ready to exit, bye bye...", process)
    return 0
  }

  private static func port(_ words: [String]) -> Int? {
    guard let place = words.firstIndex(of: "--port"), place + 1 < words.count else { return nil }
    return Int(words[place + 1]).flatMap { (1...65_535).contains($0) ? $0 : nil }
  }

  private static func log(
    _ role: String, _ level: String, _ text: String, _ process: Process
  ) async throws {
    let milliseconds = Int(process.now.nanoseconds / 1_000_000 % 1000).zeroes(3)
    let date = CalendarTime(process.now).formatted("%d %b %Y %H:%M:%S.\(milliseconds)")
    try await process.output.write("\(process.pid):\(role) \(date) \(level) \(text)\n")
    try await process.output.flush()
  }

  /// Answers one client until it goes; others wait that long, for no client here stays.
  private static func serve(
    _ socket: Int, _ store: inout RedisStore, _ process: Process
  ) async throws {
    let reader = InputReader(process, descriptor: socket)
    while let words = try await RedisProtocol.command(from: reader) {
      let reply = store.execute(words)
      try await process.write(reply.bytes, to: socket)
      if store.isShutDown || words.first?.uppercased() == "QUIT" { return }
    }
  }
}

/// What a server has stored.
private struct RedisStore {
  private var values: [String: String] = [:]
  private(set) var isShutDown = false
  private static let mostValues = 100_000

  mutating func execute(_ words: [String]) -> RedisReply {
    guard let name = words.first?.uppercased() else { return .error("ERR empty command") }
    let arguments = Array(words.dropFirst())
    switch (name, arguments.count) {
    case ("PING", 0): return .status("PONG")
    case ("PING", 1), ("ECHO", 1): return .text(arguments[0])
    case ("QUIT", 0), ("SELECT", 1): return .status("OK")
    case ("SET", 2...):
      guard values.count < Self.mostValues else {
        return .error("OOM command not allowed when used memory > 'maxmemory'.")
      }
      values[arguments[0]] = arguments[1]
      return .status("OK")
    case ("GET", 1): return values[arguments[0]].map { .text($0) } ?? .none
    case ("DEL", 1...):
      return .number(arguments.count { values.removeValue(forKey: $0) != nil })
    case ("EXISTS", 1...): return .number(arguments.count { values[$0] != nil })
    case ("INCR", 1): return add(1, to: arguments[0])
    case ("DECR", 1): return add(-1, to: arguments[0])
    case ("APPEND", 2):
      let text = (values[arguments[0]] ?? "") + arguments[1]
      values[arguments[0]] = String(text.prefix(1 << 20))
      return .number(text.utf8.count)
    case ("STRLEN", 1): return .number(values[arguments[0]]?.utf8.count ?? 0)
    case ("DBSIZE", 0): return .number(values.count)
    case ("KEYS", 1):
      let pattern = Pattern(arguments[0])
      return .list(values.keys.sorted().filter { pattern.matches($0) })
    case ("FLUSHALL", _), ("FLUSHDB", _):
      values = [:]
      return .status("OK")
    case ("SHUTDOWN", _):
      isShutDown = true
      return .status("OK")
    default: return mistake(name, words)
    }
  }

  private func mistake(_ name: String, _ words: [String]) -> RedisReply {
    let known = [
      "PING", "ECHO", "SET", "GET", "DEL", "EXISTS", "INCR", "DECR", "APPEND", "STRLEN", "DBSIZE",
      "KEYS", "SELECT",
    ]
    if known.contains(name) {
      return .error("ERR wrong number of arguments for '\(name.lowercased())' command")
    }
    let rest = words.dropFirst().map { "'\($0)' " }.joined()
    return .error("ERR unknown command '\(words[0])', with args beginning with: \(rest)")
  }

  private mutating func add(_ change: Int, to key: String) -> RedisReply {
    guard let old = Int(values[key] ?? "0") else {
      return .error("ERR value is not an integer or out of range")
    }
    let (new, overflows) = old.addingReportingOverflow(change)
    if overflows { return .error("ERR increment or decrement would overflow") }
    values[key] = String(new)
    return .number(new)
  }
}
