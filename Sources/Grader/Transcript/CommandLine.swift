import ByteText

/// A simple command without what merely wraps it: `sudo`, `watch`, aliases, assignments.
struct CommandLine: Sendable, Hashable {
  /// The program's name without its folder, and its arguments; empty where nothing is run.
  private(set) var words: [String]

  /// Aliases that most people who use kubectl have.
  static let usualAliases: [String: [String]] = [
    "k": ["kubectl"], "kc": ["kubectl"], "kctl": ["kubectl"], "kubectl.exe": ["kubectl"],
    "oc": ["kubectl"], "microk8s.kubectl": ["kubectl"], "kg": ["kubectl", "get"],
    "kgp": ["kubectl", "get", "pods"], "kl": ["kubectl", "logs"],
    "kdp": ["kubectl", "describe", "pods"], "kaf": ["kubectl", "apply", "-f"],
    "keti": ["kubectl", "exec", "-t", "-i"], "kd": ["kubectl", "describe"],
  ]

  init(_ words: [String], aliases: [String: [String]]) {
    self.words = words
    for _ in 0..<8 {
      let before = self.words
      unwrap(aliases)
      if self.words == before { break }
    }
    if let program = self.words.first { self.words[0] = Self.baseName(program) }
  }

  var program: String { words.first ?? "" }

  /// The kubectl command that the line is; nil for other programs.
  var kubectl: KubectlCommand? {
    program == "kubectl" ? KubectlCommand(words.dropFirst()) : nil
  }

  private mutating func unwrap(_ aliases: [String: [String]]) {
    guard let first = words.first else { return }
    if let expansion = aliases[first] {
      words = expansion + words.dropFirst()
      return
    }
    if Self.assignment(first) != nil {
      words.removeFirst()
      return
    }
    switch Self.baseName(first) {
    case "sudo", "time", "command", "exec", "nohup", "winpty", "do", "then", "else", "while",
      "until", "if", "!", "{", "builtin", "stdbuf":
      words.removeFirst()
    case "watch": dropOptions(withValue: ["-n", "--interval", "-x"])
    case "timeout":
      dropOptions(withValue: ["-s", "-k", "--signal", "--kill-after"])
      if words.first?.first?.isNumber == true { words.removeFirst() }
    case "env" where words.count > 1: dropOptions(withValue: ["-u"])
    case "minikube", "microk8s", "k3s":
      guard words.count > 1, words[1] == "kubectl" else { return }
      words.removeFirst()
      if words.count > 1, words[1] == "--" { words.remove(at: 1) }
    case "podlab":
      guard words.count > 1, words[1] == "kubectl" else { return }
      words.removeFirst()
      dropPracticeOptions()
    case "kubectl" where first != "kubectl": words[0] = "kubectl"
    default: break
    }
  }

  /// Drops the options of `podlab kubectl` that stand before kubectl's own words.
  private mutating func dropPracticeOptions() {
    while words.count > 1 {
      switch words[1].prefix(while: { $0 != "=" }) {
      case "--fresh-cluster": words.remove(at: 1)
      case "--skip", "--workspace":
        let hasOwnValue = words[1].contains("=")
        words.remove(at: 1)
        if !hasOwnValue, words.count > 1 { words.remove(at: 1) }
      case _: return
      }
    }
  }

  /// Drops the first word and the options behind it.
  private mutating func dropOptions(withValue valued: Set<String>) {
    words.removeFirst()
    while let option = words.first, option.hasPrefix("-") {
      words.removeFirst()
      if valued.contains(option), !words.isEmpty { words.removeFirst() }
    }
    // `watch 'kubectl get pod'` hands the shell one word.
    if words.count == 1, let only = words.first, only.holds(" ") {
      words = ShellWords(only).commands.first?.words ?? []
    }
  }

  static func baseName(_ program: String) -> String {
    guard program.holds("/") else { return program }
    return program.split(at: "/").last.map(String.init) ?? program
  }

  static func isShell(_ program: String) -> Bool {
    ["sh", "bash", "ash", "dash", "zsh", "busybox"].contains(baseName(program))
  }

  /// Name and value of `NAME=value`; nil for other words.
  static func assignment(_ word: String) -> (name: String, value: String)? {
    guard let equals = word.firstIndex(ofASCII: "="), equals != word.startIndex else { return nil }
    let name = word[..<equals]
    guard name.allSatisfy({ $0 == "_" || $0.isASCIILetterOrDigit }),
      name.first?.isNumber == false
    else { return nil }
    return (String(name), String(word[word.index(after: equals)...]))
  }

  /// Adds what `alias NAME='words'` declares.
  static func declareAliases(_ words: [String], in aliases: inout [String: [String]]) {
    for word in words {
      guard let equals = word.firstIndex(ofASCII: "="), equals != word.startIndex else { continue }
      let expansion = ShellWords(String(word[word.index(after: equals)...])).commands.first?.words
      if let expansion, !expansion.isEmpty { aliases[String(word[..<equals])] = expansion }
    }
  }

  /// The commands that a program's words run: a shell's script is taken apart.
  static func commands(in words: [String], depth: Int = 0) -> [CommandLine] {
    let line = CommandLine(words, aliases: [:])
    guard depth < 4, isShell(line.program),
      let flag = line.words.firstIndex(where: {
        $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.holds("c")
      }), flag + 1 < line.words.count
    else {
      if line.program == "busybox", line.words.count > 1 {
        return commands(in: Array(line.words.dropFirst()), depth: depth + 1)
      }
      return [line]
    }
    return ShellWords(line.words[flag + 1]).commands.flatMap {
      commands(in: $0.words, depth: depth + 1)
    }
  }
}
