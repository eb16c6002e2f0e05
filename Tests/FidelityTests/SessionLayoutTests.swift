import Grader
import Lessons
import PodModel
import Testing

/// The same session, laid out in another way, gets the same verdicts.
@Suite struct SessionLayoutTests {
  static let prompts = [
    "$", "%", ">", "#", "❯", "eti-lab>", "➜  lab", "➜  lab git:(main) ✗", "PS C:\\Users\\lea>",
    "[root@master ~]#", "user@host:~/lab$", "[10:15:02] me@box:~$", "~/lab $",
    "lea@laptop lab %", "(minikube:default) ~ »", "bash-5.2$",
  ]

  enum Frame: String, CaseIterable, Sendable {
    case plain, windows, indented, markdown, wrapped, typescript, asciicast, utf16, noFinalNewline,
      bare
  }

  @Test(arguments: Frame.allCases)
  func `layout does not change a verdict`(frame: Frame) throws {
    var count = 0
    var seen = 0
    for task in SubmissionFiles.tasks.keys.sorted() {
      let lab = try Self.lab(task)
      for label in try SubmissionFiles.labels(of: task) where label.transcript == "real" {
        let files = try SubmissionFiles.files(of: label)
        // Every third keeps the test short.
        seen += 1
        guard seen % 3 == 0 else { continue }
        guard let index = files.firstIndex(where: { Self.isPlainSession($0) }) else { continue }
        let truth = Self.verdicts(grade(lab, Evidence(files: files, admit: Self.admit)), lab)
        let commands = Self.commands(files[index].text)
        guard !commands.isEmpty else { continue }
        let prompt = Self.prompts[count % Self.prompts.count]
        count += 1
        var changed = files
        changed[index] = Self.laidOut(commands, prompt: prompt, frame: frame)
        let verdicts = Self.verdicts(grade(lab, Evidence(files: changed, admit: Self.admit)), lab)
        #expect(verdicts == truth, "\(task)/\(label.id) with prompt '\(prompt)'")
      }
    }
    #expect(count > 25)
  }

  /// Takes every object that can be read; what a server says of it does not matter here.
  static func admit(_ bytes: [UInt8], _ file: String) -> Admission {
    Admission(accepted: true, objects: (try? YAML.documents(in: bytes)) ?? [])
  }

  static func lab(_ task: String) throws -> LabTask {
    LabTask(
      id: task, title: task, concepts: [], minutes: 0, text: "", hints: [], debrief: "",
      checks: try SubmissionFiles.labTask(task).checks.filter {
        if case .transcript = $0.kind { true } else { false }
      }, start: [], solutions: [], mistakes: [])
  }

  static func verdicts(_ report: TaskReport, _ lab: LabTask) -> [String] {
    report.checks.map { "\($0.id): \($0.verdict)" }
  }

  static func isPlainSession(_ file: LessonFile) -> Bool {
    ["session.txt", "transcript.txt", "terminal.log", "session.log", "out.txt"].contains(file.path)
      && !file.bytes.contains(0x1B) && !file.text.hasPrefix("Script")
  }

  /// What was typed, and the lines below it; empty where a shell in a container was used.
  static func commands(_ text: String) -> [(typed: String, output: [String])] {
    var commands: [(typed: String, output: [String])] = []
    guard !text.contains("/ # "), !text.contains("root@nx") else { return [] }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = ["kubectl ", "k ", "alias ", "sleep "]
      let start = words.compactMap { line.firstRange(of: " " + $0)?.lowerBound }.min()
      if let start, "$%>#❯~b".contains(line[..<start].last ?? "x"), line[..<start].count < 30 {
        commands.append((String(line[line.index(after: start)...]), []))
      } else if !commands.isEmpty, line.count > 2 || line.isEmpty || line == "--" {
        commands[commands.count - 1].output.append(String(line))
      }
    }
    return commands
  }

  static func laidOut(
    _ commands: [(typed: String, output: [String])], prompt: String, frame: Frame
  ) -> LessonFile {
    var lines = commands.flatMap { ["\(prompt) \($0.typed)"] + $0.output }
    var name = "session.txt"
    var end = "\n"
    switch frame {
    case .plain, .noFinalNewline: break
    case .bare: lines = commands.flatMap { [$0.typed] + $0.output }
    case .windows: end = "\r\n"
    case .indented: lines = lines.map { "    " + $0 }
    case .markdown:
      name = "notes.md"
      lines = ["# Notes", "", "```console"] + lines + ["```"]
    case .wrapped: lines = lines.flatMap { wrapped($0, at: 80) }
    case .typescript:
      name = "typescript"
      end = "\r\n"
      lines = commands.flatMap { command in
        ["\u{1B}[?2004h\(prompt) kx\u{08}\u{1B}[K\u{08}\(command.typed)", "\u{1B}[?2004l\r"]
          + command.output
      }
      lines.insert("Script started on 2026-02-27 08:02:01+00:00", at: 0)
    case .asciicast:
      return asciicast(commands, prompt: prompt)
    case .utf16:
      var bytes: [UInt8] = [0xFF, 0xFE]
      for unit in lines.joined(separator: "\r\n").utf16 {
        bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      }
      return LessonFile(path: name, bytes: bytes)
    }
    let text = lines.joined(separator: end) + (frame == .noFinalNewline ? "" : end)
    return LessonFile(path: name, bytes: Array(text.utf8))
  }

  static func wrapped(_ line: String, at width: Int) -> [String] {
    var parts: [String] = []
    var rest = line[...]
    while rest.count > width {
      parts.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return parts + [String(rest)]
  }

  static func asciicast(
    _ commands: [(typed: String, output: [String])], prompt: String
  ) -> LessonFile {
    var events: [String] = ["{\"version\": 2, \"width\": 72, \"height\": 20}"]
    func add(_ text: String) {
      events.append("[1.0, \"o\", \(Node(.string(text)).compactJSON)]")
    }
    for command in commands {
      add("\u{1B}[1;32m\(prompt)\u{1B}[0m ")
      for character in command.typed { add(String(character)) }
      add("\r\n")
      for line in command.output { add(line + "\r\n") }
    }
    return LessonFile(
      path: "demo.cast", bytes: Array(events.joined(separator: "\n").utf8))
  }
}
