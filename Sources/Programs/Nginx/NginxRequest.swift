import ByteText
import Kernel
import RegularExpressions

/// A request while nginx works on it.
struct NginxRequest {
  var method: String
  /// As it came: path and query.
  var target: String
  var version: String
  var head: HTTPHead
  var body: [UInt8] = []
  /// The normalized path; rewrites change it.
  var path: String
  var query: String
  let server: NginxServer
  let local: SocketAddress
  let remote: SocketAddress
  /// What set, map, captures and named groups have made.
  var variables: [String: String] = [:]
  /// The status and bytes that were sent, for the log.
  var status = 0
  var bytesSent = 0

  var isHead: Bool { method == "HEAD" }

  /// The host without its port, in small letters.
  var host: String {
    let text = head["Host"] ?? ""
    return String(text.prefix { $0 != ":" }).lowercased()
  }

  /// The request line as logs show it.
  var line: String { head.startLine }

  /// Decodes and normalizes the path of a request; nil if it leaves the root.
  ///
  /// Source: nginx 1.22.1 `ngx_http_parse_complex_uri`: merges slashes, resolves dots.
  static func normalize(_ path: String) -> String? {
    var decoded: [UInt8] = []
    var rest = path.rawBytes[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, let high = Escapes.hexadecimal(rest[rest.startIndex]),
          let low = Escapes.hexadecimal(rest[rest.startIndex + 1])
        else { return nil }
        decoded.append(UInt8(high * 16 + low))
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    guard decoded.first == UInt8(ascii: "/"), !decoded.contains(0) else { return nil }
    var parts: [String] = []
    for part in decoded.text.split(at: "/") {
      if part == "." { continue }
      if part == ".." {
        if parts.popLast() == nil { return nil }
        continue
      }
      parts.append(String(part))
    }
    let isDirectory = ["/", "/.", "/.."].contains { decoded.text.hasSuffix($0) }
    return parts.isEmpty ? "/" : "/" + parts.joined(separator: "/") + (isDirectory ? "/" : "")
  }

  /// The value of a variable; nil if there is none of that name.
  func variable(_ name: String, _ worker: NginxWorker, _ process: Process) -> String? {
    if let value = variables[name] { return value }
    if let map = worker.configuration.maps[name] { return mapped(map, worker, process) }
    if name.hasPrefix("http_") { return head[fieldName(name.dropFirst(5))] ?? "" }
    if name.hasPrefix("arg_") { return argument(String(name.dropFirst(4))) }
    if name.hasPrefix("sent_http_") || name.hasPrefix("upstream_") { return "" }
    switch name {
    case "uri", "document_uri": return path
    case "request_uri": return target
    case "args", "query_string": return query
    case "is_args": return query.isEmpty ? "" : "?"
    case "host": return host.isEmpty ? server.names.first ?? "" : host
    case "hostname": return process.hostname
    case "server_name": return server.names.first ?? ""
    case "server_port": return String(local.port)
    case "server_addr": return "\(local.address)"
    case "server_protocol": return version
    case "remote_addr": return "\(remote.address)"
    case "binary_remote_addr": return "\(remote.address)"
    case "remote_port": return String(remote.port)
    case "remote_user": return ""
    case "request": return line
    case "request_method": return method
    case "request_body": return body.text
    case "request_filename": return documentRoot + path
    case "document_root": return documentRoot
    case "scheme": return "http"
    case "status": return String(status)
    case "body_bytes_sent": return String(bytesSent)
    case "bytes_sent": return String(bytesSent + 200)
    case "request_length": return String(head.bytes.count)
    case "request_time": return "0.000"
    case "content_type": return head["Content-Type"] ?? ""
    case "content_length": return head["Content-Length"] ?? ""
    case "time_local": return CalendarTime(process.now).formatted("%d/%b/%Y:%H:%M:%S +0000")
    case "time_iso8601": return CalendarTime(process.now).formatted("%Y-%m-%dT%H:%M:%S+00:00")
    case "msec":
      let milliseconds = Int(process.now.nanoseconds / 1_000_000)
      return "\(milliseconds / 1000).\((milliseconds % 1000).zeroes(3))"
    case "proxy_add_x_forwarded_for":
      return (head["X-Forwarded-For"].map { $0 + ", " } ?? "") + "\(remote.address)"
    case "proxy_host", "proxy_port": return ""
    case "nginx_version": return "1.22.1"
    case "pid": return String(process.pid)
    case "connection", "connection_requests": return "1"
    case "https", "ssl_protocol": return ""
    default: return nil
    }
  }

  private var documentRoot: String { server.scope.first("root")?.arguments[0] ?? "/etc/nginx/html" }

  private func fieldName(_ name: Substring) -> String {
    let bytes = name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func argument(_ name: String) -> String {
    for pair in query.split(at: "&") {
      let parts = pair.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts[0].lowercased() == name.lowercased() {
        return parts.count > 1 ? String(parts[1]) : ""
      }
    }
    return ""
  }

  private func mapped(_ map: NginxMap, _ worker: NginxWorker, _ process: Process) -> String {
    let source = expand(map.source, worker, process)
    var standard = ""
    for (pattern, value) in map.values {
      if pattern == "default" {
        standard = value
      } else if pattern.hasPrefix("~") {
        let isFolding = pattern.hasPrefix("~*")
        let regex = try? Regex(
          pattern.dropFirst(isFolding ? 2 : 1).rawBytes, .perl, ignoringCase: isFolding)
        if regex?.matches(source.rawBytes) == true { return expand(value, worker, process) }
      } else if pattern.lowercased() == source.lowercased() {
        return expand(value, worker, process)
      }
    }
    return expand(standard, worker, process)
  }

  /// Replaces variables in a text; `empty` stands for what has no value or an empty one.
  func expand(
    _ text: String, _ worker: NginxWorker, _ process: Process, empty: String = ""
  ) -> String {
    var result = ""
    var rest = text.utf8[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      result += Substring(rest[..<dollar])
      rest = rest[dollar...].dropFirst()
      let isBraced = rest.first == UInt8(ascii: "{")
      if isBraced { rest.removeFirst() }
      var name = rest.prefix(while: NginxRequest.isPartOfName)
      if let first = name.first, NginxRequest.isDigit(first) { name = name.prefix(1) }
      rest = rest[name.endIndex...]
      if isBraced, rest.first == UInt8(ascii: "}") { rest.removeFirst() }
      if name.isEmpty {
        result += "$"
      } else {
        let value = variable(String(Substring(name)), worker, process) ?? ""
        result += value.isEmpty ? empty : value
      }
    }
    return result + Substring(rest)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
  }
}
