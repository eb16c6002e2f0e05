package import PodModel

/// Expects a Pod to do something; a cluster decides.
package struct BehaviourCheck: Sendable {
  /// Name of the Pod that is looked at.
  package var pod: String
  package var demand: Demand

  /// What the Pod must do.
  package enum Demand: Sendable {
    /// Its state, as the API server shows it.
    case state(StateDemand)
    /// One container owns a listening port.
    case listens(container: String, port: Int)
    /// The order of what its containers went through.
    case order([ContainerMoment], within: Duration)
    /// What a command in a container shows.
    case command(CommandDemand)
    /// An init container's command ends well when it is run once more on the same volumes.
    case rerun(initContainer: String, exitCode: Expectation)
    /// What a container writes.
    case log(LogDemand)
  }

  package init(pod: String, demand: Demand) {
    self.pod = pod
    self.demand = demand
  }
}

/// A state that a Pod must reach and keep.
package struct StateDemand: Sendable {
  /// The time in which it must be reached.
  package var within: Duration
  /// How long it must last from the first moment on; there is no second chance.
  package var throughout: Duration?
  /// The same where a container has a liveness probe, which may need longer to fail.
  package var throughoutWithLivenessProbe: Duration?
  /// How long it must last on end; it may be lost and reached again in time.
  package var onEnd: Duration?
  /// How long after it was reached it is looked at once more; what is between does not matter.
  package var again: Duration?
  /// Columns of `kubectl get pod`, by their heading.
  package var columns: [Column]
  /// What the object must look like.
  package var object: Expectation?

  /// One column and the cell that it must show.
  package struct Column: Sendable {
    package var heading: Heading
    package var expectation: Expectation
  }

  /// The columns that a check may name.
  package enum Heading: String, CaseIterable, Sendable {
    case ready = "READY"
    case status = "STATUS"
    case restarts = "RESTARTS"
  }
}

/// Something that happened to a container.
package struct ContainerMoment: Sendable {
  package var reason: Reason
  package var container: Choice
  /// The exit code of a container that ended.
  package var exitCode: Int?

  /// The kubelet's word for it, as events and states have it.
  package enum Reason: String, CaseIterable, Sendable {
    case created = "Created"
    case started = "Started"
    /// The container ended; not an event but a state.
    case completed = "Completed"
  }

  /// Which container is meant.
  package enum Choice: Sendable, Hashable {
    case named(String)
    /// Any init container that is to end: native sidecars do not count.
    case anyInit
    /// Any regular container.
    case anyRegular
  }

  package init(_ reason: Reason, _ container: Choice, exitCode: Int? = nil) {
    self.reason = reason
    self.container = container
    self.exitCode = exitCode
  }
}

/// A command in a container and what must come of it.
package struct CommandDemand: Sendable {
  /// What happens before.
  package var before: [BehaviourStep]
  /// The name of the container; nil for any that runs.
  package var container: Expectation?
  package var command: [String]
  /// The time in which the command is tried again until it shows what is expected.
  package var within: Duration
  /// `title`, `text`, `status` and `exitCode` of the output.
  package var output: Expectation
  /// A text that must then be found in another container.
  package var trace: Trace?
  /// A change of the Pod with which the output must not be as expected.
  package var unless: PodChange?

  package init(
    before: [BehaviourStep] = [], container: Expectation?, command: [String], within: Duration,
    output: Expectation, trace: Trace? = nil, unless: PodChange? = nil
  ) {
    self.before = before
    self.container = container
    self.command = command
    self.within = within
    self.output = output
    self.trace = trace
    self.unless = unless
  }

  /// What the command must leave behind.
  package struct Trace: Sendable {
    /// The container that is searched, in all folders that volumes are mounted on.
    package var container: String
    package var text: String
  }
}

/// Fields that are set in every container of a list.
package struct PodChange: Sendable, Equatable {
  package var initContainers: [Node.Entry]
  package var containers: [Node.Entry]
}

/// What a container's log must show.
package struct LogDemand: Sendable {
  package var container: String
  /// Whether the log of the last instance before counts as well.
  package var previous: Bool
  package var before: [BehaviourStep]
  package var moment: Moment
  package var content: Content

  /// When the log is read.
  package enum Moment: Sendable, Equatable {
    /// Until it is as expected, or the time is over.
    case within(Duration)
    /// Once, so long after every container of the Pod was ready.
    case afterReady(Duration)
    /// Once, so long after the container was started first.
    case afterStart(Duration)
  }

  /// What is looked for.
  package enum Content: Sendable {
    case text(Expectation)
    case conversion(LineConversion)
  }
}

/// Lines of a file that must come out of a container in another form.
package struct LineConversion: Sendable {
  /// Container and path of the file that is read.
  package var container: String
  package var path: String
  /// What parts the fields of a line.
  package var separator: String
  /// The wanted line; `$1` stands for the first field.
  package var template: LineTemplate
  /// How many lines there must be at least.
  package var atLeast: Int
  /// The time over which later lines are gathered; nil where only the first ones are looked at.
  package var later: Duration?

  package init(
    container: String, path: String, separator: String, template: LineTemplate, atLeast: Int,
    later: Duration?
  ) {
    self.container = container
    self.path = path
    self.separator = separator
    self.template = template
    self.atLeast = atLeast
    self.later = later
  }
}

/// A step that is taken before a check.
package enum BehaviourStep: Sendable {
  /// Deletes a Pod and creates it again as the learner, or else the start, has it.
  case recreate(String)
  /// Puts the start's Pod in the place of any Pod of that name.
  case start(String)
  /// Runs a command in a container until its output is as expected.
  case run(pod: String?, container: Expectation?, command: [String], output: Expectation)
}

/// What surrounds the learner's objects when a task is graded on a cluster.
package struct Scenario: Sendable, Equatable {
  /// A name that leads to a Pod.
  package struct Host: Sendable, Equatable {
    package var name: String
    package var pod: String
  }

  package var hosts: [Host]
  /// Pods of the start that are there where the learner handed in none of the name.
  package var start: [String]

  package init(hosts: [Host] = [], start: [String] = []) {
    self.hosts = hosts
    self.start = start
  }
}
