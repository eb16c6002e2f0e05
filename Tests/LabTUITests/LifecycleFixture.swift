import LabSession
import PodModel

/// A Pod whose init container fails once, runs for two seconds and makes way for nginx.
enum LifecycleFixture {
  static func timeline(failing: Bool = true, pod: String = "nx") -> Timeline {
    let runs: Int64 = failing ? 1 : 0
    let waiting: Node = ["waiting": ["reason": "PodInitializing"]]
    var states = [
      state(pod, 0, "Pending", fetch: waiting, restarts: 0, nginx: waiting),
      state(pod, 1, "Pending", fetch: ["running": [:]], restarts: 0, nginx: waiting),
    ]
    if failing {
      states += [
        state(pod, 2, "Pending", fetch: ended(1, "Error"), restarts: 0, nginx: waiting),
        state(pod, 3, "Pending", fetch: ["running": [:]], restarts: 1, nginx: waiting),
      ]
    }
    states.append(
      state(
        pod, 5, "Running", fetch: ended(0, "Completed"), restarts: runs, nginx: ["running": [:]]))
    return Timeline(
      start: ClusterTime(nanoseconds: 1_800_000_000_000_000_000), duration: .seconds(10),
      states: states,
      events: [
        Timeline.Event(
          time: .seconds(1), pod: pod, type: "Normal", reason: "Started",
          message: "Container started", source: "kubelet", fieldPath: "spec.initContainers{fetch}")
      ],
      lines: [
        Timeline.Line(time: .milliseconds(1500), pod: pod, container: "fetch", text: "hello")
      ])
  }

  static func attempt(expected: Timeline? = nil) -> Attempt {
    var attempt = Fixtures.attempt()
    attempt.timeline = timeline()
    attempt.expectedTimeline = expected
    return attempt
  }

  private static func ended(_ exitCode: Int64, _ reason: String) -> Node {
    ["terminated": ["exitCode": Node(.integer(exitCode)), "reason": Node(.string(reason))]]
  }

  private static func state(
    _ pod: String, _ seconds: Int, _ phase: String, fetch: Node, restarts: Int64, nginx: Node
  ) -> Timeline.State {
    let spec: Node = [
      "initContainers": [["name": "fetch"]], "containers": [["name": "nginx"]],
    ]
    let isRunning = phase == "Running"
    let status: Node = [
      "phase": Node(.string(phase)),
      "conditions": [
        ["type": "Initialized", "status": isRunning ? "True" : "False"],
        ["type": "Ready", "status": isRunning ? "True" : "False"],
      ],
      "initContainerStatuses": [
        ["name": "fetch", "restartCount": Node(.integer(restarts)), "state": fetch]
      ],
      "containerStatuses": [
        [
          "name": "nginx", "restartCount": 0, "ready": Node(.bool(isRunning)),
          "state": nginx,
        ]
      ],
    ]
    return Timeline.State(
      time: .seconds(seconds), change: seconds == 0 ? .added : .modified,
      pod: [
        "kind": "Pod",
        "metadata": ["name": Node(.string(pod)), "creationTimestamp": "2027-01-15T08:00:00Z"],
        "spec": spec, "status": status,
      ])
  }
}
