package import Cells

/// An idea of the lessons as a drawing.
///
/// Lessons name one in a fenced block of the language `diagram`.
package enum ConceptDiagram: String, Sendable, CaseIterable {
  /// Init containers run one after the other, each to its end, before the others start.
  case initContainers = "init-containers"
  /// A second container does something with what the first one writes.
  case sidecar
  /// A second container makes the first one look as others want to see it.
  case adapter
  /// A second container stands between the first one and the world.
  case ambassador
  /// An init container that keeps running beside the others and ends after them.
  case nativeSidecar = "native-sidecar"

  /// What the drawing shows, as one sentence.
  package var caption: String {
    switch self {
    case .initContainers: "Init containers run to their ends, in order, before the others start."
    case .sidecar: "A sidecar works with what the main container leaves in a shared volume."
    case .adapter: "An adapter turns what the main container offers into what others expect."
    case .ambassador: "An ambassador speaks to the world for a container that knows localhost only."
    case .nativeSidecar: "A native sidecar starts before the main container and ends after it."
    }
  }

  /// Columns and rows that the drawing takes when it may be `width` columns wide.
  package func size(fitting width: Int) -> (width: Int, height: Int) {
    drawing(width: width).size
  }

  /// Draws at the top left of `area`, and clips what has no room.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    buffer.copy(drawing(width: area.width).cells(), into: area)
  }

  /// The drawing as an SVG document that follows the reader's light or dark colours.
  package func svg() -> String { drawing(width: 96).svg(title: caption) }

  private func drawing(width: Int) -> Drawing {
    switch self {
    case .initContainers, .nativeSidecar:
      return lanes.drawing(width: min(width, 96), height: nil)
    case .sidecar, .adapter, .ambassador:
      return ConceptChain(stations: stations).drawing(width: max(1, width))
    }
  }

  // MARK: What follows what

  private var stations: [ConceptChain.Station] {
    switch self {
    case .sidecar:
      [
        .init("app", ["writes its log"], leadsTo: "writes"),
        .init("volume logs", ["emptyDir"], isContainer: false, leadsTo: "reads"),
        .init("sidecar", ["ships the log"]),
      ]
    case .adapter:
      [
        .init("app", ["logs its own way"], leadsTo: "shared volume"),
        .init("adapter", ["translates"], leadsTo: "one form"),
        .init("monitoring", ["reads one form"], isInPod: false),
      ]
    case .ambassador:
      [
        .init("app", ["knows localhost only"], leadsTo: "localhost"),
        .init("ambassador", ["knows the way"], leadsTo: "network"),
        .init("database", ["moves about"], isInPod: false),
      ]
    case .initContainers, .nativeSidecar: []
    }
  }

  // MARK: What runs when

  private var lanes: Swimlanes {
    let seconds = { (time: Int) in Duration.seconds(time) }
    switch self {
    case .initContainers:
      return Swimlanes(
        concept: "web", duration: seconds(12),
        statuses: [(0, "Init:0/2"), (4, "Init:1/2"), (7, "PodInitializing"), (8, "Running")],
        lanes: [
          .concept("fetch", .initial(step: 1), [(0, .waiting), (1, .runs), (4, .done)], end: 12),
          .concept("prepare", .initial(step: 2), [(0, .waiting), (4, .runs), (7, .done)], end: 12),
          .concept("app", .main, [(0, .waiting), (8, .ready)], end: 12),
        ])
    case .nativeSidecar, .sidecar, .adapter, .ambassador:
      return Swimlanes(
        concept: "job", duration: seconds(12),
        statuses: [
          (0, "Init:0/2"), (2, "Init:1/2"), (4, "PodInitializing"), (5, "Running"),
          (10, "Completed"),
        ],
        lanes: [
          .concept(
            "proxy", .sidecar(step: 1), [(0, .waiting), (2, .ready), (10, .done)], end: 12),
          .concept("fetch", .initial(step: 2), [(0, .waiting), (2, .runs), (4, .done)], end: 12),
          .concept("app", .main, [(0, .waiting), (5, .ready), (9, .done)], end: 12),
        ])
    }
  }
}

extension Swimlanes.Lane {
  /// What a container of a concept does; shorter than an activity.
  fileprivate enum Step { case waiting, runs, ready, done }

  fileprivate static func concept(
    _ name: String, _ role: Role, _ steps: [(second: Int, step: Step)], end: Int
  ) -> Swimlanes.Lane {
    let ends = steps.dropFirst().map(\.second) + [end]
    var marks: [Swimlanes.Mark] = []
    let stretches = zip(steps, ends).map { item, end in
      let kind: Swimlanes.Activity.Kind
      switch item.step {
      case .waiting: kind = .waiting(reason: "")
      case .runs: kind = .running(isReady: false)
      case .ready: kind = .running(isReady: true)
      case .done: kind = .terminated(exitCode: 0, reason: "Completed")
      }
      if case .running = kind {
        marks.append(Swimlanes.Mark(time: .seconds(item.second), kind: .start))
      }
      return Swimlanes.Stretch(
        start: .seconds(item.second), end: .seconds(end),
        value: Swimlanes.Activity(kind: kind, restarts: 0))
    }
    return Swimlanes.Lane(name: name, role: role, stretches: stretches, marks: marks)
  }
}
