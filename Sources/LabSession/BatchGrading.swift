package import Grader
package import Lessons
import Synchronization

/// Grades submissions and hands on the report of each as soon as it is complete.
///
/// The reports come in the order of the submissions, however many are graded at once. What is kept
/// does not grow with their number.
package struct BatchGrading {
  /// The reports, where nobody else takes them.
  package private(set) var report = Report(submissions: [])
  /// What could not be graded at all, one sentence each.
  package private(set) var complaints: [String] = []

  private let pack: LessonPack
  private let task: String?
  private let files: any FileStore
  private let judge: Judge
  private let simulation: SimulatedWorld
  private let take: ((Report.Submission) -> Void)?
  private let graded = RecentAnswers<HandedIn, TaskReport>(capacity: 4 << 20, weigh: \.weight)
  private var open: Report.Submission?
  private var couldNotGrade = false
  private var hasFailed = false
  private var isUndecided = false

  /// Answers that are graded before the next ones are looked for.
  private static let portion = 256

  /// Who decides checks of behaviour.
  private enum Judge {
    /// One after the other, by the learner's name.
    case perLearner((_ learner: String) -> BehaviourGrader)
    /// A simulation of its own for each answer.
    case simulation(any Workers)
  }

  /// Grades by simulation, as many answers at once as there are workers.
  ///
  /// - Parameters:
  ///   - task: nil where the folders' names tell the tasks.
  ///   - take: gets each report; nil to gather them in `report`.
  package init(
    pack: LessonPack, task: String?, files: any FileStore, workers: any Workers = OneWorker(),
    take: ((Report.Submission) -> Void)? = nil
  ) {
    self.init(pack, task, files, .simulation(workers), take)
  }

  /// The same for a cluster to which it matters whose answer it is.
  package init(
    pack: LessonPack, task: String?, files: any FileStore,
    behaviourOf behaviour: @escaping (_ learner: String) -> BehaviourGrader,
    take: ((Report.Submission) -> Void)? = nil
  ) {
    self.init(pack, task, files, .perLearner(behaviour), take)
  }

  private init(
    _ pack: LessonPack, _ task: String?, _ files: any FileStore, _ judge: Judge,
    _ take: ((Report.Submission) -> Void)?
  ) {
    self.pack = pack
    simulation = SimulatedWorld(pack)
    self.task = task
    self.files = files
    self.judge = judge
    self.take = take
  }

  /// The status to exit with: 2 when something could not be graded, 1 when something failed.
  package var exitCode: Int32? {
    if hasFailed { return couldNotGrade ? 2 : 1 }
    return couldNotGrade || isUndecided ? 2 : nil
  }

  /// Grades all answers that lie in a folder.
  package mutating func grade(folder path: String) {
    do throws(FileError) {
      var folder = try SubmissionFolder(path, task: task, pack: pack, files: files)
      var portion: [SubmissionLayout.Answer] = []
      var hasAnswers = false
      while let answers = folder.next() {
        portion += answers
        hasAnswers = hasAnswers || !answers.isEmpty
        guard portion.count >= Self.portion else { continue }
        grade(portion, in: folder)
        portion = []
      }
      grade(portion, in: folder)
      for note in folder.notes { complaints.append("\(path): \(note)") }
      if !hasAnswers { couldNotGrade = true }
    } catch {
      complain("\(error)")
    }
    close()
  }

  /// Grades some files as one learner's answer to one task.
  package mutating func grade(
    files: [LessonFile], of id: String, path: String, learner: String = "", notes: [String] = []
  ) {
    guard let task = pack.task(id) else {
      return complain("\(SessionError.unknownTask(id, nearest: pack.nearestTask(to: id)))")
    }
    let behaviour =
      switch judge {
      case .perLearner(let behaviour): behaviour(learner)
      case .simulation: simulation.grader
      }
    add(Self.grade(task, files, notes, behaviour), path: path, learner: learner)
    close()
  }

  /// Notes that something could not be graded.
  package mutating func complain(_ text: String) {
    complaints.append(text)
    couldNotGrade = true
  }

  // MARK: Inside

  private mutating func grade(_ answers: [SubmissionLayout.Answer], in folder: SubmissionFolder) {
    switch judge {
    case .perLearner(let behaviour):
      for answer in answers {
        guard let task = pack.task(answer.task) else { continue }
        let found = folder.read(answer)
        let result = Self.grade(task, found.files, found.notes, behaviour(answer.learner))
        add(result, path: folder.path(ofLearner: answer.learner), learner: answer.learner)
      }
    case .simulation(let workers):
      let results = Results(count: answers.count)
      workers.forEach(answers.count) { [pack, simulation, graded] index in
        guard let task = pack.task(answers[index].task) else { return }
        let found = folder.read(answers[index])
        let handedIn = HandedIn(task: task.id, files: found.files)
        let report = graded.answer(to: handedIn) {
          Self.grade(task, found.files, [], simulation.grader)
        }
        guard var result = report else { return }
        result.notes = found.notes + result.notes
        results[index] = result
      }
      for (index, answer) in answers.enumerated() {
        guard let result = results[index] else { continue }
        add(result, path: folder.path(ofLearner: answer.learner), learner: answer.learner)
      }
    }
  }

  private static func grade(
    _ task: LabTask, _ files: [LessonFile], _ notes: [String],
    _ behaviour: @escaping BehaviourGrader
  ) -> TaskReport {
    var result = Grader.grade(task, Evidence(files: files), behaviour: behaviour)
    result.notes = notes + result.notes
    return result
  }

  private mutating func add(_ result: TaskReport, path: String, learner: String) {
    for check in result.checks {
      switch check.verdict {
      case .passed: break
      case .failed, .skipped: hasFailed = true
      case .ungradable: isUndecided = true
      }
    }
    if open?.path != path { close() }
    var submission = open ?? Report.Submission(path: path, learner: learner, tasks: [])
    submission.tasks.append(result)
    open = submission
  }

  /// Hands on the submission to which nothing more comes.
  private mutating func close() {
    guard let submission = open else { return }
    open = nil
    if let take { take(submission) } else { report.submissions.append(submission) }
  }
}

/// Results that several workers put in their places.
private final class Results: Sendable {
  private let results: Mutex<[TaskReport?]>

  init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }

  subscript(index: Int) -> TaskReport? {
    get { results.withLock { $0[index] } }
    set { results.withLock { $0[index] = newValue } }
  }
}
