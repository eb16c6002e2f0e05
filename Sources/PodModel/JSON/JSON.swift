/// Reads JSON (RFC 8259) as Go's `encoding/json` does, keeping the place of every value.
package enum JSON {
  /// Why a text is no JSON.
  package struct ReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What `encoding/json` says of it.
    package var message: String
    /// How many bytes were read when the fault showed, the faulty one included.
    package var offset: Int
    /// The place of the faulty character.
    package var position: SourcePosition
    /// Whether the text ended in the middle of a value.
    package var isTruncated: Bool

    package init(
      message: String, offset: Int, position: SourcePosition, isTruncated: Bool = false
    ) {
      self.message = message
      self.offset = offset
      self.position = position
      self.isTruncated = isTruncated
    }

    package var description: String { message }
  }

  /// The only value of a text.
  ///
  /// Integers that fit into 64 bits become `.integer`, all other numbers `.float`; of two equal
  /// keys the last wins; bytes that are no UTF-8 become U+FFFD. Anything behind the value but
  /// white space is an error. What lies more than 1,000 levels deep is checked but left out.
  package static func node(in bytes: some Sequence<UInt8>) throws(ReadError) -> Node {
    var reader = JSONReader(bytes: Array(bytes))
    guard let node = try reader.nextValue() else { throw reader.truncated }
    try reader.expectEnd()
    return node
  }

  /// The only value of a text.
  package static func node(in text: String) throws(ReadError) -> Node {
    try node(in: text.utf8)
  }
}
