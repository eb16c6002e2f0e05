import Cells
import PodModel
import TestSupport
import Testing

@testable import Diagrams

@Suite struct SwimlanesComparisonTests {
  private func comparison(_ learner: String, _ expected: String) throws -> SwimlanesComparison {
    SwimlanesComparison(
      learner: Swimlanes(timeline: try RecordedLifecycle.timeline(learner), pod: "nx"),
      expected: Swimlanes(timeline: try RecordedLifecycle.timeline(expected), pod: "nx"))
  }

  @Test(arguments: [
    ("init-exit1-always", "init-slow", 100, 24), ("live-exec-fails", "ready-ok", 80, 30),
    ("native-term-order", "native-two", 120, 40), ("sidecar-exit1", "sidecar-grep-loop", 60, 20),
  ])
  func `looks as recorded`(
    learner: String, expected: String, width: Int, height: Int
  ) throws {
    var comparison = try comparison(learner, expected)
    comparison.cursor = .seconds(3)
    var buffer = CellBuffer(width: width, height: height)
    comparison.draw(into: &buffer, in: buffer.bounds)
    Golden.expect(buffer.text, matches: "lifecycle/\(learner)+\(expected)-\(width)x\(height).txt")
  }

  @Test(arguments: ["init-slow", "live-exec-fails", "native-two"])
  func `finds no difference in what is the same`(id: String) throws {
    let comparison = try comparison(id, id)
    #expect(comparison.difference == nil)
  }

  @Test(arguments: [(400, true), (1500, false)])
  func `takes a Pod at another pace for the same`(milliseconds: Int, isSame: Bool) throws {
    let timeline = try RecordedLifecycle.timeline("init-slow")
    var later = timeline
    later.start = timeline.start.advanced(by: .milliseconds(-milliseconds))
    for index in later.states.indices { later.states[index].time += .milliseconds(milliseconds) }
    let comparison = SwimlanesComparison(
      learner: Swimlanes(timeline: later, pod: "nx"),
      expected: Swimlanes(timeline: timeline, pod: "nx"))
    #expect((comparison.difference == nil) == isSame)
  }

  @Test func `pairs containers of other names by their place`() throws {
    let timeline = try RecordedLifecycle.timeline("init-slow")
    var renamed = timeline
    for index in renamed.states.indices {
      let text = renamed.states[index].pod.json.replacing("fetch", with: "get")
      renamed.states[index].pod = try JSON.node(in: text)
    }
    let comparison = SwimlanesComparison(
      learner: Swimlanes(timeline: renamed, pod: "nx"),
      expected: Swimlanes(timeline: timeline, pod: "nx"))
    #expect(comparison.difference == nil)
  }

  @Test func `names what is missing`() throws {
    let comparison = try comparison("native-basic", "native-two")
    #expect(comparison.difference?.text.contains("is missing") == true)
  }

  @Test func `draws inside its area at any size`() throws {
    let comparison = try comparison("init-exit1-always", "native-two")
    var untouched = CellBuffer(width: 90, height: 40)
    untouched.fill(untouched.bounds, with: Cell("#"))
    for width in [0, 1, 2, 9, 80] {
      for height in [0, 1, 2, 3, 4, 5, 9, 30] {
        var buffer = untouched
        let area = Rect(x: 4, y: 3, width: width, height: height)
        comparison.draw(into: &buffer, in: area)
        buffer.fill(area, with: Cell("#"))
        #expect(buffer == untouched, "\(width)×\(height)")
      }
    }
  }
}
