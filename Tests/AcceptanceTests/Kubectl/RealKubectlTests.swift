import Foundation
import TestSupport
import Testing

/// The practice cluster with every kubectl that is installed.
@Suite struct RealKubectlTests {
  private static let folder = "\(Tmux.root)/Tests/AcceptanceTests/Fixtures/kubectl"

  private static let transcripts: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test(
    .enabled(if: !RealKubectl.installed.isEmpty, "there is no kubectl in PATH"),
    arguments: RealKubectl.installed, transcripts)
  func `kubectl prints what it would print on a real cluster`(
    kubectl: RealKubectl, transcript: String
  ) throws {
    let faults = try faults(of: kubectl, transcript)
    #expect(faults == [], "\(faults.joined(separator: "\n"))")
  }

  /// The cases of a transcript that came out differently, on a cluster of their own.
  private func faults(of kubectl: RealKubectl, _ transcript: String) throws -> [String] {
    let text = try String(contentsOfFile: "\(Self.folder)/\(transcript)", encoding: .utf8)
    let wanted = KubectlTranscript(text)
    let cluster = try PracticeCluster(kubectl, speed: wanted.speed)
    for file in wanted.files { try cluster.write(file.text, to: file.name) }
    return try wanted.cases.filter { $0.minors.contains(kubectl.minor) }.compactMap { step in
      let result = try cluster.run(step.command)
      let isRight =
        ExpectedLines(step.output).match(result.output)
        && ExpectedLines(step.errors).match(result.errors) && result.status == step.status
      if isRight { return nil }
      return """
        \(kubectl) \(transcript)
        $ \(step.command)
        \(result.output)! \(result.errors)? \(result.status)
        """
    }
  }
}
