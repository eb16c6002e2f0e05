import Testing

@testable import PodModel

/// What the server says of Pods, beyond what the recorded manifests show.
@Suite struct APIServerTests {
  private func answer(
    _ yaml: String, in context: AdmissionContext = AdmissionContext()
  ) throws -> ServerAnswer {
    APIServer.create(try YAML.document(in: yaml), in: context)
  }

  private func pod(_ spec: String, meta: String = "name: nx") -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {\(meta)}\nspec: {\(spec)}"
  }

  private func causes(_ yaml: String) throws -> [String] {
    guard case .refused(let refusal) = try answer(yaml) else { return [] }
    return refusal.causes.map { "\($0.path?.description ?? ""): \($0.message)" }
  }

  private func accepted(_ yaml: String) throws -> Node {
    guard case .accepted(let object, _) = try answer(yaml) else {
      Issue.record("refused: \(try causes(yaml))")
      return Node(.null)
    }
    return object
  }

  private static let c = "containers: [{name: c, image: nginx}]"

  @Test(arguments: [
    (
      "\(c), tolerations: [{key: a, tolerationSeconds: 5}]",
      "spec.tolerations[0].effect: Invalid value: \"\": effect must be 'NoExecute' when "
        + "`tolerationSeconds` is set"
    ),
    (
      "\(c), topologySpreadConstraints: [{maxSkew: 0, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]",
      "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"
    ),
    (
      "\(c), os: {name: windows}, resources: {requests: {cpu: 1}}",
      "spec.resources: Forbidden: may not be set for a windows pod"
    ),
    (
      "containers: [{name: c, image: nginx, resources: {requests: {cpu: 2}}}], "
        + "resources: {requests: {cpu: 1}}",
      "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to "
        + "aggregate container requests of 2"
    ),
    (
      "containers: [{name: c, image: nginx, env: [{name: A, valueFrom: {fileKeyRef: "
        + "{volumeName: v, path: p, key: A}}}]}]",
      "spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: \"v\""
    ),
    (
      "\(c), affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "[{topologyKey: z, matchLabelKeys: [app]}]}}",
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]."
        + "matchLabelKeys: Forbidden: must not be specified when labelSelector is not set"
    ),
    (
      "\(c), dnsPolicy: None",
      "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"
    ),
    (
      "containers: [{name: c, image: nginx, restartPolicyRules: [{action: Restart, "
        + "exitCodes: {operator: In, values: [1]}}]}]",
      "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart "
        + "rules are used"
    ),
    (
      "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}, "
        + "{containerPort: 81, hostPort: 80}]}]",
      "spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\""
    ),
    (
      "containers: [{name: c, image: nginx, resources: {requests: {example.com/gpu: 1}}}]",
      "spec.containers[0].resources.limits: Required value: Limit must be set for non "
        + "overcommitable resources"
    ),
    (
      "\(c), volumes: [{name: v, nfs: {server: s, path: p}}]",
      "spec.volumes[0].nfs.path: Invalid value: \"p\": must be an absolute path"
    ),
    (
      "\(c), affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}",
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
        + "nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified "
        + "when `operator` is 'In' or 'NotIn'"
    ),
    (
      "\(c), os: {name: windows}, securityContext: {runAsUser: 1}",
      "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod"
    ),
    (
      "\(c), shareProcessNamespace: true, hostPID: true",
      "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace "
        + "and HostPID cannot both be enabled"
    ),
  ])
  func `refuses a Pod for one reason`(spec: String, words: String) throws {
    #expect(try causes(pod(spec)) == [words])
  }

  @Test func `does not mount a volume that is wrong itself`() throws {
    let found = try causes(
      pod(
        "volumes: [{name: v, hostPath: {path: ''}}], containers: [{name: c, image: nginx, "
          + "volumeMounts: [{name: v, mountPath: /v}]}]"))
    #expect(
      found == [
        "spec.volumes[0].hostPath.path: Required value",
        "spec.containers[0].volumeMounts[0].name: Not found: \"v\"",
      ])
  }

  @Test func `asks admission plugins before it validates`() throws {
    let refusal = try refusal(pod("serviceAccountName: x"))
    #expect(refusal?.reason == .forbidden)
    #expect(
      refusal?.message
        == "pods \"nx\" is forbidden: error looking up service account default/x: "
        + "serviceaccount \"x\" not found")
  }

  private func refusal(
    _ yaml: String, in context: AdmissionContext = AdmissionContext()
  ) throws -> Refusal? {
    guard case .refused(let refusal) = try answer(yaml, in: context) else { return nil }
    return refusal
  }

  @Test func `knows namespaces and names that are taken`() throws {
    let yaml = pod(Self.c, meta: "name: nx, namespace: away")
    #expect(try refusal(yaml)?.reason == .notFound)
    #expect(try refusal(yaml)?.message == "namespaces \"away\" not found")
    var context = AdmissionContext(namespaces: ["away"])
    context.objects = [.init(kind: "Pod", namespace: "away", name: "nx")]
    #expect(try refusal(yaml, in: context)?.reason == .alreadyExists)
    #expect(try refusal(yaml, in: context)?.message == "pods \"nx\" already exists")
  }

  @Test func `completes probes, volumes and what limits imply`() throws {
    let object = try accepted(
      pod(
        "containers: [{name: c, image: 'nginx:1', livenessProbe: {grpc: {port: 1}}, "
          + "resources: {limits: {cpu: 1, memory: 1Gi}}}], volumes: [{name: v}], "
          + "restartPolicy: Never"))
    let container = try #require(object["spec"]?["containers"]?.list?.first)
    #expect(container["imagePullPolicy"] == "IfNotPresent")
    #expect(container["resources"]?["requests"] == ["cpu": "1", "memory": "1Gi"])
    #expect(
      container["livenessProbe"] == [
        "failureThreshold": 3, "grpc": ["port": 1, "service": ""], "periodSeconds": 10,
        "successThreshold": 1, "timeoutSeconds": 1,
      ])
    #expect(object["spec"]?["volumes"]?.list?.first == ["emptyDir": [:], "name": "v"])
    #expect(object["status"]?["qosClass"] == "Guaranteed")
  }

  @Test func `moves AppArmor annotations into fields, and warns even when it refuses`() throws {
    let key = "container.apparmor.security.beta.kubernetes.io/c"
    let meta = "name: nx, annotations: {\(key): runtime/default}"
    let warning =
      "metadata.annotations[\(key)]: deprecated since v1.30; use the \"appArmorProfile\" field "
      + "instead"
    guard case .accepted(let object, let warnings) = try answer(pod(Self.c, meta: meta)) else {
      Issue.record("refused")
      return
    }
    #expect(warnings == [warning])
    let container = object["spec"]?["containers"]?.list?.first
    #expect(container?["securityContext"]?["appArmorProfile"] == ["type": "RuntimeDefault"])
    let invalid = try self.refusal(pod("\(Self.c), restartPolicy: Maybe", meta: meta))
    #expect(invalid?.warnings == [warning])
  }

  @Test func `refuses overhead that no runtime class asks for`() throws {
    let refusal = try refusal(pod("\(Self.c), overhead: {cpu: 1}"))
    #expect(refusal?.reason == .forbidden)
    #expect(refusal?.causes.first?.path == FieldPath("spec", "overhead"))
  }

  @Test func `keeps keys sorted through all steps`() throws {
    let object = try accepted(
      pod("\(Self.c), hostNetwork: true, schedulingGates: [{name: g}]"))
    func check(_ node: Node) {
      let keys = (node.entries ?? []).map(\.key)
      #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      for child in (node.entries ?? []).map(\.value) + (node.list ?? []) { check(child) }
    }
    check(object)
  }

  @Test func `says when it does not model a kind`() throws {
    #expect(
      try answer("apiVersion: v1\nkind: Event\nmetadata: {name: a}")
        == .notModelled(kind: "Event"))
  }

  @Test(arguments: [
    ("kind: Secret\nstringData: {a: b}", "{\"a\":\"Yg==\"}"),
    ("kind: Secret\ndata: {a: Yg==}\nstringData: {a: c}", "{\"a\":\"Yw==\"}"),
  ])
  func `turns stringData into data`(fields: String, data: String) throws {
    let object = try accepted("apiVersion: v1\nmetadata: {name: s}\n\(fields)")
    #expect(object["data"]?.compactJSON == data)
    #expect(object["stringData"] == nil)
    #expect(object["type"] == "Opaque")
  }

  @Test(arguments: [
    (
      "kind: Service\nspec: {}", "spec.ports: Required value"
    ),
    (
      "kind: Service\nspec: {ports: [{port: 80}, {port: 81, name: b}]}",
      "spec.ports[0].name: Required value"
    ),
    (
      "kind: Service\nspec: {type: ExternalName}", "spec.externalName: Required value"
    ),
    (
      "kind: ConfigMap\ndata: {'a b': c}",
      "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric "
        + "characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex "
        + "used for validation is '[-._a-zA-Z0-9]+')"
    ),
    (
      "kind: Secret\ntype: kubernetes.io/tls\ndata: {tls.crt: Yg==}",
      "data[tls.key]: Required value"
    ),
    (
      "kind: Secret\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: nope}",
      "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character "
        + "'o' in literal null (expecting 'u')"
    ),
    (
      "kind: Secret\ntype: kubernetes.io/dockercfg\nstringData: {.dockercfg: '[]'}",
      "data[.dockercfg]: Invalid value: \"<secret contents redacted>\": json: cannot unmarshal "
        + "array into Go value of type map[string]interface {}"
    ),
  ])
  func `refuses other kinds for one reason`(fields: String, words: String) throws {
    #expect(try causes("apiVersion: v1\nmetadata: {name: s}\n\(fields)") == [words])
  }

  @Test func aLabelKeyIsWrittenOnce() throws {
    let spread = """
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule,
      matchLabelKeys: [app], labelSelector: {matchLabels: {app: a}}}]
      """
    let labelled = pod("\(Self.c), \(spread)", meta: "name: nx, labels: {app: a}")
    #expect(
      try causes(labelled) == [
        "spec.topologySpreadConstraints[0][0]: Invalid value: \"app\": exists in both "
          + "matchLabelKeys and labelSelector"
      ])
    #expect(try causes(pod("\(Self.c), \(spread)")).isEmpty)
  }

}

@Suite struct PodWarningsTests {
  private func warnings(_ spec: Node, meta: Node = ["name": "nx"]) -> [String] {
    PodWarnings.warnings(for: ["metadata": meta, "spec": spec])
  }

  @Test func `compares ports of all containers`() {
    func port(_ number: Int64, host: Int64 = 0, ip: String = "") -> Node {
      [
        "containerPort": Node(.integer(number)), "hostIP": Node(.string(ip)),
        "hostPort": Node(.integer(host)), "protocol": "TCP",
      ]
    }
    let spec: Node = [
      "containers": [
        ["name": "a", "ports": [port(80), port(80, host: 8080)]],
        ["name": "b", "ports": [port(80, host: 8080, ip: "1.2.3.4"), port(80)]],
      ]
    ]
    #expect(
      warnings(spec) == [
        "spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[0]: dangerously ambiguous port definition with "
          + "spec.containers[0].ports[1]",
        "spec.containers[1].ports[1]: duplicate port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[1]: overlapping port definition with spec.containers[0].ports[1]",
        "spec.containers[1].ports[1]: overlapping port definition with spec.containers[1].ports[0]",
      ])
  }

  @Test func `tells port names that two containers share`() {
    func container(_ name: Node, _ port: Int64) -> Node {
      ["name": name, "ports": [["containerPort": Node(.integer(port)), "name": "http"]]]
    }
    #expect(
      warnings(["containers": [container("a", 80), container("b", 81)]]) == [
        "spec.containers[1].ports[0]: duplicate port name \"http\" with "
          + "spec.containers[0].ports[0], services and probes that select ports by name will use "
          + "spec.containers[0].ports[0]"
      ])
  }

  /// Source: the cases of Kubernetes' own test of `checkForOverlap`.
  @Test(arguments: [
    ("test", "test", true), ("test", "test/app", true), ("test/app", "test", true),
    ("test/", "test", true), ("test", "test345", false), ("a/test", "b/test", false),
  ])
  func `tells files that lie upon each other`(first: String, second: String, isTold: Bool) {
    let items: Node = [
      ["key": "a", "path": Node(.string(first))], ["key": "b", "path": Node(.string(second))],
    ]
    let volume: Node = ["configMap": ["items": items, "name": "foo"], "name": "v"]
    let found = warnings(["volumes": [volume]])
    #expect(found.isEmpty != isTold)
    if isTold {
      #expect(
        found[0].hasPrefix("volume \"v\" (ConfigMap \"foo\"): overlapping paths: \""))
    }
  }

  @Test func `names the sources of overlapping files`() {
    let sources: Node = [
      ["configMap": ["items": [["key": "foo", "path": "test"]], "name": "Test"]],
      ["serviceAccountToken": ["path": "test/file"]], [:],
    ]
    #expect(
      warnings(["volumes": [["name": "foo", "projected": ["sources": sources]]]]) == [
        "volume \"foo\" (Projected) has no sources provided",
        "volume \"foo\" (Projected): overlapping paths: \"test/file\" (ServiceAccountToken) with "
          + "\"test\" (ConfigMap \"Test\")",
      ])
  }

  @Test func `lets a variable extend itself`() {
    func variable(_ value: String) -> Node { ["name": "A", "value": Node(.string(value))] }
    func spec(_ second: String) -> Node {
      ["containers": [["env": [variable("x"), variable(second)], "name": "c"]]]
    }
    #expect(warnings(spec("$(A):y")).isEmpty)
    #expect(warnings(spec("$(A)")).count == 1)
    #expect(warnings(spec("y")).count == 1)
  }

  @Test func `warns of labels and fields of old`() {
    #expect(
      warnings(["nodeSelector": ["beta.kubernetes.io/os": "linux"]]) == [
        "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "
          + "\"kubernetes.io/os\" instead"
      ])
    #expect(
      warnings(["terminationGracePeriodSeconds": -1]) == [
        "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will "
          + "be treated as 1"
      ])
  }
}
