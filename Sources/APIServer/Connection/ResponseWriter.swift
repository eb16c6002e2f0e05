import KubernetesAPI
import NIOHTTP1
package import PodModel

/// Writes the heads of answers.
enum ResponseWriter {
  /// - Parameter length: of the body in bytes; nil where it comes in chunks.
  static func head(
    of response: Response, to version: HTTPVersion, keepsAlive: Bool, length: Int?
  ) -> HTTPResponseHead {
    var fields = HTTPHeaders()
    fields.add(name: "Cache-Control", value: "no-cache, private")
    fields.add(name: "Content-Type", value: response.contentType)
    for field in response.fields { fields.add(name: field.name, value: safe(field.value)) }
    if let length { fields.add(name: "Content-Length", value: String(length)) }
    if !keepsAlive {
      fields.add(name: "Connection", value: "close")
    } else if version == .http1_0 {
      fields.add(name: "Connection", value: "keep-alive")
    }
    return HTTPResponseHead(
      version: version, status: HTTPResponseStatus(statusCode: response.status), headers: fields)
  }

  /// A header field ends at the first control character, whoever wrote it.
  private static func safe(_ value: String) -> String {
    String(
      String.UnicodeScalarView(
        value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}

extension Response {
  /// What a client is told that is refused.
  package init(_ error: StatusError, fields: [(String, String)] = []) {
    self.init(
      status: error.code, fields: fields, body: .bytes(StatusDocument.failure(error).jsonBytes()))
  }

  /// An object or list.
  package init(
    _ document: Node, status: Int = 200, contentType: String = "application/json",
    fields: [(String, String)] = []
  ) {
    self.init(
      status: status, contentType: contentType, fields: fields, body: .bytes(document.jsonBytes()))
  }

  /// Plain text.
  package init(text: String, status: Int = 200) {
    self.init(
      status: status, contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
  }
}
