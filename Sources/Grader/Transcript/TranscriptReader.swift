import ByteText
import PodModel

/// Divides the lines of a session into commands and their output.
struct TranscriptReader {
  /// Commands beyond this number are not read.
  static let maximumSteps = 20_000
  /// Lines that one command may go on for.
  static let maximumContinuation = 400

  private let lines: [TextLine]
  private let prompts: Prompts
  private let splits: [Prompts.Split?]
  private let wrapWidth: Int?
  private(set) var steps: [Step] = []
  /// Lines above the first command.
  private(set) var preamble: [TextLine] = []
  private(set) var aliases = CommandLine.usualAliases

  private var index = 0
  private var variables: [String: String] = [:]
  private var session: (command: KubectlCommand, prompt: String, isAmbiguous: Bool)?

  init(lines: [TextLine]) {
    self.lines = lines
    let names = CommandNames(aliases: Self.declaredAliases(in: lines))
    prompts = Prompts(lines: lines, commands: names)
    splits = lines.map { [prompts] in prompts.split($0.text) }
    wrapWidth = Self.wrapWidth(of: lines)
    read()
    removeUpperPromptLines()
  }

  /// Names that any line of the text declares as aliases, and the usual ones.
  private static func declaredAliases(in lines: [TextLine]) -> [String: [String]] {
    var aliases = CommandLine.usualAliases
    for line in lines {
      guard line.text.utf8.contains(UInt8(ascii: "=")),
        let range = line.text.firstRange(ofText: "alias ")
      else {
        continue
      }
      let words = ShellWords(String(line.text[range.upperBound...])).commands.first?.words ?? []
      CommandLine.declareAliases(words, in: &aliases)
    }
    return aliases
  }

  /// The width at which a pasted text was broken; nil where it was not.
  ///
  /// No line is longer, and more than one text has that length, or it is the usual 80.
  private static func wrapWidth(of lines: [TextLine]) -> Int? {
    guard let longest = lines.map(\.text.count).max(), (60...250).contains(longest) else {
      return nil
    }
    let texts = Set(lines.lazy.map(\.text).filter { $0.count == longest })
    // A space at the edge is lost, so a line of 79 may have been one of 80.
    if longest == 79 || longest == 80 { return 80 }
    return texts.count >= 2 ? longest : nil
  }

  private mutating func read() {
    while index < lines.count, steps.count < Self.maximumSteps {
      guard let split = splits[index] else {
        if steps.isEmpty {
          preamble.append(lines[index])
        } else if !lines[index].text.isEmpty || !steps[steps.count - 1].output.isEmpty {
          steps[steps.count - 1].output.append(lines[index])
        }
        index += 1
        continue
      }
      readStep(split)
    }
    for index in steps.indices {
      while steps[index].output.last?.text.isEmpty == true { steps[index].output.removeLast() }
      steps[index].output = unwrapped(steps[index].output)
    }
    let isAnswered = steps.contains { !$0.output.isEmpty }
    for index in steps.indices { steps[index].wasRun = isAnswered || steps[index].isPrompted }
  }

  /// Joins sentences that the terminal broke at its right edge; tables stay as they are.
  private func unwrapped(_ output: [TextLine]) -> [TextLine] {
    guard let wrapWidth else { return output }
    var result: [TextLine] = []
    var isOpen = false
    for line in output {
      let isProse = !line.text.holds("  ") && !line.text.hasPrefix("<")
      if isOpen, isProse, !result.isEmpty {
        let gap = result[result.count - 1].text.count % wrapWidth == wrapWidth - 1 ? " " : ""
        result[result.count - 1].text += gap + line.text
      } else {
        result.append(line)
      }
      isOpen = isProse && line.text.count >= wrapWidth - 1
    }
    return result
  }

  private mutating func readStep(_ split: Prompts.Split) {
    let line = lines[index].line
    index += 1
    if !split.outputBefore.isEmpty, !steps.isEmpty {
      steps[steps.count - 1].output.append(TextLine(text: split.outputBefore, line: line))
    }
    leaveSession(at: split)
    // A line that was broken off with ^C was not run.
    guard !split.command.isEmpty, !split.command.hasSuffix("^C") else { return }
    var step = Step(line: line, command: split.command, isPrompted: !prompts.isBare)
    step.command = Self.withoutRightPrompt(step.command)
    continueWrappedLine(&step)
    if split.prompt.hasPrefix("PS ") { continueBacktick(&step) }
    continueLine(&step)
    step.variables = variables
    step.commands = ShellWords(step.command, variables: variables).commands
    readHereDocuments(&step)
    step.session = session?.command
    steps.append(step)
    note(step, prompt: split.prompt)
  }

  /// A prompt on the right-hand side is far away from the command.
  private static func withoutRightPrompt(_ command: String) -> String {
    guard let gap = command.firstRange(ofText: "          ") else { return command }
    return String(command[..<gap.lowerBound])
  }

  /// Joins a command that the terminal broke at its right edge.
  private mutating func continueWrappedLine(_ step: inout Step) {
    while let wrapWidth, index < lines.count, splits[index] == nil,
      lines[index - 1].text.count == wrapWidth, !lines[index].text.isEmpty
    {
      step.command += lines[index].text
      index += 1
    }
  }

  /// Joins lines after PowerShell's sign of continuation.
  private mutating func continueBacktick(_ step: inout Step) {
    while step.command.hasSuffix("`"), index < lines.count {
      step.command = step.command.dropLast() + Self.withoutSecondPrompt(lines[index].text)
      index += 1
    }
  }

  /// Joins lines after a backslash, an open quote or a pipe.
  private mutating func continueLine(_ step: inout Step) {
    var text = step.command
    var next = index
    while next < lines.count, next - index < Self.maximumContinuation {
      let open = ShellWords(text, variables: variables).open
      guard open != .nothing else { break }
      let continuation = Self.withoutSecondPrompt(lines[next].text)
      if splits[next] != nil, continuation == lines[next].text { break }
      switch open {
      case .backslash: text = String(text.dropLast()) + continuation
      case .quote: text += "\n" + continuation
      case .pipe, .nothing: text += " " + continuation
      }
      next += 1
    }
    // A quote that never closes was an apostrophe, not a quote.
    guard case .nothing = ShellWords(text, variables: variables).open else { return }
    step.command = text
    index = next
  }

  /// The line without the shell's second prompt.
  private static func withoutSecondPrompt(_ text: String) -> String {
    if text == ">" || text == ">>" { return "" }
    if text.hasPrefix(">> ") { return String(text.dropFirst(3)) }
    let words = ["", "quote", "dquote", "pipe", "heredoc", "cmdand", "cmdor"]
    for word in words where text.hasPrefix(word + "> ") {
      return String(text.dropFirst(word.count + 2))
    }
    return text
  }

  private mutating func readHereDocuments(_ step: inout Step) {
    for start in step.commands.flatMap(\.hereDocuments) {
      var body: [String] = []
      var next = index
      var isClosed = false
      while next < lines.count, !isClosed {
        var text = Self.withoutSecondPrompt(lines[next].text)
        if start.stripsTabs { text = String(text.drop { $0 == "\t" }) }
        if text == start.delimiter { isClosed = true } else { body.append(text) }
        next += 1
      }
      guard isClosed else { return }
      let firstLine = index < lines.count ? lines[index].line : step.line
      step.hereDocuments.append(
        HereDocument(
          text: body.map { $0 + "\n" }.joined(), line: firstLine, isQuoted: start.isQuoted))
      index = next
    }
  }
}

extension TranscriptReader {
  /// Remembers aliases, variables and shells that the step opens.
  private mutating func note(_ step: Step, prompt: String) {
    for command in step.commands {
      if command.words.first == "alias" {
        CommandLine.declareAliases(Array(command.words.dropFirst()), in: &aliases)
      }
      let words = command.words.first == "export" ? Array(command.words.dropFirst()) : command.words
      if words.allSatisfy({ CommandLine.assignment($0) != nil }) {
        for word in words {
          if let (name, value) = CommandLine.assignment(word), !value.holds("$") {
            variables[name] = value
          }
        }
      }
    }
    guard session == nil, let last = step.commands.last else { return }
    let line = CommandLine(last.words, aliases: aliases)
    guard let kubectl = line.kubectl, kubectl.verb == "exec" || kubectl.verb == "run",
      kubectl.flags["stdin"] == "true", let program = kubectl.arguments.first,
      CommandLine.isShell(program), !kubectl.arguments.contains("-c")
    else { return }
    session = (kubectl, prompt, isTypedInto(prompt: prompt))
  }

  /// Whether the commands below, though their prompt is the same, were typed into the shell.
  ///
  /// It is so where `exit` comes before the next kubectl command.
  private func isTypedInto(prompt: String) -> Bool {
    for next in index..<min(lines.count, index + 500) {
      guard let split = splits[next] else { continue }
      guard split.prompt == prompt else { return false }
      let word = split.command.split(at: " ").first.map(String.init) ?? ""
      if word == "exit" || word == "logout" { return true }
      if aliases[word] != nil || word == "kubectl" { return false }
    }
    return false
  }

  /// Ends the session at the prompt that the shell around it showed, or at `exit`.
  private mutating func leaveSession(at split: Prompts.Split) {
    guard let current = session else { return }
    let isOuterPrompt = split.prompt == current.prompt && !current.isAmbiguous
    let word = split.command.split(at: " ").first ?? ""
    if isOuterPrompt || word == "exit" || word == "logout" { session = nil }
  }

  /// Removes the upper line of prompts that have two, which looks like output.
  private mutating func removeUpperPromptLines() {
    let lasts = steps.dropLast().map { $0.output.last?.text ?? "" }
    let isRepeated = lasts.count >= 2 && Set(lasts).count == 1 && lasts.first != ""
    for index in steps.indices {
      guard let last = steps[index].output.last?.text, index + 1 < steps.count else { continue }
      guard last.hasPrefix("┌") || last.hasPrefix("╭") || (isRepeated && last == lasts.first)
      else { continue }
      steps[index].output.removeLast()
      while steps[index].output.last?.text.isEmpty == true { steps[index].output.removeLast() }
    }
  }
}
