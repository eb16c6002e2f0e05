import Cells
import PodModel
import TestSupport
import Testing

@testable import Diagrams

@Suite struct SwimlanesTests {
  private static let samples = [
    "init-exit1-always", "crashloop-long", "native-term-order", "ready-toggle", "live-exec-fails",
    "sidecar-grep-loop", "delete-sleep-pid1", "init-slow", "bad-image", "native-job-done",
    "hook-poststart-fails", "startup-slow",
  ]

  private static func swimlanes(_ id: String) throws -> Swimlanes {
    let timeline = try RecordedLifecycle.timeline(id)
    return Swimlanes(timeline: timeline, pod: timeline.pods.first ?? "")
  }

  private func text(_ swimlanes: Swimlanes, width: Int, height: Int? = nil) -> String {
    let rows = height ?? swimlanes.size(fitting: width).height
    var buffer = CellBuffer(width: width, height: rows)
    swimlanes.draw(into: &buffer, in: buffer.bounds)
    return buffer.text
  }

  @Test(arguments: samples, [40, 80, 120, 200])
  func `looks as recorded`(id: String, width: Int) throws {
    Golden.expect(
      text(try Self.swimlanes(id), width: width), matches: "lifecycle/\(id)-\(width).txt")
  }

  @Test(arguments: samples, [(80, 12), (60, 8), (40, 5), (20, 3)])
  func `leaves out what has no room`(id: String, size: (Int, Int)) throws {
    Golden.expect(
      text(try Self.swimlanes(id), width: size.0, height: size.1),
      matches: "lifecycle/\(id)-\(size.0)x\(size.1).txt")
  }

  @Test(arguments: samples)
  func `looks as recorded as SVG`(id: String) throws {
    Golden.expect(try Self.swimlanes(id).svg(), matches: "lifecycle/\(id).svg")
  }

  @Test func `shows part of the time with a cursor in it`() throws {
    var swimlanes = try Self.swimlanes("live-exec-fails")
    swimlanes.visible = .seconds(4)..<(.seconds(10))
    swimlanes.cursor = .milliseconds(6520)
    Golden.expect(text(swimlanes, width: 100, height: 16), matches: "lifecycle/cursor-100x16.txt")
  }

  @Test(arguments: try RecordedLifecycle.all())
  func `draws every recording inside its area at any size`(id: String) throws {
    let timeline = try RecordedLifecycle.timeline(id)
    var untouched = CellBuffer(width: 90, height: 40)
    untouched.fill(untouched.bounds, with: Cell("#"))
    for pod in timeline.pods {
      let swimlanes = Swimlanes(timeline: timeline, pod: pod)
      for width in [0, 1, 7, 80] {
        for height in [1, 5, 30] {
          var buffer = untouched
          let area = Rect(x: 4, y: 3, width: width, height: height)
          swimlanes.draw(into: &buffer, in: area)
          #expect((buffer == untouched) == area.isEmpty)
          buffer.fill(area, with: Cell("#"))
          #expect(buffer == untouched, "\(width)×\(height)")
        }
      }
    }
  }

  @Test(arguments: try RecordedLifecycle.all())
  func `has lanes without gaps`(id: String) throws {
    let timeline = try RecordedLifecycle.timeline(id)
    for pod in timeline.pods {
      let swimlanes = Swimlanes(timeline: timeline, pod: pod)
      let end = try #require(swimlanes.statuses.last?.end)
      for lane in swimlanes.lanes {
        #expect(lane.stretches.first?.start == swimlanes.statuses.first?.start)
        #expect(lane.stretches.last?.end == end)
        for (before, after) in zip(lane.stretches, lane.stretches.dropFirst()) {
          #expect(before.end == after.start)
          #expect(before.start <= before.end)
          #expect(before.value != after.value)
        }
      }
    }
  }

  @Test(arguments: samples)
  func `needs no letters beyond ASCII where there are none`(id: String) throws {
    let text = text(try Self.swimlanes(id), width: 100)
    #expect(!text.contains("?"))
    #expect(!String(text.map(\.asciiFallback)).contains("?"))
  }

  @Test func `takes ends that nobody saw from the container statuses`() throws {
    let swimlanes = try Self.swimlanes("native-term-order")
    let ends = swimlanes.lanes.map { lane in lane.stretches.last?.start.components.seconds }
    // The watch saw all three at 6.56 s.
    #expect(ends == [6, 5, 4])
  }

  @Test func `marks starts, restarts, failed probes and stops`() throws {
    let marks = try Self.swimlanes("live-exec-fails").lanes[0].marks.map(\.kind)
    #expect(marks.filter { $0 == .start }.count == 1)
    #expect(marks.contains(.restart(1)) && marks.contains(.restart(2)))
    #expect(!marks.contains(.restart(3)))
    #expect(marks.filter { $0 == .probeFailure }.count == 4)
    #expect(marks.filter { $0 == .killing }.count == 3)
  }

  @Test func `shows a pull between its events`() throws {
    var timeline = try RecordedLifecycle.timeline("bad-image")
    timeline.events = [("Pulling", 10), ("Failed", 13)].map { reason, seconds in
      Timeline.Event(
        time: .seconds(seconds), pod: "nx", type: "Normal", reason: reason, message: "",
        source: "kubelet", fieldPath: "spec.containers{nginx}")
    }
    let lane = Swimlanes(timeline: timeline, pod: "nx").lanes[0]
    let pulls = lane.stretches.filter { $0.value.kind == .pulling }
    #expect(pulls.first?.start == .seconds(10))
    #expect(pulls.last?.end == .seconds(13))
  }

  @Test func `says that nothing is known of a Pod`() {
    let timeline = Timeline(start: ClusterTime(nanoseconds: 0), duration: .seconds(5))
    let drawn = text(Swimlanes(timeline: timeline, pod: "other"), width: 60)
    #expect(drawn.contains("no containers were seen"))
  }
}

@Suite struct TimeAxisTests {
  @Test(arguments: [
    (100, 80, "0s 0.01s 0.02s 0.03s 0.04s 0.05s 0.06s 0.07s 0.08s 0.09s 0.1s"),
    (10_000, 80, "0s 1s 2s 3s 4s 5s 6s 7s 8s 9s 10s"),
    (90_000, 40, "0s 30s 1m 1m30s"),
    (200_000, 20, "0s 2m"),
    (7_200_000, 80, "0s 15m 30m 45m 1h 1h15m 1h30m 1h45m 2h"),
  ])
  func `names moments as far apart as their names need`(
    milliseconds: Int, width: Int, names: String
  ) {
    let axis = TimeAxis(visible: .zero..<(.milliseconds(milliseconds)), x: 0, width: width)
    #expect(axis.ticks.map(\.shortText).joined(separator: " ") == names)
  }

  @Test func `keeps moments outside at the edges`() {
    let axis = TimeAxis(visible: .seconds(2)..<(.seconds(4)), x: 10, width: 20)
    #expect(axis.column(.seconds(3)) == 20)
    #expect(axis.column(.zero) == 10)
    #expect(axis.column(.seconds(9)) == 30)
    #expect(axis.wholeColumn(.seconds(4)) == 29)
    #expect(axis.wholeColumn(.seconds(5)) == nil)
  }
}
