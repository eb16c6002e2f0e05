package import PodModel

/// The OpenAPI documents of the practice cluster, by which clients check and explain objects.
///
/// Fields, types and merge keys are those of Kubernetes v1.36; descriptions are podlab's own. The
/// documents are made once and kept as bytes.
///
/// Source: apiserver `pkg/server/routes/openapi.go`, kube-openapi `handler3`.
package enum OpenAPIDocuments {
  /// A finished document.
  package struct Document: Sendable, Hashable {
    package var bytes: [UInt8]
    package var contentType: String
    /// A mark of the content, in capital hexadecimal digits.
    package var hash: String

    init(_ bytes: [UInt8], contentType: String = "application/json") {
      self.bytes = bytes
      self.contentType = contentType
      hash = Self.hash(of: bytes)
    }

    /// Source: the published FNV-1a hash of 64 bits; the real server's is another, longer one.
    private static func hash(of bytes: [UInt8]) -> String {
      let value = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01B3
      }
      let digits = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// `/openapi/v3`: where the document of each version is.
  package static let index: Document = {
    let paths = documents.sorted { $0.key < $1.key }.map { path, document in
      Node.Entry(
        path, ["serverRelativeURL": .text("/openapi/v3/\(path)?hash=\(document.hash)")])
    }
    return Document((["paths": Node(.map(paths))] as Node).jsonBytes())
  }()

  /// `/openapi/v3/PATH`, such as `api/v1` or `apis/discovery.k8s.io/v1`; nil where there is none.
  package static func document(at path: String) -> Document? { documents[path] }

  private static let documents: [String: Document] = {
    var documents: [String: Document] = [:]
    for group in [""] + ServedResource.groups {
      for version in ServedResource.versions(ofGroup: group) {
        let path = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
        documents[path] = Document(
          OpenAPIBuilder(group: group, version: version).document.jsonBytes())
      }
    }
    return documents
  }()

  /// `/openapi/v2` as JSON.
  package static let swagger = Document(OpenAPIBuilder.swagger.jsonBytes())

  /// `/openapi/v2` in the encoding that kubectl asks for: a document without definitions.
  ///
  /// Clients since v1.27 read version 3 and only make sure that version 2 can be read.
  package static let swaggerProtobuf: Document = {
    let info = field(1, Array("Kubernetes".utf8)) + field(2, Array(VersionDocument.gitVersion.utf8))
    return Document(
      field(1, Array("2.0".utf8)) + field(2, info),
      contentType: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
  }()

  /// One length-delimited field of fewer than 128 bytes.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(truncatingIfNeeded: bytes.count)] + bytes
  }

  /// `/openapi/v2` in the form that an `Accept` header asks for.
  package static func version2(accept header: String) throws(StatusError) -> Document {
    if header.isEmpty { return swagger }
    for clause in MediaType.accepted(by: header) {
      if clause.covers("application/json") { return swagger }
      if clause.name.hasPrefix("application/com.github.proto-openapi.spec.v2"),
        clause.name.hasSuffix("+protobuf")
      {
        return swaggerProtobuf
      }
    }
    throw .notAcceptable(accepted: ["application/json", swaggerProtobuf.contentType])
  }
}
