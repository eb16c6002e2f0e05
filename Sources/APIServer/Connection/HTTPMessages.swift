package import NIOHTTP1

/// A request without its body.
package struct RequestHead: Sendable {
  /// In capitals.
  package var method: String
  /// The target of the request line.
  package var target: String
  package var fields: HTTPHeaders

  package init(method: String, target: String, fields: HTTPHeaders = [:]) {
    self.method = method
    self.target = target
    self.fields = fields
  }

  /// The values of a header field, one for each time it is given.
  package func headers(_ name: String) -> [String] { fields[name] }

  /// The values of a header field, joined as if it were given once.
  package func header(_ name: String) -> String { fields[name].joined(separator: ", ") }
}

/// A whole request.
package struct Request: Sendable {
  package var head: RequestHead
  package var body: [UInt8]

  package init(_ head: RequestHead, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// The answer to a request.
package struct Response: Sendable {
  /// What follows the head.
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Chunks, until the function returns; it runs in the cluster.
    case stream(@Sendable (ResponseStream) async -> Void)
  }

  package var status: Int
  package var contentType: String
  /// Further header fields.
  package var fields: [(name: String, value: String)] = []
  package var body: Body

  package init(
    status: Int = 200, contentType: String = "application/json", fields: [(String, String)] = [],
    body: Body
  ) {
    self.status = status
    self.contentType = contentType
    self.fields = fields.map { ($0.0, $0.1) }
    self.body = body
  }
}
