import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct ResponseFormTests {
  @Test(arguments: [
    ("", ResponseForm.objects(.json)), ("application/json", .objects(.json)),
    ("application/vnd.kubernetes.protobuf,application/json", .objects(.json)),
    ("application/json;stream=watch", .objects(.json)), ("application/yaml", .objects(.yaml)),
    ("*/*", .objects(.json)), ("text/html;q=0.9, */*;q=0.1", .objects(.json)),
    ("application/json;q=0.2, application/yaml", .objects(.yaml)),
    (
      "application/json;as=Table;v=v1;g=meta.k8s.io,"
        + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
      .table(version: "v1")
    ),
    (
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", .metadata(version: "v1")
    ),
    ("application/json;as=Table;v=v7;g=meta.k8s.io, application/json", .objects(.json)),
  ])
  func `follows the client's wishes in their order`(accept: String, form: ResponseForm) throws {
    #expect(try ResponseForm(accept: accept) == form)
  }

  @Test(arguments: ["text/html", "application/json;q=0", "nonsense", "application/cbor"])
  func `refuses what podlab cannot write`(accept: String) {
    let error = #expect(throws: StatusError.self) { try ResponseForm(accept: accept) }
    #expect(error?.code == 406)
  }
}
