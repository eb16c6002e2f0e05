package import Cells
package import PodModel

/// The life of one Pod: a lane for each container over time, with what kubectl shows above them and
/// the events below.
package struct Swimlanes: Sendable, Equatable {
  /// What a container did, or what was done to it, at one moment.
  struct Mark: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      case start
      /// Started again, for this time counted from 1.
      case restart(Int)
      case probeFailure
      case hookFailure
      /// The kubelet stops the container.
      case killing
    }
    var time: Duration
    var kind: Kind
  }

  /// One container.
  struct Lane: Sendable, Equatable {
    enum Role: Sendable, Equatable {
      /// Runs to its end before the next one; counted from 1.
      case initial(step: Int)
      /// A native sidecar: an init container that keeps running.
      case sidecar(step: Int)
      case main
    }
    var name: String
    var role: Role
    /// What the container did, without gaps from the Pod's first moment to its last.
    var stretches: [Stretch<Activity>]
    var marks: [Mark]
  }

  /// What a container does for a while.
  struct Activity: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      case waiting(reason: String)
      case pulling
      case running(isReady: Bool)
      case terminated(exitCode: Int, reason: String)
    }
    var kind: Kind
    /// How often the container had been restarted.
    var restarts: Int
  }

  /// A time in which something stayed as it was.
  struct Stretch<Value: Sendable & Equatable>: Sendable, Equatable {
    var start: Duration
    var end: Duration
    var value: Value
  }

  /// The Pod that is shown.
  package let pod: String
  /// How long the recording is.
  package let duration: Duration
  /// What is drawn; all of it unless a part was asked for.
  package var visible: Range<Duration>
  /// Whether the events stand below the lanes.
  package var showsEvents = true
  /// A moment that a line marks.
  package var cursor: Duration?
  /// When somebody asked for the Pod's deletion; nil when nobody did.
  let deletion: Duration?
  let phases: [Stretch<String>]
  let statuses: [Stretch<String>]
  let readiness: [Stretch<String>]
  let lanes: [Lane]
  /// The part of the recording that is about this Pod.
  let timeline: Timeline
  /// A line at this moment tells of a difference; nil when there is nothing to compare with.
  var difference: Duration?

  /// No recording is drawn beyond this.
  private static let longest = Duration.seconds(366 * 86_400)

  /// Reads what a Pod did; a Pod that the recording does not know has no lanes.
  package init(timeline: Timeline, pod: String) {
    let states = timeline.states.filter { $0.name == pod }
    let last = max(timeline.duration, states.last?.time ?? .zero)
    duration = max(.milliseconds(1), min(last, Self.longest))
    self.pod = pod
    visible = .zero..<duration
    self.timeline = Timeline(
      start: timeline.start, duration: duration, states: states,
      events: timeline.events.filter { $0.pod == pod },
      lines: timeline.lines.filter { $0.pod == pod })
    deletion = states.first { $0.pod["metadata"]?["deletionTimestamp"] != nil }?.time
    let columns = states.map {
      PodPrinter.columns($0.pod, at: timeline.start.advanced(by: $0.time))
    }
    let reader = TimelineReader(timeline: self.timeline)
    phases = reader.stretches(states.map { $0.pod["status"]?["phase"]?.string ?? "" })
    statuses = reader.stretches(columns.map(\.status))
    readiness = reader.stretches(columns.map(\.ready))
    lanes = reader.lanes()
  }

  /// A life that shows an idea and was lived by nobody; times in seconds.
  init(
    concept pod: String, duration: Duration, statuses: [(second: Int, text: String)], lanes: [Lane]
  ) {
    self.pod = pod
    self.duration = duration
    visible = .zero..<duration
    timeline = Timeline(start: ClusterTime(nanoseconds: 0), duration: duration)
    deletion = nil
    phases = []
    readiness = []
    let ends = statuses.dropFirst().map { Duration.seconds($0.second) } + [duration]
    self.statuses = zip(statuses, ends).map { status, end in
      Stretch(start: .seconds(status.second), end: end, value: status.text)
    }
    self.lanes = lanes
  }

  /// Every moment at which something changes, from the first to the last.
  package var changes: [Duration] {
    var moments = Set(timeline.states.map(\.time))
    moments.formUnion(lanes.flatMap { $0.stretches.map(\.start) + $0.marks.map(\.time) })
    moments.formUnion(timeline.events.map(\.time))
    moments.formUnion(timeline.lines.map(\.time))
    return moments.sorted()
  }
}

extension Swimlanes {
  /// Columns and rows that the drawing takes when it may be `width` columns wide and has all the
  /// height it wants.
  package func size(fitting width: Int) -> (width: Int, height: Int) {
    drawing(width: width, height: nil).size
  }

  /// Draws at the top left of `area`; where rows are missing, first the events and the legend are
  /// shortened, then the rows of marks, then containers.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    buffer.copy(drawing(width: area.width, height: area.height).cells(), into: area)
  }

  /// The drawing as an SVG document that follows the reader's light or dark colours.
  package func svg() -> String { Self.svg(of: [self]) }

  /// The lives of several Pods as one SVG document, one below the other.
  package static func svg(of lives: [Swimlanes]) -> String {
    let names = lives.map(\.pod).joined(separator: ", ")
    let title = lives.count > 1 ? "Lifecycles of Pods \(names)" : "Lifecycle of Pod \(names)"
    let drawing = Drawing.stacked(lives.map { $0.drawing(width: 140, height: nil) })
    return drawing?.svg(title: title) ?? ""
  }
}
