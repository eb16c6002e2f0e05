import Lessons
import PodModel
import Testing

/// Reading the checks of behaviour and wording their problems.
@Suite struct BehaviourChecksTests {
  static func check(_ kind: String) throws -> BehaviourCheck {
    let text = "- {id: a, title: T, points: 1, explain: E, \(kind)}"
    let checks = try Checks.decode(try YAML.document(in: text), file: "c")
    guard case .behaviour(let check) = try #require(checks.first).kind else {
      throw Unexpected()
    }
    return check
  }

  struct Unexpected: Error {}

  @Test(arguments: [
    ("pod: {name: a, withn: 3s}", "unknown key 'withn' of `pod`; did you mean 'within'?"),
    ("pod: {within: 3s}", "`name` of `pod` is missing"),
    ("pod: {name: a, within: soon}", "`within` must be a time such as 30s or 2m"),
    ("pod: {name: a, within: 0s}", "`within` must be a time such as 30s or 2m"),
    ("pod: {name: a, columns: {STATE: x}}", "unknown key 'STATE' of `columns`"),
    ("pod: {name: a, listens: {container: b}}", "`port` is missing"),
    ("pod: {name: a, matches: {x: {$gte: y}}}", "`$gte` must be a number"),
    ("pod: nx", "`pod` must be a mapping"),
    ("exec: {pod: a}", "`command` of `exec` is missing"),
    ("exec: {pod: a, command: ls}", "`command` must be a list of texts, the program first"),
    ("exec: {pod: a, command: [ls], output: {titel: x}}", "did you mean 'title'?"),
    ("exec: {pod: a, command: [ls], before: [{recreat: db}]}", "did you mean 'recreate'?"),
    ("exec: {pod: a, command: [ls], before: [{}]}", "a step must have exactly one of"),
    (
      "exec: {pod: a, command: [ls], then: {container: b, find: c, in: log}}",
      "`in` must be 'mounted volumes'"
    ),
    ("logs: {pod: a, container: b}", "`logs` must have either `text` or `converts`"),
    (
      "logs: {pod: a, container: b, text: x, within: 1s, afterReady: 2s}",
      "`logs` must have only one of"
    ),
    (
      "logs: {pod: a, container: b, converts: {file: {container: c, path: d}, separator: e, to: f}}",
      "`to` must name the fields of a line as $1, $2"
    ),
    ("events: {pod: a, order: []}", "`order` must be a list of two moments or more"),
    (
      "events: {pod: a, order: [{reason: Startd, container: b}, {reason: Started, container: b}]}",
      "did you mean 'Started'?"
    ),
    (
      "events: {pod: a, order: [{reason: Started}, {reason: Started, container: b}]}",
      "a moment must have `container` with a name"
    ),
  ])
  func `says what is wrong`(kind: String, problem: String) throws {
    let text = "- {id: a, title: T, points: 1, explain: E, \(kind)}"
    do {
      _ = try Checks.decode(try YAML.document(in: text), file: "c")
      Issue.record("nothing was found to be wrong")
    } catch let error as Checks.DecodingError {
      #expect(error.description.contains(problem), "\(error)")
      #expect(error.description.hasPrefix("c:1:"))
    }
  }

  @Test func `wants commands to end well unless an HTTP error is expected`() throws {
    for (kind, isDemanded) in [
      ("exec: {pod: a, command: [ls]}", true),
      ("exec: {pod: a, command: [ls], output: {status: 404}}", false),
    ] {
      guard case .command(let demand) = try Self.check(kind).demand else { throw Unexpected() }
      #expect((demand.output.field("exitCode") != nil) == isDemanded)
      #expect(demand.within == .seconds(15))
    }
  }

  @Test func `reads the scenario at the head of a file`() throws {
    let text = """
      scenario: {hosts: {db: database}, start: [database]}
      checks:
        - {id: a, title: T, points: 1, explain: E, pod: {name: nx}}
      """
    let (checks, scenario) = try Checks.decodeFile(try YAML.document(in: text), file: "c")
    #expect(checks.map(\.id) == ["a"])
    #expect(scenario.hosts.map(\.name) == ["db"])
    #expect(scenario.hosts.map(\.pod) == ["database"])
    #expect(scenario.start == ["database"])
  }

  // MARK: Conversions

  static let template = LineTemplate("r{m=\"$2\",s=\"$3\"} $4")

  @Test(arguments: [
    ("r{m=\"GET\",s=\"200\"} 12", true), ("r{m=\"a=\"b\",s=\"x\"} y", true),
    ("r{m=\"\",s=\"200\"} 12", false), ("r{m=\"GET\",s=\"200\"} ", false),
    ("r{m=\"GET\",s=200} 12", false), ("xr{m=\"GET\",s=\"200\"} 12", false), ("", false),
  ])
  func `knows the lines of a form`(line: String, isLike: Bool) throws {
    #expect(try #require(Self.template).matches(line) == isLike)
  }

  @Test func `converts lines field by field`() throws {
    let conversion = LineConversion(
      container: "app", path: "/log", separator: "|", template: try #require(Self.template),
      atLeast: 1, later: nil)
    #expect(
      conversion.converted(["t|GET|200|12", "short|line", "t||200|$1", "r{m=\"a\",s=\"b\"} c"])
        == ["r{m=\"GET\",s=\"200\"} 12", "r{m=\"\",s=\"200\"} $1", "r{m=\"a\",s=\"b\"} c"])
    #expect(LineTemplate("no field") == nil)
    #expect(LineTemplate("$0 and $") == nil)
  }
}
