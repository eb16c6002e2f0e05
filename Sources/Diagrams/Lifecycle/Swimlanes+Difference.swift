extension Swimlanes {
  /// The first moment at which a container does something else than its counterpart in `other`.
  ///
  /// Containers are paired by name; those left over by their place among those left over of the same
  /// kind, as names are the learner's choice.
  func firstDifference(from other: Swimlanes) -> SwimlanesComparison.Difference? {
    let pairs = pairs(with: other)
    var found: [SwimlanesComparison.Difference] = []
    for (lane, twin) in pairs.matched {
      guard let time = Self.firstDifference(of: lane.stretches, from: twin.stretches) else {
        continue
      }
      let moment = time.rounded(toMilliseconds: 100).shortText
      let (yours, theirs) = (lane.sentence(at: time), twin.sentence(at: time))
      let isCountOnly = yours == theirs
      found.append(
        SwimlanesComparison.Difference(
          time: time,
          text: isCountOnly
            ? "At \(moment) '\(lane.name)': restarts \(lane.restarts(at: time)); "
              + "expected: \(twin.restarts(at: time))."
            : "At \(moment) '\(lane.name)': \(yours); expected: \(theirs)."))
    }
    found += pairs.missing.map {
      SwimlanesComparison.Difference(
        time: $0.stretches.first?.start ?? .zero,
        text: "The expected \($0.role.noun) '\($0.name)' is missing.")
    }
    found += pairs.added.map {
      SwimlanesComparison.Difference(
        time: $0.stretches.first?.start ?? .zero,
        text: "The expected Pod has no \($0.role.noun) like '\($0.name)'.")
    }
    return found.enumerated().min {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }?.element
  }

  private typealias Pairs = (matched: [(Lane, Lane)], added: [Lane], missing: [Lane])

  private func pairs(with other: Swimlanes) -> Pairs {
    var missing = other.lanes
    var matched: [(Lane, Lane)] = []
    var added: [Lane] = []
    for lane in lanes {
      if let twin = missing.firstIndex(where: { $0.name == lane.name }) {
        matched.append((lane, missing.remove(at: twin)))
      } else {
        added.append(lane)
      }
    }
    for lane in added {
      guard let twin = missing.firstIndex(where: { $0.role.noun == lane.role.noun }) else {
        continue
      }
      matched.append((lane, missing.remove(at: twin)))
      added.removeAll { $0 == lane }
    }
    return (matched, added, missing)
  }

  /// Differences that last less are taken for another pace.
  private static let tolerance = Duration.seconds(1)
  /// What lasts less at the beginning of a difference is not what tells of it.
  private static let settling = Duration.milliseconds(250)

  /// The beginning of the first time, long enough to count, in which two lanes differ.
  private static func firstDifference(
    of left: [Stretch<Activity>], from right: [Stretch<Activity>]
  ) -> Duration? {
    let moments = Set((left + right).flatMap { [$0.start, $0.end] }).sorted()
    var begin: Duration?
    var settled: Duration?
    for (time, next) in zip(moments, moments.dropFirst()) {
      guard left.value(at: time) != right.value(at: time) else {
        begin = nil
        settled = nil
        continue
      }
      let first = begin ?? time
      begin = first
      if settled == nil, next - time >= settling { settled = time }
      if next - first >= tolerance, let settled { return settled }
    }
    // Both may come to the same end, one a little later.
    return left.last?.value == right.last?.value ? nil : settled ?? begin
  }
}

extension [Swimlanes.Stretch<Swimlanes.Activity>] {
  /// What the container does at a moment; nil before the Pod and after it.
  fileprivate func value(at time: Duration) -> Swimlanes.Activity? {
    last { $0.start <= time && time < $0.end }?.value
  }
}

extension Swimlanes.Lane {
  fileprivate func sentence(at time: Duration) -> String {
    stretches.value(at: time)?.sentence(role) ?? "gone"
  }

  fileprivate func restarts(at time: Duration) -> Int { stretches.value(at: time)?.restarts ?? 0 }
}

extension Swimlanes.Lane.Role {
  /// What such a container is called.
  var noun: String {
    switch self {
    case .initial: "init container"
    case .sidecar: "native sidecar"
    case .main: "container"
    }
  }
}
