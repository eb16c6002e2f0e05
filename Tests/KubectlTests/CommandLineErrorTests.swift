import Kubectl
import PodModel
import Testing

@Suite struct CommandLineErrorTests {
  /// The recorded scenario of mistyped commands, on a cluster with nothing but its own service.
  @Test(arguments: [("cli-errors", KubectlVersion.minor36), ("cli-errors-k132", .minor32)])
  func `answers mistyped commands as kubectl does`(id: String, version: KubectlVersion) async throws
  {
    let scenario = try RecordedScenario(id)
    for command in scenario.commands where !Self.needsServer(command) {
      let console = FakeConsole(files: scenario.files, input: command.input ?? "")
      let outcome = await kubectl(command.words, on: try Self.cluster(), console, version: version)
      #expect(outcome.status == command.status, "\(command)")
      #expect(outcome.errors == command.errors, "\(command)")
      let isOwnProse = command.words.first == "explain"
      if !isOwnProse {
        #expect(
          outcome.output.withoutAges == command.output.withoutAges, "\(command)")
      }
    }
  }

  /// What the API server adds to an object is not the fake cluster's business.
  private static func needsServer(_ command: RecordedCommand) -> Bool {
    command.words.first == "diff" || command.line.contains("|")
  }

  static func cluster() throws -> FakeCluster {
    FakeCluster([
      try YAML.document(
        in: """
          apiVersion: v1
          kind: Service
          metadata: {name: kubernetes, namespace: default, creationTimestamp: "2027-01-15T07:35:00Z"}
          spec:
            type: ClusterIP
            clusterIP: 203.0.113.97
            clusterIPs: [203.0.113.97]
            ports: [{name: https, port: 443, protocol: TCP, targetPort: 6443}]
          """),
      try YAML.document(
        in: """
          apiVersion: v1
          kind: Node
          metadata: {name: node1, creationTimestamp: "2027-01-15T07:41:00Z"}
          status:
            conditions: [{type: Ready, status: "True"}]
            nodeInfo: {kubeletVersion: v1.36.2}
          """),
    ])
  }
}

extension String {
  /// The text with every age replaced, which depend on the day of the recording.
  var withoutAges: String {
    replacing(/[0-9]+[smhd]([0-9]+[smh])?( |\n)/) { match in "AGE\(match.output.2)" }
  }
}
