package import Grader
package import Lessons
package import PodModel

/// What a learner has of one task at this moment: files, report, hints.
package struct Attempt: Sendable {
  package var task: LabTask
  /// The folder of the learner's files.
  package var folder: String
  /// The file that `e` opens.
  package var manifestPath: String
  /// The file that takes the learner's pasted commands and output.
  package var transcriptPath: String
  package var manifest: ManifestState
  /// The Pods of the solution that is shown on demand.
  package var expectedPods: [Pod]
  package var report: TaskReport
  /// Whether the folder holds nothing but what the task begins with, so that no check has anything
  /// to say yet.
  package var isUntouched: Bool
  /// How many hints the learner has asked for.
  package var hintsShown: Int
  package var solutionShown: Bool
  /// What the learner's Pods did on a simulated cluster; nil where nothing ran them.
  package var timeline: Timeline?
  /// What the Pods of the solution did on a cluster alike; nil where nothing ran them.
  package var expectedTimeline: Timeline?

  package init(
    task: LabTask, folder: String, manifestPath: String, transcriptPath: String,
    manifest: ManifestState, expectedPods: [Pod], report: TaskReport, isUntouched: Bool = false,
    hintsShown: Int, solutionShown: Bool, timeline: Timeline? = nil,
    expectedTimeline: Timeline? = nil
  ) {
    self.task = task
    self.folder = folder
    self.manifestPath = manifestPath
    self.transcriptPath = transcriptPath
    self.manifest = manifest
    self.expectedPods = expectedPods
    self.report = report
    self.isUntouched = isUntouched
    self.hintsShown = hintsShown
    self.solutionShown = solutionShown
    self.timeline = timeline
    self.expectedTimeline = expectedTimeline
  }
}

/// The learner's manifest as far as it can be read.
package enum ManifestState: Sendable {
  /// No file yet, or nothing in it.
  case empty
  /// The file cannot be read; the text says why and what to do.
  case unreadable(String)
  /// The file was read. The Pods are drawn even where the API server refuses them.
  case read(pods: [Pod], admission: Admission)
}

/// How far a learner has come with one task, for the list of tasks.
package struct TaskStanding: Sendable, Equatable {
  package var bestPoints: Int
  package var maxPoints: Int
  package var isDone: Bool

  package init(bestPoints: Int, maxPoints: Int, isDone: Bool) {
    self.bestPoints = bestPoints
    self.maxPoints = maxPoints
    self.isDone = isDone
  }
}
