import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct TableDocumentTests {
  private let pod: Node = [
    "apiVersion": "v1", "kind": "Pod",
    "metadata": ["name": "nx", "namespace": "lab", "resourceVersion": "7"],
    "status": ["phase": "Succeeded"],
  ]
  private let now = ClusterTime(nanoseconds: 0)

  @Test func `shows one row an object under the kind's columns`() throws {
    let page = ObjectPage(
      ObjectList(items: [pod], resourceVersion: "9"), for: ListRequest())
    let table = TableDocument(kind: "Pod").document(page, at: now)
    #expect(table["apiVersion"] == "meta.k8s.io/v1")
    #expect(table["metadata"] == ["resourceVersion": "9"])
    let columns = table["columnDefinitions"]?.list ?? []
    #expect(columns.first?["format"] == "name")
    #expect(columns.last?["priority"] == 1)
    let row = try #require(table["rows"]?.list?.first)
    #expect(row["cells"]?.list?.count == columns.count)
    #expect(row["conditions"]?.list?.first?["reason"] == "Succeeded")
    #expect(row["object"]?["kind"] == "PartialObjectMetadata")
    #expect(row["object"]?["metadata"] == pod["metadata"])
  }

  @Test(
    arguments: [
      ("None", nil), ("Object", "Pod"), ("Metadata", "PartialObjectMetadata"),
      ("", "PartialObjectMetadata"),
    ] as [(String, String?)])
  func `includes as much of the object as is asked for`(word: String, kind: String?) throws {
    let url = try RequestURL(target: "/?includeObject=\(word)")
    let table = try TableDocument(kind: "Pod", version: "v1", url).document(pod, at: now)
    #expect(table["rows"]?.list?.first?["object"]?["kind"]?.string == kind)
  }

  @Test func `tells a watch the columns once`() {
    var table = TableDocument(kind: "Pod", version: "v1beta1")
    #expect(table.nextDocument(pod, at: now)["columnDefinitions"]?.isNull == false)
    #expect(table.nextDocument(pod, at: now)["columnDefinitions"]?.isNull == true)
  }

  @Test func `leaves kind and version of a list's items to the list`() throws {
    let page = ObjectPage(ObjectList(items: [pod], resourceVersion: "9"), for: ListRequest())
    let resource = try #require(
      ServedResource.resources(group: "", version: "v1").first { $0.resource.kind == "Pod" }
    ).resource
    let list = ObjectListDocument.document(page, of: resource)
    #expect(list["kind"] == "PodList")
    #expect(list["items"]?.list?.first?.entries?.map(\.key) == ["metadata", "status"])
  }
}
