import Grader
import Lessons
import PodModel

/// What only the inside of a cluster tells.
extension BehaviourStage {
  /// How long a container may take to open its port.
  private static var portPatience: Int { 15 }

  /// Whether a container is the one that listens on a port.
  func portFinding(_ container: String, port: Int, ofPod pod: String) async -> Finding {
    let expected = "container '\(container)' must listen on port \(port)"
    var owners: [String] = []
    for second in 0...Self.portPatience {
      if second > 0 { await cluster.sleep(for: .seconds(1)) }
      guard let ports = await cluster.listeningPorts(ofPod: pod, in: namespace(ofPod: pod)) else {
        return Finding(
          .ungradable, expected: expected, found: "this cluster does not tell who listens")
      }
      owners = ports.filter { $0.port == port }.map(\.container)
      if owners.contains(container) { return .passed }
      if !owners.isEmpty { break }
    }
    return await Diagnosis(stage: self, pod: pod).finding(
      for: Shortfall(
        container: container, expected: expected,
        found: owners.isEmpty ? "nobody does" : "\(owners.quoted) does"))
  }

  /// Whether an init container's command ends as expected when it is run once more.
  func rerunFinding(
    _ container: String, ofPod pod: String, exitCode: Expectation
  ) async -> Finding {
    let expected = "the command of init container '\(container)', run once more"
    func failed(_ found: String) async -> Finding {
      await Diagnosis(stage: self, pod: pod).finding(
        for: Shortfall(container: container, expected: expected + ", must end well", found: found))
    }
    let object = await self.pod(pod)
    guard object?.container(named: container) != nil else {
      return await failed("the Pod has no container '\(container)'")
    }
    let status = object?.containerStatus(named: container)
    let hasRun =
      status?["state"]?["terminated"] != nil || status?["state"]?["running"] != nil
      || status?["lastState"]?["terminated"] != nil
    guard hasRun else { return await failed("it was never started") }
    do throws(StatusError) {
      let again = try await cluster.rerun(
        initContainer: container, ofPod: pod, in: namespace(ofPod: pod))
      guard let again else {
        return Finding(.ungradable, expected: expected, found: "this cluster cannot do that")
      }
      let code = Node(.integer(Int64(again.exitCode)))
      guard !mismatches(expected: exitCode, actual: code).isEmpty else { return .passed }
      let printed = (again.output + again.error).excerpt
      return await failed(
        "exit code \(again.exitCode)" + (printed.isEmpty ? "" : "; printed: \(printed)"))
    } catch {
      return await failed("error: " + error.message)
    }
  }
}
