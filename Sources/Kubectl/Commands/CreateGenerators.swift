import ByteText
import PodModel

extension Command {
  static func generator(
    _ name: String, _ aliases: [String] = [], _ summary: String, _ usage: String,
    _ flags: [Flag] = [], required: [String] = [],
    _ make: @escaping @Sendable (Call) async throws(KubectlError) -> Node
  ) -> Command {
    Command(
      name: name, aliases: aliases, summary: summary, usage: usage,
      flags: flags + Flag.output + [
        Flag.dryRun, Flag.validate, Flag.fieldManager("kubectl-create"), .bool("save-config"),
      ], requiredFlags: required
    ) { call throws(KubectlError) in
      let object = try await make(call)
      try await call.createGenerated(object)
    }
  }

  private static let dataFlags: [Flag] = [
    .stringSlice("from-file", about: "a file, a folder, or KEY=FILE"),
    .stringArray("from-literal", about: "KEY=VALUE"),
    .stringSlice("from-env-file", about: "a file with lines of KEY=VALUE"),
    .bool("append-hash", about: "append a hash of the content to the name"),
  ]

  static var createConfigMap: Command {
    generator(
      "configmap", ["cm"], "Create a config map from files, folders or values.",
      "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [options]", dataFlags
    ) { call throws(KubectlError) in
      var object = try call.named("ConfigMap")
      let data = try await call.literalData(of: "ConfigMap")
      if !data.isEmpty {
        object["data"] = Node(.map(data.map { Node.Entry($0.key, Node(.string($0.text))) }))
      }
      return object
    }
  }

  static var createSecret: Command {
    Command(
      name: "secret", summary: "Create a secret using a specified subcommand.",
      usage: "(docker-registry | generic | tls)",
      subcommands: [
        generator(
          "generic", [], "Create a secret from files, folders or values.",
          "NAME [--type=string] [--from-literal=key1=value1] [options]",
          dataFlags + [.string("type", about: "the type of secret")]
        ) { call throws(KubectlError) in
          var object = try call.named("Secret")
          let data = try await call.literalData(of: "Secret")
          if !data.isEmpty {
            object["data"] = Node(
              .map(
                data.map { Node.Entry($0.key, Node(.string(Base64.encode(Array($0.text.utf8))))) }))
          }
          let type = call.flags.string("type")
          if !type.isEmpty { object["type"] = Node(.string(type)) }
          return object
        },
        createRegistrySecret, createTLSSecret,
      ])
  }

  private static var createRegistrySecret: Command {
    generator(
      "docker-registry", [], "Create a secret for a registry of images.",
      "NAME --docker-username=user --docker-password=password [--docker-server=string]",
      [
        .string("docker-server", initial: "https://index.docker.io/v1/"),
        .string("docker-username"), .string("docker-password"), .string("docker-email"),
        .stringSlice("from-file"), .bool("append-hash"),
      ]
    ) { call throws(KubectlError) in try await call.registrySecret() }
  }

  private static var createTLSSecret: Command {
    generator(
      "tls", [], "Create a secret of a certificate and its key.",
      "NAME --cert=path/to/cert/file --key=path/to/key/file",
      [.string("cert"), .string("key"), .bool("append-hash")]
    ) { call throws(KubectlError) in try await call.tlsSecret() }
  }

  static var createNamespace: Command {
    generator("namespace", ["ns"], "Create a namespace.", "NAME [options]") {
      call throws(KubectlError) in
      var object = try call.named("Namespace", isNamespaced: false)
      object["spec"] = [:]
      object["status"] = [:]
      return object
    }
  }

  static var createServiceAccount: Command {
    generator("serviceaccount", ["sa"], "Create a service account.", "NAME [options]") {
      call throws(KubectlError) in try call.named("ServiceAccount")
    }
  }

  static var createService: Command {
    let tcp = Flag.stringSlice("tcp", about: "PORT:TARGETPORT")
    return Command(
      name: "service", aliases: ["svc"],
      summary: "Create a service using a specified subcommand.",
      usage: "(clusterip | externalname | loadbalancer | nodeport)",
      subcommands: [
        generator(
          "clusterip", [], "Create a ClusterIP service.", "NAME [--tcp=<port>:<targetPort>]",
          [tcp, .string("clusterip", about: "the address, or None for a headless service")]
        ) { call throws(KubectlError) in try call.service(type: "ClusterIP") },
        generator(
          "externalname", [], "Create an ExternalName service.",
          "NAME --external-name external.name", [tcp, .string("external-name")],
          required: ["external-name"]
        ) { call throws(KubectlError) in try call.service(type: "ExternalName") },
        generator(
          "loadbalancer", [], "Create a LoadBalancer service.", "NAME [--tcp=port:targetPort]",
          [tcp]
        ) { call throws(KubectlError) in try call.service(type: "LoadBalancer") },
        generator(
          "nodeport", [], "Create a NodePort service.", "NAME [--tcp=port:targetPort]",
          [tcp, .int("node-port", initial: 0)]
        ) { call throws(KubectlError) in try call.service(type: "NodePort") },
      ])
  }
}

extension Call {
  /// An object with nothing but the name that the call gives.
  func named(_ kind: String, isNamespaced: Bool = true) throws(KubectlError) -> Node {
    guard let name = arguments.first, arguments.count == 1 else {
      let count = arguments.count
      throw .usage("exactly one NAME is required, got \(count)")
    }
    var metadata: Node = ["name": Node(.string(name))]
    if version == .minor32 { metadata["creationTimestamp"] = Node(.null) }
    if isNamespaced, hasExplicitNamespace { metadata["namespace"] = Node(.string(namespace)) }
    return ["apiVersion": "v1", "kind": Node(.string(kind)), "metadata": metadata]
  }

  /// Creates what a generator made.
  fileprivate func createGenerated(_ object: Node) async throws(KubectlError) {
    let kind = object["kind"]?.string ?? ""
    let version = object["apiVersion"]?.string ?? ""
    guard let resource = finder.resource(kind: kind, apiVersion: version) else {
      return try await showGenerated(object, kind, version)
    }
    var object = flags.bool("save-config") ? LastApplied.recording(object) : object
    let dryRun = try await dryRun()
    var printer = try await ResultPrinter(self)
    if dryRun != .client {
      let info = ObjectInfo(
        resource: resource, namespace: namespace(for: resource),
        name: object["metadata"]?["name"]?.string ?? "")
      do {
        object = try await create(object, info, isDryRun: dryRun == .server)
      } catch {
        // Generators say what failed, files do not: kubectl `create_configmap.go` and the like.
        guard case .status(let status) = error, kind != "Namespace" else { throw error }
        let what = kind == "Secret" ? "secret" : "\(kind.lowercased()):"
        throw .text("failed to create \(what) \(status.message)")
      }
    }
    try await printer.print(object, of: resource, "created")
  }

  /// What the cluster does not keep can still be shown, for a manifest to begin with.
  private func showGenerated(
    _ object: Node, _ kind: String, _ version: String
  ) async throws(KubectlError) {
    let resource = StockResources.all.first { $0.kind == kind && $0.apiVersion == version }
    guard let resource, try await dryRun() == .client else {
      throw .text(
        "not modelled: podlab's cluster has no \(resource?.qualifiedPlural ?? kind)")
    }
    var printer = try await ResultPrinter(self)
    try await printer.print(object, of: resource, "created")
  }

  /// The keys and texts of `--from-literal`, `--from-file` and `--from-env-file`, sorted.
  fileprivate func literalData(
    of kind: String
  ) async throws(KubectlError) -> [(key: String, text: String)] {
    if !flags.strings("from-env-file").isEmpty,
      !flags.strings("from-file").isEmpty || !flags.strings("from-literal").isEmpty
    {
      throw .text("from-env-file cannot be combined with from-file or from-literal")
    }
    if flags.bool("append-hash") {
      throw .text("not modelled: podlab's kubectl appends no hashes to names")
    }
    var data = KeyedTexts(kind: kind, name: arguments.first ?? "")
    for literal in flags.strings("from-literal") {
      let parts = literal.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .text("invalid literal source \(literal), expected key=value")
      }
      try data.add(String(parts[0]), String(parts[1]).unquoted)
    }
    for source in flags.strings("from-file") { try await addFile(source, to: &data) }
    for path in flags.strings("from-env-file") {
      let text = String(decoding: try await readSource(path), as: UTF8.self)
      for line in text.split(at: "\n") where !line.hasPrefix("#") {
        let parts = line.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = String(parts[0]).trimmedSpaces
        if key.isEmpty { continue }
        let value = parts.count > 1 ? String(parts[1]) : environment(key)
        try data.add(key, value)
      }
    }
    return data.sorted
  }

  private func environment(_ name: String) -> String { console.environment(name) ?? "" }

  private func addFile(
    _ source: String, to data: inout KeyedTexts
  ) async throws(KubectlError) {
    let parts = source.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let path = parts.last ?? ""
    let base = path.split(at: "/").last.map(String.init) ?? path
    if await console.kind(ofFile: path) == .directory {
      guard parts.count == 1 else {
        throw .text("cannot give a key name for a directory path")
      }
      let names = (try? await console.list(path)) ?? []
      for name in names.sorted() {
        let file = ManifestReader.joined(path, name)
        guard await console.kind(ofFile: file) == .file else { continue }
        try data.add(name, String(decoding: try await readSource(file), as: UTF8.self))
      }
      return
    }
    let text = String(decoding: try await readSource(path), as: UTF8.self)
    try data.add(parts.count > 1 ? parts[0] : base, text)
  }

  func readSource(_ path: String) async throws(KubectlError) -> [UInt8] {
    do {
      return try await console.readFile(path)
    } catch {
      throw .text("error reading \(path): \(error.reason)")
    }
  }

  /// Source: kubectl `cmd/create/create_service.go`.
  fileprivate func service(type: String) throws(KubectlError) -> Node {
    var object = try named("Service")
    let name = arguments.first ?? ""
    var metadata = object["metadata"] ?? [:]
    metadata["labels"] = ["app": Node(.string(name))]
    object["metadata"] = metadata
    let isHeadless = flags.string("clusterip") == "None"
    var ports: [Node] = []
    for text in flags.strings("tcp") { ports.append(try servicePort(text)) }
    if ports.isEmpty, !isHeadless, type != "ExternalName" {
      throw .text("at least one tcp port specifier must be provided")
    }
    var spec: Node = ["selector": ["app": Node(.string(name))], "type": Node(.string(type))]
    if !ports.isEmpty { spec["ports"] = Node(.list(ports)) }
    if !flags.string("clusterip").isEmpty {
      spec["clusterIP"] = Node(.string(flags.string("clusterip")))
    }
    let nodePort = flags.int("node-port")
    if nodePort > 0, var list = spec["ports"]?.list {
      for index in list.indices { list[index]["nodePort"] = Node(.integer(Int64(nodePort))) }
      spec["ports"] = Node(.list(list))
    }
    if type == "ExternalName" {
      spec["externalName"] = Node(.string(flags.string("external-name")))
    }
    object["spec"] = spec
    object["status"] = ["loadBalancer": [:]]
    return object
  }

  private func servicePort(_ text: String) throws(KubectlError) -> Node {
    let parts = text.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard let port = Int64(parts[0]) else {
      throw .text("strconv.ParseUint: parsing \(GoQuote.quoted(parts[0])): invalid syntax")
    }
    let target: Node =
      parts.count > 1
      ? Int64(parts[1]).map { Node(.integer($0)) } ?? Node(.string(parts[1]))
      : Node(.integer(port))
    return [
      "name": Node(.string(text.replacing(":", with: "-"))), "port": Node(.integer(port)),
      "protocol": "TCP", "targetPort": target,
    ]
  }
}

extension String {
  /// The text without one pair of quotes around it.
  fileprivate var unquoted: String {
    guard count >= 2, let mark = first, mark == "\"" || mark == "'", last == mark else {
      return self
    }
    return String(dropFirst().dropLast())
  }
}
