import ByteText
import PodModel

extension Command {
  static var setResources: Command {
    templateChange(
      "resources", "Update resource requests and limits of a pod's containers.",
      "([--limits=LIMITS & --requests=REQUESTS])",
      [
        .string("containers", "c", initial: "*", about: "which containers; * stands for any text"),
        .string("limits", about: "such as cpu=100m,memory=256Mi"),
        .string("requests", about: "such as cpu=100m,memory=256Mi"),
      ]
    ) { call throws(KubectlError) in try await SetResources(call).run() }
  }
}

/// Gives containers other requests and limits.
///
/// Source: kubectl `cmd/set/set_resources.go`; `pkg/generate/versioned/run.go`,
/// `populateResourceListV1`.
struct SetResources {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let change = TemplateChange(
      call: call, operation: "resource requirements updated",
      refusal: "failed to patch resources update to pod template")
    try change.refuseContradictions(try await call.dryRun())
    let wanted = try ["limits", "requests"].map { (field) throws(KubectlError) in
      (field: field, amounts: try Self.amounts(call.flags.string(field)))
    }.filter { !$0.amounts.isEmpty }
    guard !wanted.isEmpty else {
      throw .text(
        "you must specify an update to requests or limits (in the form of --requests/--limits)")
    }
    let pattern = call.flags.string("containers")
    try await change.run(call.arguments) { (_, pod) throws(KubectlError) in
      let places = TemplateChange.containers(of: pod, matching: pattern)
      if places.isEmpty { throw .text("unable to find container named \(pattern)") }
      for place in places {
        TemplateChange.change(place, of: &pod) { container in
          var resources = container["resources"] ?? [:]
          for (field, amounts) in wanted {
            var list = resources[field] ?? [:]
            for (name, amount) in amounts { list[name] = Node(.string(amount)) }
            resources[field] = list
          }
          container["resources"] = resources
        }
      }
      return []
    }
  }

  private static func amounts(
    _ text: String
  ) throws(KubectlError) -> [(name: String, amount: String)] {
    if text.isEmpty { return [] }
    var amounts: [(name: String, amount: String)] = []
    for statement in text.split(at: ",", omittingEmptySubsequences: false) {
      let parts = statement.split(at: "=", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .text("Invalid argument syntax \(statement), expected <resource>=<value>")
      }
      do throws(Quantity.ParseError) {
        amounts.append((String(parts[0]), try Quantity(parts[1]).description))
      } catch {
        throw .text(error.description)
      }
    }
    return amounts
  }
}
