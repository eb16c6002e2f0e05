import FoundationEssentials
import Kubectl
import PodModel
import Testing

/// Replays recorded scenarios on a cluster whose Pods run after a moment and write nothing.
@Suite struct ReplayTests {
  @Test(arguments: [
    "nx-run", "nx-run-k132", "nx-two-files", "nx-wait", "delete-options", "delete-options-k132",
    "nx-change", "nx-change-k132", "nx-tour", "nx-tour-k132", "nx-label-y", "logs-forms",
    "logs-forms-k132", "default-container",
  ])
  func `prints what the recording shows`(id: String) async throws {
    let scenario = try RecordedScenario(id)
    let cluster = FakeCluster()
    cluster.isAlive = true
    cluster.keepsDeleted = true
    let console = FakeConsole(files: scenario.files)
    let version: KubectlVersion = id.hasSuffix("-k132") ? .minor32 : .minor36
    for command in scenario.commands {
      cluster.advance(toSecond: command.time)
      let outcome = await kubectl(command.words, on: cluster, console, version: version)
      if Self.dependsOnContainers(command, id) { continue }
      #expect(outcome.status == command.status, "\(id): \(command)")
      #expect(
        outcome.output.comparable == command.output.comparable, "\(id): \(command)")
      #expect(outcome.errors.comparable == command.errors.comparable, "\(id): \(command)")
    }
  }

  /// What the cluster's own programs print, and how long they live, is not kubectl's business.
  private static func dependsOnContainers(_ command: RecordedCommand, _ id: String) -> Bool {
    switch command.words.first {
    case "exec": command.status == 0
    case "logs": command.status == 0 || command.errors.contains("BadRequest")
    case "describe": command.status == 0
    case "get":
      command.line.hasSuffix("-o yaml") || command.line.contains("events")
        || (id.hasPrefix("nx-change") && command.line == "kubectl get pod")
    default: false
    }
  }
}

extension String {
  /// The text without ages, addresses, log stamps and the random letters of names.
  fileprivate var comparable: String {
    replacing(/[0-9]+[smhd]([0-9]+[smh])?( |\n)/) { match in "AGE\(match.output.2)" }
      .replacing(#/198\.51\.100\.[0-9]+ */#, with: "IP ")
      .replacing(#/E[0-9]{4} [0-9:.]+ +[0-9]+ /#, with: "E ")
      .replacing(/kube-api-access-[a-z0-9]{5}/, with: "kube-api-access-xxxxx")
      .replacing(#/IP +NODE/#, with: "IP NODE")
  }
}
