import CZlib

/// One direction of a connection's header compression.
///
/// All header blocks of a connection are one zlib stream; each ends with an empty block, which Go's
/// reader waits for before it hands out the last bytes. Source: SPDY Protocol Draft 3.1, section
/// 2.6.10.1.
final class HeaderCompression {
  enum Direction { case compress, decompress }

  /// How long headers may be once they are decompressed.
  static let limit = 16_384

  private let dictionary: UnsafeMutableBufferPointer<UInt8>
  private let stream: OpaquePointer?

  init(_ direction: Direction) {
    dictionary = .allocate(capacity: SPDYDictionary.bytes.count)
    _ = dictionary.initialize(from: SPDYDictionary.bytes)
    switch direction {
    case .compress: stream = podlab_zlib_deflater(dictionary.baseAddress, dictionary.count)
    case .decompress: stream = podlab_zlib_inflater(dictionary.baseAddress, dictionary.count)
    }
  }

  deinit {
    podlab_zlib_free(stream)
    dictionary.deallocate()
  }

  /// Compresses a block, or decompresses one.
  ///
  /// - Throws: `malformedHeaders` or `headersTooLong`; the connection is of no use afterwards.
  func convert(_ input: [UInt8]) throws(StreamProtocolError) -> [UInt8] {
    guard let stream else { throw .malformedHeaders }
    var result: [UInt8] = []
    let isDamaged = input.withUnsafeBufferPointer { bytes in
      podlab_zlib_feed(stream, bytes.baseAddress, bytes.count)
      var piece = [UInt8](repeating: 0, count: 4096)
      while result.count <= HeaderCompression.limit {
        let count = podlab_zlib_next(stream, &piece, piece.count)
        if count <= 0 { return count < 0 }
        result += piece.prefix(count)
      }
      return false
    }
    if isDamaged { throw .malformedHeaders }
    guard result.count <= HeaderCompression.limit else {
      throw .headersTooLong(limit: HeaderCompression.limit)
    }
    return result
  }
}
