import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// What superusers of containers can do that have lost capabilities.
@Suite struct CapabilityTests {
  private struct Outcome {
    var isRunning: Bool
    var log: String
    var notModelled: [String]
  }

  /// Five seconds of a Pod with one container.
  private func run(_ container: String, capabilities: String) throws -> Outcome {
    let cluster = SimulatedCluster(SimulatedCluster.Setup())
    defer { cluster.end() }
    let manifest = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        containers:
        - {name: main, \(container), securityContext: {capabilities: \(capabilities)}}
      """
    let pods = try #require(cluster.resources.first { $0.kind == "Pod" })
    _ = try cluster.make(pods, try YAML.document(in: manifest), in: "default")
    cluster.run(for: .seconds(5))
    let pod = cluster.store[ObjectStore.Key(kind: "Pod", namespace: "default", name: "p")]
    let state = pod?["status"]?["containerStatuses"]?.list?.first?["state"]
    return Outcome(
      isRunning: state?["running"] != nil,
      log: String(decoding: cluster.wholeLog(ofPod: "p", container: "main"), as: UTF8.self),
      notModelled: cluster.notModelled)
  }

  @Test func `nginx cannot give its folders away without CHOWN`() throws {
    let outcome = try run("image: nginx", capabilities: "{drop: [ALL]}")
    #expect(!outcome.isRunning)
    #expect(
      outcome.log.contains(
        "[emerg] 1#1: chown(\"/var/cache/nginx/client_temp\", 999) failed (1: Operation not "
          + "permitted)"))
  }

  @Test(arguments: ["{}", "{drop: [NET_RAW]}", "{drop: [ALL], add: [CHOWN, SETGID, SETUID]}"])
  func `nginx runs with what it needs`(capabilities: String) throws {
    let outcome = try run("image: nginx", capabilities: capabilities)
    #expect(outcome.isRunning && outcome.notModelled.isEmpty, "\(outcome.log)")
  }

  @Test func `what nginx says without SETUID is not modelled`() throws {
    let outcome = try run("image: nginx", capabilities: "{drop: [ALL], add: [CHOWN]}")
    #expect(outcome.notModelled.first?.contains("SETUID") == true)
  }

  @Test func `a shell is bound by owners and permission bits`() throws {
    let script = """
      touch /tmp/a; chown 1 /tmp/a; chmod 000 /tmp/a; cat /tmp/a; echo done; sleep 9
      """
    let outcome = try run(
      "image: busybox, command: [sh, -c, '\(script)']", capabilities: "{drop: [ALL]}")
    #expect(
      outcome.log == """
        chown: /tmp/a: Operation not permitted
        cat: can't open '/tmp/a': Permission denied
        done

        """)
    #expect(outcome.isRunning)
  }
}
