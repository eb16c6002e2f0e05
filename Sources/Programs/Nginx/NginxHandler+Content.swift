import Kernel
import RegularExpressions

extension NginxHandler {
  mutating func content(
    _ location: NginxLocation, _ request: inout NginxRequest
  ) async throws -> Step {
    if let directive = location.scope.levels.first?.first(where: { $0.name == "proxy_pass" }) {
      let proxy = NginxProxy(handler: self, worker: worker, process: process)
      return .respond(try await proxy.pass(directive, location, request))
    }
    if location.scope.levels.first?.contains(where: { $0.name == "stub_status" }) == true {
      let text =
        "Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n"
      return .respond(NginxResponse(200, body: text.rawBytes, contentType: "text/plain"))
    }
    if location.scope.levels.first?.contains(where: { $0.name.hasSuffix("_pass") }) == true {
      try process.notModelled("nginx: a backend that does not speak HTTP")
    }
    guard ["GET", "HEAD", "POST"].contains(request.method), request.method != "POST" else {
      return .respond(.page(405, scope: location.scope))
    }
    if let directive = location.scope.first("try_files") {
      return try await tryFiles(directive, location, &request)
    }
    return try await file(location, &request)
  }

  /// Where a path of the location lies in the file system.
  func filePath(_ path: String, _ location: NginxLocation, _ request: NginxRequest)
    -> String
  {
    let directive = location.scope.nearest("root", "alias")
    let base = expand(directive?.arguments[0] ?? "html", request)
    let root = base.hasPrefix("/") ? base : joinPath("/etc/nginx", base)
    if directive?.name == "alias" { return root + path.dropFirst(location.prefix.count) }
    return (root.hasSuffix("/") ? String(root.dropLast()) : root) + path
  }

  private mutating func tryFiles(
    _ directive: NginxDirective, _ location: NginxLocation, _ request: inout NginxRequest
  ) async throws -> Step {
    for candidate in directive.arguments.dropLast() {
      let path = expand(candidate, request)
      let status = try? process.status(filePath(path, location, request))
      if path.hasSuffix("/") ? status?.kind == .directory : status?.kind == .file {
        request.path = path
        return try await file(location, &request)
      }
    }
    let last = directive.arguments[directive.arguments.count - 1]
    if last.hasPrefix("=") {
      return .respond(.page(Int(last.dropFirst()) ?? 500, scope: location.scope))
    }
    if last.hasPrefix("@") { return .go(last) }
    let target = expand(last, request).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    request.path = String(target[0])
    if target.count > 1 { request.query = String(target[1]) }
    return .search
  }

  mutating func file(
    _ location: NginxLocation, _ request: inout NginxRequest
  ) async throws -> Step {
    let path = filePath(request.path, location, request)
    if request.path.hasSuffix("/") { return try await index(path, location, &request) }
    let status: FileStatus
    do {
      status = try process.status(path)
    } catch {
      return .respond(try await failure("open() \"\(path)\" failed", error, location, request))
    }
    if status.kind == .directory {
      let query = request.query.isEmpty ? "" : "?\(request.query)"
      return .respond(redirect(301, request.path + "/" + query, request, location.scope))
    }
    return .respond(try await send(path, status, location, request))
  }

  func failure(
    _ message: String, _ reason: Errno, _ location: NginxLocation, _ request: NginxRequest
  ) async throws -> NginxResponse {
    let isMissing = [.noEntry, .notDirectory, .nameTooLong].contains(reason)
    if !isMissing || location.scope.first("log_not_found")?.arguments[0] != "off" {
      try await error(.error, "\(message) (\(reason.rawValue): \(reason))", request)
    }
    return .page(isMissing ? 404 : reason == .accessDenied ? 403 : 500, scope: location.scope)
  }

  func send(
    _ path: String, _ status: FileStatus, _ location: NginxLocation, _ request: NginxRequest
  ) async throws -> NginxResponse {
    let bytes: [UInt8]
    do {
      bytes = try await process.contents(of: path)
    } catch let reason as Errno {
      return try await failure("open() \"\(path)\" failed", reason, location, request)
    }
    let modified = HTTPDate.text(status.modified)
    let tag =
      "\"\(String(status.modified.unixSeconds, radix: 16))-\(String(bytes.count, radix: 16))\""
    var response = NginxResponse(200, body: bytes, contentType: type(of: path, location.scope))
    response.fields = [("Last-Modified", modified), ("ETag", tag), ("Accept-Ranges", "bytes")]
    if request.head["If-None-Match"] == tag || request.head["If-Modified-Since"] == modified {
      response.status = 304
      response.body = []
      response.fields.removeLast()
    }
    return withHeaders(response, request, location.scope)
  }

  mutating func index(
    _ directory: String, _ location: NginxLocation, _ request: inout NginxRequest
  ) async throws -> Step {
    let names = location.scope.first("index")?.arguments ?? ["index.html"]
    for name in names {
      let name = expand(name, request)
      let path = name.hasPrefix("/") ? filePath(name, location, request) : directory + name
      do {
        let status = try process.status(path)
        guard status.kind == .file else { continue }
        // An internal redirect: the file's own location answers.
        request.path = name.hasPrefix("/") ? name : request.path + name
        guard let target = find(request.path, in: request.server.locations, &request),
          target.description != location.description
        else { return .respond(try await send(path, status, location, request)) }
        return .search
      } catch let reason as Errno {
        if reason == .accessDenied {
          return .respond(
            try await failure("\"\(path)\" is forbidden", reason, location, request))
        }
      }
    }
    guard (try? process.status(directory).kind) == .directory else {
      let first = directory + (names.first ?? "index.html")
      return .respond(try await failure("\"\(first)\" is not found", .noEntry, location, request))
    }
    if location.scope.first("autoindex")?.arguments[0] == "on" {
      return .respond(listing(directory, location, request))
    }
    try await error(.error, "directory index of \"\(directory)\" is forbidden", request)
    return .respond(.page(403, scope: location.scope))
  }

  func listing(
    _ directory: String, _ location: NginxLocation, _ request: NginxRequest
  ) -> NginxResponse {
    var text = "<html>\r\n<head><title>Index of \(request.path)</title></head>\r\n<body>\r\n"
    text += "<h1>Index of \(request.path)</h1><hr><pre><a href=\"../\">../</a>\r\n"
    let entries = ((try? process.names(in: directory)) ?? []).filter { !$0.hasPrefix(".") }
      .compactMap {
        name in (try? process.status(directory + name)).map { (name, $0) }
      }.sorted { left, right in
        let (first, second) = (left.1.kind == .directory, right.1.kind == .directory)
        return first != second ? first : left.0 < right.0
      }
    for (name, status) in entries {
      let isDirectory = status.kind == .directory
      let shown = name + (isDirectory ? "/" : "")
      let date = CalendarTime(status.modified).formatted("%d-%b-%Y %H:%M")
      let size = isDirectory ? "-" : String(status.size)
      text +=
        "<a href=\"\(shown)\">\(shown)</a>"
        + String(repeating: " ", count: max(1, 51 - shown.utf8.count))
      text += "\(date) \(size.right(19))\r\n"
    }
    text += "</pre><hr></body>\r\n</html>\r\n"
    return withHeaders(
      NginxResponse(200, body: text.rawBytes, contentType: "text/html"), request, location.scope)
  }

  func type(of path: String, _ scope: NginxScope) -> String {
    let name = lastComponent(path)
    let suffix = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    for level in scope.levels {
      for block in level where block.name == "types" {
        let found = (block.block ?? []).first { $0.arguments.contains(suffix.lowercased()) }
        if let found { return found.name }
      }
    }
    return worker.configuration.types[suffix.lowercased()]
      ?? scope.first("default_type")?.arguments[0] ?? "text/plain"
  }

  /// Adds what add_header says.
  func withHeaders(
    _ response: NginxResponse, _ request: NginxRequest, _ scope: NginxScope
  ) -> NginxResponse {
    var response = response
    let good = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308]
    for directive in scope.all("add_header") {
      guard good.contains(response.status) || directive.arguments.last == "always" else { continue }
      let value = expand(directive.arguments[1], request)
      if !value.isEmpty { response.fields.append((directive.arguments[0], value)) }
    }
    return response
  }

  // MARK: Error pages

  mutating func withErrorPage(
    _ response: NginxResponse, _ request: inout NginxRequest
  ) async throws -> NginxResponse {
    guard response.status >= 300, !response.isForwarded, let scope else { return response }
    let status = response.status
    for directive in scope.all("error_page") {
      var codes = directive.arguments.dropLast()
      var replacement: Int?
      if let last = codes.last, last.hasPrefix("=") {
        replacement = Int(last.dropFirst()) ?? 0
        codes.removeLast()
      }
      guard codes.contains(String(status)) else { continue }
      let target = expand(directive.arguments[directive.arguments.count - 1], request)
      if target.hasPrefix("http") { return redirect(302, target, request, scope) }
      request.method = request.method == "HEAD" ? "HEAD" : "GET"
      var page: NginxResponse
      if target.hasPrefix("@") {
        guard let named = NginxHandler.named(target, request.server.locations),
          case .respond(let answer) = try await run(named, &request)
        else { return response }
        page = answer
      } else {
        request.path = target
        page = try await answer(&request)
      }
      guard page.status == 200 else { return page.status >= 300 ? page : response }
      page.status = replacement.map { $0 == 0 ? page.status : $0 } ?? status
      page.fields.removeAll { $0.name == "Accept-Ranges" || $0.name == "Last-Modified" }
      return page
    }
    return response
  }

  /// Writes an error with what nginx says of the connection.
  func error(
    _ level: NginxLog.Level, _ message: String, _ request: NginxRequest, upstream: String? = nil
  ) async throws {
    var text = "*\(connection) \(message), client: \(request.remote.address)"
    text += ", server: \(request.server.names.first ?? ""), request: \"\(request.line)\""
    if let upstream { text += ", upstream: \"\(upstream)\"" }
    if let host = request.head["Host"] { text += ", host: \"\(host)\"" }
    if let referrer = request.head["Referer"] { text += ", referrer: \"\(referrer)\"" }
    try await worker.log.write(level, text, process)
  }
}
