import Grader
import Lessons
import PodModel
import Testing

/// Whatever is handed in, grading comes to an end.
@Suite struct FuzzTests {
  /// Deterministic numbers (xorshift), so that a failure can be repeated.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  static let seeds = [
    "$ kubectl exec -it nx -c nginx -- sh -c 'curl localhost | grep title' > out.txt\n<title>x</title>\n",
    "Script started on x [COLUMNS=\"80\" LINES=\"24\"]\n\u{1B}[?2004h$ kub\u{08}\u{1B}[Kbectl get pod -w\r\n",
    "{\"version\": 2, \"width\": 80, \"height\": 24}\n[0.1, \"o\", \"$ kubectl logs nx\\r\\n\"]\n",
    "```yaml\n\(GraderFixture.pod)```\n```\n$ kubectl get pod nx\nnx   1/1   Running   0   1m30s\n```\n",
    "cat <<EOF | kubectl apply -f -\n\(GraderFixture.pod)EOF\nkubectl delete -f - <<'X'\n",
    "\u{1B}[2J\u{1B}[H\u{1B}[99;99H\u{1B}[9999999999C\u{1B}]0;\u{1B}P\u{1B}[1049h\u{1B}[?1049h\n\u{1B}[?1049l",
    "> kubectl describe -f \"a\n> b' $(( ${x} `\n\\\n\\\n",
  ]

  @Test func `survives mutated submissions`() throws {
    var numbers = Numbers(state: 42)
    let task = try GraderFixture.task(GradingTests.checks)
    let insertions: [[UInt8]] = [
      [0x1B, 0x5B], [0xFF], [0xC3], [0], [0x0D], [0x27], [0x22], [0x5C, 0x0A], [0x3C, 0x3C],
      Array("\u{1B}[500A".utf8), Array("\u{1B}[3;9H".utf8), Array("\u{1B}[2J".utf8), [0x7C],
      Array("😀".utf8), [0x60, 0x60, 0x60, 0x0A],
    ]
    for _ in 0..<400 {
      var bytes = Array((Self.seeds.randomElement(using: &numbers) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...8, using: &numbers) {
        let place = Int.random(in: 0...bytes.count, using: &numbers)
        if Bool.random(using: &numbers) {
          bytes.insert(contentsOf: insertions.randomElement(using: &numbers) ?? [], at: place)
        } else {
          bytes.removeSubrange(place..<min(bytes.count, place + 3))
        }
      }
      let names = ["a.yaml", "session.txt", "run.sh", "answer.md"]
      let file = LessonFile(path: names.randomElement(using: &numbers) ?? "", bytes: bytes)
      #expect(grade(task, Evidence(files: [file])).checks.count == 3)
    }
  }

  /// Large texts that invite quadratic work, by name.
  static let largeTexts: [String: String] = [
    "many commands": String(repeating: "$ kubectl get pod\n", count: 2_000),
    "far cursor": String(repeating: "\u{1B}[9999B\u{1B}[9999C x", count: 3_000),
    "quotes": String(repeating: "\"", count: 50_000),
    "open quote": "$ kubectl '" + String(repeating: "a\n", count: 10_000),
    "pipes": "$ kubectl get pod | " + String(repeating: "cat | ", count: 10_000),
    "nested shells": "$ kubectl exec nx -- sh -c " + String(repeating: "\"sh -c ", count: 5_000),
    "wide table": "$ kubectl get pod\n" + String(repeating: "a  ", count: 10_000),
    "substitutions": String(repeating: "$(", count: 50_000),
    "fences": String(repeating: "```\n", count: 10_000),
  ]

  @Test(arguments: largeTexts.keys.sorted())
  func `comes to an end on large and odd texts`(name: String) {
    let text = Self.largeTexts[name] ?? ""
    let evidence = Evidence(files: [GraderFixture.file("s.txt", text)])
    #expect(evidence.transcript.files.count <= 1)
  }
}
