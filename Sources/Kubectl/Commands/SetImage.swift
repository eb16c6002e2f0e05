import ByteText
import PodModel

extension Command {
  static var setImage: Command {
    templateChange(
      "image", "Update the image of a pod's containers.",
      "CONTAINER_NAME_1=CONTAINER_IMAGE_1 ...", []
    ) { call throws(KubectlError) in try await SetImage(call).run() }
  }
}

/// Gives containers other images.
///
/// Source: kubectl `cmd/set/set_image.go`.
struct SetImage {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let split = call.arguments.firstIndex { $0.contains("=") } ?? call.arguments.endIndex
    let resources = Array(call.arguments[..<split])
    let pairs = try call.arguments[split...].map(Self.pair)
    if resources.isEmpty, !call.hasFiles { throw .text(ResourceFinder.missingResource) }
    if pairs.isEmpty { throw .text("at least one image update is required") }
    if pairs.count > 1, pairs.contains(where: { $0.container == "*" }) {
      throw .text(
        "all containers are already specified by *, but saw more than one "
          + "container_name=container_image pairs")
    }
    let change = TemplateChange(
      call: call, operation: "image updated",
      refusal: "failed to patch image update to pod template:")
    try await change.run(resources) { (_, pod) throws(KubectlError) in
      Self.setImages(pairs, of: &pod)
    }
  }

  private static func pair(
    _ word: String
  ) throws(KubectlError) -> (container: String, image: String) {
    let parts = word.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .text("unexpected argument: \(word)") }
    return (String(parts[0]), String(parts[1]))
  }

  /// Returns which containers there are not.
  private static func setImages(
    _ pairs: [(container: String, image: String)], of pod: inout Node
  ) -> [KubectlError] {
    var missing: [KubectlError] = []
    for pair in pairs {
      // A name is meant to the letter here, but for the one that means all.
      let places = TemplateChange.containers(of: pod, matching: "*").filter { place in
        let name = pod["spec"]?[place.field]?.list?[place.index].text("name")
        return pair.container == "*" || name == pair.container
      }
      if places.isEmpty {
        missing.append(.text("unable to find container named \(GoQuote.quoted(pair.container))"))
      }
      for place in places {
        TemplateChange.change(place, of: &pod) { $0["image"] = Node(.string(pair.image)) }
      }
    }
    return missing
  }
}
