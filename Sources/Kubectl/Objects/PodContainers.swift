import ByteText
import PodModel

/// The containers of a Pod object, and which of them a call means.
///
/// Source: kubectl `cmd/util/podcmd/podcmd.go`.
struct PodContainers {
  static let defaultAnnotation = "kubectl.kubernetes.io/default-container"

  let podName: String
  let plain: [String]
  let initial: [String]
  let ephemeral: [String]
  private let annotated: String?

  init(_ pod: Node) {
    func names(_ field: String) -> [String] {
      (pod["spec"]?[field]?.list ?? []).compactMap { $0["name"]?.string }
    }
    podName = pod["metadata"]?["name"]?.string ?? ""
    plain = names("containers")
    initial = names("initContainers")
    ephemeral = names("ephemeralContainers")
    annotated = pod["metadata"]?["annotations"]?[Self.defaultAnnotation]?.string
  }

  /// Every container: plain ones, ephemeral ones, then init containers.
  var all: [String] { plain + ephemeral + initial }

  /// `nginx, debug (ephem), fetch (init)`.
  var list: String {
    (plain + ephemeral.map { "\($0) (ephem)" } + initial.map { "\($0) (init)" })
      .joined(separator: ", ")
  }

  var hasSeveral: Bool { plain.count > 1 || !initial.isEmpty || !ephemeral.isEmpty }

  /// The container of that name, or the one that kubectl takes when none is named.
  ///
  /// - Parameter says: whether to tell the user which one was taken.
  func choose(
    _ name: String, _ call: Call, says: Bool
  ) async throws(KubectlError) -> String {
    if !name.isEmpty {
      guard all.contains(name) else { throw invalid(name, call.version) }
      return name
    }
    if let annotated, !annotated.isEmpty {
      if all.contains(annotated) { return annotated }
      await call.complain(
        "Default container name \(GoQuote.quoted(annotated)) not found in pod \(podName)\n")
    }
    guard let first = plain.first else {
      throw .text("pod \(podName) does not have any containers")
    }
    if says, hasSeveral {
      await call.complain("Defaulted container \(GoQuote.quoted(first)) out of: \(list)\n")
    }
    return first
  }

  /// Up to v1.33 kubectl did not list what there is.
  func invalid(_ name: String, _ version: KubectlVersion) -> KubectlError {
    let names = version == .minor36 ? " out of: \(list)" : ""
    return .text("container \(name) is not valid for pod \(podName)\(names)")
  }
}

extension Call {
  /// The Pod that a word means: a name, or `pod/NAME`.
  func pod(_ word: String) async throws(KubectlError) -> Node {
    let parts = word.split(at: "/", omittingEmptySubsequences: false).map(String.init)
    var resource = try finder.resource("pods")
    var name = word
    if parts.count > 1 {
      guard parts.count == 2 else {
        throw .text("arguments in resource/name form may not have more than one slash")
      }
      guard !parts[0].isEmpty, !parts[1].isEmpty else {
        throw .text("arguments in resource/name form must have a single resource and name")
      }
      resource = try finder.resource(parts[0])
      name = parts[1]
    }
    let object = try await object(
      of: ObjectInfo(resource: resource, namespace: namespace(for: resource), name: name))
    if resource.kind == "Pod" { return object }
    return try await firstPod(behind: object, resource)
  }

  /// The first Pod that a Service selects.
  private func firstPod(
    behind object: Node, _ resource: Resource
  ) async throws(KubectlError) -> Node {
    guard resource.kind == "Service" else {
      throw .text(
        "cannot attach to *v1.\(resource.kind): selector for *v1.\(resource.kind) not implemented")
    }
    let name = object["metadata"]?["name"]?.string ?? ""
    guard let selector = object["spec"]?["selector"]?.entries, !selector.isEmpty else {
      throw .text(
        "cannot attach to *v1.Service: invalid service '\(name)': Service is defined without a "
          + "selector")
    }
    let labels = ObjectText.labels(object["spec"]?["selector"])
    let pods = try finder.resource("pods")
    let (cluster, namespace) = (cluster, namespace)
    let list = try await asking { () async throws(StatusError) in
      try await cluster.objects(pods, in: namespace, matching: ObjectSelector(labels: labels))
    }
    guard let pod = list.items.first else {
      throw .text("timed out waiting for the condition")
    }
    return Self.typed(pod, pods)
  }
}
