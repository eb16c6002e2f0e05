import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `networking/httpd.c`.
  static let httpd = Applet(
    "httpd",
    usage: """
      [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]
      or httpd -d/-e/-m STRING

      Listen for incoming HTTP requests

      	-i		Inetd mode
      	-f		Run in foreground
      	-v[v]		Verbose
      	-p [IP:]PORT	Bind to IP:PORT (default *:80)
      	-u USER[:GRP]	Set uid/gid after binding to port
      	-r REALM	Authentication Realm for Basic Authentication
      	-h HOME		Home directory (default .)
      	-c FILE		Configuration file (default {/etc,HOME}/httpd.conf)
      	-m STRING	MD5 crypt STRING
      	-e STRING	HTML encode STRING
      	-d STRING	URL decode STRING
      """
  ) { process in
    let options = try await process.options("c:d:h:e:r:m:u:p:ifv")
    if let home = options.value("h") {
      do {
        try process.changeDirectory(home)
      } catch {
        try await process.die("can't change directory to '\(home)': \(error)")
      }
    }
    let text = options.value("p") ?? "80"
    let parts = text.split(at: ":")
    guard let last = parts.last, let port = Int(last), (0...65_535).contains(port) else {
      try await process.die("invalid number '\(text)'")
    }
    let own = parts.count > 1 ? IPAddress(parts[0]) ?? .any : .any
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(own, port: port))
    } catch {
      try await process.die("bind: \(error)")
    }
    let isVerbose = options.has("v")
    let configuration = try await HttpdConfiguration.read(options.value("c"), process)
    if options.has("f") { return try await serve(listener, isVerbose, configuration, process) }
    _ = try process.fork { child in
      try? child.beginSession()
      return try await serve(listener, isVerbose, configuration, child)
    }
    return 0
  }

  private static func serve(
    _ listener: Int, _ isVerbose: Bool, _ configuration: HttpdConfiguration, _ process: Process
  ) async throws -> Int {
    process.setDisposition(.ignore, of: .chld)
    process.setDisposition(.ignore, of: .pipe)
    while true {
      let socket = try await process.accept(listener)
      _ = try process.fork { child in
        try child.close(listener)
        var exchange = HTTPExchange(
          process: child, socket: socket, isVerbose: isVerbose, configuration: configuration)
        try await exchange.run()
        return 0
      }
      try process.close(socket)
      while let _ = try? process.takeEndedChild() {}
    }
  }
}

/// One request that httpd answers.
private struct HTTPExchange {
  let process: Process
  let socket: Int
  let isVerbose: Bool
  let configuration: HttpdConfiguration

  mutating func run() async throws {
    let reader = InputReader(process, descriptor: socket)
    guard let head = try await HTTPHead.read(from: reader) else { return }
    let words = head.startLine.split(at: " ")
    guard words.count >= 2 else { return try await fail(400, "Bad Request", "Unsupported method") }
    let isHead = words[0] == "HEAD"
    var path = decode(String(words[1].prefix { $0 != "?" }))
    let relay = HttpdRelay(process: process, socket: socket, reader: reader, head: head)
    if let proxy = configuration.proxies.first(where: { path.hasPrefix($0.prefix) }) {
      return try await relay.pass(to: proxy) { try await fail(500, "Internal Server Error", "") }
    }
    if let script = script(path) { return try await relay.run(script) }
    guard words[0] == "GET" || isHead else {
      return try await fail(501, "Not Implemented", "The requested method is not recognized")
    }
    if isVerbose, let addresses = process.socketAddresses(of: socket) {
      try await process.errors.write("\(addresses.remote): url:\(path)\n")
    }
    let isOutside = path.split(at: "/").contains("..")
    guard path.hasPrefix("/"), !isOutside else {
      return try await fail(400, "Bad Request", "Unsupported method")
    }
    var file = "." + path
    if let status = try? process.status(file), status.kind == .directory {
      guard path.hasSuffix("/") else {
        path += "/"
        let text =
          "<HTML><HEAD><TITLE>302 Found</TITLE></HEAD>\n<BODY><H1>302 Found</H1>\n\n</BODY></HTML>\n"
        return try await send(302, "Found", [("Location", path)], text.rawBytes, type: "text/html")
      }
      file += configuration.index
    }
    let bytes: [UInt8]
    do {
      bytes = try await process.contents(of: file)
    } catch Errno.accessDenied {
      return try await fail(403, "Forbidden", "")
    } catch is Errno {
      return try await fail(404, "Not Found", "The requested URL was not found")
    }
    let modified = (try? process.status(file).modified) ?? process.now
    let date = CalendarTime(modified).formatted("%a, %d %b %Y %H:%M:%S GMT")
    try await send(
      200, "OK", [("Accept-Ranges", "bytes"), ("Last-Modified", date)], bytes,
      type: MIMETypes.type(of: file) ?? "application/octet-stream", isHead: isHead)
  }

  /// The CGI script that answers a path: one below /cgi-bin/, or index.cgi there in place of a
  /// folder's index.
  private func script(_ path: String) -> String? {
    if path.hasPrefix("/cgi-bin/"), (try? process.status("." + path).kind) == .file { return path }
    guard path.hasSuffix("/"), (try? process.status("." + path + configuration.index)) == nil,
      let status = try? process.status("./cgi-bin/index.cgi"), status.mode & 0o111 != 0
    else { return nil }
    return "/cgi-bin/index.cgi"
  }

  private func decode(_ text: String) -> String {
    var result: [UInt8] = []
    var rest = text.rawBytes[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let high = Escapes.hexadecimal(rest[rest.startIndex]),
        let low = Escapes.hexadecimal(rest[rest.startIndex + 1])
      {
        result.append(UInt8(high * 16 + low))
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return result.text
  }

  private func fail(_ status: Int, _ reason: String, _ text: String) async throws {
    let page = """
      <HTML><HEAD><TITLE>\(status) \(reason)</TITLE></HEAD>
      <BODY><H1>\(status) \(reason)</H1>
      \(text)
      </BODY></HTML>

      """
    try await send(status, reason, [], page.rawBytes, type: "text/html")
  }

  private func send(
    _ status: Int, _ reason: String, _ fields: [(String, String)], _ body: [UInt8], type: String,
    isHead: Bool = false
  ) async throws {
    let date = CalendarTime(process.now).formatted("%a, %d %b %Y %H:%M:%S GMT")
    var head = HTTPHead(startLine: "HTTP/1.1 \(status) \(reason)")
    head.fields = [("Date", date), ("Connection", "close"), ("Content-type", type)]
    for (name, value) in fields { head.fields.append((name, value)) }
    if status == 200 { head.fields.append(("Content-Length", "\(body.count)")) }
    try await process.write(head.bytes + (isHead ? [] : body), to: socket)
    if isVerbose { try await process.errors.write("response:\(status)\n") }
  }
}
