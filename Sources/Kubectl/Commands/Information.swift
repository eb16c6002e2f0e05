import ByteText
import PodModel

/// Commands that tell about the cluster and kubectl itself.
extension Command {
  static var version: Command {
    Command(
      name: "version", summary: "Print the client and server version information.", usage: "",
      flags: [
        .bool("client", about: "the client's version only"),
        .string("output", "o", about: "yaml or json"),
      ],
      run: { call throws(KubectlError) in try await showVersion(call) })
  }

  private static func showVersion(_ call: Call) async throws(KubectlError) {
    guard call.arguments.isEmpty else {
      throw .text("extra arguments: [\(call.arguments.joined(separator: " "))]")
    }
    let client = call.version.gitVersion
    let kustomize = call.version == .minor36 ? "v5.8.1" : "v5.5.0"
    let isClientOnly = call.flags.bool("client")
    let server = KubectlVersion.minor36.gitVersion
    func info(_ version: String) -> Node {
      let parts = version.dropFirst().split(at: ".").map(String.init)
      return [
        "gitVersion": Node(.string(version)), "major": Node(.string(parts[0])),
        "minor": Node(.string(parts[1])), "platform": "linux/amd64",
      ]
    }
    var object: Node = [
      "clientVersion": info(client), "kustomizeVersion": Node(.string(kustomize)),
    ]
    if !isClientOnly { object["serverVersion"] = info(server) }
    switch call.flags.string("output") {
    case "":
      await call.print("Client Version: \(client)\nKustomize Version: \(kustomize)\n")
      if !isClientOnly { await call.print("Server Version: \(server)\n") }
      if !isClientOnly, call.version == .minor32 {
        await call.complain(
          "WARNING: version difference between client (1.32) and server (1.36) exceeds the "
            + "supported minor version skew of +/-1\n")
      }
    case "json": await call.print(object.jsonText(indentation: 2) + "\n")
    case "yaml": await call.print(object.yaml)
    default: throw .text("--output must be 'yaml' or 'json'")
    }
  }

  static var clusterInfo: Command {
    Command(
      name: "cluster-info", summary: "Display the addresses of the cluster.", usage: "",
      subcommands: [],
      run: { call throws(KubectlError) in
        let server = call.console.configuration.server
        await call.print(
          "Kubernetes control plane is running at \(server)\n\nTo further debug and diagnose "
            + "cluster problems, use 'kubectl cluster-info dump'.\n")
      })
  }

  static var auth: Command {
    Command(
      name: "auth", summary: "Inspect authorization.", usage: "SUBCOMMAND",
      subcommands: [canI, whoAmI])
  }

  private static var canI: Command {
    Command(
      name: "can-i", summary: "Check whether an action is allowed.",
      usage: "VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
      flags: [
        Flag.allNamespaces, .bool("quiet", "q", about: "say nothing, the exit status tells"),
        .bool("list", about: "list all that is allowed"), .string("subresource"),
        .bool("no-headers"),
      ],
      run: { call throws(KubectlError) in
        if call.flags.bool("list") { return await call.print(allowed(call)) }
        guard call.arguments.count >= 2 else {
          throw .text(
            "you must specify two arguments: verb resource or verb resource/resourceName.\n"
              + "See 'kubectl auth can-i -h' for help and examples.")
        }
        let word = call.arguments[1].split(at: "/").first.map(String.init) ?? ""
        if (try? call.finder.resource(word)) == nil, !word.isEmpty,
          !call.arguments[1].hasPrefix("/"), word != "*"
        {
          await call.complain("Warning: the server doesn't have a resource type '\(word)'\n\n")
        }
        if !call.flags.bool("quiet") { await call.print("yes\n") }
      })
  }

  /// What an administrator of a stock cluster may do.
  ///
  /// Source: kubectl `cmd/auth/cani.go`; the roles that every user has by default.
  private static func allowed(_ call: Call) -> String {
    var rows = [
      ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"],
      ["*.*", "[]", "[]", "[*]"], ["", "[*]", "[]", "[*]"],
    ]
    if call.flags.bool("no-headers") { rows.removeFirst() }
    for review in [
      "selfsubjectreviews.authentication.k8s.io", "selfsubjectaccessreviews.authorization.k8s.io",
      "selfsubjectrulesreviews.authorization.k8s.io",
    ] {
      rows.append([review, "[]", "[]", "[create]"])
    }
    // Two roles allow the paths that tell of health and version.
    for path in [
      "/api/*", "/api", "/apis/*", "/apis", "/healthz", "/healthz", "/livez", "/livez",
      "/openapi/*", "/openapi", "/readyz", "/readyz", "/version/", "/version/", "/version",
      "/version",
    ] {
      rows.append(["", "[\(path)]", "[]", "[get]"])
    }
    var table = TextTable()
    return table.text(rows)
  }

  private static var whoAmI: Command {
    Command(
      name: "whoami", summary: "Show who you are.", usage: "", flags: Flag.output,
      run: { call throws(KubectlError) in
        let configuration = call.console.configuration
        let context = configuration.contexts.first { $0.name == configuration.currentContext }
        var table = TextTable()
        await call.print(
          table.text([
            ["ATTRIBUTE", "VALUE"], ["Username", context?.user ?? ""],
            ["Groups", "[system:masters system:authenticated]"],
          ]))
      })
  }

  static var top: Command {
    func command(_ name: String, _ aliases: [String]) -> Command {
      Command(
        name: name, aliases: aliases, summary: "Display resource usage of \(name)s.",
        usage: "[NAME | -l label]",
        flags: [
          Flag.selector, Flag.allNamespaces, Flag.fieldSelector, .bool("containers"),
          .bool("no-headers"), .string("sort-by"), .bool("sum"), .bool("show-capacity"),
          .bool("use-protocol-buffers"),
        ]
      ) { _ throws(KubectlError) in throw .text("Metrics API not available") }
    }
    return Command(
      name: "top", summary: "Display resource (CPU/memory) usage.", usage: "[flags] [options]",
      subcommands: [
        command("node", ["nodes", "no"]), command("pod", ["pods", "po"]),
      ])
  }

  static var options: Command {
    Command(
      name: "options", summary: "List the flags that all commands take.", usage: "",
      run: { call throws(KubectlError) in
        await call.print(
          "The following options can be passed to any command:\n"
            + Help.options(Flag.global))
      })
  }
}

/// Commands that podlab's cluster cannot follow, or can only refuse.
extension Command {
  /// A command that is known, and refused whatever its flags are.
  static func notModelled(
    _ name: String, _ summary: String, aliases: [String] = []
  ) -> Command {
    Command(
      name: name, aliases: aliases, summary: "\(summary) (not modelled)", usage: "",
      isModelled: false)
  }

  /// Commands on workloads: a kind that the cluster lacks is told first, as kubectl would.
  private static func onWorkload(
    _ name: String, _ summary: String, flags: [Flag] = [], required: [String] = []
  ) -> Command {
    Command(
      name: name, summary: summary, usage: "(-f FILENAME | TYPE NAME | TYPE/NAME)",
      flags: Flag.output + Flag.files + flags + [
        Flag.dryRun, Flag.selector, .bool("all"), .duration("timeout"),
        Flag.fieldManager("kubectl-\(name)"),
      ], requiredFlags: required,
      run: { call throws(KubectlError) in
        let (infos, errors) = try await call.infos()
        if let error = KubectlError.joined(errors) { throw error }
        for info in infos {
          switch name {
          case "scale":
            throw .status(
              StatusError(
                code: 404, reason: "NotFound",
                message: "the server could not find the requested resource"))
          case "autoscale":
            throw .text(
              "cannot autoscale a \(info.resource.kind): could not find scale subresource for "
                + "\(info.resource.apiVersion.hasPrefix("v1") ? "/v1" : info.resource.apiVersion), "
                + "Resource=\(info.resource.plural) in discovery information")
          default:
            throw .text("no \(name) for \(info.objectName): podlab's cluster models none")
          }
        }
      })
  }

  static var scale: Command {
    onWorkload(
      "scale", "Set a new size for a workload.",
      flags: [
        .int("replicas", initial: 0), .int("current-replicas", initial: -1),
        .string("resource-version"),
      ], required: ["replicas"])
  }
  static var autoscale: Command {
    onWorkload(
      "autoscale", "Scale a workload automatically.",
      flags: [.int("min", initial: -1), .int("max", initial: -1), .string("cpu")],
      required: ["max"])
  }
  static var rollout: Command {
    let names = ["history", "pause", "restart", "resume", "status", "undo"]
    return Command(
      name: "rollout", summary: "Manage the rollout of a workload.", usage: "SUBCOMMAND",
      subcommands: names.map { name in
        Command(
          name: name, summary: "The \(name) of a rollout.", usage: "(TYPE NAME | TYPE/NAME)",
          flags: Flag.files + [
            Flag.selector, .bool("watch", "w", initial: true), .int("revision", initial: 0),
            .duration("timeout"),
          ],
          run: { call throws(KubectlError) in
            guard !call.arguments.isEmpty || call.hasFiles else {
              throw .text("required resource not specified")
            }
            let (infos, errors) = try await call.infos()
            if let error = KubectlError.joined(errors) { throw error }
            for info in infos {
              throw .text(rolloutRefusal(name, info))
            }
          })
      })
  }

  /// What kubectl says of a kind that has no rollouts.
  ///
  /// Source: kubectl `pkg/polymorphichelpers`, `cmd/rollout`.
  private static func rolloutRefusal(_ name: String, _ info: ObjectInfo) -> String {
    let object = "\(info.resource.plural) \(GoQuote.quoted(info.name))"
    let kind = info.resource.kind
    return switch name {
    case "restart": "\(object) restarting is not supported"
    case "pause": "\(object) pausing is not supported"
    case "resume": "\(object) resuming is not supported"
    case "status": "no status viewer has been implemented for \(kind)"
    case "undo": "no rollbacker has been implemented for \(GoQuote.quoted(kind))"
    case _: "no history viewer has been implemented for \(GoQuote.quoted(kind))"
    }
  }

  static var certificate: Command { notModelled("certificate", "Modify certificates.") }
  static var proxy: Command { notModelled("proxy", "Run a proxy to the API server.") }
  static var kustomize: Command { notModelled("kustomize", "Build a kustomization.") }
  static var alpha: Command { notModelled("alpha", "Commands for features in alpha.") }
  static var plugin: Command { notModelled("plugin", "Interact with plugins.") }

  static var portForward: Command {
    Command(
      name: "port-forward", summary: "Forward local ports to a pod (not modelled).",
      usage: "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT",
      flags: [
        .stringSlice("address"), .duration("pod-running-timeout", initial: "1m0s"),
      ],
      run: { call throws(KubectlError) in
        guard call.arguments.count >= 2 else {
          throw .usage("TYPE/NAME and list of ports are required for port-forward")
        }
        let pod = try await call.pod(call.arguments[0])
        let phase = pod["status"]?.text("phase") ?? ""
        if phase != "Running" {
          throw .text("unable to forward port because pod is not running. Current status=\(phase)")
        }
        throw .text(
          "not modelled: podlab's kubectl opens no ports; use 'kubectl exec' and curl instead")
      })
  }
}
