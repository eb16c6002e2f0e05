import PodModel
import Testing

/// Inputs made to exhaust a reader.
@Suite struct YAMLLimitsTests {
  private func message(_ text: String) -> String? {
    do {
      _ = try YAML.documents(in: text.utf8)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func `refuses documents that grow through aliases`() {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(message(text) == "document contains excessive aliasing")
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func `allows ten thousand levels and not one more`(opening: String) {
    let deep = String(repeating: opening, count: 10_001)
    #expect(message(deep) == "exceeded max depth of 10000")
    let allowed = String(repeating: opening, count: 10_000)
    #expect(message(allowed)?.contains("max depth") != true)
  }

  @Test func `reads, compares and frees what is as deep as allowed`() throws {
    let deep =
      "a: " + String(repeating: "[", count: 9_999) + String(repeating: "]", count: 9_999)
    let node = try YAML.document(in: deep)
    #expect(node == (try YAML.document(in: deep)))
    #expect(!node.compactJSON.isEmpty && !node.yaml.isEmpty)
  }

  @Test func `takes its time linearly in wide, long and flat texts`() throws {
    let wide = (0..<20_000).map { "k\($0): v" }.joined(separator: "\n")
    #expect(try YAML.document(in: wide).entries?.count == 20_000)
    let flow = "a: [" + String(repeating: "[x],", count: 20_000) + "]"
    #expect(try YAML.document(in: flow)["a"]?.list?.count == 20_000)
    let long = "a: " + String(repeating: "x", count: 500_000)
    #expect(try YAML.document(in: long)["a"]?.string?.utf8.count == 500_000)
  }

  @Test(arguments: [
    "? {" + (0..<20_000).map { "k\($0): v" }.joined(separator: ", ") + "}\n: x",
    String(repeating: "? ", count: 9_000) + "a",
    String(repeating: "{", count: 9_000) + String(repeating: "}", count: 9_000),
    String(repeating: "&a ", count: 20_000), String(repeating: "a:\n", count: 20_000),
    String(repeating: "\"", count: 100_001), String(repeating: "!", count: 100_000),
    String(repeating: "---\n", count: 50_000) + "]",
    "a: &a [" + String(repeating: "*a,", count: 20_000) + "]",
  ])
  func `gives every hostile text its answer soon`(text: String) {
    _ = KubectlCreate.dryRun(Array(text.utf8), file: "f.yaml")
  }

  @Test func `names any number of unknown fields`() {
    let list = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
    let fields = (0..<5_000).map { "  k\($0): v" }.joined(separator: "\n")
    #expect(KubectlCreate.dryRun(Array((list + fields).utf8), file: "f").problems.count == 5_000)
  }

  @Test func `stays quick between thousands of open brackets`() {
    let text = String(repeating: "[", count: 9_000) + String(repeating: "a,", count: 50_000)
    #expect(message(text) == "did not find expected node content" || message(text) != nil)
  }
}
