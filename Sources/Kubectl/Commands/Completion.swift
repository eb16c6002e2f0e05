import ByteText
import PodModel

extension Command {
  static var completion: Command {
    Command(
      name: "completion", summary: "Output shell completion code (bash, zsh or fish).",
      usage: "SHELL",
      run: { call throws(KubectlError) in
        guard let shell = call.arguments.first else { throw .usage("Shell not specified.") }
        guard call.arguments.count == 1 else {
          throw .usage("Too many arguments. Expected only the shell type.")
        }
        switch shell {
        case "bash": await call.print(bash)
        case "zsh": await call.print("autoload -U +X bashcompinit && bashcompinit\n" + bash)
        case "fish": await call.print(fish)
        case "powershell": throw .text("not modelled: podlab's kubectl completes no powershell")
        case _: throw .usage("Unsupported shell type \(GoQuote.quoted(shell)).")
        }
      })
  }

  /// What the words of a line can go on with, one a line; for the shells' completion.
  static var complete: Command {
    Command(
      name: "__complete", summary: "", usage: "", isHidden: true, takesRawWords: true,
      run: { call throws(KubectlError) in
        let words = await Completion(call, call.arguments).candidates()
        await call.print(words.map { "\($0)\n" }.joined())
      })
  }

  private static let bash = """
    # Completes kubectl, its usual alias k, and 'podlab kubectl'.
    _podlab_kubectl() {
      local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}")
      if [[ "${COMP_WORDS[0]##*/}" == podlab ]]; then
        [[ "${words[0]}" == kubectl ]] || return 0
        words=("${words[@]:1}")
      fi
      local IFS=$'\\n'
      COMPREPLY=($(podlab kubectl __complete "${words[@]}" 2>/dev/null))
    }
    complete -o default -F _podlab_kubectl kubectl k podlab

    """

  private static let fish = """
    # Completes kubectl and its usual alias k.
    function __podlab_kubectl
      set -l words (commandline -opc) (commandline -ct)
      podlab kubectl __complete $words[2..-1] 2>/dev/null
    end
    complete -c kubectl -f -a '(__podlab_kubectl)'
    complete -c k -f -a '(__podlab_kubectl)'

    """
}

/// Finds what can stand in the place of the last word of a line.
private struct Completion {
  private let call: Call
  /// The words before it, behind `kubectl`.
  private let words: [String]
  private let current: String

  init(_ call: Call, _ line: [String]) {
    self.call = call
    words = Array(line.dropLast())
    current = line.last ?? ""
  }

  /// Commands whose first argument is a Pod.
  private static let ofPods: Set<String> = ["attach", "exec", "logs", "port-forward", "debug"]
  /// Commands whose first argument is a kind, and whose next ones are names.
  private static let ofObjects: Set<String> = [
    "annotate", "delete", "describe", "edit", "get", "label", "patch", "wait",
  ]

  func candidates() async -> [String] {
    if words.contains("--") { return [] }
    let found = await all()
    return Set(found).filter { $0.hasPrefix(current) }.sorted()
  }

  private func all() async -> [String] {
    switch words.last {
    case "-n", "--namespace": return await names(of: "namespaces")
    case "-c", "--container": return await containers()
    case _: break
    }
    var command = Command.all
    var arguments: [String] = []
    for word in words where !word.hasPrefix("-") {
      if arguments.isEmpty, let next = command.subcommand(word) {
        command = next
      } else {
        arguments.append(word)
      }
    }
    if current.hasPrefix("-") {
      return (command.flags + Flag.global).filter { !$0.isHidden }.map { "--\($0.name)" }
    }
    if !command.subcommands.isEmpty {
      return command.subcommands.filter { !$0.isHidden }.map(\.name)
    }
    if Self.ofPods.contains(command.name) { return await names(of: "pods") }
    if command.name == "explain" { return StockResources.all.map(\.plural) }
    guard Self.ofObjects.contains(command.name) else { return [] }
    if let slash = current.firstIndex(ofASCII: "/") {
      let kind = String(current[..<slash])
      return await names(of: kind).map { "\(kind)/\($0)" }
    }
    guard let kind = arguments.first else { return StockResources.all.map(\.plural) }
    return await names(of: kind)
  }

  private func names(of kind: String) async -> [String] {
    guard let resource = try? call.finder.resource(kind) else { return [] }
    let list = try? await call.cluster.objects(
      resource, in: resource.isNamespaced ? namespace : nil, matching: ObjectSelector())
    return (list?.items ?? []).compactMap { $0["metadata"]?["name"]?.string }
  }

  private func containers() async -> [String] {
    guard let pods = try? call.finder.resource("pods") else { return [] }
    for word in words {
      let name = word.split(at: "/").last.map(String.init) ?? word
      guard let pod = try? await call.cluster.object(pods, named: name, in: namespace) else {
        continue
      }
      return ["initContainers", "containers"].flatMap { list in
        (pod["spec"]?[list]?.list ?? []).compactMap { $0["name"]?.string }
      }
    }
    return []
  }

  /// The namespace that the line itself names, or the usual one.
  private var namespace: String {
    for (word, next) in zip(words, words.dropFirst()) where ["-n", "--namespace"].contains(word) {
      return next
    }
    return call.console.configuration.namespace
  }
}
