import ByteText
import PodModel

extension Command {
  static var events: Command {
    Command(
      name: "events", summary: "List events.",
      usage:
        "[(-o|--output=)json|yaml|name|…] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]",
      flags: Flag.output + [
        Flag.allNamespaces, .bool("watch", "w", about: "go on and print events as they happen"),
        .string("for", about: "events of one object only, such as pod/nx"),
        .stringSlice("types", about: "Normal or Warning"), .bool("no-headers"),
        .int("chunk-size", initial: 500),
      ],
      run: { call throws(KubectlError) in try await Events(call).run() })
  }
}

/// Lists what happened, oldest first.
///
/// Source: kubectl `cmd/events/events.go` and `event_printer.go`.
struct Events {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    for type in call.flags.strings("types") where !["Normal", "Warning"].contains(type) {
      throw .text("valid --types are Normal or Warning")
    }
    let format = try await call.outputFormat(.results)
    let resource = try call.finder.resource("events")
    let selector = ObjectSelector(fields: try fields())
    let place = call.isForAllNamespaces ? nil : call.namespace
    let cluster = call.cluster
    let list = try await asking { () async throws(StatusError) in
      try await cluster.objects(resource, in: place, matching: selector)
    }
    var table = TextTable()
    let events = EventText.sorted(list.items.filter(isWanted))
    if events.isEmpty, !call.flags.bool("watch") {
      await call.complain(
        call.isForAllNamespaces
          ? "No events found.\n" : "No events found in \(call.namespace) namespace.\n")
      return
    }
    if format == .plain {
      let now = await cluster.now
      let header = call.flags.bool("no-headers") ? [] : [header]
      await call.print(table.text(header + events.map { row($0, at: now) }))
    } else {
      var printer = ObjectPrinter(call: call, format: format)
      try await printer.print([
        "apiVersion": "v1", "items": Node(.list(events.map { Call.typed($0, resource) })),
        "kind": "EventList", "metadata": ["resourceVersion": Node(.string(list.resourceVersion))],
      ])
    }
    guard call.flags.bool("watch") else { return }
    try await follow(resource, in: place, matching: selector, list.resourceVersion, &table)
  }

  private func follow(
    _ resource: Resource, in place: String?, matching selector: ObjectSelector,
    _ resourceVersion: String, _ table: inout TextTable
  ) async throws(KubectlError) {
    let cluster = call.cluster
    let changes = try await asking { () async throws(StatusError) in
      try await cluster.watch(resource, in: place, matching: selector, since: resourceVersion)
    }
    while !call.console.isInterrupted, let change = await changes.next(before: nil) {
      guard change.kind != .deleted, isWanted(change.object) else { continue }
      let now = await cluster.now
      await call.print(table.text([row(change.object, at: now)]))
    }
  }

  private func fields() throws(KubectlError) -> String {
    let word = call.flags.string("for")
    if word.isEmpty { return "" }
    let parts = word.split(at: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw .text("--for must be in resource/name form")
    }
    let resource = try call.finder.resource(parts[0])
    return "involvedObject.kind=\(resource.kind),involvedObject.name=\(parts[1])"
  }

  private func isWanted(_ event: Node) -> Bool {
    let types = call.flags.strings("types")
    return types.isEmpty || types.contains(event.text("type"))
  }

  private var header: [String] {
    (call.isForAllNamespaces ? ["NAMESPACE"] : [])
      + ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
  }

  private func row(_ event: Node, at now: ClusterTime) -> [String] {
    let object = event["involvedObject"]
    let start = call.isForAllNamespaces ? [event["metadata"]?.text("namespace") ?? ""] : []
    return start + [
      EventText.interval(event, at: now), event.text("type"), event.text("reason"),
      "\(object?.text("kind") ?? "")/\(object?.text("name") ?? "")",
      ObjectText.trimmed(event.text("message")),
    ]
  }
}
