import PodModel
import Testing

@testable import KubectlCluster

@Suite struct KubeContextTests {
  private func context(_ name: String, cluster: String = "c", server: String) -> KubeContext {
    KubeContext(name: name, cluster: cluster, server: server, user: "me")
  }

  @Test(arguments: [
    ("kind-kind", "https://127.0.0.1:33445"), ("minikube", "https://192.168.49.2:8443"),
    ("docker-desktop", "https://kubernetes.docker.internal:6443"),
    ("non-prod", "https://k8s.school.example"), ("preprod-1", "https://k8s.school.example"),
    ("products", "https://k8s.school.example"), ("oliver", "https://delivery.school.example"),
  ])
  func `suspects no ordinary cluster`(name: String, server: String) {
    #expect(context(name, server: server).productionSigns == [])
  }

  @Test(arguments: [
    ("prod", "https://10.0.0.1", "its context 'prod' says 'prod'"),
    ("admin@eu-PROD-2", "https://10.0.0.1", "its context 'admin@eu-PROD-2' says 'prod'"),
    ("team_prd3", "https://10.0.0.1", "its context 'team_prd3' says 'prd3'"),
    ("a", "https://api.live.example.org:6443", "its host 'api.live.example.org' says 'live'"),
    (
      "a", "https://ABC.gr7.eu-west-1.eks.amazonaws.com",
      "its server abc.gr7.eu-west-1.eks.amazonaws.com is hosted by Amazon EKS"
    ),
    ("gke_school_europe_x", "https://34.1.2.3", "its server 34.1.2.3 is hosted by Google GKE"),
    (
      "a", "https://x.hcp.westeurope.azmk8s.io:443",
      "its server x.hcp.westeurope.azmk8s.io is hosted by Azure AKS"
    ),
  ])
  func `says why a cluster looks like production`(name: String, server: String, sign: String) {
    #expect(context(name, server: server).productionSigns.first == sign)
  }

  private func configuration(server: String, extensions: Node) -> Node {
    [
      "clusters": [["name": "c", "cluster": ["server": Node(.string(server))]]],
      "contexts": [["name": "a", "context": ["user": "u", "extensions": extensions]]],
    ]
  }

  @Test func `knows the practice cluster and its clock by the mark in the context`() {
    let mark: Node = [["name": "podlab", "extension": ["speed": 20]]]
    let read = KubeContext(
      configuration: configuration(server: "http://127.0.0.1:4000", extensions: mark))
    #expect(read?.isPracticeCluster == true)
    #expect(read?.speed == 20)
    #expect(read?.productionSigns == [])
  }

  @Test func `believes the mark only of a server on this machine`() {
    let mark: Node = [["name": "podlab", "extension": ["speed": 20]]]
    let read = KubeContext(
      configuration: configuration(server: "https://127.0.0.1.prod.example", extensions: mark))
    #expect(read?.isPracticeCluster == false)
    #expect(read?.speed == 1)
  }

  @Test(arguments: [
    ("https://[::1]:6443/path", "::1"), ("https://Host:6443", "host"),
    ("10.0.0.1:80/x", "10.0.0.1"),
    ("", ""),
  ])
  func `finds the host of a server`(server: String, host: String) {
    #expect(context("a", server: server).host == host)
  }

  @Test func `tells a context that is not there from those that are`() {
    let host = FakeHost()
    host.answer = { words, _ in
      words.contains("view")
        ? .refused("error: cannot locate context zz") : FakeHost.Answer(output: "b\na\n")
    }
    #expect(throws: KubectlFailure.unknownContext("zz", known: ["b", "a"])) {
      try KubectlConnection.connect(to: "zz", host: host)
    }
    #expect(
      "\(KubectlFailure.unknownContext("zz", known: ["b", "a"]))"
        == "kubectl has no context 'zz'; it knows 'a', 'b'")
  }

  @Test func `says how to go on without any context`() {
    let host = FakeHost()
    host.answer = { _, _ in .refused("error: current-context must exist in order to minify") }
    #expect(throws: KubectlFailure.noContext) {
      try KubectlConnection.connect(to: nil, host: host)
    }
  }
}

@Suite struct PodSafetyTests {
  private func pod(_ spec: Node) -> Node { ["kind": "Pod", "spec": spec] }

  @Test(
    arguments: [
      (["hostNetwork": true], "`spec.hostNetwork`"), (["hostPID": true], "`spec.hostPID`"),
      (
        ["volumes": [["emptyDir": [:]], ["hostPath": ["path": "/"]]]], "`spec.volumes[1].hostPath`"
      ),
      (
        ["initContainers": [["securityContext": ["privileged": true]]]],
        "`spec.initContainers[0].securityContext.privileged`"
      ),
      (
        ["containers": [["securityContext": ["capabilities": ["add": ["CHOWN", "SYS_ADMIN"]]]]]],
        "`spec.containers[0].securityContext.capabilities.add` asks for 'SYS_ADMIN'"
      ),
      (["containers": [["ports": [["hostPort": 80]]]]], "`spec.containers[0].ports[0].hostPort`"),
      (
        ["securityContext": ["sysctls": [["name": "kernel.msgmax"]]]],
        "`spec.securityContext.sysctls[0].name` sets 'kernel.msgmax'"
      ),
      (
        ["securityContext": ["seccompProfile": ["type": "Unconfined"]]],
        "`spec.securityContext.seccompProfile.type`"
      ),
    ] as [(Node, String)])
  func `objects to what reaches beyond the Pod`(spec: Node, words: String) {
    #expect(PodSafety.objection(to: pod(spec))?.hasPrefix(words) == true)
    let deployment: Node = ["kind": "Deployment", "spec": ["template": ["spec": spec]]]
    #expect(PodSafety.objection(to: deployment)?.contains("`spec.template.spec") == true)
  }

  @Test(
    arguments: [
      ["containers": [["securityContext": ["privileged": false, "runAsUser": 0]]]],
      ["containers": [["securityContext": ["capabilities": ["add": ["NET_BIND_SERVICE"]]]]]],
      ["hostNetwork": false, "volumes": [["emptyDir": [:]], ["configMap": ["name": "c"]]]],
    ] as [Node])
  func `takes what learners usually write`(spec: Node) {
    #expect(PodSafety.objection(to: pod(spec)) == nil)
  }

  @Test func `lets no object into the cluster as a whole, and no Service out of it`() {
    #expect(
      PodSafety.objection(to: ["kind": "ClusterRole"])
        == "podlab creates no objects of kind 'ClusterRole' on a real cluster")
    #expect(
      PodSafety.objection(to: ["kind": "Service", "spec": ["type": "LoadBalancer"]]) != nil)
    #expect(PodSafety.objection(to: ["kind": "Service", "spec": ["type": "ClusterIP"]]) == nil)
  }
}

@Suite struct NamespaceNameTests {
  @Test(arguments: [
    ("Lena Öz", "nginx-pod", 0, "podlab-lena-z-nginx-pod-00000"),
    ("", "a/b..c", 1, "podlab-a-b-c-10000"), ("---", "x", 33, "podlab-x-11000"),
  ])
  func `makes DNS labels of anything`(learner: String, task: String, random: UInt64, name: String) {
    #expect(NamespaceName.name(learner: learner, task: task, random: random) == name)
  }

  @Test func `stays short enough for a number behind it`() {
    let long = String(repeating: "very-long ", count: 20)
    let name = NamespaceName.name(learner: long, task: long, random: .max)
    #expect(name.utf8.count <= 58)
    #expect(!name.contains("--"))
  }
}
