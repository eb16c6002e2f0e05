import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/tr.c`.
  static let tr = Applet(
    "tr",
    usage: """
      [-cds] STRING1 [STRING2]

      Translate, squeeze, or delete characters from stdin, writing to stdout

      	-c	Take complement of STRING1
      	-d	Delete input characters coded STRING1
      	-s	Squeeze multiple output characters of STRING2 into one character
      """
  ) { process in
    let options = try await process.options(
      Dialect.isGNU ? "+Ccdst" : "+Ccds", operands: 1...2)
    let deletes = options.has("d")
    let squeezes = options.has("s")
    var first = TranslationSet.expand(options.operands[0].rawBytes)
    if options.has("c") || options.has("C") {
      let members = Set(first)
      first = (UInt8.min...UInt8.max).filter { !members.contains($0) }
    }
    var second: [UInt8] = []
    if options.operands.count > 1 {
      second = TranslationSet.expand(options.operands[1].rawBytes)
      if second.isEmpty, !deletes { try await process.die("STRING2 cannot be empty") }
    } else if !deletes, !squeezes, Dialect.isGNU {
      throw UsageError()
    }
    var map = Array(UInt8.min...UInt8.max)
    if !deletes, let last = second.last {
      for (index, byte) in first.enumerated() {
        map[Int(byte)] = index < second.count ? second[index] : last
      }
    }
    let deleted = deletes ? Set(first) : []
    let squeezed =
      squeezes ? Set(second.isEmpty || (deletes && second.isEmpty) ? first : second) : []
    var previous: UInt8?
    while let block = try await process.input.readBlock() {
      var result: [UInt8] = []
      result.reserveCapacity(block.count)
      for byte in block where !deleted.contains(byte) {
        let new = map[Int(byte)]
        if new == previous, squeezed.contains(new) { continue }
        previous = new
        result.append(new)
      }
      try await process.write(result, to: 1)
      try await process.work(on: block.count * 4)
    }
    return 0
  }
}

/// The sets of `tr`: escapes, ranges, classes.
private enum TranslationSet {
  static func expand(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      if let (members, length) = characterClass(rest) {
        result += members
        rest = rest.dropFirst(length)
        continue
      }
      // An equivalence class has one member in the C locale.
      if rest.count >= 5, rest.starts(with: "[=".utf8),
        rest.dropFirst(3).starts(with: "=]".utf8)
      {
        result.append(rest[rest.startIndex + 2])
        rest = rest.dropFirst(5)
        continue
      }
      let first = Escapes.next(&rest)
      if rest.first == UInt8(ascii: "-"), rest.count > 1 {
        rest = rest.dropFirst()
        let last = Escapes.next(&rest)
        if first <= last { result += first...last }
      } else {
        result.append(first)
      }
    }
    return result
  }

  private static func characterClass(_ text: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    guard text.starts(with: "[:".utf8), let end = text.firstIndex(of: UInt8(ascii: "]")),
      end > text.startIndex + 3, text[end - 1] == UInt8(ascii: ":")
    else { return nil }
    let name = String(decoding: text[(text.startIndex + 2)..<(end - 1)], as: UTF8.self)
    guard let members = CharacterClasses.members(of: name) else { return nil }
    return (members, end + 1 - text.startIndex)
  }
}

/// Backslash escapes as `echo -e`, `tr` and `printf` read them.
enum Escapes {
  /// Takes the next byte off, with its escape.
  static func next(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
    guard let byte = rest.popFirst() else { return 0 }
    guard byte == UInt8(ascii: "\\"), let escaped = rest.first else { return byte }
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "e"): 27, UInt8(ascii: "f"): 12,
      UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
      UInt8(ascii: "\\"): 92,
    ]
    if let value = simple[escaped] {
      rest = rest.dropFirst()
      return value
    }
    let digits = rest.prefix(3).prefix { $0 >= 0x30 && $0 <= 0x37 }
    if !digits.isEmpty {
      rest = rest.dropFirst(digits.count)
      return UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) })
    }
    if escaped == UInt8(ascii: "x") {
      let digits = rest.dropFirst().prefix(2).prefix { hexadecimal($0) != nil }
      if !digits.isEmpty {
        rest = rest.dropFirst(digits.count + 1)
        return UInt8(digits.reduce(0) { $0 * 16 + (hexadecimal($1) ?? 0) })
      }
    }
    return byte
  }

  /// All escapes of a text replaced.
  static func expand(_ text: [UInt8]) -> [UInt8] {
    var rest = text[...]
    var result: [UInt8] = []
    while !rest.isEmpty { result.append(next(&rest)) }
    return result
  }

  static func hexadecimal(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x46: Int(byte) - 0x41 + 10
    case 0x61...0x66: Int(byte) - 0x61 + 10
    default: nil
    }
  }
}

/// POSIX character classes in the C locale.
enum CharacterClasses {
  /// The members of a class such as "upper", in order.
  static func members(of name: String) -> [UInt8]? {
    guard let regex = try? Regex("^[[:\(name):]]$", .extended) else { return nil }
    return (UInt8.min...UInt8.max).filter { regex.matches([$0]) }
  }
}
