import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct APIEndpointTests {
  private func endpoint(_ method: String, _ target: String) throws(StatusError) -> APIEndpoint {
    try APIEndpoint(method: method, url: RequestURL(target: target))
  }

  @Test(
    arguments: [
      ("GET", "/api/v1/pods", RequestVerb.list, nil, nil, nil),
      ("GET", "/api/v1/pods?watch=true", .watch, nil, nil, nil),
      ("GET", "/api/v1/namespaces/lab/pods?watch=0", .list, "lab", nil, nil),
      ("GET", "/api/v1/watch/namespaces/lab/pods/nx", .watch, "lab", "nx", nil),
      ("HEAD", "/api/v1/namespaces/lab/pods/nx/", .get, "lab", "nx", nil),
      ("GET", "/api/v1/namespaces/lab/pods/nx/log?follow=true", .get, "lab", "nx", "log"),
      ("POST", "/api/v1/namespaces/lab/pods", .create, "lab", nil, nil),
      ("POST", "/api/v1/namespaces/lab/pods/nx/eviction", .create, "lab", "nx", "eviction"),
      ("PUT", "/api/v1/namespaces/lab/pods/nx", .update, "lab", "nx", nil),
      ("PATCH", "/api/v1/namespaces/lab/pods/nx/status", .patch, "lab", "nx", "status"),
      ("DELETE", "/api/v1/namespaces/lab/pods/nx", .delete, "lab", "nx", nil),
      ("DELETE", "/api/v1/namespaces/lab/pods", .deletecollection, "lab", nil, nil),
    ] as [(String, String, RequestVerb, String?, String?, String?)])
  func `reads verb, namespace, name and subresource`(
    method: String, target: String, verb: RequestVerb, namespace: String?, name: String?,
    subresource: String?
  ) throws {
    guard case .resource(let path, let served) = try endpoint(method, target) else {
      Issue.record("no resource")
      return
    }
    #expect(
      path
        == ResourcePath(
          verb: verb, namespace: namespace, resource: "pods", name: name, subresource: subresource))
    #expect(served.resource.kind == "Pod")
  }

  @Test func `takes a namespace for an object of its own, and its status`() throws {
    for (target, subresource) in [
      ("/api/v1/namespaces/lab", nil), ("/api/v1/namespaces/lab/status", "status"),
    ] as [(String, String?)] {
      guard case .resource(let path, _) = try endpoint("GET", target) else {
        Issue.record("no resource")
        return
      }
      #expect(
        path
          == ResourcePath(
            verb: .get, resource: "namespaces", name: "lab", subresource: subresource))
    }
  }

  @Test(arguments: [
    ("/", APIEndpoint.root), ("/api", .coreVersions), ("/api/", .coreVersions), ("/apis", .groups),
    ("/apis/discovery.k8s.io", .group("discovery.k8s.io")),
    ("/api/v1", .resources(group: "", version: "v1")),
    ("/apis/events.k8s.io/v1", .resources(group: "events.k8s.io", version: "v1")),
    ("/openapi/v2?timeout=32s", .openAPIv2), ("/openapi/v3", .openAPIv3Index),
    ("/openapi/v3/apis/discovery.k8s.io/v1?hash=1", .openAPIv3("apis/discovery.k8s.io/v1")),
    ("/version", .version), ("/readyz?verbose", .health("readyz", check: nil)),
    ("/livez/ping", .health("livez", check: "ping")), ("/metrics", .unknown), ("//", .unknown),
    ("/api/v2", .unknown), ("/apis/apps/v1/namespaces/lab/deployments", .unknown),
    ("/apis//v1/pods", .unknown), ("/../../etc/passwd", .unknown),
  ])
  func `finds the documents`(target: String, expected: APIEndpoint) throws {
    #expect(try endpoint("GET", target) == expected)
  }

  @Test(arguments: [
    ("GET", "/api/v1/deployments", 404), ("GET", "/api/v1//pods", 404),
    ("GET", "/api/v1/namespaces//pods", 404), ("GET", "/api/v1/pods/nx", 404),
    ("GET", "/api/v1/namespaces/lab/nodes", 404), ("GET", "/api/v1/namespaces/lab/pods/a/b/c", 404),
    ("GET", "/api/v1/namespaces/lab/pods/nx/proxy", 404),
    ("POST", "/api/v1/namespaces/lab/pods/nx", 405), ("DELETE", "/api/v1/pods", 405),
    ("PUT", "/api/v1/namespaces/lab/pods", 405), ("BREW", "/api/v1/pods", 405),
    ("GET", "/api/v1/namespaces/lab/pods/nx/eviction", 405), ("POST", "/api", 405),
    ("DELETE", "/api/v1/namespaces", 405),
    ("GET", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", 405),
    ("GET", "/api/v1/namespaces/lab/pods/..", 400),
    ("GET", "/api/v1/namespaces/lab/pods/%2e%2e", 400),
    ("GET", "/api/v1/namespaces/%2e/pods", 400), ("GET", "/api/v1/namespaces/lab/pods/a%25b", 400),
    ("GET", "/api/v1/%zz", 400), ("GET", "/api/v1/pods\u{0}", 400), ("GET", "pods", 400),
    ("GET", "", 400), ("GET", "/api/v1/%ff", 400),
  ])
  func `refuses as the real server does`(method: String, target: String, code: Int) {
    let error = #expect(throws: StatusError.self) { try endpoint(method, target) }
    #expect(error?.code == code)
  }

  @Test func `words a name that is a step upwards`() {
    let error = #expect(throws: StatusError.self) {
      try endpoint("GET", "/api/v1/namespaces/lab/pods/..")
    }
    #expect(error?.message == #"Name parameter invalid: "..": may not be '..'"#)
  }

  @Test func `answers any bytes with an endpoint or a refusal`() {
    var random = SeededRandom(seed: 1)
    let pieces = ["/", "api", "apis", "v1", "pods", "%2f", "%", "..", "\u{7f}", "?", "=", "&", "é"]
    for _ in 0..<2000 {
      let target = (0..<8).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do throws(StatusError) { _ = try endpoint("GET", "/" + target) } catch {
        #expect([400, 404, 405].contains(error.code), "\(target)")
      }
    }
  }
}
