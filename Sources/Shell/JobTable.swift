import Kernel

/// A pipeline or background command and its processes.
struct Job {
  var number: Int
  /// All processes, with their status once they have ended.
  var members: [(pid: Int, status: ExitStatus?)]
  var isBackground: Bool
  /// Whether `wait` has told its status: its place may be used again.
  var isWaitedFor = false

  var isDone: Bool { members.allSatisfy { $0.status != nil } }

  /// The status of the last process; 0 while it runs.
  var status: Int { members.last?.status?.code ?? 0 }
}

/// The jobs of a shell.
struct JobTable {
  private(set) var jobs: [Job] = []

  mutating func add(_ pids: [Int], isBackground: Bool) -> Int {
    jobs.removeAll { $0.isWaitedFor && $0.isDone }
    var number = 1
    while jobs.contains(where: { $0.number == number }) { number += 1 }
    jobs.append(
      Job(number: number, members: pids.map { ($0, nil) }, isBackground: isBackground))
    return number
  }

  subscript(number: Int) -> Job? { jobs.first { $0.number == number } }

  mutating func markWaitedFor(_ number: Int) {
    for index in jobs.indices where jobs[index].number == number {
      jobs[index].isWaitedFor = true
    }
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
