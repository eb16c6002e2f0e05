import Kernel

/// A pipeline or background command and its processes.
struct Job {
  var number: Int
  /// All processes, with their status once they have ended.
  var members: [(pid: Int, status: ExitStatus?)]
  var isBackground: Bool
  /// The command, as far as the shell shows it.
  var text = ""
  /// What has stopped it.
  var stop: Signal?
  /// Whether the user has been told that it is stopped.
  var isReported = false
  /// Whether `wait` has told its status: its place may be used again.
  var isWaitedFor = false

  var isDone: Bool { members.allSatisfy { $0.status != nil } }

  var isStopped: Bool { stop != nil }

  var isNewlyStopped: Bool { isStopped && !isReported }

  /// The process group, where each job has its own.
  var group: Int { members.first?.pid ?? 0 }

  /// What the shell says of it.
  var stateText: String {
    if let stop { return stop == .stop ? "Stopped (signal)" : stop.message }
    guard isDone else { return "Running" }
    switch members.last?.status {
    case .exited(0), nil: return "Done"
    case .exited(let status): return "Done(\(status))"
    case .signalled(let signal): return signal.message
    }
  }

  /// The status of the last process; 0 while it runs.
  var status: Int { members.last?.status?.code ?? 0 }
}

/// The jobs of a shell.
struct JobTable {
  private(set) var jobs: [Job] = []

  /// Whether a job is stopped.
  var hasStopped: Bool { jobs.contains(where: \.isStopped) }

  mutating func add(_ pids: [Int], isBackground: Bool, text: String = "") -> Int {
    jobs.removeAll { $0.isWaitedFor && $0.isDone }
    let numbers = Set(jobs.map(\.number))
    var number = 1
    while numbers.contains(number) { number += 1 }
    jobs.append(
      Job(
        number: number, members: pids.map { ($0, nil) }, isBackground: isBackground,
        text: text))
    return number
  }

  subscript(number: Int) -> Job? { jobs.first { $0.number == number } }

  mutating func markWaitedFor(_ number: Int) {
    for index in jobs.indices where jobs[index].number == number {
      jobs[index].isWaitedFor = true
    }
  }

  mutating func markReported(_ number: Int) {
    for index in jobs.indices where jobs[index].number == number { jobs[index].isReported = true }
  }

  /// A job of the foreground was stopped.
  mutating func sendToBackground(_ number: Int) {
    for index in jobs.indices where jobs[index].number == number {
      jobs[index].isBackground = true
      jobs[index].isReported = false
    }
  }

  /// A stopped job goes on.
  mutating func resume(_ number: Int, isBackground: Bool) {
    for index in jobs.indices where jobs[index].number == number {
      jobs[index].stop = nil
      jobs[index].isBackground = isBackground
    }
  }

  /// A job as `jobs` shows it; `id` goes before its state.
  func line(for job: Job, id: String = "") -> String {
    let shown = jobs.filter(\.isBackground)
    let isCurrent = shown.last?.number == job.number
    let isPrevious = shown.dropLast().last?.number == job.number
    let mark = isCurrent ? "+" : isPrevious ? "-" : " "
    let state = id + job.stateText
    let padding = String(repeating: " ", count: max(0, 27 - state.utf8.count))
    return "[\(job.number)]\(mark)  \(state)\(padding)\(job.text)"
  }

  mutating func remove(_ number: Int) { jobs.removeAll { $0.number == number } }

  /// Notes that a process has ended; the number of its job, if it is one of ours.
  mutating func note(_ child: Process.EndedChild) -> Int? {
    for index in jobs.indices {
      for member in jobs[index].members.indices
      where jobs[index].members[member].pid == child.pid
        && jobs[index].members[member].status == nil
      {
        jobs[index].members[member].status = child.status
        return jobs[index].number
      }
    }
    return nil
  }

  /// Notes what has become of a child; the number of its job, if it is one of ours.
  @discardableResult
  mutating func note(_ change: Process.ChildChange) -> Int? {
    switch change {
    case .ended(let child): return note(child)
    case .stopped(let pid, let signal):
      for index in jobs.indices where jobs[index].members.contains(where: { $0.pid == pid }) {
        jobs[index].stop = signal
        return jobs[index].number
      }
      return nil
    }
  }

  /// The job that `%…` or a pid means.
  func find(_ text: String) -> Job? {
    guard text.hasPrefix("%") else {
      guard let pid = Int(text) else { return nil }
      return jobs.last { $0.members.contains { $0.pid == pid } }
    }
    let rest = text.dropFirst()
    if rest.isEmpty || rest == "%" || rest == "+" { return jobs.last { $0.isBackground } }
    if rest == "-" {
      return jobs.filter(\.isBackground).dropLast().last
    }
    return Int(rest).flatMap { number in jobs.first { $0.number == number } }
  }
}
