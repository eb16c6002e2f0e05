import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `util-linux/getopt.c`.
  static let getopt = Applet(
    "getopt",
    usage: """
      [OPTIONS] [--] OPTSTRING PARAMS

      	-a		Allow long options starting with single -
      	-l LOPT[,...]	Long options to recognize
      	-n PROGNAME	The name under which errors are reported
      	-o OPTSTRING	Short options to recognize
      	-q		No error messages on unrecognized options
      	-Q		No normal output
      	-s SHELL	Set shell quoting conventions
      	-T		Version test (exits with 4)
      	-u		Don't quote output
      """
  ) { process in
    // What begins with the letters is the old form, which quotes nothing.
    let isOld = process.operands.first.map { !$0.hasPrefix("-") } ?? true
    let options =
      isOld
      ? Options()
      : try await process.options(
        "+o:n:qQs:Tual:",
        long: [
          LongOption(name: "options", option: "o", takesValue: true),
          LongOption(name: "longoptions", option: "l", takesValue: true),
          LongOption(name: "name", option: "n", takesValue: true),
          LongOption(name: "quiet", option: "q"), LongOption(name: "quiet-output", option: "Q"),
          LongOption(name: "shell", option: "s", takesValue: true),
          LongOption(name: "test", option: "T"), LongOption(name: "unquoted", option: "u"),
          LongOption(name: "alternative", option: "a"),
        ])
    if options.has("T") { return 4 }
    var words = isOld ? process.operands[...] : options.operands[...]
    guard let letters = options.value("o") ?? words.popFirst() else {
      try await process.die("missing optstring argument")
    }
    if words.first == "--", isOld { words.removeFirst() }
    let long = options.values("l").flatMap { LongOption.list($0) }
    let quote = { (word: String) in
      isOld || options.has("u") ? word : quoted(word, forC: options.value("s")?.hasSuffix("csh"))
    }
    var line = ""
    var status = 0
    do {
      let parsed = try OptionParser(letters, long: long.map(\.option)).parse(Array(words))
      for (letter, value) in parsed.found {
        let name = long.first { $0.option.option == letter }.map { "--" + $0.option.name }
        line += " " + (name ?? "-\(letter)")
        let mayHaveValue =
          long.first { $0.option.option == letter }?.option.mayTakeValue == true
          || letters.contains("\(letter)::")
        if let value { line += " " + quote(value) } else if mayHaveValue { line += " " + quote("") }
      }
      line += " --" + parsed.operands.map { " " + quote($0) }.joined()
    } catch let mistake as OptionParser.Mistake {
      if !options.has("q") {
        try await process.errors.write("\(options.value("n") ?? "getopt"): \(mistake.message)\n")
      }
      line += " --"
      status = 1
    }
    if !options.has("Q") { try await process.output.writeLine(line) }
    return status
  }

  /// A word in quotes as a shell, or the C shell, takes them away again.
  private static func quoted(_ word: String, forC isForC: Bool?) -> String {
    var result = "'"
    for character in word {
      switch character {
      case "'": result += "'\\''"
      case "\\" where isForC == true: result += "\\\\"
      case "!" where isForC == true: result += "'\\!'"
      case "\n" where isForC == true: result += "\\n"
      case " " where isForC == true, "\t" where isForC == true: result += "'\\\(character)'"
      default: result.append(character)
      }
    }
    return result + "'"
  }
}

extension LongOption {
  /// Long options as `getopt -l` names them, with letters of their own.
  fileprivate static func list(_ text: String) -> [(option: LongOption, index: Int)] {
    let names = text.split { $0 == "," || $0 == " " || $0 == "\n" || $0 == "\t" }
    return names.enumerated().map { index, name in
      let bare = String(name.prefix { $0 != ":" })
      let colons = name.count - bare.count
      let letter = Character(UnicodeScalar(UInt32(0xE000 + index % 4096)) ?? " ")
      let option = LongOption(
        name: bare, option: letter, takesValue: colons == 1, mayTakeValue: colons == 2)
      return (option, index)
    }
  }
}
