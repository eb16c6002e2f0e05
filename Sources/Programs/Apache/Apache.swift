import ByteText
package import Kernel

/// Apache's `httpd-foreground`: it serves files below its document root and logs as Apache does.
///
/// Source: Docker's image of httpd 2.4; the messages are those of its error log at level `notice`.
package enum Apache {
  /// The program: `httpd-foreground`, `httpd -D FOREGROUND`.
  package static let program: Program = { process in
    try process.demandChangeOfUser()
    let root = "/usr/local/apache2/"
    let port = await Apache.port(root + "conf/httpd.conf", process)
    let address = process.namespaces.network.address.map { "\($0)" } ?? "127.0.0.1"
    for _ in 0..<2 {
      try await process.errors.write(
        "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, "
          + "using \(address). Set the 'ServerName' directive globally to suppress this message\n")
    }
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(.any, port: port))
    } catch {
      try await process.errors.write(
        "(98)\(error): AH00072: make_sock: could not bind to address 0.0.0.0:\(port)\n"
          + "no listening sockets available, shutting down\nAH00015: Unable to open logs\n")
      return 1
    }
    for signal in [Signal.term, .int, .winch] { process.setDisposition(.handle, of: signal) }
    process.setDisposition(.ignore, of: .pipe)
    try await note(
      "mpm_event", "AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations",
      process)
    try await note("core", "AH00094: Command line: 'httpd -D FOREGROUND'", process)
    while true {
      do {
        let socket = try await process.accept(listener)
        try? await ApacheExchange(process: process, root: root + "htdocs").answer(socket)
        try? process.close(socket)
      } catch Errno.interrupted {
        let signals = process.takeSignals()
        let isGraceful = signals.contains(.winch)
        try await note(
          "mpm_event",
          isGraceful
            ? "AH00492: caught SIGWINCH, shutting down gracefully"
            : "AH00491: caught SIGTERM, shutting down", process)
        return 0
      }
    }
  }

  /// The port of the first `Listen`; 80 without one.
  private static func port(_ path: String, _ process: Process) async -> Int {
    guard let text = try? await process.contents(of: path).text else { return 80 }
    for line in text.split(at: "\n") {
      let words = line.split(at: " ")
      if words.count == 2, words[0] == "Listen", let last = words[1].split(at: ":").last {
        return Int(last).flatMap { (1...65_535).contains($0) ? $0 : nil } ?? 80
      }
    }
    return 80
  }

  private static func note(_ module: String, _ text: String, _ process: Process) async throws {
    let micro = Int(process.now.nanoseconds / 1000 % 1_000_000).zeroes(6)
    let date = CalendarTime(process.now).formatted("%a %b %d %H:%M:%S.\(micro) %Y")
    try await process.errors.write(
      "[\(date)] [\(module):notice] [pid \(process.pid):tid \(process.pid)] \(text)\n")
  }
}

/// One request that Apache answers.
private struct ApacheExchange {
  let process: Process
  let root: String

  func answer(_ socket: Int) async throws {
    let reader = InputReader(process, descriptor: socket)
    guard let head = try await HTTPHead.read(from: reader) else { return }
    let words = head.startLine.split(at: " ").map(String.init)
    let path = words.count > 1 ? String(words[1].prefix { $0 != "?" }) : ""
    let (status, reason, type, body) = await content(of: path, method: words.first ?? "")
    var response = HTTPHead(startLine: "HTTP/1.1 \(status) \(reason)")
    response.fields = [
      ("Date", HTTPDate.text(process.now)), ("Server", "Apache/2.4.62 (Unix)"),
      ("Content-Length", "\(body.count)"), ("Connection", "close"), ("Content-Type", type),
    ]
    let isHead = words.first == "HEAD"
    try await process.write(response.bytes + (isHead ? [] : body), to: socket)
    let client = process.socketAddresses(of: socket).map { "\($0.remote.address)" } ?? "-"
    let date = CalendarTime(process.now).formatted("%d/%b/%Y:%H:%M:%S +0000")
    let sent = isHead || body.isEmpty ? "-" : "\(body.count)"
    try await process.output.write(
      "\(client) - - [\(date)] \"\(head.startLine)\" \(status) \(sent)\n")
    try await process.output.flush()
  }

  private func content(
    of path: String, method: String
  ) async -> (status: Int, reason: String, type: String, body: [UInt8]) {
    let isOutside = path.split(at: "/").contains("..")
    guard path.hasPrefix("/"), !isOutside else {
      return failure(
        400, "Bad Request", "Your browser sent a request that this server could not understand.")
    }
    guard method == "GET" || method == "HEAD" else {
      return failure(
        405, "Method Not Allowed", "The requested method \(method) is not allowed for this URL.")
    }
    var file = root + path
    if (try? process.status(file).kind) == .directory { file = joinPath(file, "index.html") }
    do {
      let bytes = try await process.contents(of: file)
      return (200, "OK", MIMETypes.type(of: file) ?? "text/plain", bytes)
    } catch Errno.accessDenied {
      return failure(403, "Forbidden", "You don't have permission to access this resource.")
    } catch {
      return failure(404, "Not Found", "The requested URL was not found on this server.")
    }
  }

  private func failure(
    _ status: Int, _ reason: String, _ text: String
  ) -> (status: Int, reason: String, type: String, body: [UInt8]) {
    let page = """
      <!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
      <html><head>
      <title>\(status) \(reason)</title>
      </head><body>
      <h1>\(reason)</h1>
      <p>\(text)</p>
      </body></html>

      """
    return (status, reason, "text/html; charset=iso-8859-1", page.rawBytes)
  }
}
