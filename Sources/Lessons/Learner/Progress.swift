/// What a learner has reached so far, by task.
package struct Progress: Sendable, Equatable {
  /// By task id.
  package var tasks: [String: TaskProgress]

  package init(tasks: [String: TaskProgress] = [:]) { self.tasks = tasks }

  package subscript(task: String) -> TaskProgress? { tasks[task] }

  /// Adds what is known of one task; nothing that was reached before is lost.
  package mutating func add(_ progress: TaskProgress, to task: String) {
    tasks[task] = tasks[task].map { $0.merged(with: progress) } ?? progress
  }
}

/// What a learner has reached in one task.
///
/// Everything in it only grows.
package struct TaskProgress: Sendable, Equatable {
  package var bestPoints: Int
  /// The most points the task had when it was last graded.
  package var maxPoints: Int
  /// Ids of the checks that passed at least once.
  package var passedChecks: Set<String>
  /// How many tiers of hints were shown.
  package var hintsShown: Int
  package var solutionShown: Bool
  /// Seconds since 1970.
  package var firstSeen: Int
  /// Seconds since 1970.
  package var lastSeen: Int

  package init(
    bestPoints: Int = 0, maxPoints: Int = 0, passedChecks: Set<String> = [], hintsShown: Int = 0,
    solutionShown: Bool = false, firstSeen: Int, lastSeen: Int
  ) {
    self.bestPoints = bestPoints
    self.maxPoints = maxPoints
    self.passedChecks = passedChecks
    self.hintsShown = hintsShown
    self.solutionShown = solutionShown
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
  }

  /// A task that was opened at this time, in seconds since 1970.
  package init(seenAt now: Int) { self.init(firstSeen: now, lastSeen: now) }

  /// The best of both; in which order many are merged does not matter.
  ///
  /// The latest grading decides how many points there are, since lessons change.
  package func merged(with other: TaskProgress) -> TaskProgress {
    let later = (lastSeen, maxPoints) < (other.lastSeen, other.maxPoints) ? other : self
    let earlier = later == self ? other : self
    return TaskProgress(
      bestPoints: max(bestPoints, other.bestPoints),
      maxPoints: later.maxPoints > 0 ? later.maxPoints : earlier.maxPoints,
      passedChecks: passedChecks.union(other.passedChecks),
      hintsShown: max(hintsShown, other.hintsShown),
      solutionShown: solutionShown || other.solutionShown,
      firstSeen: min(firstSeen, other.firstSeen), lastSeen: max(lastSeen, other.lastSeen))
  }
}
