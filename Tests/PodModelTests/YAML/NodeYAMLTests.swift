import PodModel
import Testing

@Suite struct NodeYAMLTests {
  /// Source: `kubectl label --local -o yaml`, recorded with kubectl v1.33.
  @Test(arguments: [
    ("", #""""#),
    ("word", "word"),
    ("1", #""1""#),
    ("1_000", #""1_000""#),
    ("1:30", #""1:30""#),
    ("1:2:3.5", #""1:2:3.5""#),
    ("0888", #""0888""#),
    ("2020-01-01", #""2020-01-01""#),
    ("y", #""y""#),
    ("~", #""~""#),
    ("-.5", #""-.5""#),
    (".", "."),
    ("1a", "1a"),
    ("<<", "<<"),
    ("=", "="),
    ("-", "'-'"),
    ("- a", "'- a'"),
    ("a: b", "'a: b'"),
    ("a:b", "a:b"),
    ("a #b", "'a #b'"),
    ("---", "'---'"),
    ("it's", "it's"),
    ("'q'", "'''q'''"),
    ("a, b", "a, b"),
    ("? a", "'? a'"),
    ("?a", "?a"),
    (" a", "' a'"),
    ("true ", "'true '"),
    ("a\tb", #""a\tb""#),
    ("a\rb", #""a\rb""#),
    ("a\u{0}", #""a\0""#),
    ("a 🚀 b", #""a \U0001F680 b""#),
    ("é", "é"),
    ("\u{FEFF}", #""\uFEFF""#),
    ("a\nb", "|-\n  a\n  b"),
    ("a\n\nb\n", "|\n  a\n\n  b"),
    ("a\nb\n\n", "|+\n  a\n  b\n"),
    ("\na", "|2-\n\n  a"),
    ("a \nb", #""a \nb""#),
    ("a\n b", "|-\n  a\n   b"),
    ("\n", "|2+\n"),
    ("- a\u{2028}b", "'- a\u{2028}  b'"),
    ("\u{FEFF}a \u{A0}", #""\uFEFF\x61\x20\_""#),
  ])
  func `quotes strings only where they need it`(text: String, expected: String) {
    #expect(Node(.map([.init("k", Node(.string(text)))])).yaml == "k: \(expected)\n")
  }

  @Test func `folds long lines at the first blank beyond column 80`() {
    let words = Array(repeating: "word", count: 24).joined(separator: " ")
    #expect(
      Node(.map([.init("long", Node(.string(words)))])).yaml
        == """
        long: \(Array(repeating: "word", count: 16).joined(separator: " "))
          \(Array(repeating: "word", count: 8).joined(separator: " "))

        """)
  }

  @Test func `puts lists flush below their key and items of lists on one line`() {
    let node: Node = [
      "b": [["x": 1, "a": []], [1, [2]], "s"], "a": ["n": [:]], "n10": 1, "n9": 2,
    ]
    #expect(
      node.yaml
        == """
        a:
          "n": {}
        b:
        - a: []
          x: 1
        - - 1
          - - 2
        - s
        n9: 2
        n10: 1

        """)
  }

  @Test(arguments: [
    (1e6, "1000000"), (1_234_567.5, "1.2345675e+06"), (0.0001, "0.0001"), (1e-5, "1e-05"),
    (12_345_678_901_234_567_890.0, "12345678901234567000"), (1e20, "1e+20"), (1.5e6, "1500000"),
  ])
  func `writes numbers as go-yaml does after reading JSON`(value: Double, expected: String) {
    #expect(Node(.float(value)).yaml == expected + "\n")
  }
}
