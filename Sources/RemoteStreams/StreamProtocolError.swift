/// Why a client's bytes cannot be understood; the connection ends.
package enum StreamProtocolError: Error, Hashable, Sendable {
  /// A control frame of another version than 3.
  case unsupportedVersion(Int)
  /// A frame that is longer than anything that a client of `exec` has to say.
  case frameTooLong(kind: String, length: Int, limit: Int)
  /// A frame that is too short for its kind, or whose parts do not add up.
  case malformedFrame(kind: String)
  /// Headers that zlib cannot read, or that do not end.
  case malformedHeaders
  /// More headers than the limit, once they are decompressed.
  case headersTooLong(limit: Int)
  /// More open streams than the limit.
  case tooManyStreams(limit: Int)
  /// Bytes on a channel that the client must not write to.
  case unexpectedChannel(Int)
}

extension StreamProtocolError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsupportedVersion(let version):
      "the SPDY version must be 3, not \(version); upgrade with 'SPDY/3.1'"
    case .frameTooLong(let kind, let length, let limit):
      "a \(kind) frame must not be longer than \(limit) bytes; this one has \(length)"
    case .malformedFrame(let kind): "the lengths in a \(kind) frame must add up to its own"
    case .malformedHeaders: "headers must be compressed by zlib with the dictionary of SPDY/3"
    case .headersTooLong(let limit):
      "the headers of a stream must not be longer than \(limit) bytes"
    case .tooManyStreams(let limit):
      "a connection must not have more than \(limit) streams; close some first"
    case .unexpectedChannel(let number):
      "a client must write to the channels 0 and 4 only, not \(number)"
    }
  }
}
