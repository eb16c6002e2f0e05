import PodModel

extension Command {
  static var config: Command {
    func command(
      _ name: String, _ summary: String, _ usage: String = "", flags: [Flag] = [],
      _ run: @escaping @Sendable (Config) async throws(KubectlError) -> Void
    ) -> Command {
      Command(name: name, summary: summary, usage: usage, flags: flags) {
        call throws(KubectlError) in try await run(Config(call: call))
      }
    }
    return Command(
      name: "config", summary: "Modify kubeconfig settings.", usage: "SUBCOMMAND",
      subcommands: [
        command("current-context", "Display the current context.") { config throws(KubectlError) in
          try await config.showCurrent()
        },
        command(
          "get-contexts", "Describe one or many contexts.", "[NAME] [-o name]",
          flags: [.string("output", "o", about: "name"), .bool("no-headers")]
        ) { config throws(KubectlError) in try await config.showContexts() },
        command("get-clusters", "Display clusters.") { config throws(KubectlError) in
          await config.list("NAME", \.cluster)
        },
        command("get-users", "Display users.") { config throws(KubectlError) in
          await config.list("NAME", \.user)
        },
        command("use-context", "Set the current context.", "CONTEXT_NAME") {
          config throws(KubectlError) in try await config.use()
        },
        command(
          "set-context", "Set a context entry.", "[NAME | --current] [--namespace=namespace]",
          flags: [.bool("current", about: "change the current context")]
        ) { config throws(KubectlError) in try await config.setContext() },
        command(
          "view", "Display the settings.", "[flags]",
          flags: Flag.output + [
            .bool("minify", about: "only what the current context uses"), .bool("raw"),
            .bool("flatten"), .bool("merge", initial: true),
          ]
        ) { config throws(KubectlError) in try await config.view() },
      ])
  }
}

/// Shows and changes which cluster, user and namespace are in use.
///
/// Source: kubectl `cmd/config`.
struct Config {
  let call: Call

  func showCurrent() async throws(KubectlError) {
    let name = call.console.configuration.currentContext
    if name.isEmpty { throw .text("current-context is not set") }
    await call.print("\(name)\n")
  }

  func list(_ header: String, _ part: (KubectlConfiguration.Context) -> String) async {
    let names = Set(call.console.configuration.contexts.map(part)).sorted()
    await call.print(([header] + names).map { "\($0)\n" }.joined())
  }

  func showContexts() async throws(KubectlError) {
    let configuration = call.console.configuration
    var contexts = configuration.contexts.sorted { $0.name < $1.name }
    if !call.arguments.isEmpty {
      for name in call.arguments where !contexts.contains(where: { $0.name == name }) {
        throw .text("context \(name) not found")
      }
      contexts.removeAll { !call.arguments.contains($0.name) }
    }
    if call.flags.string("output") == "name" {
      return await call.print(contexts.map { "\($0.name)\n" }.joined())
    }
    var rows = contexts.map { context in
      [
        context.name == configuration.currentContext ? "*" : "", context.name, context.cluster,
        context.user, context.namespace,
      ]
    }
    if !call.flags.bool("no-headers") {
      rows.insert(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"], at: 0)
    }
    var table = TextTable()
    await call.print(table.text(rows))
  }

  func use() async throws(KubectlError) {
    guard let name = call.arguments.first, call.arguments.count == 1 else {
      throw .usage("Unexpected args: [\(call.arguments.joined(separator: " "))]")
    }
    guard call.console.configuration.contexts.contains(where: { $0.name == name }) else {
      throw .text("no context exists with the name: \(GoQuote.quoted(name))")
    }
    call.console.configuration.currentContext = name
    await call.print("Switched to context \(GoQuote.quoted(name)).\n")
  }

  func setContext() async throws(KubectlError) {
    var configuration = call.console.configuration
    guard call.flags.bool("current") != (call.arguments.count == 1) else {
      throw .usage("Unexpected args: [\(call.arguments.joined(separator: " "))]")
    }
    let name = call.arguments.first ?? configuration.currentContext
    let index = configuration.contexts.firstIndex { $0.name == name }
    var context =
      index.map { configuration.contexts[$0] }
      ?? KubectlConfiguration.Context(name: name, cluster: "", user: "")
    if call.flags.isSet("namespace") { context.namespace = call.flags.string("namespace") }
    if call.flags.isSet("cluster") { context.cluster = call.flags.string("cluster") }
    if call.flags.isSet("user") { context.user = call.flags.string("user") }
    if let index {
      configuration.contexts[index] = context
    } else {
      configuration.contexts.append(context)
    }
    call.console.configuration = configuration
    await call.print(
      "Context \(GoQuote.quoted(name)) \(index == nil ? "created" : "modified").\n")
  }

  func view() async throws(KubectlError) {
    let configuration = call.console.configuration
    var contexts = configuration.contexts.sorted { $0.name < $1.name }
    if call.flags.bool("minify") {
      contexts.removeAll { $0.name != configuration.currentContext }
    }
    let clusters = Set(contexts.map(\.cluster)).sorted().map { name -> Node in
      [
        "cluster": ["server": Node(.string(configuration.server))], "name": Node(.string(name)),
      ]
    }
    let users = Set(contexts.map(\.user)).sorted().map { name -> Node in
      ["name": Node(.string(name)), "user": [:]]
    }
    let all = contexts.map { context -> Node in
      var inner: Node = [
        "cluster": Node(.string(context.cluster)), "user": Node(.string(context.user)),
      ]
      if !context.namespace.isEmpty { inner["namespace"] = Node(.string(context.namespace)) }
      return ["context": inner, "name": Node(.string(context.name))]
    }
    let format = try await call.outputFormat(.results)
    var printer = ObjectPrinter(call: call, format: format == .plain ? .yaml : format)
    try await printer.print([
      "apiVersion": "v1", "clusters": Node(.list(clusters)), "contexts": Node(.list(all)),
      "current-context": Node(.string(configuration.currentContext)), "kind": "Config",
      "users": Node(.list(users)),
    ])
  }
}
