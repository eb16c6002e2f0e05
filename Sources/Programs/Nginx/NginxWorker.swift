import ByteText
import Kernel
import RegularExpressions

/// Counts connections over all workers.
final class NginxCounter {
  private var last = 0

  func next() -> Int {
    last += 1
    return last
  }
}

/// A worker process: it accepts connections and answers requests.
struct NginxWorker {
  let configuration: NginxConfiguration
  let log: NginxLog
  let listeners: [SocketAddress: Int]
  let counter: NginxCounter

  private struct Client {
    var descriptor: Int
    var reader: InputReader
    var number: Int
    var local: SocketAddress
    var remote: SocketAddress
  }

  func run(_ process: Process) async throws -> Int {
    var clients: [Client] = []
    let sockets = listeners.values.sorted()
    while true {
      do {
        let ready = try await process.waitUntilReady(
          sockets.map { .readable($0) } + clients.map { .readable($0.descriptor) })
        for socket in sockets where ready.contains(.readable(socket)) {
          // Another worker may have been faster.
          guard !(try await process.waitUntilReady([.readable(socket)], timeout: .zero)).isEmpty
          else { continue }
          let descriptor = try await process.accept(socket)
          guard let addresses = process.socketAddresses(of: descriptor) else { continue }
          clients.append(
            Client(
              descriptor: descriptor, reader: InputReader(process, descriptor: descriptor),
              number: counter.next(), local: addresses.local, remote: addresses.remote))
        }
        for client in clients where ready.contains(.readable(client.descriptor)) {
          let isOpen = (try? await serve(client, process)) ?? false
          if process.hasCaughtSignal { break }
          if !isOpen {
            try? process.close(client.descriptor)
            clients.removeAll { $0.descriptor == client.descriptor }
          }
        }
      } catch Errno.interrupted {
        let signals = process.takeSignals()
        if signals.contains(.quit) {
          try await log.write(.notice, "gracefully shutting down", process)
        }
        try await log.write(.notice, "exiting", process)
        try await log.write(.notice, "exit", process)
        return 0
      }
    }
  }

  /// Answers one request; whether the connection stays open.
  private func serve(_ client: Client, _ process: Process) async throws -> Bool {
    guard let head = try await HTTPHead.read(from: client.reader) else { return false }
    let words = head.startLine.split(at: " ").map(String.init)
    let server = server(for: client.local, host: head["Host"] ?? "")
    let target = words.count > 1 ? words[1] : ""
    let parts = target.split(at: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path = parts.first.map(String.init) ?? ""
    if let location = HTTPLocation(path), path.hasPrefix("http://") { path = location.path }
    let normal = NginxRequest.normalize(path)
    var request = NginxRequest(
      method: words.first ?? "", target: target, version: words.count > 2 ? words[2] : "HTTP/1.0",
      head: head, path: normal ?? "/", query: parts.count > 1 ? String(parts[1]) : "",
      server: server, local: client.local, remote: client.remote)
    if let length = head["Content-Length"].flatMap({ Int($0) }), length > 0, length <= 1 << 20 {
      _ = try await HTTPBody.length(length).read(from: client.reader) { request.body += $0 }
    }
    var handler = NginxHandler(worker: self, process: process, connection: client.number)
    let isValid = words.count == 3 && normal != nil && words[2].hasPrefix("HTTP/1")
    let needsHost = request.version == "HTTP/1.1" && head["Host"] == nil
    var response =
      isValid && !needsHost
      ? try await handler.respond(to: &request)
      : NginxResponse.page(400, scope: server.scope)
    let wantsClose = head["Connection"]?.lowercased() == "close"
    let wantsOpen = head["Connection"]?.lowercased() == "keep-alive"
    let keepsOpen =
      response.status != 400 && !response.closes
      && (request.version == "HTTP/1.1" ? !wantsClose : wantsOpen)
    guard response.status != 444 else { return false }
    response.finish(keepsOpen: keepsOpen, process: process)
    request.status = response.status
    request.bytesSent = request.isHead ? 0 : response.body.count
    let bytes = response.head.bytes + (request.isHead ? [] : response.body)
    do {
      try await process.write(bytes, to: client.descriptor)
    } catch is Errno {}
    try await writeAccessLog(request, handler.scope ?? server.scope, process)
    return keepsOpen
  }

  // MARK: Choosing a server

  private func server(for local: SocketAddress, host: String) -> NginxServer {
    let host = String(host.prefix { $0 != ":" }).lowercased()
    let candidates = configuration.servers.filter { server in
      server.listens.contains {
        $0.port == local.port && ($0.address == .any || $0.address == local.address)
      }
    }
    if let exact = candidates.first(where: { $0.names.contains { $0.lowercased() == host } }) {
      return exact
    }
    for isLeading in [true, false] {
      let wild = candidates.first { server in
        server.names.contains { NginxWorker.fits($0.lowercased(), host, isLeading: isLeading) }
      }
      if let wild { return wild }
    }
    let matching = candidates.first { server in
      server.names.contains { name in
        guard name.hasPrefix("~") else { return false }
        return (try? Regex(name.dropFirst().rawBytes, .perl))?.matches(host.rawBytes) == true
      }
    }
    let fallback = candidates.first { server in
      server.listens.contains { $0.port == local.port && $0.isDefault }
    }
    return matching ?? fallback ?? candidates.first ?? configuration.servers[0]
  }

  private static func fits(_ pattern: String, _ host: String, isLeading: Bool) -> Bool {
    if isLeading {
      if pattern.hasPrefix("*.") { return host.hasSuffix(pattern.dropFirst()) }
      return pattern.hasPrefix(".") && (host.hasSuffix(pattern) || host == pattern.dropFirst())
    }
    return pattern.hasSuffix(".*") && host.hasPrefix(pattern.dropLast())
  }

  // MARK: Access log

  private static let combined =
    "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
    + "\"$http_referer\" \"$http_user_agent\""

  private func writeAccessLog(
    _ request: NginxRequest, _ scope: NginxScope, _ process: Process
  ) async throws {
    let directives = scope.all("access_log")
    var targets = directives.map { directive in
      (
        directive.arguments[0],
        directive.arguments.dropFirst().first { !$0.holds("=") } ?? "combined"
      )
    }
    if directives.isEmpty { targets = [("/var/log/nginx/access.log", "combined")] }
    for (path, name) in targets where path != "off" {
      guard let descriptor = log.accesses[path] else { continue }
      let format = configuration.formats[name] ?? NginxWorker.combined
      // An empty variable shows as "-".
      let line = request.expand(format, self, process, empty: "-") + "\n"
      do {
        try await process.write(line.rawBytes, to: descriptor)
      } catch is Errno {}
    }
  }
}
