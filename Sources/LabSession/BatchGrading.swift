package import Grader
package import Lessons

/// Grades submissions one after the other and gathers the report.
package struct BatchGrading {
  package private(set) var report = Report(submissions: [])
  /// What could not be graded at all, one sentence each.
  package private(set) var complaints: [String] = []

  private let pack: LessonPack
  private let task: String?
  private let files: any FileStore
  /// What decides checks of behaviour, by the learner's name.
  private let behaviour: (_ learner: String) -> BehaviourGrader
  private var couldNotGrade = false

  /// `task` is nil where the folders' names tell the tasks; `behaviour` decides by simulation.
  package init(
    pack: LessonPack, task: String?, files: any FileStore,
    behaviour: @escaping BehaviourGrader = SimulatedWorld().grader
  ) {
    self.init(pack: pack, task: task, files: files, behaviourOf: { _ in behaviour })
  }

  /// The same where it matters to the cluster whose answer it is.
  package init(
    pack: LessonPack, task: String?, files: any FileStore,
    behaviourOf behaviour: @escaping (_ learner: String) -> BehaviourGrader
  ) {
    self.behaviour = behaviour
    self.pack = pack
    self.task = task
    self.files = files
  }

  /// The status to exit with: 2 when something could not be graded, 1 when something failed.
  package var exitCode: Int32? {
    let checks = report.submissions.lazy.flatMap(\.tasks).flatMap(\.checks)
    if checks.contains(where: { $0.verdict == .failed || $0.verdict == .skipped }) {
      return couldNotGrade ? 2 : 1
    }
    return couldNotGrade || checks.contains { $0.verdict == .ungradable } ? 2 : nil
  }

  /// Grades all answers that lie in a folder.
  package mutating func grade(folder: String) {
    do throws(FileError) {
      let submission = try SubmissionFolder(folder, task: task, pack: pack, files: files)
      for note in submission.notes { complaints.append("\(folder): \(note)") }
      if submission.answers.isEmpty { couldNotGrade = true }
      for answer in submission.answers {
        let found = submission.read(answer)
        grade(
          files: found.files, of: answer.task, path: submission.path(ofLearner: answer.learner),
          learner: answer.learner, notes: found.notes)
      }
    } catch {
      complain("\(error)")
    }
  }

  /// Grades some files as one learner's answer to one task.
  package mutating func grade(
    files: [LessonFile], of id: String, path: String, learner: String = "", notes: [String] = []
  ) {
    guard let task = pack.task(id) else {
      return complain("\(SessionError.unknownTask(id, nearest: pack.nearestTask(to: id)))")
    }
    var result = Grader.grade(task, Evidence(files: files), behaviour: behaviour(learner))
    result.notes = notes + result.notes
    if report.submissions.last?.path == path {
      report.submissions[report.submissions.count - 1].tasks.append(result)
    } else {
      report.submissions.append(
        Report.Submission(path: path, learner: learner, tasks: [result]))
    }
  }

  /// Notes that something could not be graded.
  package mutating func complain(_ text: String) {
    complaints.append(text)
    couldNotGrade = true
  }
}
