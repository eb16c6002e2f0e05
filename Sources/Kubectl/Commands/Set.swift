import ByteText
import PodModel

extension Command {
  static var set: Command {
    let names = ["env", "resources", "selector", "serviceaccount", "subject"]
    return Command(
      name: "set", summary: "Set specific features on objects.", usage: "SUBCOMMAND",
      subcommands: [setImage]
        + names.map { notModelled($0, "Set \($0).") })
  }

  private static var setImage: Command {
    Command(
      name: "image", summary: "Update the image of a pod's containers.",
      usage: "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ...",
      flags: Flag.output + Flag.files + [
        Flag.selector, Flag.dryRun, Flag.fieldManager("kubectl-set"),
        .bool("all", about: "change all objects of the kind"), .bool("local"),
      ],
      run: { call throws(KubectlError) in try await SetImage(call).run() })
  }
}

/// Gives containers other images.
///
/// Source: kubectl `cmd/set/set_image.go`.
struct SetImage {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let split = call.arguments.firstIndex { $0.holds("=") } ?? call.arguments.endIndex
    let resources = Array(call.arguments[..<split])
    let pairs = try call.arguments[split...].map(Self.pair)
    let dryRun = try await call.dryRun()
    if resources.isEmpty, !call.hasFiles { throw .text(ResourceFinder.missingResource) }
    if pairs.isEmpty { throw .text("at least one image update is required") }
    if pairs.count > 1, pairs.contains(where: { $0.container == "*" }) {
      throw .text(
        "all containers are already specified by *, but saw more than one "
          + "container_name=container_image pairs")
    }
    var printer = try await ResultPrinter(call)
    var (infos, errors) = try await call.infos(arguments: resources)
    for info in infos {
      do {
        try await apply(pairs, to: info, dryRun, &printer)
      } catch {
        errors.append(error)
      }
    }
    infos = []
    if let error = KubectlError.joined(errors) { throw error }
  }

  private static func pair(
    _ word: String
  ) throws(KubectlError) -> (container: String, image: String) {
    let parts = word.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .text("unexpected argument: \(word)") }
    return (String(parts[0]), String(parts[1]))
  }

  private func apply(
    _ pairs: [(container: String, image: String)], to info: ObjectInfo, _ dryRun: DryRun,
    _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    guard let object = info.object, info.resource.kind == "Pod" else {
      throw .text(
        "\(info.objectName) the object is not a pod or does not have a pod template: "
          + "*v1.\(info.resource.kind)")
    }
    let spec = try changes(pairs, in: object)
    if spec.entries?.isEmpty == true { return }
    let patch: Node = ["spec": spec]
    var changed = object
    if dryRun == .client {
      changed = (try? StrategicMerge.apply(patch, to: object, kind: "Pod")) ?? object
    } else {
      let cluster = call.cluster
      let answer = try await asking { () async throws(StatusError) in
        try await cluster.patch(
          info.resource, named: info.name, with: .strategicMerge(patch), in: info.namespace,
          options: .unasked(isDryRun: dryRun == .server))
      }
      changed = await call.written(answer)
    }
    try await printer.print(changed, of: info.resource, "image updated")
  }

  /// The containers of a Pod's spec whose images change.
  private func changes(
    _ pairs: [(container: String, image: String)], in object: Node
  ) throws(KubectlError) -> Node {
    let containers = PodContainers(object)
    var missing: [KubectlError] = []
    var spec = Node(.map([]))
    for pair in pairs {
      let isAll = pair.container == "*"
      guard isAll || (containers.plain + containers.initial).contains(pair.container) else {
        missing.append(.text("unable to find container named \(GoQuote.quoted(pair.container))"))
        continue
      }
      for (field, names) in [
        ("containers", containers.plain), ("initContainers", containers.initial),
      ] {
        for name in names where isAll || name == pair.container {
          let old = object["spec"]?[field]?.list?.first { $0.text("name") == name }
          if old?.text("image") == pair.image { continue }
          let change: Node = ["image": Node(.string(pair.image)), "name": Node(.string(name))]
          spec[field] = Node(.list((spec[field]?.list ?? []) + [change]))
        }
      }
    }
    if let error = KubectlError.joined(missing) { throw error }
    return spec
  }
}
