import Testing

@testable import PodModel

@Suite struct GoDecoderTests {
  private func decode(_ yaml: String, as name: String = "Pod") throws -> GoDecoder.Result {
    try #require(GoDecoder.decode(try YAML.document(in: yaml), as: name))
  }

  @Test(arguments: [
    ("spec: []", "array into Go struct field Pod.spec of type v1.PodSpec"),
    (
      "spec: {containers: {}}",
      "object into Go struct field PodSpec.spec.containers of type []v1.Container"
    ),
    (
      "spec: {volumes: [{emptyDir: true}]}",
      "bool into Go struct field Volume.spec.volumes.VolumeSource.emptyDir of type "
        + "v1.EmptyDirVolumeSource"
    ),
    (
      "spec: {containers: [{env: [{valueFrom: {configMapKeyRef: {name: 1}}}]}]}",
      "number into Go struct field ConfigMapKeySelector.spec.containers.env.valueFrom."
        + "configMapKeyRef.LocalObjectReference.name of type string"
    ),
    (
      "spec: {containers: [{ports: [{containerPort: 80.5}]}]}",
      "number 80.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type "
        + "int32"
    ),
    (
      "spec: {containers: [{livenessProbe: {httpGet: {port: true}}}]}",
      "bool into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet."
        + "port of type int32"
    ),
    (
      "spec: {nodeSelector: {a: 1}}",
      "number into Go struct field PodSpec.spec.nodeSelector of type string"
    ),
    (
      "metadata: {labels: [a]}",
      "array into Go struct field ObjectMeta.metadata.labels of type map[string]string"
    ),
    ("[]", "array into Go value of type v1.Pod"),
  ])
  func `words a wrong type as Go does`(yaml: String, words: String) throws {
    #expect(try decode(yaml).mistake?.message == "json: cannot unmarshal \(words)")
  }

  @Test func `tells the first wrong type in key order`() throws {
    let result = try decode("spec: {hostNetwork: 1, containers: [{image: 1}]}\nkind: 1")
    #expect(result.mistake?.path == FieldPath("kind"))
  }

  /// A quantity reads itself, and its complaint ends the decoding.
  @Test func `prefers what reads itself over wrong types before it`() throws {
    let result = try decode(
      "spec: {containers: [{image: 1, resources: {limits: {cpu: x}}}]}")
    #expect(result.mistake?.message.hasPrefix("quantities must match") == true)
    #expect(result.mistake?.path.description == "spec.containers[0].resources.limits[cpu]")
  }

  @Test func `collects unknown fields in key order`() throws {
    let result = try decode("spec: {foo: 1, bar: 2, containers: [{Image: a}]}\nData: 1")
    let paths = result.unknownFields.map(\.description)
    #expect(paths == ["Data", "spec.bar", "spec.containers[0].Image", "spec.foo"])
  }

  @Test func `leaves out what Go leaves out`() throws {
    let result = try decode(
      "stdin: false\ntty: null\ncommand: []\nname: ''\nlivenessProbe: {}\nworkingDir: ''",
      as: "Container")
    #expect(result.mistake == nil)
    #expect(result.object == ["livenessProbe": [:], "name": "", "resources": [:]])
  }

  @Test func `keeps what stands behind a pointer`() throws {
    let result = try decode("privileged: false\nrunAsUser: 0", as: "SecurityContext")
    #expect(result.object == ["privileged": false, "runAsUser": 0])
  }

  @Test func `takes whole floats for integers and null for nothing`() throws {
    let result = try decode("priority: 5.0\nhostname: null", as: "PodSpec")
    #expect(result.mistake == nil)
    #expect(result.object["priority"] == 5)
    #expect(result.object["hostname"] == nil)
  }

  @Test func `knows every type that a field refers to`() {
    for type in Schema.core.structs {
      for field in type.fields {
        if case .string(let name) = field.type { #expect(!name.hasPrefix("[")) }
      }
    }
    #expect(Schema.core.structs.count > 150)
  }
}

@Suite struct FieldSuggestionTests {
  @Test(arguments: [
    (FieldPath("spec", "initcontainers"), "did you mean `initContainers`?"),
    (FieldPath("spec", "init-containers"), "did you mean `initContainers`?"),
    (FieldPath("metadata", "label"), "did you mean `labels`?"),
    (FieldPath("containers"), "`containers` belongs under `spec`: check the indentation"),
    (
      FieldPath("spec", "image"),
      "`image` belongs under `spec.containers[]`: check the indentation"
    ),
  ])
  func `names the nearest field or its home`(path: FieldPath, words: String) {
    #expect(FieldSuggestion.suggestion(for: path, of: "Pod") == words)
  }

  @Test func `stays silent where nothing comes near`() {
    #expect(FieldSuggestion.suggestion(for: FieldPath("spec", "zzzz"), of: "Pod") == nil)
  }
}
