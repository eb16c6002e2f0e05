import PodModel

/// Takes the words of a call apart as pflag does.
struct FlagParser {
  /// A call taken apart.
  struct Parsed {
    var values: FlagValues
    var arguments: [String] = []
    /// How many arguments stood before `--`; nil without it.
    var argumentsBeforeDash: Int?
  }

  private let flags: [Flag]
  private var parsed: Parsed
  private var words: ArraySlice<String>

  static func parse(_ words: [String], flags: [Flag]) throws(KubectlError) -> Parsed {
    var parser = FlagParser(flags: flags, words: words[...], parsed: Parsed(values: .init(flags)))
    try parser.parse()
    return parser.parsed
  }

  private init(flags: [Flag], words: ArraySlice<String>, parsed: Parsed) {
    self.flags = flags
    self.words = words
    self.parsed = parsed
  }

  private mutating func parse() throws(KubectlError) {
    while let word = words.popFirst() {
      if word == "--" {
        parsed.argumentsBeforeDash = parsed.arguments.count
        parsed.arguments += words
        return
      }
      if word.hasPrefix("--") {
        try parseLong(word)
      } else if word.hasPrefix("-"), word.count > 1 {
        try parseShort(word)
      } else {
        parsed.arguments.append(word)
      }
    }
  }

  private mutating func parseLong(_ word: String) throws(KubectlError) {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if name.isEmpty || name.hasPrefix("-") { throw .text("bad flag syntax: \(word)") }
    guard let flag = flags.first(where: { $0.name == name }) else {
      throw .text("unknown flag: --\(name)")
    }
    if parts.count > 1 {
      try parsed.values.set(flag, to: String(parts[1]))
    } else if let bare = flag.bare {
      try parsed.values.set(flag, to: bare)
    } else if let value = words.popFirst() {
      try parsed.values.set(flag, to: value)
    } else {
      throw .text("flag needs an argument: --\(name)")
    }
  }

  /// Several letters may share one dash; the first that takes a value takes the rest.
  private mutating func parseShort(_ word: String) throws(KubectlError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let flag = flags.first(where: { $0.letter == letter }) else {
        throw .text("unknown shorthand flag: '\(letter)' in -\(letter)\(letters)")
      }
      if letters.first == "=", word.count > 2 {
        try parsed.values.set(flag, to: String(letters.dropFirst()))
        return
      }
      if let bare = flag.bare {
        try parsed.values.set(flag, to: bare)
      } else if !letters.isEmpty {
        try parsed.values.set(flag, to: String(letters))
        return
      } else if let value = words.popFirst() {
        try parsed.values.set(flag, to: value)
      } else {
        throw .text("flag needs an argument: '\(letter)' in -\(letter)")
      }
    }
  }
}
