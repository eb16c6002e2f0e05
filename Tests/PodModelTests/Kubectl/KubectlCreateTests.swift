import PodModel
import Testing

@Suite struct KubectlCreateTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: nx}
    spec: {containers: [{name: c, image: nginx}]}

    """
  private static let json =
    #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"nx"},"#
    + #""spec":{"containers":[{"name":"c","image":"nginx"}]}}"#

  private func create(_ text: String) -> Admission {
    KubectlCreate.dryRun(Array(text.utf8), file: "f.yaml")
  }

  private static let files: [(text: String, count: Int)] = [
    (json + json, 2),
    (json + "\n---\n" + json, 2),
    (json + "\n---\n" + pod, 2),
    (pod, 1),
    ("---\n\n---\n" + pod + "---\n# end\n", 1),
    (pod + "---\n" + pod.replacing("nx", with: "ny"), 2),
    (pod + "...\nnot read", 1),
    (json.replacing("\"", with: "'"), 1),
  ]

  @Test(arguments: files)
  func `finds all objects of a file`(text: String, count: Int) {
    let answer = create(text)
    #expect(answer.accepted)
    #expect(answer.objects.count == count)
    #expect(answer.message.isEmpty)
  }

  /// Source: kubectl v1.33 for the parser's faults, `GroundTruth/validation` for the others.
  private static let faults: [(text: String, message: String)] = [
    ("", "error: no objects passed to create"),
    (
      #"{"a": 1"#, "error: error parsing f.yaml: unexpected EOF"
    ),
    (
      "{\"a\": 1,\n",
      "error: error parsing f.yaml: unexpected EOF"
    ),
    (
      "{a: 1",
      "error: error parsing f.yaml: json: offset 2: "
        + "invalid character 'a' looking for beginning of object key string"
    ),
    (
      json + json + "x",
      "error: error parsing f.yaml: invalid character 'x' looking for beginning of value"
    ),
    (
      json + "\n#\n",
      "error: error parsing f.yaml: json: offset \(json.utf8.count + 2): "
        + "invalid character '#' looking for beginning of value"
    ),
    (
      json + "\n---\na: b: c\n",
      "error: error parsing f.yaml: json: offset \(json.utf8.count + 3): "
        + "invalid character '-' in numeric literal"
    ),
    (
      "apiVersion: v1\nkind: Pod\nitems: x\n",
      #"error: unable to decode "f.yaml": json: cannot unmarshal string into Go struct field "#
        + "decodeList.items of type []json.RawMessage"
    ),
    (
      "apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {a: 5}}\n",
      #"error: unable to decode "f.yaml": json: cannot unmarshal number into Go struct field "#
        + "ObjectMeta.metadata.labels of type string"
    ),
    (
      "apiVersion: v1\nkind: Pod\nmetadata: x\n",
      #"error: unable to decode "f.yaml": json: cannot unmarshal string into Go struct field "#
        + "metadataOnlyObject.metadata of type v1.ObjectMeta"
    ),
  ]

  @Test(arguments: faults)
  func `words kubectl's own errors`(text: String, message: String) {
    let answer = create(text)
    #expect(!answer.accepted)
    #expect(answer.message == message + "\n")
    #expect(!answer.problems.isEmpty)
  }

  @Test func `prints several errors without their heads and goes on behind refused objects`() {
    let bad = Self.pod.replacing("nx", with: "NX")
    let answer = create(bad + "---\n" + bad + "---\n" + Self.pod + "---\na: b: c\n")
    let lines = answer.message.split(separator: "\n")
    #expect(answer.objects.count == 1)
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix(
        #"Error from server (Invalid): error when creating "f.yaml": Pod "NX" is invalid: "#))
    #expect(
      lines[2]
        == "error parsing f.yaml: error converting YAML to JSON: yaml: "
        + "mapping values are not allowed in this context")
  }

  @Test func `checks the items of lists itself`() {
    let answer = create(
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Pod
        metadata: {name: nx}
        spec:
          hostNetwork: x
          containers: [{image: nginx, imag: x, ports: {}}]
      """)
    let container = "io.k8s.api.core.v1.Container"
    #expect(
      answer.message == #"""
        error: error validating "f.yaml": error validating data: [\#
        ValidationError(Pod.spec.containers[0]): unknown field "imag" in \#(container), \#
        ValidationError(Pod.spec.containers[0].ports): invalid type for \#(container).ports: \#
        got "map", expected "array", \#
        ValidationError(Pod.spec.containers[0]): missing required field "name" in \#(container), \#
        ValidationError(Pod.spec.hostNetwork): invalid type for \#
        io.k8s.api.core.v1.PodSpec.hostNetwork: got "string", expected "boolean"]; \#
        if you choose to ignore these errors, turn validation off with --validate=false

        """#)
    #expect(answer.problems.first?.position == SourcePosition(line: 9, column: 39))
  }

  /// Source: kubectl v1.33, `label --local`, which does not validate.
  @Test(arguments: [
    ("I do not know", "json: cannot unmarshal string into Go value of type unstructured.detector"),
    ("[]", "json: cannot unmarshal array into Go value of type unstructured.detector"),
    ("apiVersion: v1", #"Object 'Kind' is missing in '{"apiVersion":"v1"}'"#),
    (
      "apiVersion: 1\nkind: Pod",
      "json: cannot unmarshal number into Go struct field metadataOnlyObject.apiVersion "
        + "of type string"
    ),
  ])
  func `decodes documents that were not validated`(text: String, message: String) {
    let items = KubectlManifest.items(in: Array(text.utf8), file: "f.yaml", validates: false)
    guard case .fault(let found, _) = items.first else {
      Issue.record("found no fault in \(items)")
      return
    }
    #expect(found == "unable to decode \"f.yaml\": \(message)")
  }

  @Test func `knows no null inside of lists`() {
    let answer = create(
      """
      apiVersion: v1
      kind: PodList
      items:
      - spec: {containers: [{name: a}, null]}
        metadata: {labels: {a: null}}
      """)
    #expect(
      answer.message == """
        error: error validating "f.yaml": error validating data: [\
        unknown object type "nil" in PodList.items[0].metadata.labels.a, \
        unknown object type "nil" in PodList.items[0].spec.containers[1]]; \
        if you choose to ignore these errors, turn validation off with --validate=false

        """)
  }

  @Test func `names the place of a fault and how to mend it`() throws {
    let tab = try #require(create("a:\n\tb: c\n").problems.first)
    #expect(tab.position == SourcePosition(line: 2, column: 1))
    #expect(tab.suggestion == "line 2 begins with a tab: indent with spaces")
    let kind = try #require(create(Self.pod.replacing("Pod", with: "Pods")).problems.first)
    #expect(kind.position == SourcePosition(line: 2, column: 7))
    #expect(kind.suggestion == "did you mean `apiVersion: v1`, `kind: Pod`?")
    let spelling = try #require(create(Self.pod.replacing("kind", with: "Kind")).problems.first)
    #expect(spelling.suggestion == "`Kind` must be spelt `kind`")
  }

  /// Typical slips, with the place and the words that lead out of them.
  private static let slips: [(text: String, line: Int, column: Int, suggestion: String)] = [
    ("a: 1\nb\n", 2, 1, "every key must be followed by a colon and a space"),
    ("a: \"b\nc: d\n", 1, 4, "the quote that opens here is not closed"),
    (
      "a: [b\nc: d\n", 2, 2,
      "a list that begins with '[' must end with ']': this one begins at 1:4"
    ),
    ("a: [x] y\n", 1, 8, "text that begins with a quote or a bracket must be in quotes as a whole"),
    (
      "a: 1\n- b\n", 2, 1,
      "the items of one list must be indented alike, at least as far as their key"
    ),
    ("a: {{ .x }}\n", 1, 5, "text that begins with a brace must be in quotes"),
    ("```yaml\na: 1\n```\n", 1, 1, "take away the lines of back-quotes"),
    ("cat <<EOF > x\na: 1\n", 2, 2, "take away the shell command around the manifest"),
    ("a: 1\n--- b\n", 2, 1, "the object must begin on the line below '---'"),
    (pod.replacing("name: nx", with: "name: 5"), 3, 18, "put the number in quotes"),
    (
      pod.replacing("image", with: "im\u{430}ge"), 4, 38,
      "the field's name holds the character U+0430: type the line again"
    ),
    (pod.replacing("Pod", with: "pod"), 2, 7, "did you mean `apiVersion: v1`, `kind: Pod`?"),
  ]

  @Test(arguments: slips)
  func `leads out of slips`(text: String, line: Int, column: Int, suggestion: String) throws {
    let problem = try #require(create(text).problems.first)
    #expect(problem.position == SourcePosition(line: line, column: column))
    #expect(problem.suggestion == suggestion)
  }

  @Test func `reads everything before it applies anything`() {
    let unnamed = "apiVersion: v1\nkind: Pod\nspec: {}\n"
    let answer = KubectlApply.dryRun(
      Array((unnamed + "---\na: b: c\n").utf8), file: "f.yaml")
    #expect(
      answer.message
        == """
        error parsing f.yaml: error converting YAML to JSON: yaml: mapping values are not allowed \
        in this context
        error when retrieving current configuration of:
        Resource: "/v1, Resource=pods", GroupVersionKind: "/v1, Kind=Pod"
        Name: "", Namespace: "default"
        from server for: "f.yaml": resource name may not be empty

        """)
  }
}
