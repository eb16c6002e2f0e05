import ByteText
package import PodModel

/// podlab's own kubectl: the command line, output and messages of the real one, on any `Cluster`.
///
/// Source of every rule: kubectl v1.36 (`staging/src/k8s.io/kubectl`, `cli-runtime`), cobra and
/// pflag; what they print is recorded in `GroundTruth/lifecycle`.
package struct Kubectl {
  private let cluster: any Cluster
  private let console: any KubectlConsole
  private let version: KubectlVersion

  package init(
    cluster: any Cluster, console: any KubectlConsole, version: KubectlVersion = .minor36
  ) {
    self.cluster = cluster
    self.console = console
    self.version = version
  }

  /// Runs one call and returns its exit status.
  ///
  /// - Parameter arguments: the words behind `kubectl`.
  package func run(_ arguments: [String]) async -> Int32 {
    var route = Route(words: arguments)
    do throws(KubectlError) {
      try route.follow(from: .all)
      if route.wantsHelp { return await showHelp(of: route) }
      // Source: cobra `command.go`, `Find`: an unknown word is told before wrong flags are.
      if route.path == "kubectl", let word = route.firstArgument {
        throw unknownCommand(word, route)
      }
      guard route.command.isModelled else {
        throw KubectlError.text(
          "not modelled: podlab's kubectl has no '\(route.path.dropFirst("kubectl ".count))'")
      }
      let parsed = try parse(route)
      try ConfigurationFlags.check(parsed.values, console.configuration)
      if parsed.values.bool("help") { return await showHelp(of: route) }
      guard let run = route.command.run else { return try await runGroup(route, parsed) }
      try await requireFlags(route, parsed)
      let call = Call(
        cluster: cluster, console: console, version: version, path: route.path, parsed: parsed)
      try await run(call)
      return 0
    } catch {
      await console.writeError(Array(error.message(of: route.path).utf8))
      return error.exitStatus
    }
  }

  /// Commands that change neither objects nor containers nor the configuration.
  private static let readingCommands: Set<String> = [
    "api-resources", "api-versions", "auth", "cluster-info", "completion", "describe", "diff",
    "events", "explain", "get", "kustomize", "logs", "options", "plugin", "port-forward", "proxy",
    "top", "version", "wait", "__complete",
  ]

  /// Whether a call can change nothing, whatever its flags are.
  ///
  /// Words that name no command change nothing either.
  package static func onlyReads(_ arguments: [String]) -> Bool {
    var route = Route(words: arguments)
    try? route.follow(from: .all)
    let name = route.path.split(at: " ").dropFirst().first.map(String.init) ?? ""
    return route.wantsHelp || route.command.run == nil || readingCommands.contains(name)
  }

  private func parse(_ route: Route) throws(KubectlError) -> FlagParser.Parsed {
    if route.command.takesRawWords {
      return FlagParser.Parsed(values: FlagValues(Flag.global), arguments: route.words)
    }
    do {
      return try FlagParser.parse(route.words, flags: route.command.flags + Flag.global)
    } catch {
      guard case .text(let problem) = error else { throw error }
      // The error of a wrong flag began with a capital up to v1.35.
      let start = version == .minor36 ? "error" : "Error"
      throw .plain("\(start): \(problem)\nSee '\(route.path) --help' for usage.\n", exitStatus: 1)
    }
  }

  private func requireFlags(
    _ route: Route, _ parsed: FlagParser.Parsed
  ) async throws(KubectlError) {
    let missing = route.command.requiredFlags.filter { !parsed.values.isSet($0) }
    guard !missing.isEmpty else { return }
    let names = missing.map { "\"\($0)\"" }.joined(separator: ", ")
    let text = "required flag(s) \(names) not set"
    if version == .minor36 { throw .text(text) }
    // Up to v1.33 this error went through the log.
    let line = LogLine.text(
      .error, "run.go:72", "\"command failed\" err=\(GoQuote.quoted(text))", at: await cluster.now)
    throw .plain(line, exitStatus: 1)
  }

  /// A command that only holds others shows its help; a word it does not know is an error.
  private func runGroup(
    _ route: Route, _ parsed: FlagParser.Parsed
  ) async throws(KubectlError) -> Int32 {
    if route.path == "kubectl" { return await showHelp(of: route) }
    guard parsed.arguments.isEmpty else {
      let words = parsed.arguments.joined(separator: " ")
      throw .usage("unknown command \(GoQuote.quoted(words))")
    }
    // Help that nobody asked for is an error message.
    await console.writeError(Array(Help.text(of: route.command, path: route.path).utf8))
    return 1
  }

  private func unknownCommand(_ word: String, _ route: Route) -> KubectlError {
    let near = route.command.subcommands.filter {
      !$0.isHidden && Spelling.isNear(word, $0.name) || $0.suggestedFor.contains(word.lowercased())
    }.map(\.name)
    var text = version == .minor36 ? "error" : "Error"
    text += ": unknown command \(GoQuote.quoted(word)) for \"kubectl\"\n"
    if !near.isEmpty {
      text += "\nDid you mean this?\n" + near.map { "\t\($0)\n" }.joined()
    }
    if version == .minor32 { text += near.isEmpty ? "" : "\n" }
    return .plain(text, exitStatus: 1)
  }

  private func showHelp(of route: Route) async -> Int32 {
    await console.writeOutput(Array(Help.text(of: route.command, path: route.path).utf8))
    return 0
  }
}

/// The way from the first word to the command that it names.
private struct Route {
  var command = Command(name: "kubectl", summary: "", usage: "")
  var path = "kubectl"
  /// Words that are left for the command: flags and arguments.
  var words: [String]
  var wantsHelp = false

  init(words: [String]) { self.words = words }

  /// Descends as long as the next argument names a subcommand.
  ///
  /// Source: cobra `command.go`, `Find` and `argsMinusFirstX`.
  mutating func follow(from root: Command) throws(KubectlError) {
    command = root
    while !command.subcommands.isEmpty, let index = indexOfFirstArgument() {
      if command.name == "kubectl", words[index] == "help" {
        words.remove(at: index)
        wantsHelp = true
        continue
      }
      guard let next = command.subcommand(words[index]) else { return }
      path += " \(next.name)"
      words.remove(at: index)
      command = next
    }
  }

  /// The first word that is neither a flag nor a flag's value; nil where there is none.
  var firstArgument: String? { indexOfFirstArgument().map { words[$0] } }

  /// The place of the first word that is neither a flag nor a flag's value.
  private func indexOfFirstArgument() -> Int? {
    let known = command.flags + Flag.global
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return nil }
      guard word.hasPrefix("-"), word.count > 1 else { return index }
      let flag = known.first { word == "--\($0.name)" || word == $0.letter.map { "-\($0)" } }
      let takesNext = flag.map { $0.bare == nil } ?? (word.hasPrefix("--") || word.count == 2)
      index += takesNext && !word.holds("=") ? 2 : 1
    }
    return nil
  }
}

/// How alike two words are.
enum Spelling {
  /// Whether `name` may have been meant by `word`.
  ///
  /// Source: cobra `command.go`, `SuggestionsFor`: at most two edits, or a common start.
  static func isNear(_ word: String, _ name: String) -> Bool {
    let (word, name) = (word.lowercased(), name.lowercased())
    return name.hasPrefix(word) || distance(Array(word.utf8), Array(name.utf8)) <= 2
  }

  /// The Levenshtein distance; words longer than any command's are infinitely far.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard left.count < 64, right.count < 64 else { return .max }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
