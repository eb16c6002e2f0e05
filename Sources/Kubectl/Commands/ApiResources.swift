import PodModel

extension Command {
  static var apiResources: Command {
    Command(
      name: "api-resources", summary: "Print the API resources of a stock cluster.",
      usage: "",
      flags: [
        .string("api-group", about: "only this API group"), .bool("namespaced", initial: true),
        .bool("no-headers", about: "leave out the header"),
        .string("output", "o", about: "wide or name"), .string("sort-by", about: "name or kind"),
        .stringSlice("verbs", about: "only what can be done so"), .stringSlice("categories"),
        .bool("cached"), .bool("show-managed-fields"),
      ],
      run: { call throws(KubectlError) in try await APIResources(call).run() })
  }

  static var apiVersions: Command {
    Command(
      name: "api-versions", summary: "Print the API versions of a stock cluster.", usage: "",
      run: { call throws(KubectlError) in
        let versions = Set(StockResources.all.map(\.apiVersion)).union(["autoscaling/v1"])
        await call.print(versions.sorted().map { "\($0)\n" }.joined())
      })
  }
}

/// Lists the kinds that a stock cluster serves.
///
/// Source: kubectl `cmd/apiresources/apiresources.go`.
struct APIResources {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let output = call.flags.string("output")
    guard ["", "wide", "name"].contains(output) else {
      throw .text("--output \(output) is not available")
    }
    guard call.arguments.isEmpty else {
      throw .usage("unexpected arguments: [\(call.arguments.joined(separator: " "))]")
    }
    var resources = StockResources.all.filter(isWanted)
    switch call.flags.string("sort-by") {
    case "": resources.sort { ($0.group, $0.plural, $0.kind) < ($1.group, $1.plural, $1.kind) }
    case "name": resources.sort { ($0.plural, $0.group) < ($1.plural, $1.group) }
    case "kind": resources.sort { ($0.kind, $0.group) < ($1.kind, $1.group) }
    case _: throw .text("--sort-by accepts only name or kind")
    }
    if output == "name" {
      return await call.print(resources.map { "\($0.qualifiedPlural)\n" }.joined())
    }
    var rows = resources.map { row($0, isWide: output == "wide") }
    if !call.flags.bool("no-headers") {
      let names = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
      rows.insert(names + (output == "wide" ? ["VERBS", "CATEGORIES"] : []), at: 0)
    }
    var table = TextTable()
    await call.print(table.text(rows))
  }

  private func isWanted(_ resource: Resource) -> Bool {
    if call.flags.isSet("api-group"), resource.group != call.flags.string("api-group") {
      return false
    }
    if call.flags.isSet("namespaced"), resource.isNamespaced != call.flags.bool("namespaced") {
      return false
    }
    return call.flags.strings("verbs").allSatisfy(resource.verbs.contains)
  }

  private func row(_ resource: Resource, isWide: Bool) -> [String] {
    let row = [
      resource.plural, resource.shortNames.joined(separator: ","), resource.apiVersion,
      String(resource.isNamespaced), resource.kind,
    ]
    guard isWide else { return row }
    let isInAll = StockResources.categoryAll.contains { resource.isMeant(by: $0) }
    return row + [resource.verbs.joined(separator: ","), isInAll ? "all" : ""]
  }
}
