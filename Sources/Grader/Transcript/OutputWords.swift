import ByteText
import PodModel

/// The words of an output: what is the same each time a command is run in the same Pod.
///
/// Numbers, dates and progress bars change; so do not: names of files, pages, messages.
struct OutputWords: Hashable {
  private let lines: Set<String>

  init(_ output: String) {
    lines = Set(
      output.textLines().map(Self.words(of:)).filter { !$0.isEmpty && !Self.isNotice($0) })
  }

  /// Whether every line of `other` stands here, too.
  func hold(_ other: OutputWords) -> Bool { other.lines.isSubset(of: lines) }

  /// Lines that kubectl adds to what a container prints.
  private static func isNotice(_ line: String) -> Bool {
    ["Defaulted container ", "command terminated with exit code "].contains(where: line.hasPrefix)
  }

  /// A line with a `#` for each number, one blank for many, and no names of days and months.
  private static func words(of line: Substring) -> String {
    var scalars = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in line.unicodeScalars {
      let plain = plain(scalar)
      if plain == last, isRepeated(plain) { continue }
      scalars.append(plain)
      last = plain
    }
    let text = String(scalars)
    return text.split(at: " ").filter { !isOfCalendar($0) }.joined(separator: " ")
  }

  /// A scalar with `#` for digits and a space for white space.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "0"..."9": "#"
    case "\u{21}"..."\u{7E}": scalar
    case _: scalar.properties.isWhitespace ? " " : scalar
    }
  }

  /// What may stand more or less often: digits, blanks, and the stars of a progress bar.
  private static func isRepeated(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "#" || scalar == " " || scalar == "*"
  }

  private static func isOfCalendar(_ word: Substring) -> Bool {
    guard word.utf8.count <= 4 else { return false }
    let names = "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    let letters = word.prefix { $0.isLetter }
    return letters.count == 3 && word.count <= 4 && names.holds(String(letters))
  }
}
