import PodModel
import Testing

@Suite struct StrategicMergeTests {
  private func node(_ text: String) throws -> Node { try YAML.document(in: text) }

  /// Source: apimachinery `strategicpatch/patch.go` and its tests.
  @Test(arguments: [
    // Containers merge by name; a new one comes first, as in the patch.
    (
      "{spec: {containers: [{name: a, image: x}, {name: b, image: y}]}}",
      "{spec: {containers: [{name: b, image: z}, {name: c, image: w}]}}",
      "{spec: {containers: [{name: a, image: x}, {name: b, image: z}, {name: c, image: w}]}}"
    ),
    (
      "{metadata: {labels: {a: '1', b: '2'}}}", "{metadata: {labels: {a: null, c: '3'}}}",
      "{metadata: {labels: {b: '2', c: '3'}}}"
    ),
    // Lists without a key are replaced as a whole.
    (
      "{spec: {containers: [{name: a, args: [x, y]}]}}",
      "{spec: {containers: [{name: a, args: [z]}]}}", "{spec: {containers: [{name: a, args: [z]}]}}"
    ),
    (
      "{spec: {containers: [{name: a}, {name: b}]}}",
      "{spec: {containers: [{name: a, $patch: delete}]}}", "{spec: {containers: [{name: b}]}}"
    ),
    (
      "{spec: {volumes: [{name: t, secret: {}}]}}",
      "{spec: {$setElementOrder/volumes: [{name: v}], volumes: [{name: v, emptyDir: {}}]}}",
      "{spec: {volumes: [{name: v, emptyDir: {}}, {name: t, secret: {}}]}}"
    ),
    (
      "{spec: {volumes: [{name: v, emptyDir: {}}]}}",
      "{spec: {volumes: [{name: v, hostPath: {path: /x}, $retainKeys: [name, hostPath]}]}}",
      "{spec: {volumes: [{name: v, hostPath: {path: /x}}]}}"
    ),
    (
      "{metadata: {finalizers: [a, b]}}",
      "{metadata: {$deleteFromPrimitiveList/finalizers: [a], finalizers: [c]}}",
      "{metadata: {finalizers: [c, b]}}"
    ),
  ])
  func `merges lists by their keys`(object: String, patch: String, result: String) throws {
    let merged = try StrategicMerge.apply(node(patch), to: node(object), kind: "Pod")
    #expect(merged.compactJSON == (try node(result)).compactJSON)
  }

  @Test func `finds nothing to patch where the manifest is met`() throws {
    let manifest = try node("{spec: {containers: [{name: a, image: x}]}}")
    let live = try node(
      "{spec: {restartPolicy: Always, containers: [{name: a, image: x, resources: {}}]}}")
    let patch = StrategicMerge.threeWayPatch(
      original: manifest, modified: manifest, current: live, kind: "Pod")
    #expect(patch.compactJSON == "{}")
  }

  @Test func `removes what the manifest has given up, and nothing else`() throws {
    let before = try node("{metadata: {labels: {a: '1', b: '2'}}}")
    let now = try node("{metadata: {labels: {a: '1'}}}")
    let live = try node("{metadata: {labels: {a: '1', b: '2', theirs: x}}}")
    let patch = StrategicMerge.threeWayPatch(
      original: before, modified: now, current: live, kind: "Pod")
    #expect(patch.compactJSON == #"{"metadata":{"labels":{"b":null}}}"#)
    let merged = try StrategicMerge.apply(patch, to: live, kind: "Pod")
    #expect(merged["metadata"]?["labels"]?.compactJSON == #"{"a":"1","theirs":"x"}"#)
  }

  @Test(arguments: [
    ("[{op: add, path: /a/-, value: 3}]", "{a: [1, 2, 3]}"),
    ("[{op: add, path: /a/0, value: 0}]", "{a: [0, 1, 2]}"),
    ("[{op: remove, path: /a/0}]", "{a: [2]}"), ("[{op: replace, path: /a, value: x}]", "{a: x}"),
    ("[{op: copy, from: /a/1, path: /b}]", "{a: [1, 2], b: 2}"),
    ("[{op: move, from: /a, path: /c~1d}]", "{c/d: [1, 2]}"),
  ])
  func `follows the operations of a JSON patch`(patch: String, result: String) throws {
    let object = try JSONPatch.apply(node(patch), to: node("{a: [1, 2]}"))
    #expect(object.compactJSON == (try node(result)).compactJSON)
  }

  @Test(arguments: [
    "[{op: remove, path: /x}]", "[{op: replace, path: /x, value: 1}]",
    "[{op: test, path: /a/0, value: 9}]", "[{op: add, path: /a/9, value: 1}]", "[{op: jump}]",
  ])
  func `refuses operations that do not fit`(patch: String) throws {
    let patch = try node(patch)
    #expect(throws: MergeFault.self) { try JSONPatch.apply(patch, to: ["a": [1, 2]]) }
  }
}
