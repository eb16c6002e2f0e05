package import LabSession
package import Lessons

/// Everything that the screen shows, as one value.
package struct Model: Sendable {
  /// The four parts of the screen.
  package enum Pane: Int, Sendable, CaseIterable {
    case tasks, text, checks, pod

    /// The name on the pane's frame.
    package var title: String {
      switch self {
      case .tasks: "Tasks"
      case .text: "Task"
      case .checks: "Checks"
      case .pod: "Pod"
      }
    }
  }

  /// A window on top of the panes.
  package enum Layer: Sendable, Equatable {
    case help
    /// Hints up to this number, counted from 1.
    case hint(Int)
    case solution
    /// The learner's Pod beside the expected one.
    case comparison
    /// What the learner's Pod does over time.
    case lifecycle
    case check(Int)
    case question(Question)
    case searchPrompt(String)
  }

  /// A question that waits for yes or no.
  package enum Question: Sendable, Equatable {
    case reset, solution, quit
    /// Whether podlab may write to a real cluster, in the words that the user is asked.
    case cluster(String)
  }

  /// Where Pods are run.
  package enum World: Sendable, Equatable {
    case simulated
    /// kubectl is being asked, or the user is.
    case connecting
    case cluster(context: String, isRunning: Bool)
  }

  /// One line of the task list.
  package enum Row: Sendable, Equatable {
    case lesson(title: String)
    case task(id: String, title: String)
  }

  package var lessons: [Lesson]
  package var standings: [String: TaskStanding]
  package var attempt: Attempt?
  package var width: Int
  package var height: Int
  package var focus: Pane
  /// Index into `rows`; always a task where there is one.
  package var selectedRow: Int
  /// Index of the selected check.
  package var selectedCheck: Int
  /// First line shown, for each pane; panes without an entry show their first line.
  package var scroll: [Pane: Int]
  /// First column shown in the diagram.
  package var podColumn: Int
  /// First line shown in the top window.
  package var layerScroll: Int
  package var layers: [Layer]
  /// What was searched last; empty when nothing was.
  package var searchText: String
  package var notice: Notice?
  /// The lifecycle view; nil when it is closed, or nothing was recorded.
  package var lifecycle: LifecycleModel?
  /// Where Pods are run.
  package var world: World
  /// Ids of the checks that passed when the attempt was graded before.
  package var passedBefore: Set<String>

  package init(
    lessons: [Lesson], standings: [String: TaskStanding], width: Int, height: Int
  ) {
    self.lessons = lessons
    self.standings = standings
    self.width = width
    self.height = height
    attempt = nil
    focus = .tasks
    selectedRow = 0
    selectedCheck = 0
    scroll = [:]
    podColumn = 0
    layerScroll = 0
    layers = []
    searchText = ""
    notice = nil
    lifecycle = nil
    world = .simulated
    passedBefore = []
    selectedRow = nextUnsolvedRow(after: -1) ?? firstTaskRow ?? 0
  }

  /// Lessons and their tasks in the order of the list.
  package var rows: [Row] {
    lessons.flatMap { lesson in
      [.lesson(title: lesson.title)]
        + lesson.tasks.map { Row.task(id: $0.id, title: $0.title) }
    }
  }

  /// The id of the selected task.
  package var selectedTask: String? {
    let rows = rows
    guard rows.indices.contains(selectedRow), case .task(let id, _) = rows[selectedRow] else {
      return nil
    }
    return id
  }

  private var firstTaskRow: Int? {
    rows.firstIndex { if case .task = $0 { true } else { false } }
  }

  /// The row of the first unsolved task below `row`, or from the top where none follows.
  package func nextUnsolvedRow(after row: Int) -> Int? {
    let rows = rows
    let unsolved = rows.indices.filter { index in
      guard case .task(let id, _) = rows[index] else { return false }
      return standings[id]?.isDone != true
    }
    return unsolved.first { $0 > row } ?? unsolved.first
  }

  /// Points of all tasks together: reached so far and possible.
  package var points: (reached: Int, possible: Int) {
    standings.values.reduce((0, 0)) { ($0.0 + $1.bestPoints, $0.1 + $1.maxPoints) }
  }
}
