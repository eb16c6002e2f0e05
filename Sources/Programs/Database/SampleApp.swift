package import Kernel

/// The application of the migration tasks.
///
/// With -run-migrations it makes its database where that is missing, and ends; without, it serves
/// one page that shows whether it reaches its database.
package enum SampleApp {
  /// The program `app`.
  package static let program: Program = { process in
    var settings = Settings()
    guard try await settings.read(process) else { return 2 }
    let client = DatabaseClient(
      process: process, host: settings.host, password: settings.password)
    if settings.runsMigrations {
      let answer = try await client.ask("migrate \(database)")
      guard answer.hasPrefix("OK") else {
        try await process.errors.write("migrations failed: \(answer)\n")
        return 1
      }
      try await process.errors.write("database \(database) is up to date\n")
      return 0
    }
    return try await serve(settings.port, client, process)
  }

  private static let database = "sample_app"

  /// The flags, read as Go's `flag` package does.
  private struct Settings {
    var runsMigrations = false
    var port = 8080
    var host = "db"
    var password = ""

    mutating func read(_ process: Process) async throws -> Bool {
      var rest = process.operands[...]
      while let argument = rest.first, argument.hasPrefix("-"), argument.count > 1 {
        rest.removeFirst()
        if argument == "--" { break }
        let parts = argument.drop { $0 == "-" }.split(
          separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        if name == "run-migrations" {
          runsMigrations = parts.count < 2 || ["true", "1", "t", "T"].contains(parts[1])
          continue
        }
        guard ["port", "db-host", "db-password"].contains(name) else {
          try await process.errors.write(
            "flag provided but not defined: -\(name)\n\(Settings.usage)")
          return false
        }
        guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
          try await process.errors.write("flag needs an argument: -\(name)\n\(Settings.usage)")
          return false
        }
        switch name {
        case "port":
          guard let number = Int(value), (1...65_535).contains(number) else {
            try await process.errors.write(
              "invalid value \"\(value)\" for flag -port: parse error\n\(Settings.usage)")
            return false
          }
          port = number
        case "db-host": host = value
        default: password = value
        }
      }
      return true
    }

    private static let usage = """
      Usage of app:
        -db-host string
          \tname of the database's host (default "db")
        -db-password string
          \tpassword of the database's user root
        -port int
          \tport to serve the page on (default 8080)
        -run-migrations
          \tbring the database up to date and end

      """
  }

  private static func serve(
    _ port: Int, _ client: DatabaseClient, _ process: Process
  ) async throws -> Int {
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(.any, port: port))
    } catch {
      try await process.errors.write(
        "listen tcp :\(port): bind: \(error.description.lowercased())\n")
      return 1
    }
    process.setDisposition(.ignore, of: .pipe)
    while true {
      let socket = try await process.accept(listener)
      try? await answer(socket, client, process)
      try? process.close(socket)
    }
  }

  private static func answer(
    _ socket: Int, _ client: DatabaseClient, _ process: Process
  ) async throws {
    let reader = InputReader(process, descriptor: socket)
    guard let head = try await HTTPHead.read(from: reader) else { return }
    let reply = try await client.ask("count \(database)")
    let state: String
    if reply.hasPrefix("OK ") {
      state = "<p>none</p>\n<p>Notes: \(reply.dropFirst(3))</p>"
    } else {
      state = "<p>Error:  \(reply)</p>"
      try await process.errors.write("\(reply)\n")
    }
    let page = """
      <!DOCTYPE html>
      <html>
      <head><title>Sample App</title></head>
      <body>
      <h1>Sample App</h1>
      <h2>Backend that handled this request</h2>
      <p>\(process.hostname)</p>
      <h2>Proxy that handled this request</h2>
      \(state)
      </body>
      </html>

      """
    var response = HTTPHead(startLine: "HTTP/1.1 200 OK")
    response.fields = [
      ("Content-Type", "text/html; charset=utf-8"), ("Date", HTTPDate.text(process.now)),
      ("Content-Length", "\(page.utf8.count)"), ("Connection", "close"),
    ]
    let isHead = head.startLine.hasPrefix("HEAD")
    try await process.write(response.bytes + (isHead ? [] : page.rawBytes), to: socket)
  }
}
