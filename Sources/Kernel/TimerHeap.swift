/// What is to happen at later times; events of the same time come in the order of insertion.
struct TimerHeap {
  enum Action {
    /// Wakes a process if it is still in its wait of this number.
    case wake(Process, wait: Int)
    case call(() -> Void)

    var isStale: Bool {
      switch self {
      case .wake(let process, let wait): process.waitNumber != wait
      case .call: false
      }
    }
  }

  private struct Entry {
    let time: VirtualTime
    let sequence: Int
    let action: Action

    func precedes(_ other: Entry) -> Bool {
      time == other.time ? sequence < other.sequence : time < other.time
    }
  }

  private var entries: [Entry] = []
  private var lastSequence = 0

  /// When the first entry is due, stale or not: cheap.
  var firstTime: VirtualTime? { entries.first?.time }

  /// When something happens next; forgets the waits that ended otherwise.
  var nextTime: VirtualTime? {
    mutating get {
      while let first = entries.first {
        if !first.action.isStale { return first.time }
        _ = removeFirst()
      }
      return nil
    }
  }

  mutating func insert(_ action: Action, at time: VirtualTime) {
    lastSequence += 1
    entries.append(Entry(time: time, sequence: lastSequence, action: action))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].precedes(entries[parent]) else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop(notAfter time: VirtualTime) -> Action? {
    guard let first = entries.first, first.time <= time else { return nil }
    return removeFirst().action
  }

  private mutating func removeFirst() -> Entry {
    entries.swapAt(0, entries.count - 1)
    let first = entries.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child].precedes(entries[least]) { least = child }
      }
      if least == parent { return first }
      entries.swapAt(least, parent)
      parent = least
    }
  }
}
