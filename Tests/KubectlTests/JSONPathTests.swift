import PodModel
import Testing

@testable import Kubectl

@Suite struct JSONPathTests {
  private static let pod: Node = [
    "metadata": ["name": "nx", "labels": ["app": "web", "a.b/c": "dotted"]],
    "spec": [
      "containers": [
        ["name": "nginx", "image": "nginx:1.27", "ports": [["containerPort": 80]]],
        ["name": "side", "image": "busybox"],
      ]
    ],
    "status": ["ready": true, "count": 3],
  ]

  /// Source: kubectl's "JSONPath Support" page and client-go `util/jsonpath`.
  @Test(arguments: [
    ("{.metadata.name}", "nx"), ("name: {.metadata.name}!", "name: nx!"), ("plain", "plain"),
    ("{.spec.containers[*].name}", "nginx side"), ("{.spec.containers[0].name}", "nginx"),
    ("{.spec.containers[-1:].name}", "side"), ("{.spec.containers[-1].name}", "side"),
    ("{.spec.containers[0:2].image}", "nginx:1.27 busybox"),
    ("{.spec.containers[0,1].name}", "nginx side"),
    ("{['metadata']['name']}", "nx"), ("{.metadata.labels.a\\.b/c}", "dotted"),
    ("{.metadata.labels['a\\.b/c']}", "dotted"),
    ("{..image}", "nginx:1.27 busybox"), ("{$.metadata.name}", "nx"), ("{@.metadata.name}", "nx"),
    ("{.spec.containers[?(@.name==\"side\")].image}", "busybox"),
    ("{.spec.containers[?(@.name!='side')].image}", "nginx:1.27"),
    ("{.spec.containers[?(@.ports)].name}", "nginx"),
    (
      "{range .spec.containers[*]}{.name}={.image}{\"\\n\"}{end}",
      "nginx=nginx:1.27\nside=busybox\n"
    ),
    ("{range .spec.containers[*]}[{.name}]{end}.", "[nginx][side]."),
    ("{.status.ready} {.status.count}", "true 3"), ("{.status.nosuch}", ""),
    ("{.metadata.labels}", #"{"a.b/c":"dotted","app":"web"}"#),
    ("{.spec.containers[0].ports[0].containerPort}", "80"),
    ("{.metadata.name}{'\\t'}{.status.count}", "nx\t3"),
  ])
  func `finds what a template asks for`(template: String, text: String) throws {
    #expect(try JSONPath(template).text(for: Self.pod) == text)
  }

  @Test(arguments: [
    ("{.status.phase", "unclosed action"), ("{.a[0}", "unterminated array"),
    ("{.a[?(@.b==1}", "unterminated filter"), ("{end}", "not in range, nothing to end"),
    ("{foo}", "unrecognized identifier foo"), ("{.a[x]}", "invalid array index x"),
    ("{\"a}", "unterminated quoted string"),
    ("{&}", "unrecognized character in action: U+0026 '&'"),
  ])
  func `says what is wrong with a template`(template: String, message: String) {
    let fault = #expect(throws: JSONPath.Fault.self) { try JSONPath(template) }
    #expect(fault?.message == message)
  }

  @Test func `does not go beyond the end of a list`() throws {
    let path = try JSONPath("{.spec.containers[5].name}")
    let fault = #expect(throws: JSONPath.Fault.self) { try path.text(for: Self.pod) }
    #expect(fault?.message == "array index out of bounds: index 5, length 2")
  }

  @Test(arguments: [".a.b", "a.b", "{.a.b}", "{a.b}"])
  func `takes bare paths in four forms`(path: String) throws {
    #expect(try JSONPath.relaxed(path) == "{.a.b}")
  }
}
