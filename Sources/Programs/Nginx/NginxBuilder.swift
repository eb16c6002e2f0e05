import ByteText
import Kernel
import RegularExpressions

/// Makes a configuration from directives, with all the checks that nginx makes on the way.
///
/// Source: nginx 1.22.1; the messages are its own.
struct NginxBuilder {
  private let process: Process
  private let reader: NginxReader
  private var result = NginxConfiguration()
  private(set) var warnings: [String] = []

  init(_ process: Process, _ reader: NginxReader) {
    self.process = process
    self.reader = reader
  }

  mutating func build(_ directives: [NginxDirective]) async throws -> NginxConfiguration {
    var hasEvents = false
    var seen: Set<String> = []
    for directive in directives {
      try NginxDirectives.check(directive, in: .main)
      let isRepeatable = ["error_log", "env", "load_module", "worker_cpu_affinity"]
      if !isRepeatable.contains(directive.name), !seen.insert(directive.name).inserted {
        throw NginxError("\"\(directive.name)\" directive is duplicate", at: directive)
      }
      switch directive.name {
      case "events":
        hasEvents = true
        for inner in directive.block ?? [] { try NginxDirectives.check(inner, in: .events) }
      case "http": try await buildHTTP(directive)
      case "user": try await checkUser(directive)
      case "worker_processes":
        result.workers = directive.arguments[0] == "auto" ? 2 : Int(directive.arguments[0]) ?? 0
        if result.workers < 1 {
          throw NginxError("invalid number \"\(directive.arguments[0])\"", at: directive)
        }
        result.workers = min(result.workers, 32)
      case "daemon":
        result.isDaemon = try flag(directive)
      case "pid": result.pidFile = reader.absolute(directive.arguments[0])
      case "error_log": result.errorLogs.append(try errorLog(directive))
      default: break
      }
    }
    if !hasEvents { throw NginxError("no \"events\" section in configuration") }
    return result
  }

  private func flag(_ directive: NginxDirective) throws(NginxError) -> Bool {
    switch directive.arguments[0] {
    case "on": return true
    case "off": return false
    default:
      throw NginxError(
        "invalid value \"\(directive.arguments[0])\" in \"\(directive.name)\" directive, it must "
          + "be \"on\" or \"off\"", at: directive)
    }
  }

  private mutating func checkUser(_ directive: NginxDirective) async throws {
    let name = directive.arguments[0]
    guard try await Accounts(of: process).user(named: name) != nil else {
      throw NginxError("getpwnam(\"\(name)\") failed", at: directive)
    }
    result.user = name
    if process.user != 0 {
      warnings.append(
        "the \"user\" directive makes sense only if the master process runs with super-user "
          + "privileges, ignored in \(directive.file):\(directive.line)")
    }
  }

  private func errorLog(
    _ directive: NginxDirective
  ) throws(NginxError) -> (path: String, level: NginxLog.Level) {
    var level = NginxLog.Level.error
    if directive.arguments.count > 1 {
      guard let named = NginxLog.Level(rawValue: directive.arguments[1]) else {
        throw NginxError("invalid log level \"\(directive.arguments[1])\"", at: directive)
      }
      level = named
    }
    let path = directive.arguments[0]
    return (path == "stderr" ? path : reader.absolute(path), level)
  }

  // MARK: http

  private mutating func buildHTTP(_ http: NginxDirective) async throws {
    let directives = http.block ?? []
    let scope = NginxScope(levels: [directives])
    // log formats and upstreams may be named before they are defined.
    for directive in directives where directive.name == "log_format" {
      result.formats[directive.arguments[0]] = directive.arguments.dropFirst()
        .filter { !$0.hasPrefix("escape=") }.joined()
    }
    for directive in directives {
      try NginxDirectives.check(directive, in: .http)
      try checkLogs(directive)
      switch directive.name {
      case "upstream": try await buildUpstream(directive)
      case "types":
        for type in directive.block ?? [] {
          for suffix in type.arguments { result.types[suffix] = type.name }
        }
      case "map": try buildMap(directive)
      case "error_log": result.errorLogs = [try errorLog(directive)]
      default: break
      }
    }
    for directive in directives where directive.name == "server" {
      result.servers.append(try await buildServer(directive, scope))
    }
    try checkListens()
  }

  private func checkLogs(_ directive: NginxDirective) throws(NginxError) {
    guard directive.name == "access_log", directive.arguments.count > 1 else { return }
    let format = directive.arguments[1]
    let isOption = format.holds("=") || format == "gzip"
    if !isOption, format != "combined", result.formats[format] == nil {
      throw NginxError("unknown log format \"\(format)\"", at: directive)
    }
  }

  private mutating func buildMap(_ directive: NginxDirective) throws(NginxError) {
    let name = directive.arguments[1]
    guard name.hasPrefix("$") else {
      throw NginxError("invalid variable name \"\(name)\"", at: directive)
    }
    let values = (directive.block ?? []).map { ($0.name, $0.arguments.first ?? "") }
    result.maps[String(name.dropFirst())] = NginxMap(source: directive.arguments[0], values: values)
  }

  private mutating func buildUpstream(_ directive: NginxDirective) async throws {
    var upstream = NginxUpstream(name: directive.arguments[0])
    for inner in directive.block ?? [] {
      try NginxDirectives.check(inner, in: .upstream)
      guard inner.name == "server" else { continue }
      let (host, port) = try NginxBuilder.endpoint(inner.arguments[0], 80, inner)
      try await find(host, inner, port: port)
      upstream.servers.append((host, port))
    }
    if upstream.servers.isEmpty {
      throw NginxError("no servers are inside upstream", at: directive)
    }
    result.upstreams[upstream.name] = upstream
  }

  /// "host:port" taken apart.
  static func endpoint(
    _ text: String, _ standard: Int, _ directive: NginxDirective
  ) throws(NginxError) -> (String, Int) {
    let parts = text.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return (text, standard) }
    guard let port = Int(parts[1]), (1...65_535).contains(port) else {
      throw NginxError("invalid port in upstream \"\(text)\"", at: directive)
    }
    return (String(parts[0]), port)
  }

  private mutating func find(
    _ host: String, _ directive: NginxDirective, port: Int
  ) async throws {
    if result.hosts[host] != nil { return }
    switch try await process.resolve(host) {
    case .address(let address): result.hosts[host] = address
    case .unknown:
      let shown =
        directive.name == "server" && directive.arguments[0].contains(":")
        ? "\(host):\(port)" : host
      throw NginxError("host not found in upstream \"\(shown)\"", at: directive)
    }
  }

  // MARK: Servers

  private mutating func buildServer(
    _ directive: NginxDirective, _ scope: NginxScope
  ) async throws -> NginxServer {
    let directives = directive.block ?? []
    var server = NginxServer(scope: scope.adding(directives))
    for inner in directives {
      try NginxDirectives.check(inner, in: .server)
      try checkLogs(inner)
      switch inner.name {
      case "listen": server.listens.append(try listen(inner))
      case "server_name": server.names += inner.arguments
      case "location":
        server.locations.append(try await location(inner, server.scope, in: server.locations))
      case "return", "rewrite", "set", "if", "break": try checkRewrite(inner, &server.rewrites)
      default: break
      }
    }
    if server.listens.isEmpty {
      server.listens = [NginxServer.Listen(address: .any, port: 80, text: "0.0.0.0:80")]
    }
    return server
  }

  private func checkRewrite(
    _ directive: NginxDirective, _ list: inout [NginxDirective]
  ) throws(NginxError) {
    list.append(directive)
    switch directive.name {
    case "return":
      let code = directive.arguments[0]
      let isURL =
        code.hasPrefix("http://") || code.hasPrefix("https://") || code.hasPrefix("$scheme")
      if Int(code).map({ $0 > 999 || $0 < 0 }) ?? !(isURL && directive.arguments.count == 1) {
        throw NginxError("invalid return code \"\(code)\"", at: directive)
      }
    case "rewrite": _ = try regex(directive.arguments[0], false, directive)
    case "if":
      for inner in directive.block ?? [] { try NginxDirectives.check(inner, in: .ifBlock) }
    default: break
    }
  }

  private func regex(
    _ pattern: String, _ ignoringCase: Bool, _ directive: NginxDirective
  ) throws(NginxError) -> Regex {
    do {
      return try Regex(pattern.rawBytes, .perl, ignoringCase: ignoringCase)
    } catch {
      throw NginxError("pcre2_compile() failed: \(error) in \"\(pattern)\"", at: directive)
    }
  }

  private static let listenOptions: Set<Substring> = [
    "default_server", "default", "ssl", "http2", "reuseport", "deferred", "bind", "ipv6only",
    "backlog", "proxy_protocol", "fastopen", "rcvbuf", "sndbuf", "so_keepalive", "setfib",
    "accept_filter", "spdy",
  ]

  private func listen(_ directive: NginxDirective) throws(NginxError) -> NginxServer.Listen {
    let text = directive.arguments[0]
    var listen = NginxServer.Listen(address: .any, port: 80, text: text)
    for option in directive.arguments.dropFirst() {
      let name = option.prefix { $0 != "=" }
      guard Self.listenOptions.contains(name) else {
        throw NginxError("invalid parameter \"\(option)\"", at: directive)
      }
      if name == "default_server" || name == "default" { listen.isDefault = true }
    }
    if text.hasPrefix("unix:") { return listen }
    if let portText = try readHost(of: &listen, directive) {
      guard let port = Int(portText), (1...65_535).contains(port) else {
        throw NginxError(
          "invalid port in \"\(text)\" of the \"listen\" directive", at: directive)
      }
      listen.port = port
    }
    listen.text = listen.isIPv6 ? "[::]:\(listen.port)" : "\(listen.address):\(listen.port)"
    return listen
  }

  /// Takes the address from what is listened on and returns the port behind it, where one is.
  private func readHost(
    of listen: inout NginxServer.Listen, _ directive: NginxDirective
  ) throws(NginxError) -> Substring? {
    let text = directive.arguments[0]
    if text.hasPrefix("[") {
      listen.isIPv6 = true
      let rest = text.lastIndex(of: "]").map { text[$0...].dropFirst() } ?? ""
      let port = rest.hasPrefix(":") ? rest.dropFirst() : rest
      return port.isEmpty ? nil : port
    }
    if Int(text) != nil { return text[...] }
    let parts = text.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let host = String(parts[0])
    if host != "*" {
      guard let address = host == "localhost" ? .loopback : IPAddress(host) else {
        throw NginxError(
          "host not found in \"\(text)\" of the \"listen\" directive", at: directive)
      }
      listen.address = address
    }
    return parts.count > 1 ? parts[1] : nil
  }

  private func checkListens() throws(NginxError) {
    var defaults: Set<String> = []
    for server in result.servers {
      var own: Set<String> = []
      for listen in server.listens {
        guard let directive = server.scope.levels.first?.first(where: { $0.name == "listen" })
        else {
          continue
        }
        if !own.insert(listen.text).inserted {
          throw NginxError("a duplicate listen \(listen.text)", at: directive)
        }
        if listen.isDefault, !defaults.insert(listen.text).inserted {
          throw NginxError("a duplicate default server for \(listen.text)", at: directive)
        }
      }
    }
  }

  // MARK: Locations

  private mutating func location(
    _ directive: NginxDirective, _ scope: NginxScope, in others: [NginxLocation]
  ) async throws -> NginxLocation {
    let directives = directive.block ?? []
    var location = NginxLocation(
      match: try locationMatch(directive), scope: scope.adding(directives))
    if let twin = others.first(where: { $0.description == location.description }) {
      throw NginxError("duplicate location \"\(twin.prefix)\"", at: directive)
    }
    for inner in directives {
      try NginxDirectives.check(inner, in: .location)
      try checkLogs(inner)
      switch inner.name {
      case "location":
        location.locations.append(
          try await self.location(inner, location.scope, in: location.locations))
      case "proxy_pass": try await checkProxy(inner, location)
      case "return", "rewrite", "set", "if", "break": try checkRewrite(inner, &location.rewrites)
      default: break
      }
    }
    return location
  }

  private func locationMatch(_ directive: NginxDirective) throws(NginxError) -> NginxLocation.Match
  {
    let arguments = directive.arguments
    guard arguments.count == 2 else {
      let text = arguments[0]
      if text.hasPrefix("@") { return .named(text) }
      if text.hasPrefix("=") { return .exact(String(text.dropFirst())) }
      if text.hasPrefix("^~") { return .prefix(String(text.dropFirst(2)), stopsSearch: true) }
      if text.hasPrefix("~*") {
        return .regex(try regex(String(text.dropFirst(2)), true, directive))
      }
      if text.hasPrefix("~") {
        return .regex(try regex(String(text.dropFirst()), false, directive))
      }
      return .prefix(text, stopsSearch: false)
    }
    switch arguments[0] {
    case "=": return .exact(arguments[1])
    case "^~": return .prefix(arguments[1], stopsSearch: true)
    case "~": return .regex(try regex(arguments[1], false, directive))
    case "~*": return .regex(try regex(arguments[1], true, directive))
    default:
      throw NginxError("invalid location modifier \"\(arguments[0])\"", at: directive)
    }
  }

  private mutating func checkProxy(
    _ directive: NginxDirective, _ location: NginxLocation
  ) async throws {
    let text = directive.arguments[0]
    if text.holds("$") { return }
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw NginxError("invalid URL prefix", at: directive)
    }
    guard let target = HTTPLocation(text) else {
      throw NginxError(
        "no host in upstream \"\(text.split(at: "/").last ?? "")\"", at: directive)
    }
    if case .regex = location.match, !target.path.isEmpty {
      throw NginxError(
        "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside "
          + "named location, or inside \"if\" statement, or inside \"limit_except\" block",
        at: directive)
    }
    if result.upstreams[target.host] == nil {
      try await find(target.host, directive, port: target.port)
    }
  }
}

extension NginxLocation {
  /// What tells this location from others.
  var description: String {
    switch match {
    case .prefix(let text, _): "prefix \(text)"
    case .exact(let text): "exact \(text)"
    case .named(let text): "named \(text)"
    case .regex(let regex):
      "regex \(regex.groupNames.count) \(scope.levels.first?.first?.line ?? 0)"
    }
  }
}
