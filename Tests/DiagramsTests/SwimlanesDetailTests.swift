import Cells
import PodModel
import TestSupport
import Testing

@testable import Diagrams

@Suite struct SwimlanesDetailTests {
  private func swimlanes(_ id: String) throws -> Swimlanes {
    let timeline = try RecordedLifecycle.timeline(id)
    return Swimlanes(timeline: timeline, pod: "nx")
  }

  @Test(arguments: [0, 1, 7000, 13_500, 15_500, 20_000])
  func `tells everything of a moment`(milliseconds: Int) throws {
    let lines = try swimlanes("live-exec-fails").detail(at: .milliseconds(milliseconds))
    Golden.expect(
      lines.map { line in
        var text = line.text
        while text.last == " " { text.removeLast() }
        return text
      }.joined(separator: "\n"), matches: "lifecycle/detail-\(milliseconds)ms.txt")
  }

  @Test func `shows the last lines of the logs`() throws {
    var timeline = try RecordedLifecycle.timeline("live-exec-fails")
    timeline.lines = (1...9).map {
      Timeline.Line(time: .seconds($0), pod: "nx", container: "main", text: "line \($0)")
    }
    let lines = Swimlanes(timeline: timeline, pod: "nx").detail(at: .seconds(8)).map(\.text)
    #expect(lines.last == "8s      main  line 8")
    #expect(lines.contains("3s      main  line 3"))
    #expect(!lines.contains { $0.hasSuffix("line 2") || $0.hasSuffix("line 9") })
  }

  @Test(arguments: try RecordedLifecycle.all())
  func `names moments of change in order`(id: String) throws {
    let timeline = try RecordedLifecycle.timeline(id)
    for pod in timeline.pods {
      let swimlanes = Swimlanes(timeline: timeline, pod: pod)
      let changes = swimlanes.changes
      #expect(changes == changes.sorted())
      #expect(Set(changes).count == changes.count)
      #expect(timeline.states.filter { $0.name == pod }.allSatisfy { changes.contains($0.time) })
    }
  }
}
