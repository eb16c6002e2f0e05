/// Reads the wire format of protocol buffers.
///
/// Source: the published encoding of protocol buffers, version 2.
struct ProtobufReader {
  /// Why bytes are no message.
  enum Fault: Error { case endedEarly, unknownWireType, tooLongNumber, zeroField, unknownKind }

  /// The value of one field.
  enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
    /// Fixed-width numbers, which no type here has.
    case other
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next field with its number; nil at the end.
  mutating func next() throws(Fault) -> (number: Int, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let key = try number()
    let field = Int(truncatingIfNeeded: key >> 3)
    guard field > 0, key >> 3 <= 0x1FFF_FFFF else { throw .zeroField }
    switch key & 7 {
    case 0: return (field, .number(try number()))
    case 1: return (field, try skip(8))
    case 2:
      let length = try number()
      guard length <= UInt64(rest.count) else { throw .endedEarly }
      let bytes = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      return (field, .bytes(bytes))
    case 5: return (field, try skip(4))
    // Groups are an old form that Kubernetes does not use.
    default: throw .unknownWireType
    }
  }

  private mutating func skip(_ count: Int) throws(Fault) -> Value {
    guard rest.count >= count else { throw .endedEarly }
    rest = rest.dropFirst(count)
    return .other
  }

  /// A number in groups of seven bits, the lowest first.
  mutating func number() throws(Fault) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw .endedEarly }
      if shift == 63, byte > 1 { throw .tooLongNumber }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    throw .tooLongNumber
  }

  /// Whether all has been read.
  var isAtEnd: Bool { rest.isEmpty }
}
