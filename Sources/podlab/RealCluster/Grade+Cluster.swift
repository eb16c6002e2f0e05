import ArgumentParser
import Glibc
import KubectlCluster
import LabSession
import Lessons

extension Grade {
  /// How long the end of the run waits for the cluster to remove what was made.
  private static let removalPatience = Duration.seconds(30)

  /// Grades everything on a real cluster, and leaves nothing there.
  func runOnCluster(_ pack: LessonPack) throws {
    // Before any other thread is made: ^C must clean up first.
    let interruption = Interruption()
    let learner = LearnerFolders(
      option: folders.workspace, environment: LiveWorld.environment,
      workingDirectory: LiveWorld.workingDirectory)
    let access = ClusterAccess(
      options: cluster, isAgreed: yes, consents: ClusterOptions.consents(learner))
    let connection = try access.open(interruption: interruption)
    if cleanUp { return try access.cleanUp(connection) }
    let desk = ClusterDesk(
      connection: connection, plan: cluster.plan, random: { UInt64.random(in: 0 ... .max) },
      tell: Self.tell)
    let printer = ReportPrinter(format)
    var grading = BatchGrading(
      pack: pack, task: task, files: PosixFiles(), behaviourOf: desk.grader, take: printer.add)
    try gradeAll(in: &grading)
    desk.finish(within: Self.removalPatience)
    for complaint in desk.complaints { OutputBuffer.complain("podlab grade: \(complaint)") }
    if desk.isInterrupted, let interruption { interruption.endProcess() }
    try finish(grading, printer)
  }

  /// A run takes minutes: whoever sits before it hears where it stands.
  private static func tell(_ text: String) {
    if isatty(2) == 1 { OutputBuffer.complain("podlab grade: \(text)") }
  }
}
