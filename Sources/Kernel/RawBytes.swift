/// How bytes that are not UTF-8 travel through `String`.
///
/// Arguments, variables and paths are `String`s; file contents are `[UInt8]`. A byte that is not
/// part of valid UTF-8 becomes one of 128 private-use scalars on its way in and the same byte again
/// on its way out, so nothing is lost.
package enum RawBytes {
  static let firstScalar: UInt32 = 0x10_FF00

  /// The text of `bytes`, loss-free.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    let plain = bytes.withContiguousStorageIfAvailable { bytes in
      // Decoding would put U+FFFD in the place of what is not valid.
      bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    }
    if let plain, let plain { return plain }
    if let valid = String(validating: bytes, as: UTF8.self) { return valid }
    var scalars = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = UTF8.width(startingWith: first)
      let head = rest.prefix(length)
      if head.count == length, let valid = String(validating: head, as: UTF8.self) {
        scalars.append(contentsOf: valid.unicodeScalars)
        rest = rest.dropFirst(length)
      } else {
        if let scalar = Unicode.Scalar(firstScalar + UInt32(first)) { scalars.append(scalar) }
        rest = rest.dropFirst()
      }
    }
    return String(scalars)
  }

  /// The bytes that `text` stands for.
  package static func bytes(_ text: some StringProtocol) -> [UInt8] {
    var result = Array(text.utf8)
    // U+10FFxx is encoded as F4 8F BC..BF xx.
    let mayBeRaw = result.withUnsafeBufferPointer { $0.contains(0xF4) }
    guard mayBeRaw else { return result }
    result.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars {
      if scalar.value >= firstScalar + 0x80, scalar.value <= firstScalar + 0xFF {
        result.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
      }
    }
    return result
  }
}

extension UTF8 {
  /// How many bytes a character takes that begins with `byte`; 1 for what cannot begin one.
  fileprivate static func width(startingWith byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}

extension String {
  /// The text of `bytes`; bytes that are not UTF-8 survive (see `RawBytes`).
  package init(rawBytes bytes: some Collection<UInt8>) { self = RawBytes.text(bytes) }
}

extension StringProtocol {
  /// The bytes this text stands for (see `RawBytes`).
  package var rawBytes: [UInt8] { RawBytes.bytes(self) }
}
