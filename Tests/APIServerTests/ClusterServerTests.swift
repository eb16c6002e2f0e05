import APIServer
import PodModel
import Testing

@Suite struct ClusterServerTests {
  @Test func `tells that it is well, its version and its kinds`() throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    #expect(try fixture.ask("GET", "/healthz").body == "ok")
    #expect(try fixture.ask("GET", "/version").json["gitVersion"]?.string?.hasPrefix("v1.") == true)
    #expect(try fixture.ask("GET", "/api/v1").json["kind"] == "APIResourceList")
    #expect(try fixture.ask("GET", "/metrics").status == 404)
  }

  @Test func `shows the objects of the cluster`() throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    let list = try fixture.ask("GET", "/api/v1/namespaces").json
    #expect(list["kind"] == "NamespaceList")
    #expect(list["items"]?.list?.first?["metadata"]?["name"] == "default")
    let missing = try fixture.ask("GET", "/api/v1/namespaces/default/pods/none")
    #expect(missing.status == 404)
    #expect(missing.json["message"] == "pods \"none\" not found")
  }

  @Test func `answers several requests on one connection in their order`() throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    let client = try RawClient(port: fixture.server.port)
    defer { client.close() }
    let requests = ["/healthz", "/api/v1/nodes", "/version"].map { fixture.request("GET", $0) }
    client.send(requests.joined())
    let text = client.receive(until: "gitVersion")
    let places = ["ok", "NodeList", "gitVersion"].map { text.split(separator: $0)[0].count }
    #expect(places == places.sorted())
  }

  @Test func `refuses who has no token, another host or an origin`() throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    func status(_ request: String) throws -> Int {
      let client = try RawClient(port: fixture.server.port)
      defer { client.close() }
      client.send(request)
      return ServerFixture.parse(client.receive(until: "}")).status
    }
    #expect(try status(fixture.request("GET", "/api/v1/pods", token: "guess")) == 401)
    #expect(try status(fixture.request("GET", "/api/v1/pods", host: "evil.example")) == 403)
    #expect(
      try status(fixture.request("GET", "/api/v1/pods", headers: ["Origin: http://a.example"]))
        == 403)
    #expect(try status("GET /api/v1/pods HTTP/1.1\r\n\r\n") == 403)
    #expect(try status(fixture.request("GET", "/api/v1/pods")) == 200)
  }

  @Test(arguments: [
    "\r\n\r\nGARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  /\u{0} HTTP/1.1\r\n\r\n",
  ])
  func `answers what is no HTTP with 400`(garbage: String) throws {
    let fixture = try ServerFixture()
    defer { fixture.end() }
    let client = try RawClient(port: fixture.server.port)
    defer { client.close() }
    client.send(garbage)
    #expect(client.receiveAll().hasPrefix("HTTP/1.1 400 "))
  }
}
