import ByteText
package import Kernel

/// `redis-cli`.
package enum RedisClient {
  /// The program: `redis-cli [-h HOST] [-p PORT] [COMMAND [ARGUMENT…]]`; without a command it reads
  /// commands from standard input.
  package static let program: Program = { process in
    var words = process.operands[...]
    var (host, port) = ("127.0.0.1", 6379)
    while let option = words.first, option.hasPrefix("-"), words.count > 1 {
      let value = words[words.startIndex + 1]
      switch option {
      case "-h": host = value
      case "-p": port = Int(value).flatMap { (1...65_535).contains($0) ? $0 : nil } ?? 6379
      case "-n", "-a": break
      default:
        try await process.errors.write(
          "Unrecognized option or bad number of args for: '\(option)'\n")
        return 1
      }
      words = words.dropFirst(2)
    }
    guard let socket = try await connect(to: host, port, process) else { return 1 }
    let reader = InputReader(process, descriptor: socket)
    if !words.isEmpty { return try await ask(Array(words), socket, reader, process) }
    while let line = try await process.input.readLine() {
      let words = line.withoutNewline.text.split(at: " ").map(String.init)
      if words.isEmpty { continue }
      if try await ask(words, socket, reader, process) != 0 { return 1 }
    }
    return 0
  }

  private static func connect(
    to host: String, _ port: Int, _ process: Process
  ) async throws -> Int? {
    let reason: String
    switch try await process.resolve(host) {
    case .unknown: reason = "Name or service not known"
    case .address(let address):
      do {
        return try await process.connect(
          to: SocketAddress(address, port: port), timeout: .seconds(130))
      } catch let error as Errno where error != .interrupted {
        reason = error.description
      }
    }
    try await process.errors.write("Could not connect to Redis at \(host):\(port): \(reason)\n")
    return nil
  }

  private static func ask(
    _ words: [String], _ socket: Int, _ reader: InputReader, _ process: Process
  ) async throws -> Int {
    try await process.write(RedisProtocol.array(words), to: socket)
    guard let reply = try await RedisProtocol.reply(from: reader) else {
      // SHUTDOWN is answered by silence.
      return words[0].uppercased() == "SHUTDOWN" ? 0 : 1
    }
    let text = process.isTerminal(1) ? reply.terminalText : reply.plainText
    try await process.output.writeLine(text)
    try await process.output.flush()
    return 0
  }
}
