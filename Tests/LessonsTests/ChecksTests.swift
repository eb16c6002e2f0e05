import Lessons
import PodModel
import Testing

/// Reading checks.yaml and wording its problems.
@Suite struct ChecksTests {
  static let start = "- {id: a, title: T, points: 1, explain: E"

  static func problems(_ text: String) throws -> String {
    let document = try YAML.document(in: text)
    do {
      _ = try Checks.decode(document, file: "checks.yaml")
      return ""
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ("{}", "checks.yaml:1:1: the file must be a list of checks, each starting with `- id:`"),
    (
      start + ", manifest: {kind: Pod}, titel: x}",
      "checks.yaml:1:67: unknown key 'titel' of a check; did you mean 'title'?"
    ),
    (
      start + "}",
      "checks.yaml:1:3: a check must have exactly one of `manifest`, `rejected`, `transcript`, "
        + "`pod`, `exec`, `logs`, `events`"
    ),
    (start + ", manifest: {}}", "checks.yaml:1:54: `manifest` must name the `kind`"),
    (
      start + ", manifest: {kind: Pod, x: {$matchs: a}}}",
      "checks.yaml:1:70: unknown operator '$matchs'; did you mean '$matches'?"
    ),
    (
      start + ", manifest: {kind: Pod, x: {$matches: '['}}}",
      "checks.yaml:1:80: `$matches` is no pattern: ']' is missing at character 2 of the pattern"
    ),
    (start + ", manifest: {kind: Pod, x: {$gte: a}}}", "checks.yaml:1:76: `$gte` must be a number"),
    (
      start + ", manifest: {kind: Pod, x: {$oneOf: a}}}",
      "checks.yaml:1:78: `$oneOf` must be a list with at least one item"
    ),
    (
      start + ", transcript: {output: {}}}",
      "checks.yaml:1:56: an exchange must be a mapping with a `command`"
    ),
    (
      start + ", transcript: {command: {verbs: get}}}",
      "checks.yaml:1:67: unknown key 'verbs' of `command`; did you mean 'verb'?"
    ),
    (
      start + ", transcript: {command: {verb: get}, output: {title: a, rowz: b}}}",
      "checks.yaml:1:98: unknown key 'rowz' of `output`; did you mean 'rows'?"
    ),
    (
      start + ", manifest: {kind: Pod}, needs: [b]}",
      "checks.yaml:1:74: `needs` must name an earlier check; 'b' is none"
    ),
    (
      "- {id: a, title: T, points: 0, explain: E, manifest: {kind: Pod}}",
      "checks.yaml:1:29: `points` must be a whole number from 1 to 1000"
    ),
    (
      "- {id: a, points: 1, explain: ' ', manifest: {kind: Pod}}",
      "checks.yaml:1:3: `title` is missing\n"
        + "checks.yaml:1:31: `explain` must be a text that is not empty"
    ),
    (
      start + ", manifest: {kind: Pod}}\n" + start + ", manifest: {kind: Pod}}",
      "checks.yaml:2:8: the id 'a' is used twice; ids must be unique"
    ),
    (
      start + ", manifest: {kind: Pod}, misconceptions: [{says: a}]}",
      "checks.yaml:1:84: a misconception must have `says` and one of `manifest`, `transcript`, "
        + "`rejected`"
    ),
  ])
  func `names the place and the way out`(text: String, message: String) throws {
    let problems = try Self.problems(text)
    #expect(problems == message)
  }

  @Test func `reads every part of a check`() throws {
    let text = """
      - id: a
        title: First
        points: 2
        explain: >
          Two lines
          of text.
        manifest: {kind: Pod, metadata: {name: nx}}
      - id: b
        title: Second
        points: 1
        explain: Why
        hint: How
        needs: [a]
        exec: {pod: nx, command: [ls]}
        misconceptions: [{says: Wrong, hint: Right, rejected: cause}]
      """
    let checks = try Checks.decode(try YAML.document(in: text), file: "c")
    #expect(checks.map(\.id) == ["a", "b"])
    #expect(checks[0].explain == "Two lines of text.")
    #expect(checks[1].needs == ["a"])
    #expect(checks[1].misconceptions.first?.hint == "Right")
    guard case .manifest(let manifest) = checks[0].kind,
      case .behaviour(let behaviour) = checks[1].kind
    else {
      Issue.record("kinds are wrong")
      return
    }
    #expect(manifest.kind == "Pod")
    #expect(manifest.name == "nx")
    #expect(behaviour.pod == "nx")
  }

  @Test func `refuses an expectation that is nested too deeply`() throws {
    let deep = String(repeating: "{a: ", count: 200) + "1" + String(repeating: "}", count: 200)
    #expect(
      try Self.problems(Self.start + ", manifest: {kind: Pod, x: \(deep)}}")
        .contains("nested too deeply"))
  }
}
