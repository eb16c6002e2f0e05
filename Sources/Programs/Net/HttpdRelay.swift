import Kernel

/// A request that somebody else answers: a script or another server.
///
/// Source: busybox 1.35.0 `networking/httpd.c`, `send_cgi_and_exit` and `cgi_io_loop_and_exit`.
struct HttpdRelay {
  let process: Process
  let socket: Int
  let reader: InputReader
  let head: HTTPHead

  private var words: [Substring] { head.startLine.split(separator: " ") }

  // MARK: Another server

  func pass(
    to proxy: HttpdConfiguration.Proxy, orElse fail: () async throws -> Void
  ) async throws {
    guard case .address(let address) = try await process.resolve(proxy.host),
      let server = try? await process.connect(to: SocketAddress(address, port: proxy.port))
    else { return try await fail() }
    var request = head
    let path = proxy.path + words[1].dropFirst(proxy.prefix.count)
    request.startLine = "\(words[0]) \(path) \(words.count > 2 ? words[2] : "HTTP/1.0")"
    try await process.write(request.bytes, to: server)
    let answer = InputReader(process, descriptor: server)
    while let block = try await answer.readBlock() { try await process.write(block, to: socket) }
  }

  // MARK: A script

  func run(_ script: String) async throws {
    let folder = script.split(separator: "/").dropLast().joined(separator: "/")
    let name = lastComponent(script)
    let body = try await requestBody()
    let input = try process.pipe()
    let output = try process.pipe()
    let environment = self.environment(script)
    _ = try process.fork { child in
      try child.duplicate(input.reading, to: 0)
      try child.duplicate(output.writing, to: 1)
      for descriptor in [input.reading, input.writing, output.reading, output.writing] {
        try child.close(descriptor)
      }
      try child.changeDirectory("./" + folder)
      try child.execute("./" + name, arguments: [name], environment: environment)
    }
    try process.close(input.reading)
    try process.close(output.writing)
    try? await process.write(body, to: input.writing)
    try process.close(input.writing)
    try await answer(from: InputReader(process, descriptor: output.reading))
  }

  private func requestBody() async throws -> [UInt8] {
    guard let length = head["Content-Length"].flatMap({ Int($0) }), length > 0 else { return [] }
    var body: [UInt8] = []
    while body.count < min(length, 65_536), let byte = try await reader.readByte() {
      body.append(byte)
    }
    return body
  }

  private func environment(_ script: String) -> Environment {
    var environment = process.environment
    let target = String(words[1])
    let query = target.drop { $0 != "?" }.dropFirst()
    environment["REQUEST_METHOD"] = String(words[0])
    environment["REQUEST_URI"] = target
    environment["SCRIPT_NAME"] = script
    environment["QUERY_STRING"] = String(query)
    environment["SERVER_PROTOCOL"] = words.count > 2 ? String(words[2]) : "HTTP/1.0"
    environment["SERVER_SOFTWARE"] = "busybox httpd/1.35.0"
    environment["GATEWAY_INTERFACE"] = "CGI/1.1"
    if let remote = process.socketAddresses(of: socket)?.remote {
      environment["REMOTE_ADDR"] = "\(remote.address)"
      environment["REMOTE_PORT"] = "\(remote.port)"
    }
    for (name, value) in head.fields {
      let text = name.uppercased().map { $0 == "-" ? "_" : $0 }
      let isContent = text.starts(with: "CONTENT_")
      environment[(isContent ? "" : "HTTP_") + String(text)] = value
    }
    return environment
  }

  /// A script writes its own head, or a part of it, or none.
  private func answer(from output: InputReader) async throws {
    var isFirst = true
    while let block = try await output.readBlock() {
      let sent = isFirst ? HttpdRelay.withHead(block) : block
      isFirst = false
      try await process.write(sent, to: socket)
    }
    if isFirst { try await process.write(HttpdRelay.success.rawBytes, to: socket) }
  }

  private static let success = "HTTP/1.1 200 OK\r\n"

  private static func withHead(_ start: [UInt8]) -> [UInt8] {
    let text = start.text
    if text.hasPrefix("HTTP") { return start }
    if text.hasPrefix("Status: ") { return "HTTP/1.1 ".rawBytes + start.dropFirst(8) }
    let type = text.contains("ontent-") ? "" : "Content-type: text/plain\r\n\r\n"
    return (success + type).rawBytes + start
  }
}
