/// The headers of a SPDY stream, in order; names in lower case.
package struct SPDYHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package private(set) var fields: [Field]

  /// One header.
  package struct Field: Sendable, Hashable {
    package var name: String
    package var value: String
  }

  package init(_ fields: [Field] = []) { self.fields = fields }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0, value: $1) }
  }

  /// The first value of a name; `name` must be in lower case.
  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The name/value block before compression.
  ///
  /// Source: SPDY Protocol Draft 3.1, section 2.6.10.
  var block: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(fields.count, size: 4)
    for field in fields {
      for text in [field.name, field.value] {
        bytes.append(text.utf8.count, size: 4)
        bytes += text.utf8
      }
    }
    return bytes
  }

  /// Reads a name/value block; nil when it is damaged.
  init?(block: [UInt8]) {
    var reader = BigEndianReader(block)
    // A field takes eight bytes at least, so a larger count is a lie.
    guard let count = reader.number(4), count <= block.count / 8 else { return nil }
    fields = []
    for _ in 0..<count {
      guard let name = reader.text(), let value = reader.text() else { return nil }
      fields.append(Field(name: name.lowercased(), value: value))
    }
  }
}

extension BigEndianReader {
  fileprivate mutating func text() -> String? {
    guard let length = number(4), let bytes = bytes(length) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
