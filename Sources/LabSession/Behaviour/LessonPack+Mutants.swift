package import Grader
package import Lessons
import PodModel

extension LessonPack {
  /// Checks that nothing can fail: neither a known mistake nor any mutant of a solution.
  ///
  /// Such a check proves nothing. What a check needs is left out of account: it must fail by itself.
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
    // Only what is still open is looked at: most checks fail early.
    var rest = self
    for index in rest.checks.indices { rest.checks[index].needs = [] }
    for evidence in wrongAnswers where !rest.checks.isEmpty {
      let report = grade(rest, evidence, behaviour: behaviour)
      let failed = Set(report.checks.filter { $0.verdict == .failed }.map(\.id))
      rest.checks.removeAll { failed.contains($0.id) }
    }
    return rest.checks.map(\.id)
  }

  /// The mistakes, and then the mutants of the solutions.
  private var wrongAnswers: some Sequence<Evidence> {
    let known = mistakes.lazy.map { Evidence(files: $0.files) }
    let mutants = solutions.lazy.flatMap { solution -> [Evidence] in
      let evidence = Evidence(files: solution.files)
      return evidence.objects.indices.flatMap { index in
        evidence.withMutants(ofObject: index) + evidence.withoutObject(index)
      }
    }
    return [AnySequence(known), AnySequence(mutants)].lazy.joined()
  }
}

extension Evidence {
  fileprivate func withMutants(ofObject index: Int) -> [Evidence] {
    Mutant.mutants(of: objects[index].object).map { mutant in
      var changed = self
      changed.objects[index].object = mutant.object
      return changed
    }
  }

  /// The same answer with one object less, where another is left: nothing at all fails everything.
  fileprivate func withoutObject(_ index: Int) -> [Evidence] {
    guard objects.count > 1 else { return [] }
    var changed = self
    changed.objects.remove(at: index)
    return [changed]
  }
}
