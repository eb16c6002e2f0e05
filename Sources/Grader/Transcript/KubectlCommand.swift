import ByteText

/// What a kubectl command line asks for.
///
/// Source: kubectl v1.36, the flags of `get`, `describe`, `logs`, `exec`, `events`, `apply`,
/// `create`, `replace`, `delete`, `run` and the global ones; flags may stand anywhere before `--`.
struct KubectlCommand: Sendable, Hashable {
  /// The command, such as `get` or `exec`.
  var verb: String
  /// The resource type in its plural form; nil where the command names none.
  var resources: [String] = []
  /// Names of the objects, without their type.
  var names: [String] = []
  var container: String?
  var namespace: String?
  /// Values of `-f`.
  var files: [String] = []
  /// What follows the Pod in `exec` and `run`.
  var arguments: [String] = []
  /// All flags by their long name, `true` for those without a value.
  var flags: [String: String] = [:]

  /// Reads the words after `kubectl`; nil where no command is among them.
  init?(_ words: some Collection<String>) {
    var positional: [String] = []
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        arguments = Array(rest)
        break
      }
      if word.hasPrefix("--"), word.count > 2 {
        Self.readLongFlag(word.dropFirst(2), &rest, into: &flags)
      } else if word.hasPrefix("-"), word.count > 1 {
        Self.readShortFlags(
          word.dropFirst(), &rest, into: &flags, files: &files, verb: positional.first)
      } else {
        positional.append(word)
      }
    }
    guard let first = positional.first else { return nil }
    verb = first == "log" ? "logs" : first
    if verb == "config" || verb == "set" || verb == "rollout" || verb == "create",
      positional.count > 1, files.isEmpty, flags["filename"] == nil
    {
      flags["subcommand"] = positional[1]
      if verb != "create" { positional.remove(at: 1) }
    }
    if let file = flags["filename"] { files.append(file) }
    container = flags["container"]
    namespace = flags["namespace"]
    readObjects(positional.dropFirst())
  }

  private mutating func readObjects(_ words: ArraySlice<String>) {
    switch verb {
    case "exec", "attach", "port-forward", "cp", "debug":
      if let target = words.first { addTarget(target) }
      // The old form without `--`: what follows the Pod is the command.
      if verb == "exec", arguments.isEmpty { arguments = Array(words.dropFirst()) }
    case "logs":
      if let target = words.first { addTarget(target) }
      if words.count > 1, container == nil { container = Array(words)[1] }
    case "run":
      resources = ["pods"]
      names = Array(words.prefix(1))
      if arguments.isEmpty { arguments = Array(words.dropFirst()) }
    case "events":
      resources = ["events"]
      if let target = flags["for"] { names = [Self.split(target).name] }
    default: readTypedObjects(words)
    }
  }

  /// The target of `exec` and `logs`: `nx` or `pod/nx`.
  private mutating func addTarget(_ word: String) {
    let target = Self.split(word)
    resources = [target.type.map(Self.plural) ?? "pods"]
    names = [target.name]
  }

  /// `TYPE[,TYPE] [NAME…]` or `TYPE/NAME…`.
  private mutating func readTypedObjects(_ words: ArraySlice<String>) {
    guard let first = words.first else { return }
    if first.holds("/") {
      for word in words {
        let target = Self.split(word)
        if let type = target.type { resources.append(Self.plural(type)) }
        names.append(target.name)
      }
    } else {
      resources = first.split(at: ",").map { Self.plural(String($0)) }
      names = Array(words.dropFirst())
    }
  }

  private static func split(_ word: String) -> (type: String?, name: String) {
    guard let slash = word.firstIndex(ofASCII: "/") else { return (nil, word) }
    return (String(word[..<slash]), String(word[word.index(after: slash)...]))
  }

  /// The plural of a resource type that kubectl takes in several forms.
  static func plural(_ type: String) -> String {
    let name = type.lowercased().split(at: ".").first.map(String.init) ?? ""
    return switch name {
    case "po", "pod", "pods": "pods"
    case "ev", "event", "events": "events"
    case "svc", "service", "services": "services"
    case "cm", "configmap", "configmaps": "configmaps"
    case "deploy", "deployment", "deployments": "deployments"
    case "ns", "namespace", "namespaces": "namespaces"
    case "no", "node", "nodes": "nodes"
    case "all": "all"
    default: name
    }
  }
}

extension KubectlCommand {
  /// Long flags that take a value in the next word.
  private static let valued: Set<String> = [
    "as", "as-group", "as-uid", "cache-dir", "certificate-authority", "client-certificate",
    "client-key", "cluster", "container", "context", "kubeconfig", "namespace", "password",
    "profile", "profile-output", "request-timeout", "server", "tls-server-name", "token", "user",
    "username", "v", "vmodule", "filename", "kustomize", "selector", "output", "field-selector",
    "label-columns", "sort-by", "template", "chunk-size", "since", "since-time", "tail",
    "limit-bytes", "max-log-requests", "pod-running-timeout", "for", "types", "timeout",
    "grace-period", "image", "port", "env", "labels", "annotations", "restart", "overrides",
    "field-manager", "subresource", "raw", "type", "patch", "replicas", "from-literal",
    "from-file", "address", "target", "copy-to", "override-type", "show-events-limit",
  ]
  private static let shortNames: [Character: String] = [
    "n": "namespace", "c": "container", "f": "filename", "l": "selector", "o": "output",
    "L": "label-columns", "k": "kustomize", "s": "server", "v": "v", "p": "previous",
    "i": "stdin", "t": "tty", "w": "watch", "A": "all-namespaces", "q": "quiet", "R": "recursive",
    "e": "env", "r": "replicas",
  ]

  private static func readLongFlag(
    _ text: Substring, _ rest: inout ArraySlice<String>, into flags: inout [String: String]
  ) {
    if let equals = text.firstIndex(ofASCII: "=") {
      flags[String(text[..<equals])] = String(text[text.index(after: equals)...])
    } else if valued.contains(String(text)), let value = rest.popFirst() {
      flags[String(text)] = value
    } else {
      flags[String(text)] = "true"
    }
  }

  private static func readShortFlags(
    _ text: Substring, _ rest: inout ArraySlice<String>, into flags: inout [String: String],
    files: inout [String], verb: String?
  ) {
    var letters = text
    while let letter = letters.popFirst() {
      // `-f` follows the log in `logs` and names a file elsewhere; `-p` is a patch in `patch`.
      let name =
        letter == "f" && (verb == "logs" || verb == "log")
        ? "follow" : letter == "p" && verb == "patch" ? "patch" : shortNames[letter]
      guard let name, valued.contains(name) else {
        flags[name ?? String(letter)] = letters.first == "=" ? String(letters.dropFirst()) : "true"
        if letters.first == "=" { return }
        continue
      }
      if letters.first == "=" { letters = letters.dropFirst() }
      let value = letters.isEmpty ? rest.popFirst() ?? "" : String(letters)
      if name == "filename" {
        files += value.split(at: ",").map(String.init)
      } else {
        flags[name] = value
      }
      return
    }
  }
}
