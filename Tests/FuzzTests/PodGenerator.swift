import PodModel

/// Makes Pods that a server takes and whose containers do something, with what they refer to.
struct PodGenerator {
  private var random: Seeded
  private var scripts: ScriptGrammar

  init(seed: Int) {
    random = Seeded(seed)
    scripts = ScriptGrammar(seed: seed)
  }

  /// The objects of one world: at most two Pods, now and then a Service and a ConfigMap.
  mutating func objects() -> [Node] {
    var objects: [Node] = []
    if random.chance(2, in: 3) {
      objects.append([
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "page"],
        "data": ["index.html": "hello\n", "run.sh": .init(.string(scripts.script()))],
      ])
    }
    if random.chance(1, in: 2) {
      objects.append([
        "apiVersion": "v1", "kind": "Service", "metadata": ["name": "web"],
        "spec": ["selector": ["app": "pod0"], "ports": [["port": 80]]],
      ])
    }
    for index in 0...random.number(below: 2) { objects.append(pod(named: "pod\(index)")) }
    return objects
  }

  private mutating func pod(named name: String) -> Node {
    var spec: Node = [
      "volumes": [
        ["name": "data", "emptyDir": random.chance(1, in: 6) ? ["medium": "Memory"] : [:]],
        [
          "name": "page",
          "configMap": ["name": "page", "optional": Node(.bool(random.chance(1, in: 2)))],
        ],
      ]
    ]
    let initial = random.chance(1, in: 3) ? 1 + random.number(below: 2) : 0
    if initial > 0 {
      spec["initContainers"] = Node(
        .list((0..<initial).map { container("init\($0)", isInitial: true) }))
    }
    let count = 1 + random.number(below: 3)
    spec["containers"] = Node(.list((0..<count).map { container("main\($0)", isInitial: false) }))
    if random.chance(1, in: 2) {
      spec["restartPolicy"] = .init(.string(random.pick(["Always", "OnFailure", "Never"])))
    }
    if random.chance(1, in: 3) {
      spec["terminationGracePeriodSeconds"] = .init(.integer(Int64(random.number(below: 20))))
    }
    if random.chance(1, in: 8) { spec["activeDeadlineSeconds"] = 20 }
    if random.chance(1, in: 8) { spec["shareProcessNamespace"] = true }
    return [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": Node(.string(name)), "labels": ["app": Node(.string(name))]],
      "spec": spec,
    ]
  }

  private mutating func container(_ name: String, isInitial: Bool) -> Node {
    let image = random.pick([
      "busybox", "busybox", "busybox:1.36", "nginx", "alpine", "httpd", "no/such",
    ])
    var container: Node = [
      "name": Node(.string(name)), "image": Node(.string(image)),
      "volumeMounts": [["name": "data", "mountPath": "/data"]],
    ]
    if image != "nginx" || random.chance(1, in: 2) {
      container["command"] = ["sh", "-c", Node(.string(scripts.script()))]
    }
    if random.chance(1, in: 4) {
      container["volumeMounts"] = [
        ["name": "data", "mountPath": "/data"],
        ["name": "page", "mountPath": "/usr/share/nginx/html"],
      ]
    }
    let isSidecar = isInitial && random.chance(1, in: 2)
    if isSidecar { container["restartPolicy"] = "Always" }
    if !isInitial || isSidecar { addLife(to: &container) }
    if random.chance(1, in: 8) { container["resources"] = ["limits": ["memory": "6Mi"]] }
    if random.chance(1, in: 8) {
      container["securityContext"] = ["readOnlyRootFilesystem": true, "runAsUser": 1000]
    }
    return container
  }

  private mutating func addLife(to container: inout Node) {
    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] where random.chance(1, in: 4) {
      container[probe] = self.probe()
    }
    var lifecycle = Node(.map([]))
    for hook in ["postStart", "preStop"] where random.chance(1, in: 6) {
      lifecycle[hook] = handler()
    }
    if lifecycle != Node(.map([])) { container["lifecycle"] = lifecycle }
  }

  private mutating func handler() -> Node {
    switch random.number(below: 3) {
    case 0: ["httpGet": ["path": "/", "port": 80]]
    case 1: ["sleep": ["seconds": 2]]
    default: ["exec": ["command": ["sh", "-c", Node(.string(scripts.command()))]]]
    }
  }

  private mutating func probe() -> Node {
    var probe: Node =
      switch random.number(below: 3) {
      case 0: ["httpGet": ["path": "/", "port": 80]]
      case 1: ["tcpSocket": ["port": Node(.integer(random.pick([80, 8080])))]]
      default: ["exec": ["command": ["sh", "-c", Node(.string(scripts.command()))]]]
      }
    probe["periodSeconds"] = .init(.integer(Int64(1 + random.number(below: 5))))
    if random.chance(1, in: 2) { probe["failureThreshold"] = 1 }
    if random.chance(1, in: 3) { probe["initialDelaySeconds"] = 3 }
    return probe
  }
}
