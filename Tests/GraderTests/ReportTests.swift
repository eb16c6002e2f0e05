import Foundation
import Grader
import PodModel
import Testing

/// The formats of a report, with friendly and hostile texts.
@Suite struct ReportTests {
  static let hostile = "a\u{1B}[31m<b>&\"'::%\r\n# x]]>\u{0}\u{9B}2J\u{202E}"

  static func report(_ text: String) -> Report {
    let failed = CheckResult(
      id: "logs", title: "Both see the log \(text)", verdict: .failed, points: 0, maxPoints: 2,
      expected: "`spec` must be '/var/log' \(text)", found: "'/log' \(text)",
      location: CheckResult.Location(
        file: "pod\(text).yaml", position: SourcePosition(line: 21, column: 9),
        field: FieldPath("spec").field("volumes").index(1)),
      explain: "It matters. \(text)", hint: "Use the same path. \(text)")
    let passed = CheckResult(
      id: "up", title: "It runs", verdict: .passed, points: 1, maxPoints: 1)
    let skipped = CheckResult(
      id: "page", title: "Page", verdict: .skipped, points: 0, maxPoints: 1, found: "needs 'up'")
    let open = CheckResult(
      id: "web", title: "Web", verdict: .ungradable, points: 0, maxPoints: 1,
      found: "not modelled: x \(text)")
    let task = TaskReport(
      task: "demo", title: "Demo \(text)", checks: [passed, failed, skipped, open],
      notes: ["a.bin: is a binary file \(text)"])
    return Report(submissions: [
      Report.Submission(path: "lea\(text)", learner: "lea\(text)", tasks: [task])
    ])
  }

  @Test func `reads well as text`() {
    #expect(
      Self.report("").text
        == """
        lea
        Demo (demo)
        ✓ It runs (1 of 1 point)
        ✗ Both see the log  (0 of 2 points)
          pod.yaml:21:9 spec.volumes[1]
          expected: `spec` must be '/var/log'\u{20}
          found: '/log'\u{20}
          why: It matters.\u{20}
          fix: Use the same path.\u{20}
        - Page (0 of 1 point)
          skipped: needs 'up'
        ? Web (0 of 1 point)
          not decided: not modelled: x\u{20}
        note: a.bin: is a binary file\u{20}
        1 of 5 points; 1 passed, 1 failed, 1 skipped, 1 ungradable

        """.replacing("Demo (demo)", with: "Demo  (demo)"))
  }

  @Test func `has the promised JSON`() throws {
    let node = try JSON.node(in: Self.report("").json)
    let task = try #require(node["submissions"]?.list?.first?["tasks"]?.list?.first)
    let checks = try #require(task["checks"]?.list)
    #expect(Set((task.entries ?? []).map(\.key)) == ["task", "points", "maxPoints", "checks"])
    #expect(
      Set((checks[1].entries ?? []).map(\.key)) == [
        "id", "verdict", "points", "maxPoints", "title", "expected", "found", "where", "explain",
        "hint",
      ])
    #expect(checks[0]["where"]?.isNull == true)
    #expect(checks[1]["where"]?["line"]?.integer == 21)
    #expect(checks[1]["where"]?["column"]?.integer == 9)
    #expect(checks[1]["where"]?["field"]?.string == "spec.volumes[1]")
    #expect(checks.map { $0["verdict"]?.string } == ["passed", "failed", "skipped", "ungradable"])
  }

  @Test func `has the keys that the schema asks for`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let text = try String(contentsOfFile: root + "/docs/report.schema.json", encoding: .utf8)
    let schema = try #require(try JSON.node(in: text)["$defs"])
    func keys(_ name: String) -> Set<String> {
      Set((schema[name]?["required"]?.list ?? []).compactMap(\.string))
    }
    let report = Self.report("").jsonNode
    let submission = try #require(report["submissions"]?.list?.first)
    let task = try #require(submission["tasks"]?.list?.first)
    let check = try #require(task["checks"]?.list?.dropFirst().first)
    let nodes = ["submission": submission, "task": task, "check": check, "place": check["where"]]
    for (name, node) in nodes {
      #expect(Set((node?.entries ?? []).map(\.key)) == keys(name))
    }
    let verdicts = schema["check"]?["properties"]?["verdict"]?["enum"]?.list?.compactMap(\.string)
    #expect(verdicts == Verdict.allCases.map(\.rawValue))
  }

  @Test func `keeps a hostile text as it is in JSON`() throws {
    let node = try JSON.node(in: Self.report(Self.hostile).json)
    #expect(node["submissions"]?.list?.first?["learner"]?.string == "lea" + Self.hostile)
  }

  @Test func `never lets a control sequence through`() {
    let report = Self.report(Self.hostile)
    for text in [report.text, report.json, report.junit, report.tap, report.gitHub] {
      let controls = text.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value)
      }
      #expect(controls.isEmpty, "\(text.prefix(40))")
    }
  }

  @Test func `escapes XML`() {
    let xml = Self.report(Self.hostile).junit
    #expect(xml.contains("a\u{FFFD}[31m&lt;b&gt;&amp;&quot;&apos;::%\u{FFFD}&#10;# x]]&gt;"))
    #expect(xml.contains("tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""))
    #expect(!xml.contains("<b>"))
  }

  @Test func `counts test points`() {
    let lines = Self.report("").tap.split(separator: "\n")
    #expect(lines.first == "TAP version 14")
    #expect(lines.last == "1..4")
    #expect(lines.contains("ok 1 - lea/demo/up: It runs"))
    #expect(lines.contains("not ok 2 - lea/demo/logs: Both see the log "))
    #expect(lines.contains("ok 3 - lea/demo/page: Page # SKIP needs 'up'"))
    #expect(lines.contains("not ok 4 - lea/demo/web: Web # TODO not modelled: x "))
    let hostile = Self.report(Self.hostile).tap.split(separator: "\n")
    #expect(hostile.count { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") } == 4)
  }

  @Test func `writes workflow commands on one line each`() {
    let lines = Self.report("").gitHub.split(separator: "\n")
    #expect(
      lines.first == """
        ::error file=lea/pod.yaml,line=21,col=9,title=demo%3A Both see the log ::`spec` must be \
        '/var/log' %0Afound: '/log' %0Afix: Use the same path.\u{20}
        """)
    let hostile = Self.report(Self.hostile).gitHub.split(separator: "\n")
    let known = ["::error ", "::notice ", "::warning ", "::notice::", " "]
    #expect(hostile.allSatisfy { line in known.contains { line.hasPrefix($0) } })
  }

  @Test(arguments: ReportFormat.allCases)
  func `is the same whether it is written at once or piece by piece`(format: ReportFormat) {
    let one = Self.report("").submissions
    for submissions in [[], one, one + Self.report(Self.hostile).submissions + one] {
      var writer = ReportWriter(format)
      var text = ""
      for submission in submissions { text += writer.add(submission) }
      #expect(text + writer.end() == format.render(Report(submissions: submissions)))
    }
  }

  @Test func `is one JSON text however many submissions there are`() throws {
    for count in 0...3 {
      let report = Report(
        submissions: (0..<count).flatMap { _ in Self.report(Self.hostile).submissions })
      let node = try JSON.node(in: report.json)
      #expect(node["submissions"]?.list?.count == count)
      #expect(try JSON.node(in: report.jsonNode.json) == node)
    }
  }

  @Test func `names the submissions where there are several`() {
    let one = Self.report("").submissions
    #expect(Report(submissions: one + one).text.split(separator: "\n").count { $0 == "lea" } == 2)
  }
}
