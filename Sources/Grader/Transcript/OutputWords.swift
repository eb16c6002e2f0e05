import PodModel

/// The words of an output: what is the same each time a command is run in the same Pod.
///
/// Numbers, dates and progress bars change; so do not: names of files, pages, messages.
struct OutputWords {
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
    var text = ""
    var last: Character?
    for character in line {
      let plain: Character =
        character.isASCII && character.isNumber ? "#" : character.isWhitespace ? " " : character
      if plain == last, repeats.contains(plain) { continue }
      text.append(plain)
      last = plain
    }
    return text.split(separator: " ").filter { !isOfCalendar($0) }.joined(separator: " ")
  }

  /// What may stand more or less often: digits, blanks, and the stars of a progress bar.
  private static let repeats: Set<Character> = ["#", " ", "*"]

  private static func isOfCalendar(_ word: Substring) -> Bool {
    let names = "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    let letters = word.prefix { $0.isLetter }
    return letters.count == 3 && word.count <= 4 && names.holds(String(letters))
  }
}
