import APIServer
import NIOCore
import PodModel
import Testing

@Suite struct WatchTests {
  private let maps = "/api/v1/namespaces/default/configmaps"

  private func open(_ server: ServerFixture, _ target: String) throws -> RawClient {
    let client = try RawClient(port: server.server.port)
    client.send(server.request("GET", target))
    return client
  }

  @Test func `tells what is there and what changes`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    let watch = try open(server, "\(maps)?watch=true&fieldSelector=metadata.name%3Da")
    defer { watch.close() }
    _ = try server.ask("POST", maps, "{\"metadata\":{\"name\":\"b\"}}")
    _ = try server.ask("POST", maps, "{\"metadata\":{\"name\":\"a\"}}")
    #expect(watch.receive(until: "\"type\":\"ADDED\"").contains("\"name\":\"a\""))
    _ = try server.ask("DELETE", "\(maps)/a")
    #expect(!watch.receive(until: "\"type\":\"DELETED\"").contains("\"name\":\"b\""))
  }

  @Test func `goes on from a version, and says when that is too long ago`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    let version =
      try server.ask("GET", maps).json["metadata"]?["resourceVersion"]?.string ?? ""
    _ = try server.ask("POST", maps, "{\"metadata\":{\"name\":\"late\"}}")
    let watch = try open(server, "\(maps)?watch=1&resourceVersion=\(version)")
    defer { watch.close() }
    #expect(watch.receive(until: "\n").contains("late") || watch.receive(until: "late") != "")
    let old = try server.ask("GET", "\(maps)?watch=1&resourceVersion=1&timeoutSeconds=5")
    #expect(old.status == 200)
    #expect(old.json["type"] == "ERROR")
    #expect(old.json["object"]?["code"] == 410)
    #expect(try server.ask("GET", "\(maps)?watch=1&resourceVersion=x").status == 400)
  }

  @Test func `ends in time`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    let answer = try server.ask("GET", "\(maps)?watch=1&timeoutSeconds=1")
    #expect(answer.body.contains("kube-root-ca.crt"))
  }

  @Test func `marks the end of what was there for who asks`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    let watch = try open(
      server,
      "\(maps)?watch=1&sendInitialEvents=true&allowWatchBookmarks=true"
        + "&resourceVersionMatch=NotOlderThan")
    defer { watch.close() }
    let text = watch.receive(until: "initial-events-end")
    #expect(text.contains("\"type\":\"ADDED\""))
    #expect(text.contains("\"type\":\"BOOKMARK\""))
  }

  @Test func `shows rows, their columns only once`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    let client = try RawClient(port: server.server.port)
    defer { client.close() }
    client.send(
      server.request(
        "GET", "/api/v1/namespaces?watch=1",
        headers: ["Accept: application/json;as=Table;v=v1;g=meta.k8s.io"]))
    let text = client.receive(until: "kube-system")
    #expect(text.split(separator: "columnDefinitions\":[").count == 2)
  }

  @Test func `refuses streams beyond what the server takes on`() throws {
    var limits = ServerLimits()
    limits.streams = 1
    let server = try ServerFixture(limits: limits)
    defer { server.end() }
    let first = try open(server, "\(maps)?watch=1")
    defer { first.close() }
    _ = first.receive(until: "ADDED")
    #expect(try server.ask("GET", "\(maps)?watch=1&timeoutSeconds=1").status == 429)
  }

  @Test func `follows a log until its container ends`() throws {
    let server = try ServerFixture(speed: 20)
    defer { server.end() }
    let pods = "/api/v1/namespaces/default/pods"
    _ = try server.ask(
      "POST", pods,
      """
      {"metadata":{"name":"p"},"spec":{"restartPolicy":"Never","containers":[{"name":"c",
      "image":"busybox","command":["sh","-c","echo one; sleep 20; echo two"]}]}}
      """)
    while try server.ask("GET", "\(pods)/p").json["status"]?["phase"] == "Pending" {}
    #expect(try server.ask("GET", "\(pods)/p/log?follow=true").body == "one\ntwo\n")
    #expect(try server.ask("GET", "\(pods)/p/log?tailLines=1").body == "two\n")
    #expect(try server.ask("GET", "\(pods)/p/log?tailLines=-1").status == 422)
    #expect(try server.ask("GET", "\(pods)/p/exec?command=ls&stdout=true").status == 400)
  }
}
