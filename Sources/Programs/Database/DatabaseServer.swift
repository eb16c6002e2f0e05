import ByteText
package import Kernel

/// The stand-in for MySQL that the migration tasks use: databases in the memory of its process.
///
/// It speaks a protocol of its own: a line with the password, a line with a command, and one line
/// in answer.
package enum DatabaseServer {
  /// The program: `docker-entrypoint.sh mysqld` and `mysqld`.
  package static let program: Program = { process in
    try process.demandChangeOfUser()
    let environment = process.environment
    let password = environment["MYSQL_ROOT_PASSWORD"] ?? ""
    let mayBeEmpty =
      environment["MYSQL_ALLOW_EMPTY_PASSWORD"] != nil
      || environment["MYSQL_RANDOM_ROOT_PASSWORD"] != nil
    try await note(process, "[Note] [Entrypoint]: Entrypoint script for MySQL Server started.")
    if password.isEmpty, !mayBeEmpty {
      try await note(
        process,
        "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified")
      try await process.errors.write(
        """
            You need to specify one of the following as an environment variable:
            - MYSQL_ROOT_PASSWORD
            - MYSQL_ALLOW_EMPTY_PASSWORD
            - MYSQL_RANDOM_ROOT_PASSWORD

        """)
      return 1
    }
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(.any, port: 3306))
    } catch {
      try await note(process, "[ERROR] Can't start server: Bind on TCP/IP port: \(error)")
      return 1
    }
    var databases: [String: Int] = [:]
    if let name = environment["MYSQL_DATABASE"] { databases[name] = 0 }
    for signal in [Signal.term, .int, .quit] { process.setDisposition(.handle, of: signal) }
    process.setDisposition(.ignore, of: .pipe)
    try await note(process, "[Note] mysqld: ready for connections. port: 3306")
    do {
      while true {
        let socket = try await process.accept(listener)
        try? await answer(socket, password, &databases, process)
        try? process.close(socket)
      }
    } catch Errno.interrupted {
      try await note(process, "[Note] mysqld: Shutdown complete")
      return 0
    }
  }

  private static func note(_ process: Process, _ text: String) async throws {
    let date = CalendarTime(process.now).formatted("%Y-%m-%d %H:%M:%S+00:00")
    try await process.errors.write("\(date) \(text)\n")
  }

  private static func answer(
    _ socket: Int, _ password: String, _ databases: inout [String: Int], _ process: Process
  ) async throws {
    let reader = InputReader(process, descriptor: socket)
    guard let given = try await reader.readLine()?.withoutNewline.text,
      let command = try await reader.readLine()?.withoutNewline.text
    else { return }
    let client = process.socketAddresses(of: socket).map { "\($0.remote.address)" } ?? "localhost"
    guard given == password else {
      let uses = given.isEmpty ? "NO" : "YES"
      let text = "Error 1045: Access denied for user 'root'@'\(client)' (using password: \(uses))"
      try await process.write("\(text)\n".rawBytes, to: socket)
      return
    }
    let words = command.split(at: " ").map(String.init)
    let name = words.count > 1 ? words[1] : ""
    switch words.first {
    case "migrate": databases[name] = databases[name] ?? 0
    case "add": if let notes = databases[name] { databases[name] = notes + 1 }
    default: break
    }
    let known = databases[name]
    let reply = known.map { "OK \($0)" } ?? "Error 1049: Unknown database '\(name)'"
    try await process.write("\(reply)\n".rawBytes, to: socket)
  }
}

/// Asks a `DatabaseServer`.
struct DatabaseClient {
  let process: Process
  let host: String
  let password: String

  /// What the server says, or why it could not be asked: the first word is "OK" if all is well.
  func ask(_ command: String) async throws -> String {
    let address: IPAddress
    switch try await process.resolve(host) {
    case .address(let found): address = found
    case .unknown:
      let server = try await process.nameServer()
      return "dial tcp: lookup \(host) on \(server):53: no such host"
    }
    do {
      let socket = try await process.connect(
        to: SocketAddress(address, port: 3306), timeout: .seconds(30))
      defer { try? process.close(socket) }
      try await process.write("\(password)\n\(command)\n".rawBytes, to: socket)
      let reader = InputReader(process, descriptor: socket)
      return try await reader.readLine()?.withoutNewline.text ?? "unexpected EOF"
    } catch Errno.timedOut {
      return "dial tcp \(address):3306: i/o timeout"
    } catch let reason as Errno where reason != .interrupted {
      return "dial tcp \(address):3306: connect: \(reason.description.lowercased())"
    }
  }
}
