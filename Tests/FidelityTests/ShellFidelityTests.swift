import PodModel
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Runs the snippets of `GroundTruth/shell` and compares what they print.
@Suite struct ShellFidelityTests {
  /// How many snippets of a category must agree: exit status and output, and messages.
  struct Floor: Sendable {
    var category: String
    var output: Int
    var errors: Int
  }

  /// Raise these when more agree; they must never fall.
  static let floors: [Floor] = [
    Floor(category: "arith", output: 19, errors: 19),
    Floor(category: "control", output: 34, errors: 34),
    Floor(category: "errors", output: 38, errors: 38),
    Floor(category: "files", output: 52, errors: 53),
    Floor(category: "grep", output: 23, errors: 23),
    Floor(category: "loops", output: 25, errors: 25),
    Floor(category: "net", output: 31, errors: 31),
    Floor(category: "pipe", output: 16, errors: 16),
    Floor(category: "quoting", output: 22, errors: 22),
    Floor(category: "redir", output: 20, errors: 20),
    Floor(category: "sed", output: 16, errors: 16),
    Floor(category: "sidecar", output: 35, errors: 35),
    Floor(category: "test", output: 17, errors: 17),
    Floor(category: "text", output: 54, errors: 54),
    Floor(category: "vars", output: 15, errors: 15),
  ]

  /// One recorded snippet.
  private struct Snippet {
    var id: String
    var category: String
    var input: String
    var status: Int
    var output: String
    var errors: String
  }

  @Test func `snippets print what busybox printed`() throws {
    let snippets = try Self.snippets()
    #expect(snippets.count == 420)
    let showsDifferences = getenv("PODLAB_FIDELITY_DIFF") != nil
    var agreeing: [String: (output: Int, errors: Int, all: Int)] = [:]
    for snippet in snippets {
      let outcome = try ShellWorld().run(snippet.input)
      let sameOutput = outcome.status == snippet.status && outcome.output == snippet.output
      let sameErrors = outcome.errors == snippet.errors
      var counts = agreeing[snippet.category] ?? (0, 0, 0)
      counts.all += 1
      if sameOutput { counts.output += 1 }
      if sameErrors { counts.errors += 1 }
      agreeing[snippet.category] = counts
      if showsDifferences, !(sameOutput && sameErrors) { Self.show(snippet, outcome) }
    }
    for category in agreeing.keys.sorted() {
      guard let counts = agreeing[category] else { continue }
      print("shell \(category): output \(counts.output), errors \(counts.errors) of \(counts.all)")
    }
    for floor in Self.floors {
      let counts = agreeing[floor.category] ?? (0, 0, 0)
      #expect(counts.output >= floor.output, "output of \(floor.category)")
      #expect(counts.errors >= floor.errors, "errors of \(floor.category)")
    }
  }

  private static func show(_ snippet: Snippet, _ outcome: ShellWorld.Outcome) {
    print(
      """
      \(snippet.id): \(snippet.input.debugDescription)
        expected \(snippet.status) \(snippet.output.debugDescription) \
      \(snippet.errors.debugDescription)
        found    \(outcome.status.map(String.init) ?? "no end") \
      \(outcome.output.debugDescription) \(outcome.errors.debugDescription) \
      \(outcome.notModelled.isEmpty ? "" : "not modelled: \(outcome.notModelled)")
      """)
  }

  private static func snippets() throws -> [Snippet] {
    let path = SubmissionFiles.root + "/GroundTruth/shell/results.jsonl"
    let content = try #require(SubmissionFiles.bytes(at: path))
    return try content.split(separator: 10).map { line in
      let node = try YAML.document(in: String(decoding: line, as: UTF8.self))
      return Snippet(
        id: node["id"]?.string ?? "", category: node["category"]?.string ?? "",
        input: node["input"]?.string ?? "", status: node["exit"]?.int ?? -1,
        output: node["stdout"]?.string ?? "", errors: node["stderr"]?.string ?? "")
    }
  }
}
