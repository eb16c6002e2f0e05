package import PodModel

/// The target of a request line, taken apart and decoded.
///
/// Source: Go `net/url`, `ParseRequestURI` and `ParseQuery`.
package struct RequestURL: Sendable, Hashable {
  /// One `name=value` of the query.
  package struct Parameter: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The decoded path; it starts with a slash.
  package var path: String
  /// The decoded query, in its own order.
  package var query: [Parameter]

  package init(path: String, query: [Parameter] = []) {
    self.path = path
    self.query = query
  }

  /// Reads a request target such as `/api/v1/pods?limit=500`.
  ///
  /// - Throws: 400 for what Go's server cannot parse: control characters, broken escapes, a path that
  ///   does not start with a slash, or bytes that are no UTF-8.
  package init(target: String) throws(StatusError) {
    let bytes = target.utf8.prefix { $0 != UInt8(ascii: "#") }
    let hasControl = bytes.contains { $0 < 0x20 || $0 == 0x7F }
    guard bytes.first == UInt8(ascii: "/"), !hasControl else { throw Self.malformed }
    let pathBytes = bytes.prefix { $0 != UInt8(ascii: "?") }
    guard let path = Self.decoded(pathBytes, plusIsSpace: false) else { throw Self.malformed }
    self.path = path
    query = Self.parameters(bytes.dropFirst(pathBytes.count + 1))
  }

  /// The first value of a parameter; nil where it is not given.
  package func first(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// All values of a parameter, in order.
  package func all(_ name: String) -> [String] {
    query.filter { $0.name == name }.map(\.value)
  }

  private static let malformed = StatusError(
    code: 400, reason: "BadRequest", message: "400 Bad Request")

  /// Go drops parameters that it cannot decode, and those with a semicolon.
  private static func parameters(_ bytes: some Sequence<UInt8>) -> [Parameter] {
    Array(bytes).split(separator: UInt8(ascii: "&")).compactMap { part in
      guard !part.contains(UInt8(ascii: ";")) else { return nil }
      let name = part.prefix { $0 != UInt8(ascii: "=") }
      guard let decodedName = decoded(name, plusIsSpace: true),
        let value = decoded(part.dropFirst(name.count + 1), plusIsSpace: true)
      else { return nil }
      return Parameter(decodedName, value)
    }
  }

  /// The text behind percent escapes; nil where one is broken or the bytes are no UTF-8.
  private static func decoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
    var result: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(hexadecimal),
          let low = iterator.next().flatMap(hexadecimal)
        else { return nil }
        result.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
      default: result.append(byte)
      }
    }
    return String(validating: result, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
