import Kubectl
import PodModel
import Testing

/// Commands and kinds beside those that lessons are about.
@Suite struct NeighbourCommandTests {
  private func run(_ line: String) async throws -> (status: Int32, output: String, errors: String) {
    let outcome = await kubectl(
      line.split(separator: " ").map(String.init), on: try CommandLineErrorTests.cluster(),
      FakeConsole())
    return (outcome.status, outcome.output, outcome.errors)
  }

  /// Source: kubectl v1.36 on a cluster that nobody has used yet.
  @Test(arguments: [
    ("get deployments", 0, "No resources found in default namespace.\n"),
    ("get pv,storageclasses", 0, "No resources found\n"),
    ("get deploy web", 1, "Error from server (NotFound): deployments.apps \"web\" not found\n"),
    (
      "scale deploy web --replicas=2", 1,
      "Error from server (NotFound): deployments.apps \"web\" not found\n"
    ),
    (
      "rollout status deploy/web", 1,
      "Error from server (NotFound): deployments.apps \"web\" not found\n"
    ),
    ("get leases", 1, "error: not modelled: podlab's cluster has no leases.coordination.k8s.io\n"),
    ("create job j --image=x", 1, "error: not modelled: podlab's cluster has no jobs.batch\n"),
    ("create job j", 1, "error: either --image or --from must be specified\n"),
    (
      "get pods --context=x", 1,
      "Error in configuration: context was not found for specified "
        + "context: x\n"
    ),
    ("get pods --user=x", 1, "error: auth info \"x\" does not exist\n"),
    (
      "get pods --request-timeout=soon", 1,
      "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer "
        + "followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n"
    ),
    (
      "creat -f x", 1,
      "error: unknown command \"creat\" for \"kubectl\"\n\nDid you mean this?\n\tcreate\n"
    ),
    ("diff", 2, "error: must specify one of -f and -k\n"),
    ("replace", 1, "error: must specify one of -f and -k\n"),
    (
      "delete pods --cascade=all", 1,
      "error: invalid cascade value (all). Must be \"background\", \"foreground\", or "
        + "\"orphan\"\n"
    ),
    (
      "label pod web a=b a-", 1,
      "error: can not both modify and remove a label in the same command\n"
    ),
    ("scale deploy web", 1, "error: required flag(s) \"replicas\" not set\n"),
    (
      "taint pod web a=b:NoSchedule", 1,
      "error: invalid resource type pod, only node types are supported\n"
    ),
    (
      "taint node n a=b:No", 1,
      "error: invalid taint effect: No, unsupported taint effect\nSee 'kubectl taint -h' for help "
        + "and examples\n"
    ),
    (
      "drain", 1, "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples\n"
    ),
    ("api-resources --sort-by=size", 1, "error: --sort-by accepts only name or kind\n"),
    ("version now", 1, "error: extra arguments: [now]\n"),
    ("create secret tls t", 1, "error: key and cert must be specified\n"),
    (
      "create configmap c --from-literal=a=1 --from-literal=a=2", 1,
      "error: cannot add key \"a\", another key by that name already exists in Data for ConfigMap "
        + "\"c\"\n"
    ),
    ("set subject pod/web", 1, "error: not modelled: podlab's kubectl has no 'set subject'\n"),
    ("top pods", 1, "error: Metrics API not available\n"),
    (
      "completion", 1,
      "error: Shell not specified.\nSee 'kubectl completion -h' for help and examples\n"
    ),
    (
      "completion csh", 1,
      "error: Unsupported shell type \"csh\".\nSee 'kubectl completion -h' for help and examples\n"
    ),
  ])
  func `says what there is not`(line: String, status: Int32, errors: String) async throws {
    let outcome = try await run(line)
    #expect(outcome.status == status)
    #expect(outcome.errors == errors)
    #expect(outcome.output == "")
  }

  @Test func `says what a node has given away`() async throws {
    let cluster = try CommandLineErrorTests.cluster()
    cluster.put(
      try YAML.document(
        in: """
          apiVersion: v1
          kind: Node
          metadata: {name: big, creationTimestamp: "2027-01-15T07:41:00Z"}
          status: {allocatable: {cpu: "2", memory: 4Gi}}
          """))
    cluster.put(
      try YAML.document(
        in: """
          apiVersion: v1
          kind: Pod
          metadata: {name: web, namespace: default, creationTimestamp: "2027-01-15T07:41:00Z"}
          spec:
            nodeName: big
            initContainers:
            - {name: first, resources: {requests: {cpu: 900m}}}
            - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 200m}}}
            containers:
            - {name: nginx, resources: {requests: {cpu: 300m, memory: 1Gi}, limits: {cpu: "1"}}}
          status: {phase: Running}
          """))
    let outcome = await kubectl(["describe", "node", "big"], on: cluster, FakeConsole())
    let lines = outcome.output.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains { $0.hasPrefix("default web 900m (45%) 1 (50%) 1Gi (25%) 0 (0%)") })
    #expect(lines.contains("cpu 900m (45%) 1 (50%)"))
    #expect(lines.contains("HolderIdentity: big"))
  }

  @Test func `puts kinds before names only`() async throws {
    let cluster = try CommandLineErrorTests.cluster()
    cluster.put(
      try YAML.document(
        in: """
          apiVersion: v1
          kind: Event
          metadata: {name: web.1, namespace: default, creationTimestamp: "2027-01-15T07:41:00Z"}
          lastTimestamp: "2027-01-15T07:41:00Z"
          type: Normal
          reason: Started
          involvedObject: {kind: Pod, name: web}
          message: Container started
          """))
    let outcome = await kubectl(["get", "svc,events"], on: cluster, FakeConsole())
    let rows = outcome.output.split(separator: "\n")
    #expect(rows.contains { $0.hasPrefix("service/kubernetes ") })
    #expect(rows.last?.contains("event/") == false)
  }

  @Test(arguments: [
    (["g"], ["get"]),
    (["logs", ""], ["web"]),
    (["get", "po"], ["poddisruptionbudgets", "pods", "podtemplates"]),
    (["get", "pods", "w"], ["web"]),
    (["describe", "pod/"], ["pod/web"]),
    (["logs", "web", "-c", ""], ["nginx", "sidecar"]),
    (["exec", "-n", ""], ["default"]),
    (["create", "s"], ["secret", "service", "serviceaccount"]),
    (["get", "--show-l"], ["--show-labels"]),
    (["exec", "web", "--", "l"], []),
  ])
  func `completes words`(words: [String], wanted: [String]) async throws {
    let cluster = try CommandLineErrorTests.cluster()
    for text in [
      "{apiVersion: v1, kind: Namespace, metadata: {name: default}}",
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: default}
      spec: {initContainers: [{name: sidecar}], containers: [{name: nginx}]}
      """,
    ] {
      cluster.put(try YAML.document(in: text))
    }
    let outcome = await kubectl(["__complete"] + words, on: cluster, FakeConsole())
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").map(String.init) == wanted)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `prints completion for shells`(shell: String) async throws {
    let outcome = try await run("completion \(shell)")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("kubectl __complete"))
  }
}
