import PodModel
import Testing

/// Manifests from the recorded ones with damage, and from a grammar that knows the fields.
///
/// Whatever comes, there is an answer, it is the same each time, it points into the text, and what
/// was accepted can be printed and read again.
@Suite struct ManifestFuzzTests {
  @Test func `damaged manifests are answered, the same each time, with places in the text`() throws
  {
    let files = try RepositoryFiles.contents(below: "GroundTruth/validation/manifests")
    let manifests = files.sorted { $0.key < $1.key }.map(\.value)
    try #require(manifests.count > 700)
    let mutation = Mutation(scraps: ManifestGrammar.scraps)
    for seed in FuzzBudget.seeds(usual: 250) {
      var random = Seeded(seed)
      var bytes = random.pick(manifests)
      for _ in 0...random.number(below: 6) { mutation.damage(&bytes, &random) }
      check(bytes, seed)
    }
  }

  @Test func `manifests from the grammar are answered, the same each time`() {
    for seed in FuzzBudget.seeds(usual: 250) {
      var grammar = ManifestGrammar(seed: seed)
      check(Array(grammar.manifest().utf8), seed)
    }
  }

  @Test func `trees print as YAML and JSON that read back as the same tree`() throws {
    for seed in FuzzBudget.seeds(usual: 400) {
      var grammar = ManifestGrammar(seed: seed, readsAgain: true)
      let tree = grammar.tree(depth: 5)
      let sorted = try JSON.node(in: tree.json)
      #expect(sorted.json == tree.json, "seed \(seed)")
      let fromYAML = try YAML.documents(in: tree.yaml.utf8).first ?? Node(.null)
      #expect(fromYAML.yaml == tree.yaml, "seed \(seed): \(tree.json)")
      #expect(fromYAML.json == tree.json, "seed \(seed): \(tree.yaml)")
    }
  }

  private func check(_ bytes: [UInt8], _ seed: Int) {
    let text = String(decoding: bytes, as: UTF8.self)
    let answer = KubectlCreate.dryRun(bytes, file: "pod.yaml")
    #expect(answer.accepted || answer.message.hasSuffix("\n"), "seed \(seed): \(text)")
    #expect(answer.accepted || !answer.problems.isEmpty, "seed \(seed): \(text)")
    let lines = Self.lines(of: bytes)
    for position in answer.problems.compactMap(\.position) {
      #expect(Self.contains(position, lines), "seed \(seed): \(position) is not in \(text)")
    }
    let again = KubectlCreate.dryRun(bytes, file: "pod.yaml")
    #expect(again.message == answer.message && again.objects == answer.objects, "seed \(seed)")
    for object in answer.objects {
      let printed = try? YAML.documents(in: object.yaml.utf8)
      #expect(printed?.first?.yaml == object.yaml, "seed \(seed): \(object.yaml)")
      #expect((try? JSON.node(in: object.json))?.json == object.json, "seed \(seed)")
    }
  }

  /// How many characters each line has; each kind of line break of YAML 1.1 ends one.
  private static func lines(of bytes: [UInt8]) -> [Int] {
    var lengths = [0]
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lengths.append(0)
      default: lengths[lengths.count - 1] += 1
      }
    }
    return lengths
  }

  /// Whether a place lies in a text: one past a line's end, or on a line past the last, is its end.
  private static func contains(_ position: SourcePosition, _ lines: [Int]) -> Bool {
    guard position.line >= 1, position.column >= 1 else { return false }
    guard position.line <= lines.count else { return position.line == lines.count + 1 }
    // Unusual breaks count as lines for some readers and not for others; the total still bounds it.
    return position.column <= lines.reduce(0, +) + lines.count + 1
  }
}
