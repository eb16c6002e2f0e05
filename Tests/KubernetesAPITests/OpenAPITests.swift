import Foundation
import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct OpenAPITests {
  private func document(_ path: String) throws -> Node {
    try JSON.node(in: #require(OpenAPIDocuments.document(at: path)).bytes)
  }

  /// What a real server says of a field, without what podlab words or leaves out on purpose.
  private func shape(_ property: Node) -> Node {
    var shape = property
    shape["description"] = nil
    shape["default"] = nil
    if let items = property["items"] { shape["items"] = self.shape(items) }
    if let values = property["additionalProperties"] {
      shape["additionalProperties"] = self.shape(values)
    }
    // Lists of names with few values: no client reads them.
    if shape["items"] != nil { shape["items"]?["enum"] = nil }
    if shape["additionalProperties"] != nil { shape["additionalProperties"]?["enum"] = nil }
    return shape
  }

  @Test func `has every field of the real core schemas in the same shape`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "../../GroundTruth/openapi/core-v1.json")
    let real = try JSON.node(in: Data(contentsOf: file))["schemas"]?.entries ?? []
    let schemas = try document("api/v1")["components"]?["schemas"]
    var compared = 0
    for schema in real where schema.value["properties"] != nil {
      guard let ours = schemas?[schema.key] else { continue }
      for field in schema.value["properties"]?.entries ?? [] {
        guard !field.key.hasPrefix("shardInfo") else { continue }
        let found = ours["properties"]?[field.key]
        #expect(
          found.map { shape($0).json } == shape(field.value).json, "\(schema.key).\(field.key)")
        compared += 1
      }
    }
    #expect(compared > 700)
  }

  @Test func `knows the kinds behind its schemas and paths`() throws {
    let core = try document("api/v1")
    let pod = core["components"]?["schemas"]?["io.k8s.api.core.v1.Pod"]
    let kind: Node = ["group": "", "kind": "Pod", "version": "v1"]
    #expect(pod?["x-kubernetes-group-version-kind"] == [kind])
    let patch = core["paths"]?["/api/v1/namespaces/{namespace}/pods/{name}"]?["patch"]
    #expect(patch?["x-kubernetes-group-version-kind"] == kind)
    #expect(patch?["parameters"]?.list?.contains { $0["name"] == "fieldValidation" } == true)
    #expect(core["paths"]?["/api/v1/namespaces/{namespace}/pods/{name}/log"]?["get"] != nil)
  }

  @Test(arguments: ["api/v1", "apis/events.k8s.io/v1", "apis/discovery.k8s.io/v1"])
  func `refers only to what it has`(path: String) throws {
    let document = try document(path)
    let names = Set(document["components"]?["schemas"]?.entries?.map(\.key) ?? [])
    let text = document.compactJSON
    for part in text.components(separatedBy: "\"#/components/schemas/").dropFirst() {
      let name = String(part.prefix { $0 != "\"" })
      #expect(names.contains(name))
    }
  }

  @Test func `lists its documents with marks of their content`() throws {
    let index = try JSON.node(in: OpenAPIDocuments.index.bytes)
    let address = try #require(index["paths"]?["api/v1"]?["serverRelativeURL"]?.string)
    let hash = try #require(OpenAPIDocuments.document(at: "api/v1")).hash
    #expect(address == "/openapi/v3/api/v1?hash=\(hash)")
    #expect(OpenAPIDocuments.document(at: "apis/apps/v1") == nil)
  }

  @Test func `describes fields in podlab's words`() throws {
    let schemas = try document("api/v1")["components"]?["schemas"]
    let field = schemas?["io.k8s.api.core.v1.PodSpec"]?["properties"]?["restartPolicy"]
    #expect(field?["description"]?.string?.hasPrefix("When containers that ended") == true)
    #expect(field?["enum"] == ["Always", "Never", "OnFailure"])
  }

  @Test func `gives old clients version 2`() throws {
    let json = try OpenAPIDocuments.version2(accept: "application/json")
    let pod = try JSON.node(in: json.bytes)["definitions"]?["io.k8s.api.core.v1.Pod"]
    #expect(pod?["properties"]?["spec"]?["$ref"] == "#/definitions/io.k8s.api.core.v1.PodSpec")
    let protobuf = try OpenAPIDocuments.version2(
      accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
    #expect(protobuf.bytes.starts(with: [0x0A, 3] + Array("2.0".utf8)))
  }
}
