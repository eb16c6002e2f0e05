import PodModel

/// Why an image could not be had, in containerd's words.
struct PullFailure: Error {
  var message: String
  /// Whether the error came with a gRPC code that the kubelet's event shows.
  var code: String?
}

/// What an image name means.
struct ResolvedImage {
  var image: ContainerImage
  /// As the container status shows it: `docker.io/library/nginx:latest`.
  var name: String
  /// As the container status shows it: repository and digest.
  var id: String
}

extension ImageRegistry {
  /// The image of a name, as containerd finds it.
  ///
  /// Source: containerd's resolver for Docker registries, with the texts of `GroundTruth/lifecycle`.
  func pull(_ reference: ImageReference) throws(PullFailure) -> ResolvedImage {
    let tag = reference.tag ?? "latest"
    let full =
      reference.digest.map { "\(reference.name)@\($0)" } ?? "\(reference.name):\(tag)"
    let prefix =
      "failed to pull and unpack image \"\(full)\": failed to resolve reference \"\(full)\": "
    let host = reference.name.prefix { $0 != "/" }
    guard host == "docker.io" || repositories[reference.name] != nil else {
      throw PullFailure(message: prefix + ImageRegistry.noSuchHost(host, reference, tag))
    }
    guard let tags = repositories[reference.name] else {
      throw PullFailure(
        message: prefix + "pull access denied, repository does not exist or may require "
          + "authorization: server message: insufficient_scope: authorization failed")
    }
    guard let image = tags[tag] ?? (Self.isLikely(tag: tag, of: reference.name) ? tags["*"] : nil),
      reference.digest == nil || reference.digest == image.digest
    else {
      throw PullFailure(message: prefix + "\(full): not found", code: "NotFound")
    }
    return ResolvedImage(image: image, name: full, id: "\(reference.name)@\(image.digest)")
  }

  private static func noSuchHost(
    _ host: Substring, _ reference: ImageReference, _ tag: String
  ) -> String {
    let path = reference.name.dropFirst(host.count + 1)
    let target = reference.digest ?? tag
    return "failed to do request: Head \"https://\(host)/v2/\(path)/manifests/\(target)\": "
      + "dial tcp: lookup \(host.prefix { $0 != ":" }) on 203.0.113.53:53: no such host"
  }
}
