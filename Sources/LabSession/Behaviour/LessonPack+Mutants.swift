package import Grader
package import Lessons
import PodModel

extension LessonPack {
  /// Checks that nothing can fail: neither a known mistake nor any mutant of a solution.
  ///
  /// Such a check proves nothing. Checks of transcripts are not looked at: a mutant has none.
  package func proofByMutants(behaviour: @escaping BehaviourGrader) -> [PackProblem] {
    lessons.flatMap { lesson in
      lesson.tasks.flatMap { task in
        task.checksThatNothingFails(behaviour: behaviour).map { id in
          PackProblem(
            "\(folder)/\(lesson.id)/\(task.id)/checks.yaml",
            "check '\(id)' is failed by no mistake and no mutant of a solution; demand more, or "
              + "take it out")
        }
      }
    }
  }
}

extension LabTask {
  /// Ids of such checks, in their order.
  fileprivate func checksThatNothingFails(behaviour: @escaping BehaviourGrader) -> [String] {
    var open = checks.filter { check in
      switch check.kind {
      case .manifest, .behaviour: true
      case .rejected, .transcript: false
      }
    }.map(\.id)
    for evidence in wrongAnswers where !open.isEmpty {
      let report = grade(self, evidence, behaviour: behaviour)
      open.removeAll { id in
        report.checks.contains { $0.id == id && $0.verdict != .passed }
      }
    }
    return open
  }

  /// The mistakes, and then the mutants of the solutions.
  private var wrongAnswers: some Sequence<Evidence> {
    let known = mistakes.lazy.map { Evidence(files: $0.files) }
    let mutants = solutions.lazy.flatMap { solution -> [Evidence] in
      let evidence = Evidence(files: solution.files)
      return evidence.objects.indices.flatMap { index -> [Evidence] in
        let object = evidence.objects[index].object
        guard object["kind"]?.string == "Pod" else { return [] }
        return Mutant.mutants(of: object).map { mutant in
          var changed = evidence
          changed.objects[index].object = mutant.pod
          return changed
        }
      }
    }
    return Array(known) + Array(mutants)
  }
}
