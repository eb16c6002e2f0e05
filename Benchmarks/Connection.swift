import CTLS
import Glibc

/// A connection to a server on this machine, one request after the other.
final class Connection {
  private let socket: Int32
  private let port: Int
  private let token: String
  private let end: OpaquePointer
  private var pending: [UInt8] = []

  init(to server: Server) throws {
    let port = server.port
    self.port = port
    token = server.token
    guard let end = podlab_tls_open(server.trust) else {
      throw PracticeCluster.Failure.noConnection
    }
    self.end = end
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw PracticeCluster.Failure.noConnection }
    var yes: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { podlab_tls_close(end) }

  func close() { Glibc.close(socket) }

  func ask(_ method: String, _ target: String, _ body: String = "") throws -> String {
    send(method, target, body)
    return try receive()
  }

  func send(_ method: String, _ target: String, _ body: String = "") {
    let text =
      "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
      + "Authorization: Bearer \(token)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    while podlab_tls_write(end, text, text.utf8.count) == PODLAB_TLS_WAITS {
      flush()
      guard receiveBytes() else { return }
    }
    flush()
  }

  private func flush() {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = podlab_tls_take(end, &buffer, buffer.count)
      guard count > 0 else { return }
      _ = Glibc.send(socket, buffer, count, Int32(MSG_NOSIGNAL))
    }
  }

  /// Waits for bytes of the server; false at the end.
  private func receiveBytes() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 && podlab_tls_feed(end, buffer, count) != 0
  }

  /// The body of one answer that tells its length.
  func receive() throws -> String {
    while true {
      let text = String(decoding: pending, as: UTF8.self)
      if let length = Self.length(in: text), let end = Self.bodyStart(pending),
        pending.count >= end + length
      {
        let body = String(decoding: pending[end..<end + length], as: UTF8.self)
        pending.removeFirst(end + length)
        guard text.hasPrefix("HTTP/1.1 2") else { throw PracticeCluster.Failure.badAnswer(body) }
        return body
      }
      try fill()
    }
  }

  /// Reads until what came holds `text`.
  func receive(until text: String) throws {
    while !String(decoding: pending, as: UTF8.self).contains(text) { try fill() }
    pending = []
  }

  private func fill() throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = podlab_tls_read(end, &buffer, buffer.count)
    while count == PODLAB_TLS_WAITS, receiveBytes() {
      count = podlab_tls_read(end, &buffer, buffer.count)
    }
    guard count > 0 else {
      throw PracticeCluster.Failure.badAnswer(String(decoding: pending, as: UTF8.self))
    }
    pending += buffer[..<count]
  }

  private static func length(in text: String) -> Int? {
    guard let line = text.split(separator: "\r\n").first(where: { $0.hasPrefix("Content-Length:") })
    else { return nil }
    return Int(line.dropFirst("Content-Length: ".count))
  }

  private static func bodyStart(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 0...(bytes.count - 4) where bytes[index] == 13 && bytes[index + 2] == 13 {
      if bytes[index + 1] == 10, bytes[index + 3] == 10 { return index + 4 }
    }
    return nil
  }
}
