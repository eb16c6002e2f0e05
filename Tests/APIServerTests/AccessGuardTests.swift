import NIOHTTP1
import PodModel
import Testing

@testable import APIServer

@Suite struct AccessGuardTests {
  private func isAdmitted(
    host: String, address: String = "127.0.0.1", target: String = "/api",
    fields: HTTPHeaders = ["Authorization": "Bearer s3"]
  ) -> Bool {
    let access = AccessGuard(token: AccessToken(secret: "s3"), address: address, port: 80)
    var head = RequestHead(method: "GET", target: target, fields: fields)
    head.fields.add(name: "Host", value: host)
    return (try? access.check(head)) != nil
  }

  @Test(arguments: ["127.0.0.1:80", "localhost:80", "LOCALHOST:80", "[::1]:80"])
  func `knows the names of this machine`(host: String) {
    #expect(isAdmitted(host: host))
  }

  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:81", "evil.example:80", "", "127.0.0.1:80.evil.example",
  ])
  func `refuses every other name`(host: String) { #expect(!isAdmitted(host: host)) }

  @Test(arguments: [
    ("192.0.2.7:80", true), ("[2001:db8::1]:80", true), ("evil.example:80", false),
    ("192.0.2.7.evil.example:80", false), ("192.0.2.7:8080", false),
  ])
  func `takes any address where it listens on all, and no name`(host: String, isFine: Bool) {
    #expect(isAdmitted(host: host, address: "0.0.0.0") == isFine)
  }

  @Test(arguments: ["Bearer s3", "bearer s3"]) func `takes the token of a header`(value: String) {
    #expect(isAdmitted(host: "localhost:80", fields: ["Authorization": value]))
  }

  @Test(arguments: ["Bearer s", "Bearer s33", "Basic s3", "s3", "Bearer", "Bearer s3 s3"])
  func `refuses every other header`(value: String) {
    #expect(!isAdmitted(host: "localhost:80", fields: ["Authorization": value]))
  }

  @Test func `refuses web pages even with the token`() {
    let fields: HTTPHeaders = ["Authorization": "Bearer s3", "Origin": "null"]
    #expect(!isAdmitted(host: "localhost:80", fields: fields))
  }

  @Test(arguments: [
    ("/version", true), ("/healthz?verbose", true), ("/api", false), ("/s3/api", false),
  ])
  func `answers anyone about its health alone`(target: String, isFine: Bool) {
    #expect(isAdmitted(host: "localhost:80", target: target, fields: [:]) == isFine)
  }

  @Test func `makes a new token of 256 bits each time and never shows it`() {
    let tokens = Set((0..<20).map { _ in AccessToken.random().secret })
    #expect(tokens.count == 20)
    #expect(tokens.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) })
    #expect("\(AccessToken(secret: "s3"))".contains("s3") == false)
  }
}
