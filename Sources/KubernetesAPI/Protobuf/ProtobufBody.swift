package import PodModel

/// Objects that clients send as protocol buffers: kubectl does since v1.32 for what it makes itself.
///
/// Source: apimachinery `runtime/serializer/protobuf`: four bytes, then `runtime.Unknown` with the
/// object inside.
package enum ProtobufBody {
  /// The media type.
  package static let mediaType = "application/vnd.kubernetes.protobuf"

  private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0]

  /// The object as it would be in JSON: fields with zero values are left out.
  ///
  /// - Throws: 400 for bytes that are no such message, 415 for a kind that podlab does not read.
  package static func decode(_ bytes: [UInt8]) throws(StatusError) -> Node {
    guard bytes.starts(with: magic) else {
      throw refusal("provided data does not appear to be a protobuf message")
    }
    do throws(ProtobufReader.Fault) {
      let envelope = try Envelope(bytes.dropFirst(magic.count))
      let group = String(envelope.apiVersion.split(separator: "/").dropLast().first ?? "")
      let type = SchemaNames.type(ofKind: envelope.kind, group: group)
      guard let place = Schema.core.structure(type), ProtobufNumbers.all[type] != nil else {
        throw ProtobufReader.Fault.unknownKind
      }
      var object = try ProtobufDecoder().message(envelope.raw, place, depth: 0)
      object["apiVersion"] = .text(envelope.apiVersion)
      object["kind"] = .text(envelope.kind)
      return object
    } catch {
      switch error {
      case .endedEarly: throw refusal("unexpected EOF")
      case .unknownWireType: throw refusal("proto: illegal wireType")
      case .unknownKind:
        throw .unsupportedMediaType(accepted: ["application/json", "application/yaml"])
      case .tooLongNumber: throw refusal("proto: integer overflow")
      case .zeroField: throw refusal("proto: illegal tag 0")
      }
    }
  }

  private static func refusal(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }

  /// `runtime.Unknown`.
  private struct Envelope {
    var apiVersion = ""
    var kind = ""
    var raw: ArraySlice<UInt8> = []

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) {
      var reader = ProtobufReader(bytes)
      while let field = try reader.next() {
        guard case .bytes(let value) = field.value else { continue }
        if field.number == 1 { try readType(value) }
        if field.number == 2 { raw = value }
      }
    }

    private mutating func readType(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) {
      var reader = ProtobufReader(bytes)
      while let field = try reader.next() {
        guard case .bytes(let value) = field.value else { continue }
        if field.number == 1 { apiVersion = String(decoding: value, as: UTF8.self) }
        if field.number == 2 { kind = String(decoding: value, as: UTF8.self) }
      }
    }
  }
}
