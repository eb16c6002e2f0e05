import Grader
import Lessons
import PodModel
import Testing

/// Partial objects and operators.
@Suite struct MatchingTests {
  static func mismatches(_ expected: String, _ actual: String) throws -> [String] {
    let check = "- {id: a, title: A, points: 1, explain: E, manifest: {kind: X, it: \(expected)}}"
    let checks = try Checks.decode(try YAML.document(in: check), file: "c")
    guard case .manifest(let manifest) = checks[0].kind else { return ["no manifest check"] }
    let object = try YAML.document(in: "{kind: X, it: \(actual)}")
    return Grader.mismatches(expected: manifest.expected, actual: object)
      .map { "\($0.path) \($0.expected); \($0.found)" }
  }

  @Test(arguments: [
    ("1", "1"), ("1", "'1'"), ("a", "a"), ("true", "true"), ("{}", "{a: 1}"),
    ("{a: 1}", "{b: 2, a: 1}"), ("[1, 2]", "[1, 2]"), ("null", "null"),
    ("[{name: b, x: 1}]", "[{name: a}, {name: b, x: 1, y: 2}]"),
    ("{$matches: '^a+$'}", "aaa"), ("{$contains: b}", "abc"), ("{$contains: b}", "[a, b]"),
    ("{$contains: {x: 1}}", "[{x: 2}, {x: 1}]"), ("{$oneOf: [a, b]}", "b"),
    ("{$gte: 2, $lte: 3}", "3"), ("{a: {$absent: true}}", "{b: 1}"),
    ("{a: {$absent: false}}", "{a: 1}"), ("{$not: {$contains: x}}", "abc"),
    ("{$each: {$gte: 1}}", "[1, 2]"), ("{$each: 1}", "[]"), ("{$any: 2}", "[1, 2]"),
    ("{$length: 2}", "[1, 2]"), ("{$length: {$gte: 3}}", "abc"), ("{$all: [1, {$gte: 0}]}", "1"),
    ("{$inOrder: [{name: a}, {name: c}]}", "[{name: a}, {name: b}, {name: c}]"),
    ("{$argv: [sh, -c, run]}", "{command: [sh, -c], args: [\"run  \\n\"]}"),
    ("{name: a, $commandLine: {$contains: -x}}", "{name: a, args: [-x]}"),
  ])
  func `accepts`(expected: String, actual: String) throws {
    #expect(try Self.mismatches(expected, actual) == [])
  }

  @Test(arguments: [
    ("1", "2", "it must be 1; 2"), ("a", "1", "it must be 'a'; 1"),
    ("{a: 1}", "{b: 1}", "it.a must be 1; nothing"),
    ("{a: 1}", "text", "it must have `a` 1; 'text'"),
    ("[1, 2]", "[1]", "it must be the list of 1, 2; [1]"),
    ("[1, 2]", "[1, 3]", "it[1] must be 2; 3"),
    ("[{name: b}]", "[{name: a}]", "it must have an item named 'b'; only 'a'"),
    ("[{name: b, x: 1}]", "[{name: a}, {name: b, x: 2}]", "it[1].x must be 1; 2"),
    ("{$matches: b}", "ac", "it must match 'b'; 'ac'"),
    ("{$contains: b}", "ac", "it must contain 'b'; 'ac'"),
    ("{$oneOf: [a, b]}", "c", "it must be 'a' or 'b'; 'c'"),
    ("{$gte: 2}", "1", "it must be at least 2; 1"), ("{$lte: 2}", "3", "it must be at most 2; 3"),
    ("{a: {$absent: true}}", "{a: 1}", "it.a must not be there; 1"),
    ("{$not: 1}", "1", "it must not be 1; 1"), ("{$each: 1}", "[1, 2]", "it[1] must be 1; 2"),
    ("{$any: 3}", "[1, 2]", "it must have an item that must be 3; 1, 2"),
    (
      "{$any: {x: 1, z: {$matches: a}}}", "[{x: 1, z: b}]",
      "it must have an item with `x` 1, `z` matching 'a'; {x: 1, z: b}"
    ),
    ("{$length: 1}", "[1, 2]", "it must be 1; 2"),
    (
      "{$inOrder: [{name: b}, {name: a}]}", "[{name: a}, {name: b}]",
      "it must have items named 'b', 'a', in this order; the order 'a', 'b'"
    ),
  ])
  func `says what is expected and found`(expected: String, actual: String, message: String) throws {
    #expect(try Self.mismatches(expected, actual) == [message])
  }
}
