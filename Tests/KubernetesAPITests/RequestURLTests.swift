import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct RequestURLTests {
  @Test func `decodes path and query`() throws {
    let url = try RequestURL(target: "/a%20b/c?x=1+2&x=%3D&flag&bad=%zz&semi;colon=1#end")
    #expect(url.path == "/a b/c")
    #expect(url.query == [.init("x", "1 2"), .init("x", "="), .init("flag", "")])
    #expect(url.all("x") == ["1 2", "="])
  }

  @Test(arguments: [
    ("watch=true", true), ("watch=1", true), ("watch=yes", true), ("watch=false", false),
    ("watch=0", false), ("watch=", false), ("", false),
  ])
  func `reads a boolean as the API server does`(query: String, expected: Bool) throws {
    #expect(try RequestURL(target: "/?\(query)").flag("watch") == expected)
  }

  @Test(arguments: [
    ("ten", #"strconv.ParseInt: parsing "ten": invalid syntax"#),
    (
      "9223372036854775808",
      #"strconv.ParseInt: parsing "9223372036854775808": value out of range"#
    ),
  ])
  func `refuses a number in Go's words`(text: String, message: String) throws {
    let url = try RequestURL(target: "/?limit=\(text)")
    let error = #expect(throws: StatusError.self) { try url.integer("limit") }
    #expect(error?.message == message)
    #expect(try RequestURL(target: "/?limit=-5").integer("limit") == -5)
  }
}
