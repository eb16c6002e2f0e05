import Kernel

/// What bash makes of `{a,b}` and `{1..5}` before anything else is expanded.
///
/// Source: bash(1), "Brace Expansion".
struct BraceExpansion {
  /// A byte that may have a meaning, or a part of the word that has none.
  private enum Atom {
    case byte(UInt8)
    case part(WordPart)

    func isByte(_ character: Unicode.Scalar) -> Bool {
      if case .byte(let byte) = self { byte == UInt8(ascii: character) } else { false }
    }
  }

  /// More words than that are made for nobody.
  private static let most = 100_000

  /// The words that a word stands for.
  static func expand(_ word: Word) -> [Word] {
    let mayExpand = word.parts.contains {
      if case .literal(let text) = $0 { text.utf8.contains(UInt8(ascii: "{")) } else { false }
    }
    guard mayExpand else { return [word] }
    let atoms = word.parts.flatMap { part -> [Atom] in
      if case .literal(let text) = part { text.rawBytes.map(Atom.byte) } else { [.part(part)] }
    }
    var depth = 0
    return expand(atoms[...], &depth).map(Self.word)
  }

  private static func word(_ atoms: [Atom]) -> Word {
    var parts: [WordPart] = []
    var text: [UInt8] = []
    for atom in atoms {
      switch atom {
      case .byte(let byte): text.append(byte)
      case .part(let part):
        if !text.isEmpty { parts.append(.literal(String(rawBytes: text))) }
        text = []
        parts.append(part)
      }
    }
    if !text.isEmpty { parts.append(.literal(String(rawBytes: text))) }
    return Word(parts: parts)
  }

  private static func expand(_ atoms: ArraySlice<Atom>, _ depth: inout Int) -> [[Atom]] {
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else { return [Array(atoms)] }
    for open in atoms.indices where atoms[open].isByte("{") {
      guard let (close, commas) = body(atoms, after: open) else { continue }
      let inner = atoms[(open + 1)..<close]
      var middles: [[Atom]] = []
      if commas.isEmpty {
        guard let range = range(inner) else { continue }
        middles = range.map { $0.rawBytes.map(Atom.byte) }
      } else {
        let starts = [open] + commas
        for (start, end) in zip(starts, commas + [close]) {
          middles += expand(atoms[(start + 1)..<end], &depth)
        }
      }
      let head = Array(atoms[..<open])
      let tails = expand(atoms[(close + 1)...], &depth)
      guard middles.count * tails.count <= most else { return [Array(atoms)] }
      return middles.flatMap { middle in tails.map { head + middle + $0 } }
    }
    return [Array(atoms)]
  }

  /// Where the braces close that open at `open`, and the commas between them.
  private static func body(
    _ atoms: ArraySlice<Atom>, after open: Int
  ) -> (close: Int, commas: [Int])? {
    var level = 0
    var commas: [Int] = []
    for index in atoms[open...].indices {
      if atoms[index].isByte("{") { level += 1 }
      if atoms[index].isByte("}") { level -= 1 }
      if level == 0 { return (index, commas) }
      if level == 1, atoms[index].isByte(",") { commas.append(index) }
    }
    return nil
  }

  /// The texts of `1..9`, `01..10..2` or `a..e`; nil where it is no range.
  private static func range(_ atoms: ArraySlice<Atom>) -> [String]? {
    var bytes: [UInt8] = []
    for atom in atoms {
      guard case .byte(let byte) = atom else { return nil }
      bytes.append(byte)
    }
    let ends = parts(String(rawBytes: bytes))
    guard (2...3).contains(ends.count) else { return nil }
    let step = ends.count == 3 ? Int(ends[2]) : 1
    guard let step, step.magnitude < 1 << 40 else { return nil }
    if let first = Int(ends[0]), let last = Int(ends[1]) {
      guard first.magnitude < 1 << 40, last.magnitude < 1 << 40 else { return nil }
      let isPadded = ends.prefix(2).contains { end in
        end.count > 1 && end.drop { $0 == "-" }.hasPrefix("0")
      }
      let width = isPadded ? max(ends[0].count, ends[1].count) : 0
      return numbers(first, last, step)?.map { padded($0, to: width) }
    }
    guard let first = letter(ends[0]), let last = letter(ends[1]) else { return nil }
    return numbers(first, last, step)?.map { String(UnicodeScalar(UInt8($0))) }
  }

  private static func parts(_ text: String) -> [String] {
    var result = [""]
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix("..") {
        rest = rest.dropFirst(2)
        result.append("")
      } else {
        result[result.count - 1].append(rest.removeFirst())
      }
    }
    return result
  }

  private static func letter(_ text: String) -> Int? {
    guard text.utf8.count == 1, let byte = text.utf8.first, isNameStart(byte), byte != 0x5F
    else { return nil }
    return Int(byte)
  }

  private static func numbers(_ first: Int, _ last: Int, _ step: Int) -> [Int]? {
    let width = max(1, abs(step))
    guard abs(last - first) / width < most else { return nil }
    return Array(stride(from: first, through: last, by: first <= last ? width : -width))
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number.magnitude)
    let sign = number < 0 ? "-" : ""
    return sign + String(repeating: "0", count: max(0, width - digits.count - sign.count)) + digits
  }
}
