import Kernel
import RegularExpressions

/// Works out the answer to one request.
///
/// Source: nginx 1.22.1, the phases of `ngx_http_core_module`.
struct NginxHandler {
  let worker: NginxWorker
  let process: Process
  let connection: Int
  /// The block whose directives were in force at the end.
  var scope: NginxScope?
  var redirects = 0

  init(worker: NginxWorker, process: Process, connection: Int) {
    self.worker = worker
    self.process = process
    self.connection = connection
  }

  /// What a step of the work leads to.
  enum Step {
    case respond(NginxResponse)
    /// Look for a location again.
    case search
    case go(String)
    case proceed
  }

  mutating func respond(to request: inout NginxRequest) async throws -> NginxResponse {
    scope = request.server.scope
    if case .respond(let response) = rewrite(
      request.server.rewrites, &request, request.server.scope)
    {
      return response
    }
    let response = try await answer(&request)
    return try await withErrorPage(response, &request)
  }

  /// Finds the location and runs it, again and again while it redirects inside.
  mutating func answer(_ request: inout NginxRequest) async throws -> NginxResponse {
    while redirects < 10 {
      redirects += 1
      guard let location = find(request.path, in: request.server.locations, &request) else {
        let step = try await content(
          NginxLocation(match: .prefix("/", stopsSearch: false), scope: request.server.scope),
          &request)
        if case .respond(let response) = step { return response }
        continue
      }
      switch try await run(location, &request) {
      case .respond(let response): return response
      case .search, .proceed: continue
      case .go(let name):
        guard let named = NginxHandler.named(name, request.server.locations) else {
          try await error(.error, "could not find named location \"\(name)\"", request)
          return .page(500, scope: request.server.scope)
        }
        if case .respond(let response) = try await run(named, &request) { return response }
      }
    }
    try await error(
      .error, "rewrite or internal redirection cycle while processing \"\(request.path)\"", request)
    return .page(500, scope: scope ?? request.server.scope)
  }

  mutating func run(
    _ location: NginxLocation, _ request: inout NginxRequest
  ) async throws -> Step {
    scope = location.scope
    switch rewrite(location.rewrites, &request, location.scope) {
    case .respond(let response): return .respond(response)
    case .search: return .search
    case .go(let name): return .go(name)
    case .proceed:
      guard NginxAccess(location.scope).permits(request.remote.address) else {
        try await error(.error, "access forbidden by rule", request)
        return .respond(.page(403, scope: location.scope))
      }
      return try await content(location, &request)
    }
  }

  // MARK: Locations

  static func named(_ name: String, _ locations: [NginxLocation]) -> NginxLocation? {
    locations.first { if case .named(name) = $0.match { true } else { false } }
  }

  /// Source: nginx: exact, then the longest prefix (`^~` ends the search), then expressions.
  func find(
    _ path: String, in locations: [NginxLocation], _ request: inout NginxRequest
  ) -> NginxLocation? {
    var best: (location: NginxLocation, length: Int, stops: Bool)?
    for location in locations {
      switch location.match {
      case .exact(let text): if text == path { return location }
      case .prefix(let text, let stops):
        if path.hasPrefix(text), best.map({ $0.length < text.utf8.count }) != false {
          best = (location, text.utf8.count, stops)
        }
      case .regex, .named: break
      }
    }
    if let best, let inner = find(path, in: best.location.locations, &request) { return inner }
    if best?.stops != true {
      for location in locations {
        guard case .regex(let regex) = location.match,
          let match = regex.firstMatch(in: path.rawBytes)
        else { continue }
        capture(match, regex, path.rawBytes, &request)
        return find(path, in: location.locations, &request) ?? location
      }
    }
    return best?.location
  }

  func capture(
    _ match: Regex.Match, _ regex: Regex, _ text: [UInt8], _ request: inout NginxRequest
  ) {
    for (index, range) in match.groups.enumerated().prefix(10) {
      request.variables[String(index)] = range.map { text[$0].asText } ?? ""
    }
    for (name, index) in regex.groupNames where index < match.groups.count {
      request.variables[name] = match.groups[index].map { text[$0].asText } ?? ""
    }
  }
}
