import Testing

@testable import PodModel

@Suite struct NameRulesTests {
  @Test(arguments: ["a", "my-name", "123-abc", String(repeating: "a", count: 63)])
  func `takes labels`(name: String) {
    #expect(NameRules.dnsLabel(name).isEmpty)
  }

  @Test(arguments: ["", "A", "-a", "a-", "a_b", "ñ", "a\n"])
  func `refuses labels of other letters`(name: String) {
    #expect(NameRules.dnsLabel(name).count == 1)
    #expect(NameRules.dnsLabel(name)[0].hasPrefix("a lowercase RFC 1123 label must consist of"))
  }

  @Test func `tells dots and length of a label apart`() {
    #expect(NameRules.dnsLabel("a.b") == ["must not contain dots"])
    #expect(
      NameRules.dnsLabel(String(repeating: "a", count: 64))
        == ["must be no more than 63 characters"])
  }

  @Test(arguments: [("app", 0), ("example.com/app", 0), ("a/b/c", 1), ("/app", 1), ("", 2)])
  func `counts what is wrong with a label key`(key: String, problems: Int) {
    #expect(NameRules.qualifiedName(key).count == problems)
  }

  @Test(arguments: [
    ("http", 0), ("8080", 1), ("HTTP_PORT", 2), ("a--b", 1), ("-a", 1), ("sixteen-letters-x", 1),
  ])
  func `counts what is wrong with a port name`(name: String, problems: Int) {
    #expect(NameRules.portName(name).count == problems)
  }

  @Test(arguments: [("nx-", "na"), ("nx", "nx"), ("-", "-")])
  func `overlooks a dash that letters will follow`(name: String, masked: String) {
    #expect(NameRules.maskingTrailingDash(name) == masked)
  }
}

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"), ("010.0.0.01", "10.0.0.1"), ("2001:DB8::0:1", "2001:db8::1"),
    ("::", "::"), ("::1", "::1"), ("fe80::", "fe80::"), ("::ffff:1.2.3.4", "1.2.3.4"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
  ])
  func `reads addresses`(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "300.1.1.1", "1.2.3", "1.2.3.4.5", "1.2.3.x", "dns.local", ":::", "1::2::3", "12345::",
    "1:2:3:4:5:6:7:8:9", "::+1",
  ])
  func `refuses what is no address`(text: String) {
    #expect(IPAddress(text) == nil)
  }
}

@Suite struct ImageReferenceTests {
  private static let digest = "sha256:" + String(repeating: "a", count: 64)

  @Test(arguments: [
    ("nginx", "docker.io/library/nginx", true), ("nginx:latest", "docker.io/library/nginx", true),
    ("nginx:1.25", "docker.io/library/nginx", false), ("me/app", "docker.io/me/app", true),
    ("localhost:5000/app", "localhost:5000/app", true),
    ("nginx@\(digest)", "docker.io/library/nginx", false),
  ])
  func `reads names`(text: String, name: String, isLatest: Bool) {
    #expect(ImageReference(text)?.name == name)
    #expect(ImageReference(text)?.isLatest == isLatest)
  }

  @Test(arguments: ["", "NGINX", "nginx:", "nginx:1:2", "a//b", "ngi nx", "nginx@sha256:12", "-a"])
  func `refuses what is no name`(text: String) {
    #expect(ImageReference(text) == nil)
  }
}

@Suite struct Base64Tests {
  @Test(arguments: ["", "a", "ab", "abc", "abcd", "\u{0}ÿ"])
  func `reads what it writes`(text: String) throws {
    let bytes = Array(text.utf8)
    #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
  }

  @Test(arguments: [("plain text", 5), ("YQ", 0), ("YQ=", 3), ("YQ==x", 4), ("=", 0)])
  func `tells where it stops`(text: String, offset: Int) {
    #expect(throws: Base64.CorruptInput(offset: offset)) { try Base64.decode(text) }
  }
}

@Suite struct GoTimeTests {
  @Test(arguments: [
    "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5+01:00", "2024-02-29T23:59:59-07:30",
  ])
  func `takes RFC 3339`(text: String) {
    #expect(GoTime.problem(in: text) == nil)
  }

  @Test(arguments: [
    ("yesterday", "cannot parse \"yesterday\" as \"2006\""),
    ("2026-01-01", "cannot parse \"\" as \"T\""), ("2026-13-01T00:00:00Z", "month out of range"),
    ("2026-02-30T00:00:00Z", "day out of range"),
    ("2026-01-01T00:00:00Zx", "extra text: \"x\""),
    ("2026-01-01T00:00:00", "cannot parse \"\" as \"Z07:00\""),
  ])
  func `tells what Go tells`(text: String, problem: String) {
    #expect(GoTime.problem(in: text)?.hasSuffix(problem) == true)
  }
}
