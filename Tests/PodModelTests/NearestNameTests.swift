import PodModel
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("titel", ["title", "order"], "title"),
    ("initcontainers", ["initContainers"], "initContainers"),
    ("init-containers", ["initContainers"], "initContainers"), ("run", ["runs"], "runs"),
    ("abc", ["xyz"], nil), ("", ["a"], nil), ("b", ["c", "a"], "a"),
    (String(repeating: "x", count: 65), [String(repeating: "x", count: 65)], nil),
  ])
  func `forgives one error in four letters`(name: String, known: [String], expected: String?) {
    #expect(name.nearest(among: known) == expected)
  }

  @Test func `suggests a name or lists them all`() {
    #expect("ngnix".suggestion(among: ["web", "nginx"]) == "did you mean 'nginx'?")
    #expect("ha".suggestion(among: ["web", "nginx"]) == "known are 'nginx', 'web'")
  }
}
