import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct ReadOptionsTests {
  private func request(_ query: String) throws -> ListRequest {
    let url = try RequestURL(target: "/api/v1/namespaces/lab/pods?\(query)")
    guard case .resource(let path, let served) = try APIEndpoint(method: "GET", url: url) else {
      throw StatusError.pathNotFound
    }
    return try ListRequest(url, path: path, served: served)
  }

  @Test func `reads what kubectl sends`() throws {
    let request = try request(
      "fieldSelector=metadata.name%3Dnx,status.phase!%3DRunning&labelSelector=app%20in%20(a,b),!x"
        + "&limit=500&resourceVersion=0")
    #expect(request.selector.fields == "metadata.name=nx,status.phase!=Running")
    #expect(request.selector.labels == "app in (a,b),!x")
    #expect(request.limit == 500)
  }

  @Test(arguments: [
    ("fieldSelector=spec.foo%3D1", "field label not supported: spec.foo"),
    ("fieldSelector=foo", "invalid selector: 'foo'; can't understand 'foo'"),
    ("limit=many", #"strconv.ParseInt: parsing "many": invalid syntax"#),
    ("labelSelector=a,,b", "found ',', expected: identifier after ','"),
    ("labelSelector=,", "found ',', expected: !, identifier, or ')'"),
    (
      "labelSelector=a)",
      "unable to parse requirement: found ')', expected: in, notin, =, ==, !=, gt, lt"
    ),
    (
      "labelSelector=a%20b",
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"
    ),
    ("labelSelector=a%20in%20b", "unable to parse requirement: found 'b' expected: '('"),
    ("continue=xyz", "continue key is not valid: unknown format"),
  ])
  func `refuses what selects nothing`(query: String, message: String) {
    let error = #expect(throws: StatusError.self) { try request(query) }
    #expect(error?.code == 400)
    #expect(error?.message == message)
  }

  @Test func `goes on where a page ended`() throws {
    let pods = (1...5).map { index -> Node in
      ["metadata": ["name": .text("p\(index)"), "namespace": "lab"]]
    }
    let list = ObjectList(items: pods, resourceVersion: "70")
    let first = ObjectPage(list, for: try request("limit=2"))
    #expect(first.objects == Array(pods.prefix(2)))
    #expect(first.remaining == 3)
    let token = try #require(first.next)
    let later = ObjectList(items: pods, resourceVersion: "90")
    let last = ObjectPage(later, for: try request("limit=3&continue=\(token)"))
    #expect(last.objects == Array(pods.suffix(3)))
    #expect(last.next == nil)
    #expect(last.resourceVersion == "70")
  }
}

@Suite struct WriteOptionsTests {
  private func url(_ query: String) throws -> RequestURL { try RequestURL(target: "/?\(query)") }

  @Test func `reads what kubectl sends`() throws {
    let request = try WriteRequest(
      url("dryRun=All&fieldManager=kubectl-create&fieldValidation=Strict"))
    #expect(
      request
        == WriteRequest(
          isDryRun: true, fieldValidation: .strict, fieldManager: "kubectl-create"))
  }

  @Test(arguments: [
    (
      "dryRun=Some", false,
      #"PatchOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: "#
        + #"supported values: "All""#
    ),
    (
      "", true,
      #"PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: "#
        + "is required for apply patch"
    ),
    (
      "force=true", false,
      #"PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: "#
        + "may not be specified for non-apply patch"
    ),
  ])
  func `refuses options in the server's words`(query: String, isApply: Bool, message: String)
    throws
  {
    let url = try url(query)
    let error = #expect(throws: StatusError.self) {
      try WriteRequest(url, kind: "PatchOptions", isApply: isApply)
    }
    #expect(error?.message == message)
    #expect(error?.code == 422)
  }

  @Test func `takes the body of a delete before its query`() throws {
    let query = try url("gracePeriodSeconds=5&dryRun=All")
    #expect(
      try DeleteRequest(body: nil, query).options
        == DeletionOptions(gracePeriodSeconds: 5, isDryRun: true))
    let body: Node = [
      "kind": "DeleteOptions", "gracePeriodSeconds": -3, "preconditions": ["uid": "u-1"],
    ]
    let request = try DeleteRequest(body: body, query)
    #expect(request.options == DeletionOptions(gracePeriodSeconds: 1))
    let error = #expect(throws: StatusError.self) {
      try request.check(["metadata": ["name": "nx", "uid": "u-2"]], resource: "pods")
    }
    #expect(
      error?.message == #"Operation cannot be fulfilled on pods "nx": Precondition failed: "#
        + "UID in precondition: u-1, UID in object meta: u-2")
  }

  @Test(arguments: [
    ("tailLines=-2", "tailLines: Invalid value: -2: must be greater than or equal to 0"),
    ("limitBytes=0", "limitBytes: Invalid value: 0: must be greater than 0"),
    (
      "sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z",
      "sinceSeconds: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"
    ),
  ])
  func `refuses logs that there cannot be`(query: String, cause: String) throws {
    let url = try url(query)
    let error = #expect(throws: StatusError.self) { try LogOptions(url, pod: "nx") }
    #expect(error?.message == #"PodLogOptions "nx" is invalid: "# + cause)
  }

  @Test func `reads the streams that are wanted`() throws {
    let request = try StreamRequest(
      url("command=sh&command=-c&command=ls+-l&container=web&stdout=true&stderr=true&tty=true"),
      isExec: true)
    #expect(request.command == ["sh", "-c", "ls -l"])
    #expect(request.container == "web")
    #expect(!request.stderr)
    let error = #expect(throws: StatusError.self) {
      try StreamRequest(url("command=ls"), isExec: true)
    }
    #expect(error?.message == "you must specify at least 1 of stdin, stdout, stderr")
  }
}
