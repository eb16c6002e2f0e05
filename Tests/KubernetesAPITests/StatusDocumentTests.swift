import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct StatusDocumentTests {
  @Test func `tells which object was not found`() {
    let error = StatusError(
      code: 404, reason: "NotFound", message: "pods \"nx\" not found", kind: "pods", name: "nx")
    #expect(
      StatusDocument.failure(error).compactJSON
        == #"{"apiVersion":"v1","code":404,"details":{"kind":"pods","name":"nx"},"#
        + #""kind":"Status","message":"pods \"nx\" not found","metadata":{},"reason":"NotFound","#
        + #""status":"Failure"}"#)
  }

  @Test func `tells every cause with its field`() {
    let error = StatusError(
      code: 422, reason: "Invalid", message: "invalid", kind: "Deployment.apps", name: "web",
      causes: [
        .init(
          reason: "FieldValueRequired", message: "Required value",
          field: FieldPath("spec", "selector"))
      ])
    let details = StatusDocument.failure(error, retryAfterSeconds: 3)["details"]
    #expect(details?["group"] == "apps")
    #expect(details?["kind"] == "Deployment")
    #expect(details?["retryAfterSeconds"] == 3)
    #expect(
      details?["causes"] == [
        ["reason": "FieldValueRequired", "message": "Required value", "field": "spec.selector"]
      ])
  }

  @Test func `says of a deleted object what it was`() {
    let document = StatusDocument.deleted("configmaps", named: "page", uid: "u-1")
    #expect(document["status"] == "Success")
    #expect(document["details"] == ["name": "page", "kind": "configmaps", "uid": "u-1"])
  }
}
