import ByteText
import PodModel

extension LessonPack {
  /// What can be seen to be wrong with the lessons without running anything, task by task.
  ///
  /// That the solutions pass and the mistakes fail takes a cluster and is proved elsewhere.
  /// `diagrams` are the names that blocks of the language `diagram` may hold.
  package func lint(diagrams: [String]) -> [PackProblem] {
    lessons.flatMap { lesson in
      lesson.tasks.flatMap { task in
        TaskLint(task: task, path: "\(lesson.id)/\(task.id)", pack: self, diagrams: diagrams)
          .problems()
      }
    }
  }
}

/// Looks over one task.
private struct TaskLint {
  let task: LabTask
  /// The task's folder, below the pack's.
  let path: String
  let pack: LessonPack
  let diagrams: [String]

  func problems() -> [PackProblem] {
    missingParts + badMistakes + refusedSolutions + badTexts + badCode + unknownNames
  }

  private func problem(_ file: String, line: Int? = nil, _ message: String) -> PackProblem {
    PackProblem(
      "\(pack.folder)/\(path)/\(file)", at: line.map { SourcePosition(line: $0, column: 1) },
      message)
  }

  private var missingParts: [PackProblem] {
    let parts = [
      (task.text.trimmed.isEmpty, "task.md", "has no text; say what the learner must do"),
      (task.hints.isEmpty, "task.md", "has no hints; add `## Hints` with a `###` section for each"),
      (task.hints.contains(""), "task.md", "a hint is empty; write it or remove its heading"),
      (task.debrief.isEmpty, "task.md", "has no debrief; add `## Debrief`"),
      (task.checks.isEmpty, "checks.yaml", "has no checks"),
      (task.solutions.isEmpty, "solutions", "is missing; add a folder for each accepted form"),
      (task.mistakes.isEmpty, "mistakes", "is missing; add a folder for each known mistake"),
    ]
    let points = task.checks.filter { $0.points <= 0 }.map {
      problem("checks.yaml", "check '\($0.id)' must be worth at least one point")
    }
    let empty = task.solutions.filter(\.files.isEmpty).map {
      problem("solutions/\($0.name)", "holds no files")
    }
    return parts.filter(\.0).map { problem($0.1, $0.2) } + points + empty
  }

  private var badMistakes: [PackProblem] {
    let known = task.checks.map(\.id)
    return task.mistakes.flatMap { mistake -> [PackProblem] in
      let file = "mistakes/\(mistake.name)/mistake.yaml"
      var problems = mistake.failing.filter { !known.contains($0) }.map {
        problem(file, "`fails` names no check of the task: '\($0)'; \($0.suggestion(among: known))")
      }
      if mistake.failing.isEmpty {
        problems.append(problem(file, "`fails` must name at least one check"))
      }
      if Set(mistake.failing).count < mistake.failing.count {
        problems.append(problem(file, "`fails` names a check twice"))
      }
      return problems
    } + checksThatNobodyFails
  }

  private var checksThatNobodyFails: [PackProblem] {
    let failed = Set(task.mistakes.flatMap(\.failing))
    guard !failed.isEmpty else { return [] }
    return task.checks.filter { !failed.contains($0.id) }.map {
      problem("mistakes", "no mistake fails check '\($0.id)'; add one that shows what it is for")
    }
  }

  /// The manifests of the solutions that the API server would refuse.
  private var refusedSolutions: [PackProblem] {
    task.solutions.flatMap { solution in
      solution.files.filter(\.isManifest).flatMap { file -> [PackProblem] in
        let admission = KubectlCreate.dryRun(file.bytes, file: file.path)
        guard !admission.accepted else { return [] }
        return [
          PackProblem(
            "\(pack.folder)/\(path)/solutions/\(solution.name)/\(file.path)",
            at: admission.problems.first?.position,
            "the API server refuses it: \(admission.message.trimmed)")
        ]
      }
    }
  }

  private var badTexts: [PackProblem] {
    texts.flatMap { text -> [PackProblem] in
      let headings = text.markdown.blocks.filter { block in
        if case .heading(level: 1, _) = block.kind { true } else { false }
      }
      return headings.map {
        problem(
          "task.md", line: text.line($0.line),
          "a heading of level 1 stands in the text; `title` gives it already, use `##`")
      } + text.markdown.links.compactMap { badLink($0.url, line: text.line($0.line)) }
    }
  }

  private var badCode: [PackProblem] {
    texts.flatMap { text in
      text.markdown.codeLines.compactMap { code, line in
        badCode(code).map { problem("task.md", line: text.line(line), $0) }
      }
    }
  }

  private func badCode(_ code: Markdown.CodeBlock) -> String? {
    guard let language = code.language else {
      return "a code block must name its language: `shell`, `yaml`, `text` or `diagram`"
    }
    let name = code.text.trimmed
    guard language == "diagram", !diagrams.contains(name) else { return nil }
    return "there is no diagram '\(name)'; \(name.suggestion(among: diagrams))"
  }

  private func badLink(_ url: String, line: Int?) -> PackProblem? {
    if ["http://", "https://", "mailto:"].contains(where: url.hasPrefix) { return nil }
    if url.hasPrefix("#") {
      return problem(
        "task.md", line: line, "'\(url)' leads nowhere in a terminal; name the section")
    }
    if url.holds("://") || url.hasPrefix("/") {
      return problem(
        "task.md", line: line,
        "'\(url)' must be a web address (http, https) or a file of the lessons, seen from here")
    }
    guard let target = resolve(url), pack.paths.contains(target) else {
      return problem("task.md", line: line, "'\(url)' leads to no file of the lessons")
    }
    return nil
  }

  /// The path below the pack's folder; nil when it leads out of it.
  private func resolve(_ url: String) -> String? {
    var parts = path.split(at: "/")
    for part in url.prefix(while: { $0 != "#" }).split(at: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }

  private var unknownNames: [PackProblem] {
    let manifests = (task.start + task.solutions.flatMap(\.files)).filter(\.isManifest)
    let known = ObjectNames(in: manifests.map(\.bytes))
    guard !known.pods.isEmpty else { return [] }
    return texts.flatMap { text in
      ObjectNames.mentioned(in: text.markdown).compactMap { mention in
        let names = mention.kind == .pod ? known.pods : known.containers
        guard !names.contains(mention.name) else { return nil }
        return problem(
          "task.md", line: text.line(mention.line),
          "the text names \(mention.kind.rawValue) '\(mention.name)', which no manifest of the "
            + "task has; \(mention.name.suggestion(among: names.sorted()))")
      }
    }
  }

  private struct Text {
    let markdown: Markdown
    /// Line of the file on which it starts; nil where that is not known.
    let start: Int?

    func line(_ line: Int) -> Int? { start.map { $0 + line - 1 } }
  }

  private var texts: [Text] {
    [Text(markdown: Markdown(parsing: task.text), start: task.textLine)]
      + (task.hints + [task.debrief]).map { Text(markdown: Markdown(parsing: $0), start: nil) }
  }
}

extension LessonFile {
  /// Whether the name is that of a manifest.
  fileprivate var isManifest: Bool {
    [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
  }
}
