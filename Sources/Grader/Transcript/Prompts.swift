import ByteText

/// Finds the prompts of a recorded session, whatever they look like.
///
/// A text is taken for a prompt where a command that labs use follows it and its end looks like
/// one; the same text, or one of the same shape, is then a prompt on every line.
struct Prompts {
  /// The start of a line that was typed, and what was typed.
  struct Split: Hashable {
    var prompt: String
    var command: String
    /// Output without a line break at its end, which the prompt stands right behind.
    var outputBefore = ""
  }

  /// Prompts as they stand, without the space behind them.
  private var literals: Set<String> = []
  /// Prompts with their path and time taken out, where that leaves something to tell them by.
  private var shapes: Set<String> = []
  /// Prompts with output in front of them, and the prompts alone.
  private var glued: [String: String] = [:]
  /// Whether no line has a prompt and commands stand alone.
  let isBare: Bool

  private let commands: CommandNames

  init(lines: [TextLine], commands: CommandNames) {
    self.commands = commands
    var counts: [String: Int] = [:]
    for line in lines {
      guard let prompt = Self.promptBeforeCommand(line.text, commands: commands) else { continue }
      counts[prompt, default: 0] += 1
    }
    for (prompt, count) in counts {
      literals.insert(prompt)
      let inner = counts.keys.filter { prompt != $0 && prompt.hasSuffix($0) && counts[$0] ?? 0 > 1 }
      if count == 1, let inner = inner.max(by: { $0.count < $1.count }) {
        glued[prompt] = inner
        continue
      }
      let shape = Self.shape(of: prompt)
      if shape.count >= 3 { shapes.insert(shape) }
    }
    isBare = literals.isEmpty
  }

  /// The prompt and the command of a line; nil where the line is output.
  func split(_ line: String) -> Split? {
    guard var split = isBare ? bareSplit(line) : promptedSplit(line) else { return nil }
    if let prompt = glued[split.prompt] {
      split.outputBefore = String(split.prompt.dropLast(prompt.count))
      split.prompt = prompt
    }
    return split
  }

  private func bareSplit(_ line: String) -> Split? {
    guard let word = line.split(at: " ").first.map(String.init), !line.hasPrefix(" "),
      commands.isCluster(word) || (commands.isKnown(word) && line.holds(" "))
    else { return nil }
    return Split(prompt: "", command: line)
  }

  private func promptedSplit(_ line: String) -> Split? {
    let trimmed = line.trimmingTrailingWhitespace
    if literals.contains(trimmed) { return Split(prompt: trimmed, command: "") }
    var best: (split: Split, rank: Int)?
    for end in Self.candidateEnds(line) {
      let prompt = line[..<end].trimmingTrailingWhitespace
      guard Self.looksLikePrompt(prompt) else { continue }
      let isLiteral = literals.contains(prompt)
      guard isLiteral || shapes.contains(Self.shape(of: prompt)) else { continue }
      let command = line[end...].trimmed
      let isCommand = startsWithCommand(command)
      if Self.isWeak(prompt), !isCommand { continue }
      let rank = (isCommand ? 2 : 0) + (isLiteral ? 1 : 0)
      if rank > best?.rank ?? -1 { best = (Split(prompt: prompt, command: command), rank) }
    }
    return best?.split
  }

  private func startsWithCommand(_ text: String) -> Bool {
    guard let word = text.split(at: " ").first.map(String.init) else { return true }
    return commands.isKnown(word) || word.hasPrefix("./") || word.holds("=")
  }

  /// Whether output often starts like this: quotes and headings.
  private static func isWeak(_ prompt: String) -> Bool {
    [">", "#", "%", "*", "-"].contains(prompt.trimmed)
  }

  /// The text before the first known command of a line, where it looks like a prompt.
  private static func promptBeforeCommand(_ line: String, commands: CommandNames) -> String? {
    for end in candidateEnds(line) {
      let prompt = line[..<end].trimmingTrailingWhitespace
      guard looksLikePrompt(prompt) else { continue }
      let rest = line[end...].trimmed
      let words = rest.split(at: " ").lazy.map(String.init)
      // Assignments may stand in front of a command.
      guard let word = words.first(where: { CommandLine.assignment($0) == nil }),
        commands.isKnown(word)
      else { continue }
      if !isWeak(prompt) || commands.isCluster(word) || rest == word
        || commands.isRequest(word)
      {
        return prompt
      }
    }
    return nil
  }

  /// Whether prompts end with this character.
  private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "$", "#", "%", ">", "❯", "➜", "»", "›", "λ", "⟩", "▶", "→", "✗", "✔", "✓", "\u{E0B0}": true
    default: false
    }
  }

  /// Whether `isEnd` may hold for a scalar that begins with this byte.
  private static func mayEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: ">"), 0x80...: true
    case _: false
    }
  }

  /// Places behind a prompt's last character where a command may start, with or without a space
  /// between, among the first 100 characters.
  private static func candidateEnds(_ line: String) -> [String.Index] {
    // Output is most of a session, and has none of these in most of its lines.
    guard line.utf8.prefix(400).contains(where: mayEnd) else { return [] }
    let scalars = line.unicodeScalars
    // oh-my-zsh's arrow stands in front, the folder behind it.
    let isArrow = scalars.first { $0 != " " } == "➜"
    var result: [String.Index] = []
    var previous: Unicode.Scalar = "x"
    var last: Unicode.Scalar = "x"
    for (offset, index) in scalars.indices.prefix(100).enumerated() {
      let scalar = scalars[index]
      if scalar != " " {
        let isParted = previous == " " && (isEnd(last) || isArrow)
        let isClose = offset >= 3 && (previous == "$" || previous == "#" || previous == ">")
        if offset > 0, isParted || isClose { result.append(index) }
        last = scalar
      }
      previous = scalar
    }
    return result
  }

  private static func looksLikePrompt(_ prompt: String) -> Bool {
    guard let last = prompt.unicodeScalars.last, prompt.utf8.count <= 200,
      !prompt.unicodeScalars.contains(where: isForeign),
      prompt.hasPrefix("[") || !prompt.unicodeScalars.contains("|")
    else { return false }
    return isEnd(last) || prompt.trimmed.hasPrefix("➜")
  }

  /// Whether a character stands in output, such as HTML and JSON, but in no prompt.
  private static func isForeign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", "\"", "`", "=", "{", "}": true
    default: false
    }
  }

  /// The prompt without paths and numbers, so that a change of folder or time does not matter.
  private static func shape(of prompt: String) -> String {
    var shape = ""
    var isPath = false
    for character in prompt {
      if character == "~" || character == "/" || character == "\\" {
        if !isPath { shape.append("/") }
        isPath = true
        continue
      }
      if isPath, !" $#%>:])".contains(character) { continue }
      isPath = false
      shape.append(character.isNumber ? "0" : character)
    }
    if prompt.trimmed.hasPrefix("➜") {
      return "➜ …" + (prompt.unicodeScalars.last.map { isEnd($0) ? String($0) : "" } ?? "")
    }
    return shape
  }
}

/// The commands that a session of a lab is told by.
struct CommandNames {
  /// Names that stand for kubectl, with what they stand for.
  var aliases: [String: [String]]

  private static let clusterWords: Set<String> = [
    "kubectl", "kubectl.exe", "microk8s", "microk8s.kubectl", "k3s", "oc", "minikube", "watch",
  ]
  private static let otherWords: Set<String> = [
    "alias", "sleep", "cat", "ls", "ll", "vi", "vim", "nano", "exit", "logout", "cd", "clear",
    "cls", "echo", "export", "kind", "docker", "helm", "history", "code", "sh", "bash", "ash",
    "touch", "mkdir", "rm", "cp", "mv", "head", "tail", "grep", "less", "more", "date", "source",
    "sudo", "for", "while", "until", "if", "ps", "ip", "env", "hostname", "netstat", "nslookup",
    "tee", "sed", "awk", "nc", "true", "false", "time", "set", "unset", "which", "pwd", "whoami",
    "git", "tree", "find", "script", "asciinema", "printf", "apt", "apt-get", "apk", "kubectx",
    "kubens", "timeout", "type", "python3", "jq", "podlab",
  ]

  /// Whether the word stands for kubectl.
  func isCluster(_ word: String) -> Bool {
    Self.clusterWords.contains(word) || word.hasSuffix("/kubectl") || aliases[word] != nil
  }

  /// Whether the word makes a request.
  func isRequest(_ word: String) -> Bool { word == "curl" || word == "wget" }

  /// Whether the word is a command that a session of a lab holds.
  func isKnown(_ word: String) -> Bool {
    isCluster(word) || isRequest(word) || Self.otherWords.contains(word)
      || word.hasSuffix("/podlab")
  }
}
