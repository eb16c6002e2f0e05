import KubectlCluster
import PodModel

/// A kubectl that answers at once, on a clock that jumps.
final class ScriptedKubectl: KubectlHost {
  struct Answer {
    var output = ""
    var errors = ""
    var status: Int32 = 0

    static func json(_ node: Node) -> Answer { Answer(output: node.json) }
    static let gone = Answer(
      errors: "The connection to the server c was refused - did you specify the right host?\n",
      status: 1)
  }

  var now = ClusterTime(nanoseconds: 1_767_225_600_000_000_000)
  private(set) var isInterrupted = false
  private(set) var calls: [[String]] = []
  private(set) var inputs: [Node] = []
  private let answer: (_ words: [String], _ input: Node?) -> Answer

  init(_ answer: @escaping (_ words: [String], _ input: Node?) -> Answer) {
    self.answer = answer
  }

  /// A cluster in which every Pod is ready at once and every command prints a page.
  static func healthy() -> ScriptedKubectl {
    var pods: [String: Node] = [:]
    return ScriptedKubectl { words, input in
      switch words.first {
      case "config":
        return .json([
          "clusters": [["name": "c", "cluster": ["server": "https://10.0.0.1"]]],
          "contexts": [["name": "school", "context": ["user": "me"]]],
        ])
      case "version": return .json(["serverVersion": ["gitVersion": "v1.31.0"]])
      case "create":
        guard var object = input else { return .gone }
        object["metadata"]?["resourceVersion"] = "7"
        object["status"] = [
          "phase": "Running",
          "containerStatuses": [
            ["name": "nginx", "ready": true, "restartCount": 0, "state": ["running": [:]]]
          ],
        ]
        if object["kind"] == "Pod" { pods[object["metadata"]?["name"]?.string ?? ""] = object }
        return .json(object)
      case "get" where words.contains("events"): return .json(["items": []])
      case "get" where words.contains("--watch"): return Answer(status: 1)
      case "get":
        if let pod = pods[words.count > 2 ? words[2] : ""] { return .json(pod) }
        return Answer(errors: "Error from server (NotFound): not found\n", status: 1)
      case "exec": return Answer(output: "<title>Welcome to nginx!</title>\n")
      case _: return Answer()
      }
    }
  }

  /// What it would print, for another script to pass on.
  func reply(_ words: [String], _ input: Node?) -> Answer { answer(words, input) }

  func forgiveInterruption() { isInterrupted = false }

  func interrupt() { isInterrupted = true }

  func start(
    _ arguments: [String], input: [UInt8]?
  ) throws(KubectlFailure) -> any KubectlProcess {
    calls.append(arguments)
    let words = arguments.first == "--context" ? Array(arguments.dropFirst(2)) : arguments
    let node = input.flatMap { try? JSON.node(in: $0) }
    if let node { inputs.append(node) }
    return Process(answer(words, node))
  }

  func wait(for processes: [any KubectlProcess], until deadline: ClusterTime) {
    if processes.isEmpty { now = max(now, deadline) }
  }

  private final class Process: KubectlProcess {
    private var answer: Answer

    init(_ answer: Answer) { self.answer = answer }

    func takeOutput() -> [UInt8] {
      defer { answer.output = "" }
      return Array(answer.output.utf8)
    }

    func takeErrors() -> [UInt8] {
      defer { answer.errors = "" }
      return Array(answer.errors.utf8)
    }

    var exitStatus: Int32? { answer.status }
    func end() {}
  }
}
