package import Grader
package import Lessons
package import PodModel

/// A cluster on which the checks of behaviour can be decided.
///
/// What a cluster cannot offer it answers with nil; the checks that need it are ungradable there.
package protocol BehaviourCluster: Cluster {
  /// What was wanted of the cluster and it does not have; nothing is evidence after that.
  var notModelled: [String] { get async }

  /// Why nothing that the cluster shows is evidence at the moment; nil while all is well.
  ///
  /// It becomes the finding of a check that cannot be decided.
  var hindrance: String? { get async }

  /// Says that a check begins, which has its own time.
  func beginCheck() async

  /// Returns when a Pod of the namespace may have changed, at the latest after that much time.
  func waitForChange(in namespace: String, atMost duration: Duration) async

  /// Why objects of a kind that the cluster does not take cannot be created.
  func refusal(ofKind kind: String) -> String

  /// Lets a name lead to the Pod of a name, now and after it was created anew.
  ///
  /// False where the cluster cannot do that.
  func lead(name: String, toPod pod: String, in namespace: String) async -> Bool

  /// The ports that the containers of a Pod listen on; nil where the cluster cannot tell.
  func listeningPorts(ofPod pod: String, in namespace: String) async -> [ListeningPort]?

  /// Runs an init container's command once more, with its image, environment and volumes.
  ///
  /// Nil where the cluster cannot do that.
  func rerun(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> CommandResult?

  /// What all instances of a container wrote, one after the other; nil where they are not kept.
  func wholeLog(
    ofPod pod: String, container: String, in namespace: String
  ) async -> String?

  /// Runs a learner's scripts one after the other in a shell beside the cluster, with the files of
  /// the submission there, and tells all but the objects.
  ///
  /// Nil where the cluster cannot do that.
  func run(_ scripts: [Evidence.Script], beside files: [LessonFile]) async -> ScriptOutcome?

  /// A shell with kubectl and these files; nil where the cluster has none.
  func openTerminal(beside files: [LessonFile]) async -> (any BehaviourTerminal)?
}

extension BehaviourCluster {
  package var notModelled: [String] { get async { [] } }

  package var hindrance: String? {
    get async { await notModelled.first.map { "not modelled: \($0)" } }
  }

  package func beginCheck() async {}

  package func waitForChange(in namespace: String, atMost duration: Duration) async {
    await sleep(for: duration)
  }

  package func refusal(ofKind kind: String) -> String { "not modelled: kind \(kind)" }

  package func lead(name: String, toPod pod: String, in namespace: String) async -> Bool { false }

  package func listeningPorts(
    ofPod pod: String, in namespace: String
  ) async -> [ListeningPort]? { nil }

  package func rerun(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> CommandResult? { nil }

  package func wholeLog(
    ofPod pod: String, container: String, in namespace: String
  ) async -> String? { nil }

  package func run(
    _ scripts: [Evidence.Script], beside files: [LessonFile]
  ) async -> ScriptOutcome? { nil }

  package func openTerminal(
    beside files: [LessonFile]
  ) async -> (any BehaviourTerminal)? { nil }
}

/// A shell beside a cluster.
package protocol BehaviourTerminal: AnyObject {
  /// What a line prints on the terminal; nil where it does not come to its end.
  func run(_ line: String) async -> String?
}

/// A port that a process of a container listens on.
package struct ListeningPort: Sendable, Hashable {
  package var container: String
  package var port: Int

  package init(container: String, port: Int) {
    self.container = container
    self.port = port
  }
}

/// What a command wrote and how it ended.
package struct CommandResult: Sendable, Hashable {
  package var output: String
  package var error: String
  package var exitCode: Int32

  package init(output: String, error: String, exitCode: Int32) {
    self.output = output
    self.error = error
    self.exitCode = exitCode
  }
}

/// Where fresh clusters come from.
package protocol BehaviourWorld {
  /// Whether its clusters have a terminal in which learners' sessions can be tried again.
  var hasTerminals: Bool { get }

  /// Runs `body` on a cluster of its own and ends that; nil where it did not come to its end.
  func onFreshCluster<Value>(
    _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value?

  /// The same; `reason` becomes why `body` did not come to its end, where that is known.
  func onFreshCluster<Value>(
    orBecause reason: inout String, _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value?
}

extension BehaviourWorld {
  package var hasTerminals: Bool { false }

  /// The same, with the reason where `body` did not come to its end.
  package func onFreshCluster<Value>(
    orBecause reason: inout String, _ body: @escaping (any BehaviourCluster) async -> Value
  ) -> Value? { onFreshCluster(body) }
}
