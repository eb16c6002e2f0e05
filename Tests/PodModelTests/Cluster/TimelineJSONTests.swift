import PodModel
import Testing

@Suite struct TimelineJSONTests {
  @Test func `names states, events and log lines with their times`() {
    let timeline = Timeline(
      start: ClusterTime(nanoseconds: 1_800_000_000_000_000_000), duration: .milliseconds(2500),
      states: [
        Timeline.State(
          time: .milliseconds(80), change: .added,
          pod: [
            "metadata": ["name": "nx"], "spec": ["containers": [["name": "main"]]],
            "status": ["phase": "Pending"],
          ])
      ],
      events: [
        Timeline.Event(
          time: .seconds(1), pod: "nx", type: "Normal", reason: "Started", message: "m",
          source: "kubelet", fieldPath: "spec.containers{main}")
      ],
      lines: [
        Timeline.Line(
          time: .seconds(2), pod: "nx", container: "main", restartCount: 1, text: "\"hi\"",
          isError: true)
      ])
    let expected: Node = [
      "start": "2027-01-15T08:00:00Z", "duration": Node(.float(2.5)),
      "states": [
        [
          "time": Node(.float(0.08)), "change": "ADDED", "READY": "0/1", "STATUS": "Pending",
          "RESTARTS": "0", "pod": timeline.states[0].pod,
        ]
      ],
      "events": [
        [
          "time": 1, "pod": "nx", "type": "Normal", "reason": "Started", "message": "m",
          "source": "kubelet", "fieldPath": "spec.containers{main}",
        ]
      ],
      "logs": [
        [
          "time": 2, "pod": "nx", "container": "main", "restartCount": 1, "stream": "stderr",
          "text": "\"hi\"",
        ]
      ],
    ]
    #expect(timeline.node == expected)
  }
}
