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
