package import Lessons

extension LessonPack {
  /// What grading the pack's own answers shows to be wrong with it, task by task.
  ///
  /// The start must not pass, every solution must earn all points, and every mistake must fail the
  /// checks that it names and no other. With `behaviour` the checks that need a cluster are proved
  /// as well, and one that cannot be graded even then is a problem.
  package func proof(behaviour: BehaviourGrader? = nil) -> [PackProblem] {
    lessons.flatMap { lesson in
      lesson.tasks.flatMap { task in
        TaskProof(
          task: task, folder: "\(folder)/\(lesson.id)/\(task.id)", behaviour: behaviour
        ).problems()
      }
    }
  }
}

/// Grades the answers of one task.
private struct TaskProof {
  let task: LabTask
  let folder: String
  let behaviour: BehaviourGrader?

  func problems() -> [PackProblem] {
    let passesAlready = report(task.start).passed && !task.checks.isEmpty
    let start = PackProblem(
      "\(folder)/start", "passes already; take out what the learner is meant to do")
    return (passesAlready ? [start] : []) + task.solutions.flatMap(problems)
      + task.mistakes.flatMap(problems)
  }

  private func report(_ files: [LessonFile]) -> TaskReport {
    grade(task, Evidence(files: files), behaviour: behaviour)
  }

  private func problems(of solution: Solution) -> [PackProblem] {
    report(solution.files).checks.compactMap { result in
      switch result.verdict {
      case .passed: return nil
      case .ungradable: return ungradable(result, "\(folder)/solutions/\(solution.name)")
      case .failed, .skipped:
        return
          PackProblem(
            "\(folder)/solutions/\(solution.name)",
            "an accepted answer must earn all points, but check '\(result.id)' is "
              + "\(result.verdict): \(result.reason)")
      }
    }
  }

  private func problems(of mistake: Mistake) -> [PackProblem] {
    let file = "\(folder)/mistakes/\(mistake.name)/mistake.yaml"
    return report(mistake.files).checks.compactMap { result in
      let isNamed = mistake.failing.contains(result.id)
      switch result.verdict {
      case .passed where isNamed:
        return PackProblem(file, "`fails` names check '\(result.id)', which passes")
      case .failed where !isNamed:
        return PackProblem(
          file, "`fails` does not name check '\(result.id)', which fails: \(result.reason)")
      case .ungradable: return ungradable(result, file)
      case .passed, .failed, .skipped: return nil
      }
    }
  }

  /// Without a cluster some checks must stay open; with one none may.
  private func ungradable(_ result: CheckResult, _ file: String) -> PackProblem? {
    guard behaviour != nil else { return nil }
    return PackProblem(file, "check '\(result.id)' cannot be graded: \(result.reason)")
  }
}

extension CheckResult {
  /// Why the check did not pass, on one line.
  fileprivate var reason: String {
    [expected, found].filter { !$0.isEmpty }.joined(separator: "; found ")
  }
}
