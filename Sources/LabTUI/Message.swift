package import Cells
package import LabSession

/// Everything that can happen to the screen.
package enum Message: Sendable {
  case key(Key)
  case pasted(String)
  case clicked(x: Int, y: Int)
  case scrolled(x: Int, y: Int, lines: Int)
  case resized(width: Int, height: Int)
  /// So much time has passed while something plays.
  case elapsed(Duration)
  /// A task was opened, or graded again after a file changed.
  case attempted(Attempt, standings: [String: TaskStanding])
  /// The user wants the real cluster without having pressed the key.
  case clusterWanted
  /// Something happened on the way to the real cluster, or on it.
  case clusterTold(ClusterWorker.News)
  /// Something went well or wrong outside; one sentence for the learner.
  case noticed(Notice)
}

/// A sentence at the bottom of the screen.
package struct Notice: Sendable, Equatable {
  /// What the sentence is about, which decides its colour.
  package enum Kind: Sendable, Equatable { case good, information, problem }

  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// Work to be done outside; its result comes back as a message.
package enum Effect: Sendable, Equatable {
  case open(task: String)
  case editManifest(task: String)
  case editTranscript(task: String)
  case recordHint(task: String, count: Int)
  case recordSolution(task: String)
  case reset(task: String)
  /// Find out about the real cluster; the user may have agreed to its use.
  case connectCluster(isAgreed: Bool)
  /// Let the real cluster decide from now on.
  case useCluster
  /// Let the simulation decide again.
  case leaveCluster
  /// Run the task on the real cluster once more.
  case runAgain(task: String)
  /// Grade again, because the cluster has shown something.
  case gradeAgain
  case redraw
  case quit
}
