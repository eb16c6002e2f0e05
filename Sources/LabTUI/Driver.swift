import Cells
package import CursesTerminal
import Grader
package import LabSession
import Lessons

/// What the tutorial needs from outside of podlab.
package struct TutorialWorld {
  /// Seconds since 1970.
  package var now: () -> Int64
  /// The time since some moment, on a clock that is never set.
  package var uptime: () -> Duration
  /// Runs the learner's editor on a file and waits; returns what went wrong, or nil.
  package var edit: (_ path: String) -> String?
  /// Tells of changed files; nil where the system cannot, so that podlab looks by itself.
  package var folderWatch: FolderWatch?
  /// Runs Pods on a real cluster; nil where the system has no resources for that.
  package var cluster: ClusterWorker?
  /// Whether the real cluster is wanted from the start.
  package var startsOnCluster = false

  package init(
    now: @escaping () -> Int64, uptime: @escaping () -> Duration,
    edit: @escaping (_ path: String) -> String?,
    folderWatch: FolderWatch?, cluster: ClusterWorker? = nil, startsOnCluster: Bool = false
  ) {
    self.cluster = cluster
    self.startsOnCluster = startsOnCluster
    self.now = now
    self.uptime = uptime
    self.edit = edit
    self.folderWatch = folderWatch
  }
}

/// Waits for changes of the files in one folder.
package struct FolderWatch {
  /// Becomes readable when something changed.
  package var descriptor: Int32
  /// Watches this folder instead of the one before.
  package var watch: (_ folder: String) -> Void
  /// Takes what has been told, so that the descriptor waits for the next change.
  package var drain: () -> Void

  package init(
    descriptor: Int32, watch: @escaping (_ folder: String) -> Void, drain: @escaping () -> Void
  ) {
    self.descriptor = descriptor
    self.watch = watch
    self.drain = drain
  }
}

/// Runs the screen: events in, effects out, one frame for each change.
package struct Driver {
  private let terminal: Terminal
  private let world: TutorialWorld
  private var session: LabSession
  private var model: Model
  private var isOver = false
  /// When the model was last told of the time; nil while nothing plays.
  private var lastTick: Duration?
  /// The signal that ended the tutorial; nil when the learner left.
  package private(set) var signal: Int32?

  package init(terminal: Terminal, session: LabSession, world: TutorialWorld) {
    self.terminal = terminal
    self.session = session
    self.world = world
    model = Model(
      lessons: session.lessons, standings: session.standings, width: terminal.size.width,
      height: terminal.size.height)
  }

  /// Shows the screen until the learner leaves or a signal ends the process.
  package mutating func run() {
    if let task = session.lastTask ?? model.selectedTask {
      perform(.open(task: task))
    }
    for note in session.notes { handle(.noticed(Notice(.problem, note))) }
    if world.startsOnCluster { handle(.clusterWanted) }
    while !isOver {
      terminal.paint(ScreenView(model: model).render())
      waitForChange()
      tellTime()
    }
  }

  /// Waits for one thing to happen, then takes all that has happened meanwhile into the same frame.
  private mutating func waitForChange() {
    take(terminal.nextEvent(timeout: pollInterval, watching: watchedDescriptors))
    while !isOver {
      let wake = terminal.nextEvent(timeout: .zero, watching: watchedDescriptors)
      if wake == .timedOut { return }
      take(wake)
    }
  }

  /// Tells the model how much time has passed, while something plays.
  private mutating func tellTime() {
    guard model.isPlaying else {
      lastTick = nil
      return
    }
    let now = world.uptime()
    let elapsed = now - (lastTick ?? now)
    lastTick = now
    handle(.elapsed(elapsed))
  }

  private var watchedDescriptors: [Int32] {
    [world.folderWatch?.descriptor, world.cluster?.descriptor].compactMap { $0 }
  }

  /// Without news from the system, files are looked at once a second; what plays needs frames.
  private var pollInterval: Duration? {
    if model.isPlaying { return .milliseconds(40) }
    return world.folderWatch == nil ? .seconds(1) : nil
  }

  private mutating func take(_ wake: Wake) {
    switch wake {
    case .event(.key(.control("z"))):
      terminal.stopProcess()
    case .event(.key(.control("c"))):
      handle(.key(.escape))
    case .event(.key(let key)): handle(.key(key))
    case .event(.paste(let text)): handle(.pasted(text))
    case .event(.click(let x, let y)): handle(.clicked(x: x, y: y))
    case .event(.scroll(let x, let y, let lines)): handle(.scrolled(x: x, y: y, lines: lines * 3))
    case .event(.resize(let width, let height)): handle(.resized(width: width, height: height))
    case .readable:
      world.folderWatch?.drain()
      for news in world.cluster?.takeNews() ?? [] { handle(.clusterTold(news)) }
      gradeAgain()
    case .timedOut:
      if !model.isPlaying { gradeAgain() }
    case .terminate(let number):
      signal = number
      isOver = true
    }
  }

  private mutating func handle(_ message: Message) {
    for effect in update(&model, message) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    reporting { (driver) throws(SessionError) in try driver.carryOut(effect) }
  }

  /// Does something and tells the learner where it failed.
  private mutating func reporting(_ body: (inout Driver) throws(SessionError) -> Void) {
    do throws(SessionError) {
      try body(&self)
    } catch {
      handle(.noticed(Notice(.problem, "\(error)")))
    }
  }

  private mutating func carryOut(_ effect: Effect) throws(SessionError) {
    switch effect {
    case .open(let task): try open(task)
    case .editManifest(let task): try edit(task) { $0.manifestPath }
    case .editTranscript(let task): try edit(task) { $0.transcriptPath }
    case .recordHint(let task, let count):
      try session.recordHint(task: task, count: count, now: world.now())
    case .recordSolution(let task): try session.recordSolution(task: task, now: world.now())
    case .reset(let task): try reset(task)
    case .connectCluster(let isAgreed): connectCluster(isAgreed: isAgreed)
    case .useCluster:
      if let grader = world.cluster?.grader { try decide(by: grader) }
    case .leaveCluster:
      world.cluster?.stop()
      try decide(by: nil)
    case .runAgain(let task):
      world.cluster?.forget(task: task)
      show(try session.grade(task: task, now: world.now()))
    case .gradeAgain:
      if let task = model.attempt?.task.id {
        show(try session.grade(task: task, now: world.now()))
      }
    case .redraw: terminal.redraw()
    case .quit: isOver = true
    }
  }

  private mutating func connectCluster(isAgreed: Bool) {
    guard let cluster = world.cluster else {
      return handle(.clusterTold(.failed("This system has no threads left for a real cluster.")))
    }
    cluster.connect(isAgreed: isAgreed)
  }

  /// Lets something else decide what Pods do, and grades what is open by that.
  private mutating func decide(by grader: BehaviourGrader?) throws(SessionError) {
    session.decideBehaviour(by: grader)
    if let task = model.attempt?.task.id {
      show(try session.grade(task: task, now: world.now()))
    }
  }

  private mutating func open(_ task: String) throws(SessionError) {
    show(try session.open(task: task, now: world.now()))
    if let folder = model.attempt?.folder { world.folderWatch?.watch(folder) }
  }

  private mutating func reset(_ task: String) throws(SessionError) {
    show(try session.reset(task: task, now: world.now()))
    if let folder = model.attempt?.folder { world.folderWatch?.watch(folder) }
    if let backup = session.lastBackup {
      handle(.noticed(Notice(.information, "Started again; your files are in \(backup)")))
    }
  }

  private mutating func edit(
    _ task: String, _ path: (Attempt) -> String
  ) throws(SessionError) {
    // The folder may have been removed meanwhile; no editor could save into it.
    try open(task)
    guard let attempt = model.attempt else { return }
    terminal.suspend()
    let problem = world.edit(path(attempt))
    terminal.resume()
    if let problem { handle(.noticed(Notice(.problem, problem))) }
    gradeAgain()
  }

  private mutating func gradeAgain() {
    guard let task = model.attempt?.task.id else { return }
    reporting { (driver) throws(SessionError) in
      let now = driver.world.now()
      guard let attempt = try driver.session.gradeIfChanged(task: task, now: now) else { return }
      driver.show(attempt)
    }
  }

  private mutating func show(_ attempt: Attempt) {
    handle(.attempted(attempt, standings: session.standings))
  }
}
