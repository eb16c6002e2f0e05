import Kernel

/// Hands a request on to another server.
///
/// Source: nginx 1.22.1 `ngx_http_proxy_module.c`, `ngx_http_upstream.c`.
struct NginxProxy {
  let handler: NginxHandler
  let worker: NginxWorker
  let process: Process

  func pass(
    _ directive: NginxDirective, _ location: NginxLocation, _ request: NginxRequest
  ) async throws -> NginxResponse {
    let text = request.expand(directive.arguments[0], worker, process)
    let usesVariables = directive.arguments[0].contains("$")
    guard let target = HTTPLocation(text), text.hasPrefix("http") else {
      try await handler.error(.error, "invalid URL prefix in \"\(text)\"", request)
      return .page(500, scope: location.scope)
    }
    let path = upstreamPath(target, location, request, usesVariables: usesVariables)
    var endpoints = [(host: target.host, port: target.port)]
    let upstream = worker.configuration.upstreams[target.host]
    if let upstream { endpoints = upstream.servers }
    var isLastRefused = false
    for endpoint in endpoints {
      guard let address = try await address(of: endpoint.host, usesVariables, location, request)
      else { return .page(502, scope: location.scope) }
      let url = "\(target.scheme)://\(address):\(endpoint.port)\(path)"
      do {
        let socket = try await process.connect(
          to: SocketAddress(address, port: endpoint.port), timeout: connectTimeout(location))
        defer { try? process.close(socket) }
        if target.scheme == "https" { try process.notModelled("nginx: proxy_pass to https") }
        let showsPort = upstream == nil && target.hasPort
        let host = showsPort ? "\(target.host):\(target.port)" : target.host
        return try await exchange(socket, host, path, url, location, request)
      } catch Errno.timedOut {
        try await handler.error(
          .error, "upstream timed out (110: Connection timed out) while connecting to upstream",
          request, upstream: url)
        return .page(504, scope: location.scope)
      } catch let reason as Errno where reason != .interrupted {
        isLastRefused = true
        try await handler.error(
          .error, "connect() failed (\(reason.rawValue): \(reason)) while connecting to upstream",
          request, upstream: url)
      }
    }
    if endpoints.count > 1, isLastRefused {
      try await handler.error(
        .error, "no live upstreams while connecting to upstream", request,
        upstream: "http://\(target.host)\(path)")
    }
    return .page(502, scope: location.scope)
  }

  private func connectTimeout(_ location: NginxLocation) -> Duration {
    let text = location.scope.first("proxy_connect_timeout")?.arguments[0] ?? "60"
    return Numbers.seconds(text) ?? .seconds(60)
  }

  /// Source: nginx: a URI in proxy_pass replaces the location's prefix; without one the request's
  /// own is handed on.
  private func upstreamPath(
    _ target: HTTPLocation, _ location: NginxLocation, _ request: NginxRequest,
    usesVariables: Bool
  ) -> String {
    let query = request.query.isEmpty ? "" : "?\(request.query)"
    if target.path.isEmpty {
      let original = request.target.prefix { $0 != "?" }
      let isUnchanged = NginxRequest.normalize(String(original)) == request.path
      return isUnchanged ? request.target : request.path + query
    }
    if usesVariables { return target.path }
    return target.path + request.path.dropFirst(location.prefix.count) + query
  }

  private func address(
    of host: String, _ usesVariables: Bool, _ location: NginxLocation, _ request: NginxRequest
  ) async throws -> IPAddress? {
    if let known = worker.configuration.hosts[host] ?? IPAddress(host) { return known }
    guard location.scope.first("resolver") != nil else {
      try await handler.error(.error, "no resolver defined to resolve \(host)", request)
      return nil
    }
    if case .addresses(let found) = try await process.lookUpName(host), let first = found.first {
      return first
    }
    try await handler.error(
      .error, "\(host) could not be resolved (3: Host not found)", request)
    return nil
  }

  private func exchange(
    _ socket: Int, _ host: String, _ path: String, _ url: String, _ location: NginxLocation,
    _ request: NginxRequest
  ) async throws -> NginxResponse {
    let version = location.scope.first("proxy_http_version")?.arguments[0] ?? "1.0"
    var head = HTTPHead(startLine: "\(request.method) \(path) HTTP/\(version)")
    var replaced: [String: String] = ["host": host, "connection": "close"]
    var names = ["Host": "Host", "Connection": "Connection"]
    for directive in location.scope.all("proxy_set_header") {
      let name = directive.arguments[0]
      var value = directive.arguments[1]
      value = value == "$proxy_host" ? host : request.expand(value, worker, process)
      replaced[name.lowercased()] = value
      names[name] = name
    }
    for name in names.keys.sorted() {
      if let value = replaced[name.lowercased()], !value.isEmpty {
        head.fields.append((name, value))
      }
    }
    let dropped = ["host", "connection", "keep-alive", "te", "upgrade", "expect"]
    for field in request.head.fields
    where !dropped.contains(field.name.lowercased()) && replaced[field.name.lowercased()] == nil {
      head.fields.append(field)
    }
    try await process.write(head.bytes + request.body, to: socket)
    let reader = InputReader(process, descriptor: socket)
    let timeout =
      Numbers.seconds(
        location.scope.first("proxy_read_timeout")?.arguments[0] ?? "60") ?? .seconds(60)
    guard try await process.readBlock(socket, reader, timeout: timeout) else {
      try await handler.error(
        .error,
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
        request, upstream: url)
      return .page(504, scope: location.scope)
    }
    guard let answer = try await HTTPHead.read(from: reader), answer.status > 0 else {
      try await handler.error(
        .error,
        "upstream prematurely closed connection while reading response header from upstream",
        request, upstream: url)
      return .page(502, scope: location.scope)
    }
    return try await forward(answer, reader, location, request)
  }

  private func forward(
    _ answer: HTTPHead, _ reader: InputReader, _ location: NginxLocation, _ request: NginxRequest
  ) async throws -> NginxResponse {
    var response = NginxResponse(answer.status)
    response.reason = answer.reason
    var body: [UInt8] = []
    _ = try await HTTPBody(of: answer, isHead: request.isHead).read(from: reader) { body += $0 }
    response.body = body
    response.contentType = answer["Content-Type"]
    if request.isHead { response.contentLength = answer["Content-Length"].flatMap { Int($0) } }
    let hidden = [
      "date", "server", "x-pad", "connection", "keep-alive", "transfer-encoding", "content-length",
      "content-type",
    ]
    for field in answer.fields where !hidden.contains(field.name.lowercased()) {
      response.fields.append(field)
    }
    response = handler.withHeaders(response, request, location.scope)
    if location.scope.first("proxy_intercept_errors")?.arguments[0] != "on" {
      // Error pages are for nginx's own errors only.
      response.isForwarded = true
    }
    return response
  }
}
