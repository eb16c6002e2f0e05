import Kernel

/// One header block of a tar file.
struct TarHeader {
  var name: String
  var mode: Int
  var owner: Int
  var group: Int
  var size: Int
  var modified: Int
  var kind: Character
  var target: String

  init(
    name: String, mode: Int, owner: Int, group: Int, size: Int, modified: Int, kind: Character,
    target: String
  ) {
    self.name = name
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.modified = modified
    self.kind = kind
    self.target = target
  }

  /// The letter of a member that is another one's file.
  static let link: Character = "1"

  static func letter(_ kind: FileStatus.Kind) -> Character {
    switch kind {
    case .directory: "5"
    case .symbolicLink: "2"
    case .fifo: "6"
    case .characterDevice: "3"
    case .file, .socket: "0"
    }
  }

  /// Source: POSIX `pax`, "ustar Interchange Format".
  var bytes: [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, _ width: Int) {
      for (index, byte) in text.rawBytes.prefix(width).enumerated() { block[offset + index] = byte }
    }
    var short = name.rawBytes
    var prefix: [UInt8] = []
    if short.count > 100, let slash = short.prefix(155).lastIndex(of: UInt8(ascii: "/")) {
      prefix = Array(short[..<slash])
      short = Array(short[(slash + 1)...])
    }
    put(short.text, at: 0, 100)
    put(mode.octal.zeroes(7), at: 100, 8)
    put(owner.octal.zeroes(7), at: 108, 8)
    put(group.octal.zeroes(7), at: 116, 8)
    put(size.octal.zeroes(11), at: 124, 12)
    put(max(0, modified).octal.zeroes(11), at: 136, 12)
    put("        ", at: 148, 8)
    put(String(kind), at: 156, 1)
    put(target, at: 157, 100)
    put("ustar  ", at: 257, 8)
    put(prefix.text, at: 345, 155)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(sum.octal.zeroes(6) + "\0 ", at: 148, 8)
    return block
  }

  init?(_ block: [UInt8]) {
    guard block.count == 512, block[257..<262].elementsEqual("ustar".utf8) else { return nil }
    func text(_ offset: Int, _ width: Int) -> String {
      block[offset..<(offset + width)].prefix { $0 != 0 }.asText
    }
    func number(_ offset: Int, _ width: Int) -> Int {
      let digits = text(offset, width).drop { $0 == " " }.prefix { $0 >= "0" && $0 <= "7" }
      return Int(digits, radix: 8) ?? 0
    }
    let isPOSIX = block[262] == 0x00 || block[263] == 0x30
    let prefix = isPOSIX || block[345] != 0 ? text(345, 155) : ""
    name = prefix.isEmpty ? text(0, 100) : "\(prefix)/\(text(0, 100))"
    mode = number(100, 8) & 0o7777
    owner = number(108, 8)
    group = number(116, 8)
    size = number(124, 12)
    modified = number(136, 12)
    kind = Character(UnicodeScalar(block[156] == 0 ? 0x30 : block[156]))
    target = text(157, 100)
    guard !name.isEmpty, size < 1 << 32 else { return nil }
  }
}
