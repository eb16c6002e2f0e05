import Foundation
import Programs
import Testing

/// bash as Debian has it, compared with what the real one has printed.
@Suite struct BashTests {
  /// A script and its output.
  struct Case {
    var script: String
    var output: String
  }

  private static let cases: [Case] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/bash.txt")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "----\n").dropFirst().map { block in
      let parts = block.components(separatedBy: "\n=>\n")
      return Case(script: parts[0], output: parts.count > 1 ? parts[1] : "")
    }
  }()

  private func bash(_ script: String) throws -> Container.Outcome {
    try Container(Images.nginx).run("bash", "-c", script)
  }

  @Test func `prints what bash prints`() throws {
    #expect(Self.cases.count > 80)
    let container = try Container(Images.nginx)
    for item in Self.cases {
      let outcome = try container.run("bash", "-c", item.script)
      #expect(outcome.output == item.output, "\(item.script)")
      #expect(outcome.errors.isEmpty, "\(item.script)")
    }
  }

  @Test(arguments: [
    ("coproc cat", "bash: coproc"), ("select x in a b; do break; done", "bash: select"),
    ("shopt -s extglob", "bash: shopt -s extglob"),
    ("printf '%q' x", "bash: printf with %q and %(format)T"),
    ("declare -n a=b", "bash: declare -n"),
    ("echo > /dev/tcp/db/80", "bash: names in /dev/tcp"),
  ])
  func `says what it lacks`(script: String, missing: String) throws {
    let container = try Container(Images.nginx)
    _ = try container.run("bash", "-c", script)
    #expect(container.notModelled.contains { $0.hasPrefix(missing) })
  }

  @Test func `sh has none of this`() throws {
    #expect(try Container().shell("a=(1 2)").status == 2)
    #expect(try Container().shell("cat <<< x").status == 2)
    #expect(try Container().shell("echo {1..3}").output == "{1..3}\n")
    #expect(try Container().shell("declare a=1").status == 127)
  }

  @Test func `connects to ports`() throws {
    let outcome = try bash("echo > /dev/tcp/localhost/80 && echo up || echo down")
    #expect(outcome.output == "down\n")
  }

  @Test func `tells how long a command took`() throws {
    #expect(try bash("time sleep 61.5").errors.hasPrefix("\nreal\t1m1.50"))
  }

  @Test func `a large range ends at the limit of memory or of words`() throws {
    #expect(try bash("echo {1..99999999} | wc -c").output == "14\n")
    #expect(try bash("a=(); while :; do a+=(xxxxxxxxxxxxxxxxxxxx{1..99}); done").status == nil)
  }
}
