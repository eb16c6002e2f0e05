import ByteText
import Kubectl
import Lessons
import PodModel
package import PodSimulator

/// One call of kubectl on the practice cluster, from its start to its end.
///
/// Each step brings the cluster up to the real time under the journal's lock, lets the call do what
/// it can, and writes down what it did. In between nobody is locked out, so that calls in several
/// terminals see each other's doings while they run.
package final class PracticeSession {
  /// How the call stands.
  package enum Situation: Sendable, Equatable {
    /// Time has to pass.
    case running
    /// A question has to be answered that takes time.
    case asking(number: Int, PracticeQuestion)
    case ended(status: Int32)
  }

  /// What the world outside has for the call.
  package enum Happening: Sendable, Equatable {
    case answer(number: Int, PracticeAnswer)
    case interrupt
  }

  /// What the caller wants beside the call itself.
  package struct Options: Sendable, Equatable {
    /// Forget the cluster and make a new one.
    package var isFresh: Bool
    /// How much time passes on the cluster at once.
    package var skip: Duration

    package init(isFresh: Bool = false, skip: Duration = .zero) {
      self.isFresh = isFresh
      self.skip = skip
    }
  }

  /// Bytes that a journal may take from outside.
  static let capacity = 24 << 20

  private let file: PracticeFile
  private let host: any PracticeHost
  private let options: Options
  private let start: PracticeJournal.Call
  private let registry: ImageRegistry
  /// Whether the call may change something, so that others must hear of it while it runs.
  private let isWriting: Bool

  private var journal: PracticeJournal
  private var stamp: FileStamp?
  private var world: PracticeWorld?
  private var call: PracticeCall?
  /// The call's number in the journal; nil while it is in none.
  private var number: Int?
  /// Whether the journal is not yet in its file.
  private var isDirty = false
  private var notes: [String] = []

  /// - Parameter arguments: the words behind `kubectl`.
  package init(
    arguments: [String], file: PracticeFile, host: any PracticeHost, options: Options = Options(),
    registry: ImageRegistry = .stock
  ) {
    self.registry = registry
    self.file = file
    self.host = host
    self.options = options
    start = PracticeJournal.Call(
      arguments: arguments, isInputTerminal: host.isInputTerminal, size: host.terminalSize)
    isWriting = !Kubectl.onlyReads(arguments)
    journal = PracticeJournal(program: file.program, wall: 0)
  }

  deinit { world?.end() }

  /// Whether each key is to reach the container as it is typed: its terminal echoes and edits.
  package var wantsRawInput: Bool { call?.holdsTerminal ?? false }

  /// What kubectl wrote, and what the user must know beside it, since it was taken last.
  package func takeOutput() -> (pieces: [PracticeOutput], notes: [String]) {
    defer { notes = [] }
    return (call?.takeOutput() ?? [], notes)
  }

  /// Brings the cluster up to the real time, in nanoseconds since 1970, and lets the call go on.
  package func step(
    wall: Int64, _ happenings: [Happening] = []
  ) throws(PracticeFault) -> Situation {
    if world == nil { try file.makeFolder() }
    return try file.withLock { () throws(PracticeFault) in
      let world = try upToDate(wall)
      if let call {
        try goOn(call, happenings, world)
      } else {
        try begin(in: world)
      }
      noteWhatIsMissing(in: world)
      world.skip(to: journal.lastNumber)
      if journal.needsComparison(atWall: wall) {
        journal.compareClocks(atWall: wall)
        isDirty = true
      }
      if isDirty { try save() }
      return try situation(in: world)
    }
  }

  private func situation(in world: PracticeWorld) throws(PracticeFault) -> Situation {
    if let status = call?.status { return .ended(status: status) }
    if let limit = world.limit { throw .limit(limit) }
    if let (number, question) = call?.question { return .asking(number: number, question) }
    return .running
  }

  // MARK: The call

  private func begin(in world: PracticeWorld) throws(PracticeFault) {
    let before = journal
    number = journal.add(.call(start), at: world.now)
    let call = world.begin(start, as: nil, lookUp: host.environment)
    self.call = call
    world.settle()
    try answerAtOnce(call, world)
    let mayChangeSomething = call.status == nil && isWriting
    if call.hasChangedSomething || mayChangeSomething {
      if let number { journal.setEnvironment(call.environment, ofCall: number) }
      isDirty = true
    } else {
      journal = before
      number = nil
    }
  }

  private func goOn(
    _ call: PracticeCall, _ happenings: [Happening], _ world: PracticeWorld
  ) throws(PracticeFault) {
    for happening in happenings {
      switch happening {
      case .answer(let question, let answer): try hear(answer, to: question, call, world)
      case .interrupt:
        call.interrupt()
        if let number { record(.interrupt(call: number), at: world) }
      }
    }
    try answerAtOnce(call, world)
    if let number, call.status != nil || call.isInterrupted, !call.hasChangedSomething {
      journal.forget(call: number)
      self.number = nil
      isDirty = true
    }
  }

  /// Answers what needs neither time nor the user.
  private func answerAtOnce(_ call: PracticeCall, _ world: PracticeWorld) throws(PracticeFault) {
    while let (question, wanted) = call.question, !wanted.takesTime {
      try hear(host.answer(wanted), to: question, call, world)
    }
  }

  private func hear(
    _ answer: PracticeAnswer, to question: Int, _ call: PracticeCall, _ world: PracticeWorld
  ) throws(PracticeFault) {
    if let number {
      guard journal.size + answer.size <= Self.capacity else {
        throw .tooMuch(bytes: Self.capacity)
      }
      record(.answer(call: number, question: question, answer), at: world)
    }
    call.answer(question, answer)
    world.settle()
  }

  private func record(_ event: PracticeJournal.Event, at world: PracticeWorld) {
    journal.add(event, at: world.now)
    isDirty = true
  }

  // MARK: The journal

  /// The cluster with everything that has happened up to now, in other calls too.
  private func upToDate(_ wall: Int64) throws(PracticeFault) -> PracticeWorld {
    guard let world else { return try open(wall) }
    if try file.stamp() != stamp {
      guard let loaded = try file.load().journal, loaded.start == journal.start else {
        throw .startedAnew
      }
      journal = loaded
      stamp = try file.stamp()
    }
    world.run(journal.records, until: journal.time(atWall: wall))
    return world
  }

  private func open(_ wall: Int64) throws(PracticeFault) -> PracticeWorld {
    let loaded = try file.load()
    if let note = loaded.note { notes.append(note) }
    if let found = loaded.journal, !options.isFresh {
      journal = found
    } else {
      journal = PracticeJournal(program: file.program, wall: wall)
      isDirty = true
    }
    stamp = try file.stamp()
    let begin = host.uptime
    let world = PracticeWorld(journal, registry)
    self.world = world
    world.run(journal.records, until: journal.time(atWall: wall))
    let current = shortened(world, replay: host.uptime - begin, wall)
    if options.skip > .zero {
      journal.compareClocks(atWall: wall)
      journal.skip(options.skip)
      isDirty = true
      current.run([], until: journal.clock.cluster)
    }
    return current
  }

  /// A cluster with a shorter past, where the past takes too long to replay.
  ///
  /// Nobody else may be at work: other calls compare the clocks at least once a minute.
  private func shortened(
    _ world: PracticeWorld, replay: Duration, _ wall: Int64
  ) -> PracticeWorld {
    guard wall - journal.clock.wall > PracticeJournal.comparison * 3 / 2 else { return world }
    let isLong = replay > .milliseconds(1500) || journal.size > Self.capacity / 2
    guard isLong || (replay > .milliseconds(25) && !world.hasPods) else { return world }
    if world.hasPods {
      notes.append(
        "the practice cluster had grown slow, so its node was restarted: containers began again, "
          + "without their logs and the files they had changed")
    }
    journal = PracticeJournal(shortening: journal, to: world, wall: wall)
    isDirty = true
    let next = PracticeWorld(journal, registry)
    world.end()
    self.world = next
    return next
  }

  private func save() throws(PracticeFault) {
    try file.save(journal)
    stamp = try file.stamp()
    isDirty = false
  }

  /// Tells once what the simulation does not have.
  private func noteWhatIsMissing(in world: PracticeWorld) {
    for note in world.missing.prefix(100) where !journal.told.contains(note) {
      journal.told.append(note)
      notes.append("not modelled: \(note)")
      isDirty = true
    }
  }
}
