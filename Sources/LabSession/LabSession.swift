import ByteText
package import Grader
package import Lessons
import PodModel
import PodSimulator

/// One learner's work: opens tasks, grades what is in the workspace, and remembers what was reached.
///
/// What the learner has reached is saved at once, so that nothing is lost when podlab is killed.
package struct LabSession {
  /// The lessons in the order in which they are meant to be done.
  package var lessons: [Lesson] { pack.lessons }
  /// How far the learner has come with each task, by the task's id.
  package private(set) var standings: [String: TaskStanding] = [:]
  /// What the learner must know before beginning, such as a damaged progress file.
  package private(set) var notes: [String] = []
  /// Where the last reset put the learner's files; nil when there was nothing to keep.
  package private(set) var lastBackup: String?
  /// The task that was worked on last, in this session or an earlier one.
  package private(set) var lastTask: String?

  private let pack: LessonPack
  private let workspace: Workspace
  private let files: any FileStore
  private let progressFile: ProgressFile
  private let registry: ImageRegistry
  private let simulation: SimulatedWorld
  private var behaviour: BehaviourGrader
  private var progress = Progress()
  /// What the solutions' Pods do, by task; nil where a solution has none.
  private var expectedTimelines: [String: Timeline?] = [:]
  /// The files of the open task as they were when graded last.
  private var graded: (task: String, files: [LessonFile], attempt: Attempt)?

  /// Starts with what earlier sessions have saved.
  ///
  /// Progress that cannot be read becomes a note: the tasks can be done all the same.
  package init(
    pack: LessonPack, folders: LearnerFolders, files: any FileStore,
    behaviour: BehaviourGrader? = nil
  ) {
    self.pack = pack
    registry = .stock(with: pack.images)
    simulation = SimulatedWorld(setup: SimulatedWorld.gradingSetup(registry))
    self.behaviour = behaviour ?? simulation.grader
    self.files = files
    workspace = Workspace(folder: folders.workspace, files: files)
    progressFile = ProgressFile(path: folders.progress, files: files)
    do throws(FileError) {
      let loaded = try progressFile.load()
      progress = loaded.progress
      if let note = loaded.note { notes.append(note) }
    } catch {
      notes.append("Points cannot be saved: \(error)")
    }
    lastTask =
      progress.tasks.filter { pack.task($0.key) != nil }.max {
        ($0.value.lastSeen, $0.key) < ($1.value.lastSeen, $1.key)
      }?.key
    updateStandings()
  }

  /// Lets something else decide checks of behaviour from now on; nil: the simulation.
  package mutating func decideBehaviour(by behaviour: BehaviourGrader?) {
    self.behaviour = behaviour ?? simulation.grader
    graded = nil
  }

  /// Makes the task's folder where it is missing, and grades what is in it.
  package mutating func open(task id: String, now: Int64) throws(SessionError) -> Attempt {
    let task = try task(id)
    _ = try file { () throws(FileError) in try workspace.open(task) }
    lastTask = id
    return try grade(task: id, now: now)
  }

  /// Grades the learner's files of a task and saves what was reached.
  package mutating func grade(task id: String, now: Int64) throws(SessionError) -> Attempt {
    let task = try task(id)
    let submission: [LessonFile]
    do throws(FileError) {
      submission = try workspace.submission(of: task)
    } catch {
      return unreadable(task, reason: "\(error)")
    }
    return grade(task, submission, now: now)
  }

  /// Grades when a file has changed since the last time; nil when none has.
  package mutating func gradeIfChanged(task id: String, now: Int64) throws(SessionError) -> Attempt?
  {
    let task = try task(id)
    guard let graded, graded.task == id,
      let submission = try? workspace.submission(of: task), submission == graded.files
    else { return try grade(task: id, now: now) }
    return nil
  }

  /// Remembers that the learner has read hints up to `count`.
  package mutating func recordHint(task id: String, count: Int, now: Int64) throws(SessionError) {
    try record(TaskProgress(hintsShown: count, firstSeen: Int(now), lastSeen: Int(now)), of: id)
  }

  /// Remembers that the learner has seen the solution.
  package mutating func recordSolution(task id: String, now: Int64) throws(SessionError) {
    try record(TaskProgress(solutionShown: true, firstSeen: Int(now), lastSeen: Int(now)), of: id)
  }

  /// Puts the start files back; the learner's go to a backup folder.
  package mutating func reset(task id: String, now: Int64) throws(SessionError) -> Attempt {
    let task = try task(id)
    lastBackup = try file { () throws(FileError) in try workspace.reset(task, at: Int(now)) }
    return try grade(task: id, now: now)
  }

  /// How many hints of a task the learner has read.
  package func hintsShown(task id: String) -> Int { progress[id]?.hintsShown ?? 0 }

  // MARK: Inside

  private func task(_ id: String) throws(SessionError) -> LabTask {
    guard let task = pack.task(id) else {
      throw .unknownTask(id, nearest: pack.nearestTask(to: id))
    }
    return task
  }

  private func file<Value>(_ body: () throws(FileError) -> Value) throws(SessionError) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }

  private mutating func record(_ step: TaskProgress, of id: String) throws(SessionError) {
    progress.add(step, to: id)
    updateStandings()
    let loaded = try file { () throws(FileError) in try progressFile.record(step, for: id) }
    progress = loaded.progress
    updateStandings()
  }

  private mutating func grade(_ task: LabTask, _ submission: [LessonFile], now: Int64) -> Attempt {
    let report = Grader.grade(task, Evidence(files: submission), behaviour: behaviour)
    let passed = report.checks.filter { $0.verdict == .passed }.map(\.id)
    var attempt = Attempt(
      task: task, folder: workspace.folder(of: task), manifestPath: workspace.manifest(of: task),
      transcriptPath: workspace.transcript(of: task), manifest: manifest(of: task, in: submission),
      expectedPods: task.solutions.first.map { Self.pods(in: $0.files) } ?? [], report: report,
      isUntouched: submission.allSatisfy { $0.holdsNothing || task.start.contains($0) },
      hintsShown: progress[task.id]?.hintsShown ?? 0,
      solutionShown: progress[task.id]?.solutionShown ?? false,
      timeline: LifecycleRecording.timeline(of: submission, with: registry),
      expectedTimeline: expectedTimeline(of: task))
    let step = TaskProgress(
      bestPoints: report.points, maxPoints: report.maxPoints, passedChecks: Set(passed),
      firstSeen: Int(now), lastSeen: Int(now))
    do throws(SessionError) {
      try record(step, of: task.id)
    } catch {
      attempt.report.notes.append("Points cannot be saved: \(error)")
    }
    graded = (task.id, submission, attempt)
    return attempt
  }

  /// What the solution's Pods do; recorded once for each task.
  private mutating func expectedTimeline(of task: LabTask) -> Timeline? {
    if let known = expectedTimelines[task.id] { return known }
    let timeline = task.solutions.first.flatMap {
      LifecycleRecording.timeline(of: $0.files, with: registry)
    }
    expectedTimelines[task.id] = .some(timeline)
    return timeline
  }

  private func unreadable(_ task: LabTask, reason: String) -> Attempt {
    Attempt(
      task: task, folder: workspace.folder(of: task), manifestPath: workspace.manifest(of: task),
      transcriptPath: workspace.transcript(of: task), manifest: .unreadable(reason),
      expectedPods: [], report: Grader.grade(task, Evidence(files: [])),
      hintsShown: progress[task.id]?.hintsShown ?? 0,
      solutionShown: progress[task.id]?.solutionShown ?? false)
  }

  /// The manifest that `e` opens, or the first other one that holds something.
  private func manifest(of task: LabTask, in submission: [LessonFile]) -> ManifestState {
    let first = workspace.manifest(of: task).split(at: "/").last.map(String.init)
    let manifests = submission.filter { $0.path.isManifestName }
      .sorted { ($0.path == first ? 0 : 1, $0.path) < ($1.path == first ? 0 : 1, $1.path) }
    guard let file = manifests.first(where: { !$0.holdsNothing }) else { return .empty }
    let pods = (try? YAML.documents(in: file.bytes).compactMap { Pod($0) }) ?? []
    return .read(pods: pods, admission: KubectlCreate.dryRun(file.bytes, file: file.path))
  }

  private static func pods(in files: [LessonFile]) -> [Pod] {
    files.filter { $0.path.isManifestName }.flatMap { file in
      ((try? YAML.documents(in: file.bytes)) ?? []).compactMap { Pod($0) }
    }
  }

  private mutating func updateStandings() {
    for task in pack.tasks {
      let reached = progress[task.id]
      standings[task.id] = TaskStanding(
        bestPoints: min(reached?.bestPoints ?? 0, task.maxPoints), maxPoints: task.maxPoints,
        isDone: reached.map { task.maxPoints > 0 && $0.bestPoints >= task.maxPoints } ?? false)
    }
  }
}

extension String {
  var isManifestName: Bool {
    hasSuffix(".yaml") || hasSuffix(".yml") || hasSuffix(".json")
  }
}

extension LessonFile {
  /// Whether there is nothing but white space, and comments in a manifest.
  fileprivate var holdsNothing: Bool {
    guard path.isManifestName else { return bytes.allSatisfy { $0 <= 0x20 } }
    return (try? YAML.documents(in: bytes).allSatisfy(\.isNull)) ?? false
  }
}
