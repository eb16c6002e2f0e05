import Grader
import Lessons
import PodModel
import Testing

@testable import PodSimulator

/// What people hand in or write for others, damaged: there is an answer, the same each time.
@Suite struct SubmissionFuzzTests {
  private static let scraps: [String] = [
    "$ ", "# ", "> ", "kubectl get pod nx -w\n", "kubectl exec nx -- sh -c '", "<<EOF\n", "EOF\n",
    "'",
    "\"", "`", "$(", "${x", "\\\n", " | ", " && ", " > f", "\r", "\r\n", "\u{08}", "\u{1B}[2J",
    "\u{1B}[99A", "\u{1B}[K", "\u{1B}]0;", "\u{1B}[?1049h", "\u{0}", "```\n", "```yaml\n", "---\n",
    "- ",
    "  ", "[0.1, \"o\", \"x\"]\n", "{\"version\": 2}\n", "NAME   READY   STATUS\n",
    "nx   9/0   Running   -1",
    "é", "\u{10FFFF}", "99999999999999999999", "-1", "1e999", "null", "{", "}", "[", "]", ":", ",",
    "$matches: (", "$each: ", "$gte: x", "within: -1s", "points: 1e9", "id: \n", "<<: *a\n",
  ]
  private static let mutation = Mutation(scraps: scraps)

  private func lessons() throws -> (pack: LessonPack, texts: [String: String]) {
    let texts = try RepositoryFiles.texts(below: "lessons")
    return (try LessonPack.load(at: "lessons", files: MemoryFiles(texts)), texts)
  }

  @Test func `damaged transcripts are read, and what they claim is the same each time`() throws {
    let (pack, _) = try lessons()
    let sessions = try RepositoryFiles.texts(below: "GroundTruth/submissions").filter {
      !$0.key.hasSuffix(".jsonl") && !$0.key.hasSuffix(".md")
    }.sorted { $0.key < $1.key }
    try #require(sessions.count > 300)
    for seed in FuzzBudget.seeds(usual: 60) {
      var random = Seeded(seed)
      let (path, text) = random.pick(sessions)
      var bytes = Array(text.utf8)
      for _ in 0...random.number(below: 8) { Self.mutation.damage(&bytes, &random) }
      let name = random.pick(["pod.yaml", "transcript.txt", "run.sh", "session.cast", "answer.md"])
      let file = LessonFile(path: name, bytes: bytes)
      let task = random.pick(pack.tasks)
      let reports = (0..<2).map { _ in grade(task, Evidence(files: [file])) }
      #expect(reports[0].checks.count == task.checks.count, "seed \(seed): \(path)")
      #expect(reports[0].checks.map(\.found) == reports[1].checks.map(\.found), "seed \(seed)")
      _ = SessionClaims(of: Evidence(files: [file]), to: task)
    }
  }

  @Test func `damaged lesson packs load or say what is wrong and where`() throws {
    let texts = try RepositoryFiles.texts(below: "lessons")
    let paths = texts.keys.filter { !$0.contains("/mistakes/") }.sorted()
    try #require(paths.count > 50)
    for seed in FuzzBudget.seeds(usual: 25) {
      var random = Seeded(seed)
      var spoiled = texts
      let path = random.pick(paths)
      var bytes = Array((texts[path] ?? "").utf8)
      for _ in 0...random.number(below: 6) { Self.mutation.damage(&bytes, &random) }
      spoiled[path] = String(decoding: bytes, as: UTF8.self)
      let answers = (0..<2).map { _ in Self.problems(spoiled) }
      #expect(answers[0] == answers[1], "seed \(seed): \(path)")
    }
  }

  private static func problems(_ texts: [String: String]) -> String {
    do throws(LessonPackError) {
      let pack = try LessonPack.load(at: "lessons", files: MemoryFiles(texts))
      return pack.lint(diagrams: []).map(\.description).joined(separator: "\n")
    } catch {
      return error.description
    }
  }

  @Test func `damaged scenarios are replayed to an end, the same each time`() throws {
    let scenarios = try RepositoryFiles.texts(below: "GroundTruth/lifecycle").filter {
      $0.key.hasSuffix(".json") && $0.value.utf8.count < 60_000
    }.sorted { $0.key < $1.key }
    try #require(scenarios.count > 100)
    for seed in FuzzBudget.seeds(usual: 6) {
      var random = Seeded(seed)
      let (path, text) = random.pick(scenarios)
      guard let whole = try? JSON.node(in: text) else { continue }
      // Only what goes in: recorded answers are long and nobody reads them.
      var scenario: Node = ["id": "s", "manifests": whole["manifests"] ?? [:]]
      scenario["steps"] = Node(.list((whole["steps"]?.list ?? []).map(Self.input)))
      var bytes = Array(scenario.json.utf8)
      for _ in 0...random.number(below: 3) { Self.mutation.damage(&bytes, &random) }
      let damaged = (try? JSON.node(in: bytes)) ?? Self.damaged(scenario, &random)
      let results = (0..<2).map { _ in ScenarioReplay.replay(damaged).json }
      #expect(results[0] == results[1], "seed \(seed): \(path)")
    }
  }

  private static func input(_ step: Node) -> Node {
    var input = Node(.map([]))
    for key in ["cmd", "sleep", "wait"] {
      if let value = step[key] { input[key] = value }
    }
    return input
  }

  /// A scenario whose JSON is whole and whose commands, manifests and times are damaged.
  private static func damaged(_ node: Node, _ random: inout Seeded) -> Node {
    switch node.content {
    case .string(let text):
      guard random.chance(1, in: 6) else { return node }
      var bytes = Array(text.utf8)
      mutation.damage(&bytes, &random)
      return Node(.string(String(decoding: bytes, as: UTF8.self)))
    case .integer, .float:
      guard random.chance(1, in: 6) else { return node }
      return random.pick([Node(.integer(.max)), Node(.float(1e300)), Node(.float(-1)), Node(.null)])
    case .list(let items): return Node(.list(items.map { damaged($0, &random) }))
    case .map(let entries):
      return Node(.map(entries.map { Node.Entry($0.key, damaged($0.value, &random)) }))
    case .null, .bool: return node
    }
  }
}
