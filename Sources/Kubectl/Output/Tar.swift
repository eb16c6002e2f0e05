/// Writes tar archives of files and directories.
///
/// Source: POSIX `pax`, the `ustar` interchange format.
struct TarWriter {
  private var bytes: [UInt8] = []

  mutating func add(file name: String, _ content: [UInt8]) {
    addHeader(name, size: content.count, mode: "0000644", type: UInt8(ascii: "0"))
    bytes += content
    bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  mutating func add(directory name: String) {
    addHeader(name + "/", size: 0, mode: "0000755", type: UInt8(ascii: "5"))
  }

  /// The archive with its end mark.
  var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

  private mutating func addHeader(_ name: String, size: Int, mode: String, type: UInt8) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, width: Int) {
      for (index, byte) in text.utf8.prefix(width).enumerated() { header[offset + index] = byte }
    }
    put(name, at: 0, width: 100)
    put(mode, at: 100, width: 7)
    put("0000000", at: 108, width: 7)
    put("0000000", at: 116, width: 7)
    let octal = String(size, radix: 8)
    put(String(repeating: "0", count: max(0, 11 - octal.count)) + octal, at: 124, width: 11)
    put("00000000000", at: 136, width: 11)
    put("        ", at: 148, width: 8)
    header[156] = type
    put("ustar", at: 257, width: 6)
    put("00", at: 263, width: 2)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: max(0, 6 - sum.count)) + sum, at: 148, width: 6)
    header[154] = 0
    bytes += header
  }
}

/// Reads tar archives.
enum TarReader {
  struct Entry {
    var name: String
    var isDirectory: Bool
    var content: [UInt8]
  }

  /// The files and directories of an archive up to its end or its first fault.
  static func entries(_ bytes: [UInt8]) -> [Entry] {
    var entries: [Entry] = []
    var offset = 0
    while offset + 512 <= bytes.count, bytes[offset] != 0 {
      let header = bytes[offset..<(offset + 512)]
      let size = octal(header.dropFirst(124).prefix(11))
      offset += 512
      guard size >= 0, size <= bytes.count - offset else { return entries }
      let type = header[header.startIndex + 156]
      let prefix = text(header.dropFirst(345).prefix(155))
      let name = text(header.prefix(100))
      let full = prefix.isEmpty ? name : "\(prefix)/\(name)"
      if type == UInt8(ascii: "0") || type == 0 || type == UInt8(ascii: "5") {
        entries.append(
          Entry(
            name: full.hasSuffix("/") ? String(full.dropLast()) : full,
            isDirectory: type == UInt8(ascii: "5"),
            content: Array(bytes[offset..<(offset + size)])))
      }
      offset += (size + 511) / 512 * 512
    }
    return entries
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func octal(_ bytes: ArraySlice<UInt8>) -> Int {
    var value = 0
    for byte in bytes where (0x30...0x37).contains(byte) { value = value * 8 + Int(byte - 0x30) }
    return value
  }
}
