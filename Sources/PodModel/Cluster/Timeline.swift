/// What some Pods did over a stretch of a cluster's time.
///
/// A recording of what a watch, the events and the logs showed; diagrams, checks and printed
/// lifecycles are all made from it. Times count from the beginning of the recording.
package struct Timeline: Sendable, Equatable {
  /// When the recording began, on the cluster's clock.
  package var start: ClusterTime
  /// How long it is.
  package var duration: Duration
  /// Every distinct state of every Pod, in the order of their times.
  package var states: [State]
  /// Events in the order of their times; one that is repeated stands at each of its times.
  package var events: [Event]
  /// What the containers wrote, line by line, in the order of their times.
  package var lines: [Line]

  package init(
    start: ClusterTime, duration: Duration, states: [State] = [], events: [Event] = [],
    lines: [Line] = []
  ) {
    self.start = start
    self.duration = duration
    self.states = states
    self.events = events
    self.lines = lines
  }

  /// A Pod as it was from one moment on.
  package struct State: Sendable, Equatable {
    package var time: Duration
    package var change: WatchEvent.Kind
    /// The whole object as the API server returns it, status included.
    package var pod: Node

    package init(time: Duration, change: WatchEvent.Kind, pod: Node) {
      self.time = time
      self.change = change
      self.pod = pod
    }

    /// The Pod's name.
    package var name: String { pod["metadata"]?["name"]?.string ?? "" }
  }

  /// Something that the kubelet or the scheduler told about a Pod.
  package struct Event: Sendable, Equatable {
    package var time: Duration
    package var pod: String
    /// `Normal` or `Warning`.
    package var type: String
    package var reason: String
    package var message: String
    /// Who told it, such as `kubelet`.
    package var source: String
    /// The container that is meant, such as `spec.containers{nginx}`; empty for the Pod itself.
    package var fieldPath: String

    package init(
      time: Duration, pod: String, type: String, reason: String, message: String, source: String,
      fieldPath: String = ""
    ) {
      self.time = time
      self.pod = pod
      self.type = type
      self.reason = reason
      self.message = message
      self.source = source
      self.fieldPath = fieldPath
    }
  }

  /// A line of a container's log, without its line end.
  package struct Line: Sendable, Equatable {
    package var time: Duration
    package var pod: String
    package var container: String
    /// How often the container had been restarted when it wrote the line.
    package var restartCount: Int
    package var text: String
    package var isError: Bool

    package init(
      time: Duration, pod: String, container: String, restartCount: Int = 0, text: String,
      isError: Bool = false
    ) {
      self.time = time
      self.pod = pod
      self.container = container
      self.restartCount = restartCount
      self.text = text
      self.isError = isError
    }
  }
}

extension Timeline {
  /// The Pods of the recording in the order in which they appeared.
  package var pods: [String] {
    states.reduce(into: []) { names, state in
      if !names.contains(state.name) { names.append(state.name) }
    }
  }

  /// A Pod's state at a moment; nil before it was created and after it was deleted.
  package func state(of pod: String, at time: Duration) -> State? {
    let last = states.last { $0.name == pod && $0.time <= time }
    return last?.change == .deleted ? nil : last
  }
}
