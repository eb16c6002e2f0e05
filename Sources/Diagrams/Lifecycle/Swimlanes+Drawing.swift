import Cells

extension Swimlanes {
  /// How much of the Pod's life is drawn.
  struct Content: Equatable {
    var hasAxis = true
    /// Whether marks have rows of their own; otherwise they stand in the lanes.
    var hasMarkRows = true
    /// Rows for phase and readiness besides the one for the status.
    var hasPhases = true
    var hasLegend = true
    /// Lanes left out at the end.
    var hiddenLanes = 0
    /// Rows for events, their heading included.
    var eventRows = Int.max
  }

  /// The drawing for `width` columns that fits `height` rows; nil for all the rows it wants.
  ///
  /// Names take `labelWidth` columns, or as many as they need.
  func drawing(width: Int, height: Int?, labelWidth: Int? = nil) -> Drawing {
    let width = max(1, min(width, 1000))
    func layout(_ content: Content) -> Drawing {
      var layout = SwimlanesLayout(
        swimlanes: self, content: content, width: width,
        labelWidth: labelWidth ?? self.labelWidth(fitting: width))
      layout.build()
      return layout.drawing
    }
    guard let height else { return layout(Content()) }
    for content in contents {
      var content = content
      content.eventRows = 0
      let rest = height - layout(content).height
      guard rest >= 0 else { continue }
      // A heading without events below it would say nothing.
      content.eventRows = rest > 2 ? rest : 0
      return layout(content)
    }
    var content = Content(
      hasAxis: false, hasMarkRows: false, hasPhases: false, hasLegend: false, eventRows: 0)
    let missing = layout(content).height - height
    // One more row tells how many containers are left out.
    content.hiddenLanes = max(0, min(lanes.count - 1, missing + 1))
    return layout(content)
  }

  /// From the richest to the sparsest.
  private var contents: [Content] {
    [
      Content(), Content(hasLegend: false), Content(hasPhases: false, hasLegend: false),
      Content(hasMarkRows: false, hasPhases: false, hasLegend: false),
    ]
  }

  /// Columns that names take at the left of the lanes.
  func labelWidth(fitting width: Int) -> Int {
    let longest = lanes.map(\.title.displayWidth).max() ?? 0
    return min(max(longest, 6), max(6, width / 4)) + 1
  }
}

extension Swimlanes.Lane {
  /// The name with its step, and a star for native sidecars.
  var title: String {
    switch role {
    case .initial(let step): "\(step) \(name)"
    case .sidecar(let step): "\(step) \(name)*"
    case .main: name
    }
  }
}

extension Swimlanes.Activity {
  /// Reasons that every container has at first; all others tell of trouble.
  ///
  /// Source: Kubernetes `pkg/kubelet/kubelet_pods.go`, `convertToAPIContainerStatuses`.
  private static let firstReasons = ["", "ContainerCreating", "PodInitializing"]

  func fill(_ role: Swimlanes.Lane.Role) -> Drawing.Bar.Fill {
    switch kind {
    case .waiting(let reason): return Self.firstReasons.contains(reason) ? .waiting : .stuck
    case .pulling: return .pulling
    case .terminated(let exitCode, _): return exitCode == 0 ? .completed : .failed
    case .running(let isReady):
      // Nobody asks whether an init container is ready while it runs.
      if case .initial = role { return .working }
      return isReady ? .ready : .unready
    }
  }

  /// What a bar may say, the longest first.
  func labels(_ role: Swimlanes.Lane.Role) -> [String] {
    switch kind {
    case .waiting(let reason): return reason.isEmpty ? ["waiting"] : [reason]
    case .pulling: return ["pulling", "pull"]
    case .terminated(let exitCode, let reason): return [" \(exitCode) \(reason)", " \(exitCode)"]
    case .running(let isReady):
      if case .initial = role { return ["running"] }
      return [isReady ? "ready" : "not ready"]
    }
  }
}

extension Swimlanes.Mark.Kind {
  /// The sign of the mark.
  var sign: String {
    switch self {
    case .start: "▶"
    case .restart: "↻"
    case .probeFailure: "!"
    case .hookFailure: "×"
    case .killing: "▼"
    }
  }

  var tone: Drawing.Tone {
    switch self {
    case .start: .good
    case .restart, .probeFailure: .warning
    case .hookFailure, .killing: .bad
    }
  }

  /// The name in a legend.
  var meaning: String {
    switch self {
    case .start: "start"
    case .restart: "restart"
    case .probeFailure: "probe failed"
    case .hookFailure: "hook failed"
    case .killing: "stopped by the kubelet"
    }
  }

  /// Which of two marks in one place is shown: the one with the larger number.
  var weight: Int {
    switch self {
    case .start: 0
    case .probeFailure: 1
    case .killing: 2
    case .restart: 3
    case .hookFailure: 4
    }
  }
}
