import PodModel
import Testing

/// Requests for objects as kubectl and other clients send them.
@Suite struct ObjectServiceTests {
  private static let pods = "/api/v1/namespaces/default/pods"
  private static let pod = """
    {"metadata":{"name":"web","labels":{"app":"web"}},
     "spec":{"containers":[{"name":"nginx","image":"nginx"}]}}
    """

  /// Calls `body` with a server, and ends it.
  private func withServer(_ body: (ServerFixture) throws -> Void) throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    try body(fixture)
  }

  @Test func `creates an object, completes it and refuses it the second time`() throws {
    try withServer { server in
      let made = try server.ask("POST", Self.pods, Self.pod)
      #expect(made.status == 201)
      #expect(made.json["kind"] == "Pod")
      #expect(made.json["spec"]?["restartPolicy"] == "Always")
      let again = try server.ask("POST", Self.pods, Self.pod)
      #expect(again.status == 409)
      #expect(again.json["message"] == "pods \"web\" already exists")
      #expect(again.json["details"]?["name"] == "web")
    }
  }

  @Test(arguments: [
    ("Strict", 400, ""), ("Warn", 201, "299 - \"unknown field \\\"spec.shape\\\"\""),
    ("Ignore", 201, ""), ("", 201, "299 - \"unknown field \\\"spec.shape\\\"\""),
  ])
  func `reads fields as strictly as it is asked to`(
    mode: String, status: Int, warning: String
  ) throws {
    try withServer { server in
      let body = Self.pod.replacing("\"spec\":{", with: "\"spec\":{\"shape\":\"round\",")
      let answer = try server.ask("POST", "\(Self.pods)?fieldValidation=\(mode)", body)
      #expect(answer.status == status)
      #expect(answer.head.contains("Warning: ") == !warning.isEmpty)
      #expect(warning.isEmpty || answer.head.contains("Warning: \(warning)"))
    }
  }

  @Test func `keeps nothing of a dry run`() throws {
    try withServer { (server) throws in
      #expect(try server.ask("POST", "\(Self.pods)?dryRun=All", Self.pod).status == 201)
      #expect(try server.ask("GET", "\(Self.pods)/web").status == 404)
      #expect(try server.ask("POST", "\(Self.pods)?dryRun=Some", Self.pod).status == 422)
    }
  }

  @Test(arguments: [
    ("{", 400, "unexpected end of JSON input"), ("", 400, "<empty>"), ("[]", 400, "unrecognized"),
    (
      "{\"kind\":\"Service\",\"apiVersion\":\"v1\"}", 400,
      "Service in version \"v1\" cannot be handled as a Pod"
    ),
    (
      "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}", 400,
      "the namespace of the provided object does not match"
    ),
  ])
  func `refuses what is no object of the path`(body: String, status: Int, words: String) throws {
    try withServer { server in
      let answer = try server.ask("POST", Self.pods, body)
      #expect(answer.status == status)
      #expect(answer.json["message"]?.string?.contains(words) == true, "\(answer.body)")
    }
  }

  @Test func `refuses bodies of other media types, and answers that nobody wants`() throws {
    try withServer { server in
      let type = ["Content-Type: text/html"]
      #expect(try server.ask("POST", Self.pods, Self.pod, headers: type).status == 415)
      let patch = ["Content-Type: application/json"]
      _ = try server.ask("POST", Self.pods, Self.pod)
      #expect(try server.ask("PATCH", "\(Self.pods)/web", "{}", headers: patch).status == 415)
      #expect(try server.ask("GET", Self.pods, headers: ["Accept: text/html"]).status == 406)
    }
  }

  @Test func `reads and writes YAML`() throws {
    try withServer { server in
      let text = "metadata:\n  name: plain\ndata:\n  a: b\n"
      let made = try server.ask(
        "POST", "/api/v1/namespaces/default/configmaps", text,
        headers: ["Content-Type: application/yaml", "Accept: application/yaml"])
      #expect(made.status == 201)
      #expect(made.body.contains("kind: ConfigMap\n"))
    }
  }

  @Test func `refuses a change of a state that is no more`() throws {
    try withServer { server in
      let old = try server.ask("POST", Self.pods, Self.pod).json
      let type = ["Content-Type: application/merge-patch+json"]
      let patch = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"
      let patched = try server.ask("PATCH", "\(Self.pods)/web", patch, headers: type)
      #expect(patched.status == 200)
      #expect(patched.json["metadata"]?["labels"]?["app"] == "web")
      let late = try server.ask("PUT", "\(Self.pods)/web", old.compactJSON)
      #expect(late.status == 409)
      #expect(late.json["reason"] == "Conflict")
      let other = try server.ask(
        "PUT", "\(Self.pods)/web", "{\"metadata\":{\"name\":\"other\"}}")
      #expect(other.status == 400)
    }
  }

  @Test(arguments: [
    ("application/json-patch+json", "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"x\"}]", 422),
    ("application/json-patch+json", "{}", 400),
    (
      "application/json-patch+json",
      "[{\"op\":\"add\",\"path\":\"/metadata/labels/x\",\"value\":\"y\"}]", 200
    ),
    ("application/merge-patch+json", "[]", 400),
    ("application/strategic-merge-patch+json", "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}", 200),
    ("application/strategic-merge-patch+json", "{\"metadata\":{\"name\":\"z\"}}", 400),
    ("application/strategic-merge-patch+json", "{", 400),
    ("application/apply-patch+yaml", "metadata:\n  labels: {x: 'y'}\n", 422),
  ])
  func `applies patches or says why not`(type: String, patch: String, status: Int) throws {
    try withServer { server in
      _ = try server.ask("POST", Self.pods, Self.pod)
      let answer = try server.ask(
        "PATCH", "\(Self.pods)/web", patch, headers: ["Content-Type: \(type)"])
      #expect(answer.status == status, "\(answer.body)")
    }
  }

  @Test func `applies what is not there yet`() throws {
    try withServer { server in
      let answer = try server.ask(
        "PATCH", "/api/v1/namespaces/default/configmaps/new?fieldManager=me", "data: {a: b}",
        headers: ["Content-Type: application/apply-patch+yaml"])
      #expect(answer.status == 201)
      #expect(answer.json["metadata"]?["name"] == "new")
    }
  }

  @Test func `deletes the very object that was meant`() throws {
    try withServer { server in
      let path = "/api/v1/namespaces/default/configmaps"
      _ = try server.ask("POST", path, "{\"metadata\":{\"name\":\"a\"}}")
      let other = "{\"preconditions\":{\"uid\":\"other\"}}"
      #expect(try server.ask("DELETE", "\(path)/a", other).status == 409)
      let gone = try server.ask("DELETE", "\(path)/a")
      #expect(gone.json["status"] == "Success")
      #expect(gone.json["details"]?["name"] == "a")
      #expect(try server.ask("DELETE", "\(path)/a").status == 404)
    }
  }

  @Test func `deletes all that a selector means`() throws {
    try withServer { server in
      let path = "/api/v1/namespaces/default/configmaps"
      for name in ["a", "b", "c"] {
        let body = "{\"metadata\":{\"name\":\"\(name)\",\"labels\":{\"n\":\"\(name)\"}}}"
        _ = try server.ask("POST", path, body)
      }
      let gone = try server.ask("DELETE", "\(path)?labelSelector=n%20in%20(a,b)")
      #expect(gone.json["items"]?.list?.count == 2)
      #expect(try server.ask("GET", "\(path)?labelSelector=n").json["items"]?.list?.count == 1)
    }
  }

  @Test func `gives long lists in pages`() throws {
    try withServer { server in
      let first = try server.ask("GET", "/api/v1/namespaces?limit=3").json
      #expect(first["items"]?.list?.count == 3)
      #expect(first["metadata"]?["remainingItemCount"] == 1)
      let token = first["metadata"]?["continue"]?.string ?? ""
      let last = try server.ask("GET", "/api/v1/namespaces?limit=3&continue=\(token)").json
      #expect(last["items"]?.list?.first?["metadata"]?["name"] == "kube-system")
      #expect(last["metadata"]?["continue"] == nil)
    }
  }

  @Test func `shows rows to who asks for them`() throws {
    try withServer { server in
      let table = try server.ask(
        "GET", "/api/v1/nodes",
        headers: ["Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json"]
      ).json
      #expect(table["kind"] == "Table")
      #expect(table["rows"]?.list?.first?["cells"]?.list?.first == "node1")
    }
  }

  @Test func `answers questions that are put as objects`() throws {
    try withServer { server in
      let review = try server.ask(
        "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}")
      #expect(review.status == 201)
      #expect(review.json["status"]?["allowed"] == true)
    }
  }

  @Test func `binds, evicts and changes the status of Pods`() throws {
    try withServer { server in
      let body = Self.pod.replacing("\"spec\":{", with: "\"spec\":{\"schedulerName\":\"own\",")
      _ = try server.ask("POST", Self.pods, body)
      let binding = "{\"metadata\":{\"name\":\"web\"},\"target\":{\"name\":\"node1\"}}"
      #expect(try server.ask("POST", "\(Self.pods)/web/binding", binding).status == 201)
      #expect(try server.ask("POST", "\(Self.pods)/web/binding", binding).status == 409)
      let status = try server.ask(
        "PATCH", "\(Self.pods)/web/status", "{\"status\":{\"nominatedNodeName\":\"x\"}}",
        headers: ["Content-Type: application/merge-patch+json"])
      #expect(status.json["status"]?["nominatedNodeName"] == "x")
      let eviction =
        "{\"metadata\":{\"name\":\"web\"},\"deleteOptions\":{\"gracePeriodSeconds\":0}}"
      #expect(try server.ask("POST", "\(Self.pods)/web/eviction", eviction).status == 201)
      #expect(try server.ask("GET", "\(Self.pods)/web").status == 404)
    }
  }
}
