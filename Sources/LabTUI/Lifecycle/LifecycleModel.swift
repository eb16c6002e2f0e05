package import Diagrams
package import PodModel

/// What the lifecycle view shows: a recording, the moment looked at, and how it plays.
package struct LifecycleModel: Sendable {
  /// How fast the recording plays, in the order of the keys for slower and faster.
  package enum Speed: Int, Sendable, CaseIterable {
    case realTime, tenfold, atOnce
  }

  package let timeline: Timeline
  package let expectedTimeline: Timeline?
  /// The Pod of the recording that is shown, counted from 0.
  package private(set) var podIndex = 0
  /// The moment that is looked at.
  package private(set) var cursor = Duration.zero
  /// How often the visible time was halved.
  package private(set) var zoom = 0
  package private(set) var speed = Speed.realTime
  package private(set) var isPlaying = false
  /// Whether the expected Pod stands below the learner's.
  package private(set) var isComparing = false
  private var lanes: Swimlanes
  private var expectedLanes: Swimlanes?

  /// Shows the first Pod of a recording from its beginning.
  package init(timeline: Timeline, expected: Timeline? = nil) {
    self.timeline = timeline
    expectedTimeline = expected
    lanes = Swimlanes(timeline: timeline, pod: timeline.pods.first ?? "")
    show(pod: 0)
    cursor = lanes.changes.first ?? .zero
  }

  /// The same view of a newer recording.
  package func showing(timeline: Timeline, expected: Timeline?) -> LifecycleModel {
    guard timeline != self.timeline || expected != expectedTimeline else { return self }
    var model = LifecycleModel(timeline: timeline, expected: expected)
    model.show(pod: min(podIndex, max(0, timeline.pods.count - 1)))
    model.zoom = zoom
    model.speed = speed
    model.isComparing = isComparing && model.expectedLanes != nil
    model.move(to: cursor)
    return model
  }

  private static let furthestZoom = 8
  /// A pause of the whole program is not played.
  private static let longestTick = Duration.seconds(1)
}

// MARK: What is shown

extension LifecycleModel {
  /// The end of the recording, or of the longer of two that are compared.
  package var duration: Duration {
    isComparing ? max(lanes.duration, expectedLanes?.duration ?? .zero) : lanes.duration
  }

  /// The part of the time that is drawn; it follows the cursor.
  package var visible: Range<Duration> {
    let length = duration / (1 << zoom)
    let begin = max(.zero, min(cursor - length / 2, duration - length))
    return begin..<begin + length
  }

  /// The learner's Pod.
  package var swimlanes: Swimlanes {
    var lanes = lanes
    lanes.visible = visible
    lanes.cursor = cursor
    lanes.showsEvents = false
    return lanes
  }

  /// Both Pods; nil when they are not compared.
  package var comparison: SwimlanesComparison? {
    guard isComparing, let expectedLanes else { return nil }
    var comparison = SwimlanesComparison(learner: swimlanes, expected: expectedLanes)
    comparison.visible = visible
    comparison.cursor = cursor
    return comparison
  }

  private var changes: [Duration] {
    let all = lanes.changes + (isComparing ? expectedLanes?.changes ?? [] : [])
    return all.sorted()
  }
}

// MARK: What happens

extension LifecycleModel {
  /// Does what a key asks for.
  ///
  /// - Returns: false when it cannot be done here.
  @discardableResult
  package mutating func perform(_ command: LifecycleCommand) -> Bool {
    switch command {
    case .previousChange: step(to: changes.last { $0 < cursor })
    case .nextChange: step(to: changes.first { $0 > cursor })
    case .secondBack: step(to: cursor - .seconds(1))
    case .secondForward: step(to: cursor + .seconds(1))
    case .beginning: step(to: .zero)
    case .end: step(to: duration)
    case .play: togglePlaying()
    case .faster: speed = Speed(rawValue: speed.rawValue + 1) ?? speed
    case .slower: speed = Speed(rawValue: speed.rawValue - 1) ?? speed
    case .zoomIn: zoom = min(Self.furthestZoom, zoom + 1)
    case .zoomOut: zoom = max(0, zoom - 1)
    case .compare:
      guard expectedLanes != nil else { return false }
      isComparing.toggle()
      move(to: cursor)
    case .nextPod:
      guard timeline.pods.count > 1 else { return false }
      show(pod: (podIndex + 1) % timeline.pods.count)
    }
    return true
  }

  /// Lets time pass while the recording plays; it stops at its end.
  package mutating func advance(by elapsed: Duration) {
    guard isPlaying else { return }
    let elapsed = max(.zero, min(elapsed, Self.longestTick))
    switch speed {
    case .realTime: move(to: cursor + elapsed)
    case .tenfold: move(to: cursor + elapsed * 10)
    case .atOnce: move(to: duration)
    }
    if cursor >= duration { isPlaying = false }
  }

  private mutating func togglePlaying() {
    isPlaying.toggle()
    // What has played to its end plays again from its beginning.
    if isPlaying, cursor >= duration { cursor = .zero }
  }

  /// A step by hand ends the playing.
  private mutating func step(to time: Duration?) {
    isPlaying = false
    if let time { move(to: time) }
  }

  private mutating func move(to time: Duration) {
    cursor = max(.zero, min(time, duration))
  }

  private mutating func show(pod index: Int) {
    podIndex = index
    let pods = timeline.pods
    let name = pods.indices.contains(index) ? pods[index] : ""
    lanes = Swimlanes(timeline: timeline, pod: name)
    expectedLanes = expectedTimeline.flatMap { timeline in
      let others = timeline.pods
      let twin = others.contains(name) ? name : others.indices.contains(index) ? others[index] : nil
      return twin.map { Swimlanes(timeline: timeline, pod: $0) }
    }
    if expectedLanes == nil { isComparing = false }
    move(to: cursor)
  }
}

extension LifecycleModel.Speed {
  /// The name on the screen.
  package var name: String {
    switch self {
    case .realTime: "1×"
    case .tenfold: "10×"
    case .atOnce: "at once"
    }
  }
}
