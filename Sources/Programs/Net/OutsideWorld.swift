package import Kernel

/// What lies outside the cluster: one web site, one name server.
///
/// Source: the network of `GroundTruth/lifecycle`.
package enum OutsideWorld {
  /// The only names that the name server knows.
  package static let names: [String: IPAddress] =
    IPAddress("203.0.113.80").map { ["info.cern.ch": $0] } ?? [:]

  /// The programs that answer, by address.
  package static let sites: [SocketAddress: Program] = Dictionary(
    uniqueKeysWithValues: names.values.map { (SocketAddress($0, port: 80), site) })

  private static let page = """
    <html><head></head><body><header>
    <title>http://info.cern.ch</title>
    </header>

    <h1>http://info.cern.ch - home of the first website</h1>
    <p>From here you can:</p>
    <ul>
    <li><a href="http://info.cern.ch/hypertext/WWW/TheProject.html">Browse the first website</a></li>
    <li><a href="http://home.web.cern.ch/about">Learn more</a></li>
    </ul>
    </body></html>

    """

  /// Answers one request, as a small HTTP server does.
  private static let site: Program = { process in
    var head: [UInt8] = []
    while !ends(head), head.count < 65_536 {
      let part = try await process.read(0)
      if part.isEmpty { break }
      head += part
    }
    let words = String(decoding: head.prefix { $0 != 0x0A }, as: UTF8.self)
      .split(whereSeparator: { $0 == " " || $0 == "\r" })
    guard words.count > 1 else { return 0 }
    let isFound = words[1] == "/" || words[1] == "/index.html"
    let body = isFound ? page : "<html><body><h1>404 Not Found</h1></body></html>\n"
    let answer =
      "HTTP/1.1 \(isFound ? "200 OK" : "404 Not Found")\r\nServer: Apache\r\n"
      + "Content-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n" + (words[0] == "HEAD" ? "" : body)
    try await process.write(Array(answer.utf8), to: 1)
    return 0
  }

  private static func ends(_ head: [UInt8]) -> Bool {
    head.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] || head.suffix(2) == [0x0A, 0x0A]
  }
}
