import PodModel

/// Makes manifests whose fields exist, with values that often fit.
struct ManifestGrammar {
  /// What is put into manifests to damage them.
  static let scraps: [String] = [
    "\t", ":", "-", "#", "!", "&", "*", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "%", "@", "?",
    "~", "\n", "\r", "\r\n", " ", "  ", "\n---\n", "\n...\n", "<<: *a", "&a ", "*a", "!!int ",
    "!!binary ", "!!set ", ": ", "- ", "|-\n", ">+\n", "|9\n", "{{ .x }}", "1e999", "0x", "0o7",
    "1_0",
    "-9223372036854775809", ".inf", ".nan", "12:30:45", "\u{85}", "\u{2028}", "\u{FEFF}", "é",
    "\u{0}",
    "\u{7F}", "\u{10FFFF}", "[[[[[[", "items: [", "null", "\\", "%YAML 1.1\n---\n", "%TAG ! x\n",
    "apiVersion: v1\nkind: List\nitems:\n- ", "metadata: ", "name: 5", "creationTimestamp: x",
    "\"\\ud800\"", "? a\n: b\n", "- - - ", "'it''s'", "\"\\x4\"", "0777", "y", "=", "<<: [*a, *a]",
  ]

  private static let fields: [String] = [
    "apiVersion", "kind", "metadata", "spec", "name", "namespace", "labels", "annotations",
    "containers", "initContainers", "ephemeralContainers", "volumes", "image", "command", "args",
    "env",
    "envFrom", "value", "valueFrom", "fieldRef", "fieldPath", "configMapKeyRef", "secretKeyRef",
    "key",
    "ports", "containerPort", "hostPort", "protocol", "volumeMounts", "mountPath", "subPath",
    "readOnly",
    "emptyDir", "sizeLimit", "medium", "configMap", "secret", "projected", "sources", "items",
    "path",
    "mode", "defaultMode", "hostPath", "type", "livenessProbe", "readinessProbe", "startupProbe",
    "httpGet", "exec", "tcpSocket", "grpc", "port", "periodSeconds", "failureThreshold",
    "lifecycle",
    "postStart", "preStop", "sleep", "seconds", "resources", "limits", "requests", "cpu", "memory",
    "restartPolicy", "restartPolicyRules", "terminationGracePeriodSeconds", "activeDeadlineSeconds",
    "securityContext", "runAsUser", "fsGroup", "capabilities", "add", "drop", "nodeSelector",
    "affinity",
    "tolerations", "dnsPolicy", "dnsConfig", "hostAliases", "ip", "hostnames", "hostname",
    "subdomain",
    "shareProcessNamespace", "imagePullPolicy", "workingDir", "stdin", "tty", "selector",
    "targetPort",
    "clusterIP", "data", "stringData", "binaryData", "immutable", "unknownField",
  ]

  private static let texts: [String] = [
    "Pod", "Service", "ConfigMap", "Secret", "List", "v1", "apps/v1", "nx", "web", "NX", "a b", "",
    "nginx", "busybox:1.36", "nginx@sha256:1", "/data", "data", "../x", "100m", "64Mi", "1e3", "-1",
    "0.5",
    "Always", "Never", "OnFailure", "IfNotPresent", "TCP", "UDP", "http", "ClusterFirst", "None",
    "metadata.name", "$(A)", "kubernetes.io/x", "a/b/c", "10.0.0.1", "::1", "é\u{1F680}", "\u{0}",
    "on",
    "0x10", "1:30", "2020-01-01", "~", "<<", "- a", "a: b", "#", "line\nline\n", "  lead", "tail  ",
    "\ttab", "\r", "\u{85}", "\u{2028}", "\u{FEFF}", "'", "\"", "\\", "%", "@", "`", "!x", "&x",
    "*x",
    "long " + String(repeating: "word ", count: 30),
  ]

  private var random: Seeded
  private let texts: [String]

  /// - Parameter readsAgain: whether texts are left out that go-yaml writes so that it does not read
  ///   the same again: NEL, U+2028 and `<<`.
  init(seed: Int, readsAgain: Bool = false) {
    random = Seeded(seed)
    let lost = ["\u{85}", "\u{2028}", "<<"]
    texts = readsAgain ? Self.texts.filter { !lost.contains($0) } : Self.texts
  }

  /// A text of one or two documents.
  mutating func manifest() -> String {
    let count = 1 + random.number(below: 2)
    let documents = (0..<count).map { _ in
      let object = self.object()
      return random.chance(1, in: 3) ? object.json : object.yaml
    }
    return documents.joined(separator: "---\n")
  }

  private mutating func object() -> Node {
    var object = random.chance(3, in: 4) ? pod() : tree(depth: 4)
    if random.chance(1, in: 3) { object[random.pick(Self.fields)] = tree(depth: 3) }
    return object
  }

  private mutating func pod() -> Node {
    var spec: Node = ["containers": Node(.list([container()]))]
    for _ in 0..<random.number(below: 4) { spec[random.pick(Self.fields)] = tree(depth: 4) }
    return ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "nx"], "spec": spec]
  }

  private mutating func container() -> Node {
    var container: Node = ["name": "c", "image": "busybox"]
    for _ in 0..<random.number(below: 5) { container[random.pick(Self.fields)] = tree(depth: 3) }
    return container
  }

  /// Any tree of values.
  mutating func tree(depth: Int) -> Node {
    switch depth == 0 ? random.number(below: 7) : random.number(below: 14) {
    case 0: Node(.null)
    case 1: Node(.bool(random.chance(1, in: 2)))
    case 2: Node(.integer(integer()))
    case 3: Node(.float(Double(random.number(below: 100_000)) / 64))
    case 4...6: Node(.string(random.pick(texts)))
    case 7...9:
      Node(.list((0..<random.number(below: 4)).map { _ in tree(depth: depth - 1) }))
    default: map(depth: depth)
    }
  }

  private mutating func map(depth: Int) -> Node {
    var map = Node(.map([]))
    for _ in 0..<random.number(below: 5) {
      let key = random.chance(1, in: 8) ? random.pick(texts) : random.pick(Self.fields)
      map[key] = tree(depth: depth - 1)
    }
    return map
  }

  private mutating func integer() -> Int64 {
    switch random.number(below: 5) {
    case 0: Int64(random.number(below: 10))
    case 1: -1
    case 2: Int64(random.number(below: 70_000))
    case 3: random.pick([Int64.max, .min, 1 << 31, 1 << 53, 4_294_967_296])
    default: 80
    }
  }
}
