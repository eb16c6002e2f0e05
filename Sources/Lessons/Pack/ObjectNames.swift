import ByteText
import PodModel

/// Names of Pods and of their containers.
struct ObjectNames {
  private(set) var pods: Set<String> = []
  private(set) var containers: Set<String> = []

  /// Collects the names in manifests; texts that are no manifests count for nothing.
  init(in texts: [[UInt8]]) {
    for text in texts {
      for document in (try? YAML.documents(in: text)) ?? [] { add(document) }
    }
  }

  private mutating func add(_ document: Node) {
    for item in document["items"]?.list ?? [document] where item["kind"]?.string == "Pod" {
      if let name = item["metadata"]?["name"]?.string { pods.insert(name) }
      for list in ["containers", "initContainers"] {
        let names = item["spec"]?[list]?.list?.compactMap { $0["name"]?.string }
        containers.formUnion(names ?? [])
      }
    }
  }
}

extension ObjectNames {
  /// A place in a text that names a Pod or a container.
  struct Mention {
    enum Kind: String { case pod = "Pod", container }

    let kind: Kind
    let name: String
    let line: Int
  }

  /// What a text names: "Pod `x`", "container `x`", arguments of kubectl, and whole manifests.
  static func mentioned(in markdown: Markdown) -> [Mention] {
    var found: [Mention] = []
    markdown.visit { block in
      for inlines in block.texts { found += mentions(in: inlines, line: block.line) }
      guard case .code(let code) = block.kind else { return }
      switch code.language {
      case "shell", "sh", "bash", "console":
        for (offset, line) in code.text.split(at: "\n", omittingEmptySubsequences: false)
          .enumerated()
        {
          found += mentions(inCommand: line, line: block.line + 1 + offset)
        }
      case "yaml", "yml":
        let names = ObjectNames(in: [Array(code.text.utf8)])
        found += names.pods.sorted().map { Mention(kind: .pod, name: $0, line: block.line) }
        found += names.containers.sorted().map {
          Mention(kind: .container, name: $0, line: block.line)
        }
      default: return
      }
    }
    return found
  }

  private static func mentions(in inlines: [Markdown.Inline], line: Int) -> [Mention] {
    zip(inlines, inlines.dropFirst()).compactMap { before, after in
      guard case .text(let text) = before, case .code(let name) = after else { return nil }
      let words = text.split(whereSeparator: \.isWhitespace)
      guard text.last == " ", let word = words.last, isName(name) else { return nil }
      switch word {
      case "Pod", "pod": return Mention(kind: .pod, name: name, line: line)
      case "container": return Mention(kind: .container, name: name, line: line)
      default: return nil
      }
    }
  }

  /// Source: the arguments that `kubectl logs --help`, `kubectl exec --help` and so on name.
  private static func mentions(inCommand text: Substring, line: Int) -> [Mention] {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    if words.first == "$" { words.removeFirst() }
    guard words.count > 2, words[0] == "kubectl" else { return [] }
    var found: [Mention] = []
    var plain: [String] = []
    var index = 2
    while index < words.count, !["--", "|", "&&", ";", ">"].contains(words[index]) {
      let word = words[index]
      index += 1
      guard word.hasPrefix("-") else {
        plain.append(word)
        continue
      }
      var value = word.firstIndex(ofASCII: "=").map { String(word[word.index(after: $0)...]) }
      if value == nil, takesValue.contains(word), index < words.count {
        value = words[index]
        index += 1
      }
      if let value, word == "-c" || word.hasPrefix("--container") {
        found.append(Mention(kind: .container, name: value, line: line))
      }
    }
    found += pods(verb: words[1], arguments: plain).map {
      Mention(kind: .pod, name: $0, line: line)
    }
    return found.filter { isName($0.name) }
  }

  private static let takesValue: Set<String> = [
    "-c", "--container", "-n", "--namespace", "-o", "--output", "-f", "--filename", "--for",
    "--tail", "--since", "--timeout", "-l", "--selector", "--image", "--field-selector",
  ]

  private static func pods(verb: String, arguments: [String]) -> [String] {
    let kinds = ["pod", "pods", "po"]
    let named = arguments.compactMap { argument in
      kinds.first { argument.hasPrefix("\($0)/") }.map { String(argument.dropFirst($0.count + 1)) }
    }
    switch verb {
    case "logs", "exec", "port-forward", "attach":
      return named.isEmpty ? Array(arguments.prefix(1)) : named
    case "get", "describe", "delete", "wait":
      guard let kind = arguments.first, kinds.contains(kind) else { return named }
      return Array(arguments.dropFirst())
    default: return named
    }
  }

  /// Whether a word can be a Pod's or container's name, not a placeholder or another phrase.
  private static func isName(_ word: String) -> Bool {
    !word.isEmpty && !word.hasPrefix("-")
      && word.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
