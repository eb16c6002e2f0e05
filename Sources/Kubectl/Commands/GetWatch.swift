import PodModel

/// Shows objects and then their changes, until the program or the cluster ends.
///
/// Source: kubectl `cmd/get/get.go`, `watch`.
struct GetWatch {
  private let call: Call
  private var table: TablePrinter

  init(_ call: Call) {
    self.call = call
    table = TablePrinter(call)
  }

  mutating func run() async throws(KubectlError) {
    if !call.flags.string("sort-by").isEmpty {
      await call.complain(
        "warning: --watch or --watch-only requested, --sort-by will be ignored\n")
    }
    guard !call.arguments.isEmpty else { throw .text(ResourceFinder.missingResource) }
    await call.warnOfShortNames(call.arguments)
    let target = try call.finder.target(
      call.arguments, selects: call.selector != nil, allowsAll: true, onlyOneKind: true)
    switch target {
    case .lists(let resources):
      guard let resource = resources.first else { return }
      try await watch(resource, matching: call.selector ?? ObjectSelector())
    case .names(let named):
      guard named.count == 1, let one = named.first else {
        throw .text(
          "watch is only supported on individual resources and resource collections - more than "
            + "1 resource was found")
      }
      _ = try await asking { () async throws(StatusError) in
        try await call.cluster.object(
          one.resource, named: one.name, in: call.namespace(for: one.resource))
      }
      try await watch(one.resource, matching: .named(one.name))
    }
  }

  private mutating func watch(
    _ resource: Resource, matching selector: ObjectSelector
  ) async throws(KubectlError) {
    let format = try await call.outputFormat(.tables)
    var printer = ObjectPrinter(call: call, format: format)
    let place = call.isForAllNamespaces ? nil : call.namespace(for: resource)
    let cluster = call.cluster
    let list = try await asking { () async throws(StatusError) in
      try await cluster.objects(resource, in: place, matching: selector)
    }
    if !call.flags.bool("watch-only") {
      let now = await cluster.now
      if format == .plain || format == .wide {
        await call.print(table.text(list.items, of: resource, at: now, event: "ADDED"))
      } else {
        for item in list.items { try await show(item, resource, "ADDED", format, &printer) }
      }
    }
    let changes = try await asking { () async throws(StatusError) in
      try await cluster.watch(
        resource, in: place, matching: selector, since: list.resourceVersion)
    }
    while !call.console.isInterrupted, let change = await changes.next(before: nil) {
      if call.console.isInterrupted { return }
      try await show(change.object, resource, change.kind.rawValue, format, &printer)
    }
  }

  private mutating func show(
    _ object: Node, _ resource: Resource, _ event: String, _ format: OutputFormat,
    _ printer: inout ObjectPrinter
  ) async throws(KubectlError) {
    let object = Call.typed(object, resource)
    switch format {
    case .plain, .wide:
      let now = await call.cluster.now
      await call.print(table.text([object], of: resource, at: now, event: event))
    case .customColumns(let description):
      var columns = try CustomColumns(description)
      await call.print(try columns.text([object], hidesHeaders: true))
    case .json, .yaml, .kyaml, .name, .jsonPath, .goTemplate:
      if call.flags.bool("output-watch-events"), format == .json || format == .yaml {
        try await printer.print(["type": Node(.string(event)), "object": object])
      } else {
        try await printer.print(object)
      }
    }
  }
}
