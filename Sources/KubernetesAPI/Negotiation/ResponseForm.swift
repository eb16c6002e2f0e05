package import PodModel

/// The form in which a client wants objects.
///
/// Source: apiserver `endpoints/handlers/negotiation/negotiate.go`, `endpoints/handlers/response.go`.
package enum ResponseForm: Sendable, Hashable {
  /// How the bytes are written.
  package enum Encoding: Sendable, Hashable {
    case json, yaml

    /// The `Content-Type` of the answer.
    package var contentType: String {
      switch self {
      case .json: "application/json"
      case .yaml: "application/yaml"
      }
    }
  }

  /// The objects themselves.
  case objects(Encoding)
  /// Rows to print; `version` is that of `meta.k8s.io`, `v1` or `v1beta1`.
  case table(version: String)
  /// Metadata alone.
  case metadata(version: String)

  /// What an `Accept` header asks for; an empty one leaves the choice to the server.
  ///
  /// - Throws: 406 where nothing is asked for that podlab can write.
  package init(accept header: String) throws(StatusError) {
    guard !header.isEmpty else {
      self = .objects(.json)
      return
    }
    for clause in MediaType.accepted(by: header) {
      guard let form = ResponseForm(clause) else { continue }
      self = form
      return
    }
    throw .notAcceptable(accepted: Self.accepted)
  }

  private init?(_ clause: MediaType) {
    let isJSON = clause.covers("application/json")
    guard isJSON || clause.name == "application/yaml" else { return nil }
    let encoding: Encoding = isJSON ? .json : .yaml
    guard let kind = clause.parameters["as"] else {
      // Streams of events are told apart by a parameter that changes nothing in their objects.
      self = .objects(encoding)
      return
    }
    let version = clause.parameters["v"] ?? ""
    guard clause.parameters["g"] == "meta.k8s.io", ["v1", "v1beta1"].contains(version), isJSON
    else { return nil }
    switch kind {
    case "Table": self = .table(version: version)
    case "PartialObjectMetadata", "PartialObjectMetadataList": self = .metadata(version: version)
    default: return nil
    }
  }

  /// The media types that podlab's server writes.
  static let accepted = ["application/json", "application/yaml"]

  /// The encoding of the answer's bytes.
  package var encoding: Encoding {
    switch self {
    case .objects(let encoding): encoding
    case .table, .metadata: .json
    }
  }
}

/// The form in which a client wants discovery.
package enum DiscoveryForm: Sendable, Hashable {
  /// The plain lists, one document a version.
  case plain
  /// All in one document.
  case aggregated(AggregatedDiscovery.Version)

  /// What an `Accept` header asks for.
  ///
  /// - Throws: 406 where nothing is asked for that podlab can write.
  ///
  /// Source: apiserver `endpoints/discovery/aggregated/negotiation.go`.
  package init(accept header: String) throws(StatusError) {
    guard !header.isEmpty else {
      self = .plain
      return
    }
    for clause in MediaType.accepted(by: header) where clause.covers("application/json") {
      guard let kind = clause.parameters["as"] else {
        self = .plain
        return
      }
      if kind == "APIGroupDiscoveryList", clause.parameters["g"] == "apidiscovery.k8s.io",
        let version = clause.parameters["v"].flatMap(AggregatedDiscovery.Version.init)
      {
        self = .aggregated(version)
        return
      }
    }
    throw .notAcceptable(accepted: ResponseForm.accepted)
  }

  /// The `Content-Type` of the answer.
  package var contentType: String {
    switch self {
    case .plain: "application/json"
    case .aggregated(let version):
      "application/json;g=apidiscovery.k8s.io;v=\(version.rawValue);as=APIGroupDiscoveryList"
    }
  }
}
