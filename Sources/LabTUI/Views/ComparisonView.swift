package import Cells
import Diagrams
package import LabSession
import PodModel

/// The learner's Pod on the left, the expected one on the right.
package struct ComparisonView: Sendable {
  package var attempt: Attempt
  /// First row and column shown.
  package var row: Int
  package var column: Int

  package func height(fitting width: Int) -> Int {
    let half = (width - 3) / 2
    return 2
      + max(
        pods.reduce(0) { $0 + Topology(pod: $1).size(fitting: half).height + 1 },
        attempt.expectedPods.reduce(0) { $0 + Topology(pod: $1).size(fitting: half).height + 1 })
  }

  private var pods: [Pod] {
    guard case .read(let pods, _) = attempt.manifest else { return [] }
    return pods
  }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard area.width >= 10 else { return }
    let (left, rest) = area.splitLeft((area.width - 3) / 2)
    let right = rest.splitLeft(3).rest
    let expected = attempt.expectedPods
    column("Yours", topologies(of: pods, comparedWith: expected), into: &buffer, in: left)
    column("Expected", topologies(of: expected, comparedWith: pods), into: &buffer, in: right)
    for y in area.y..<area.maxY { buffer[left.maxX + 1, y] = Cell("│", style: .dim) }
  }

  /// Marks where a Pod differs from the other side's Pod of the same name, else in the same place.
  private func topologies(of pods: [Pod], comparedWith others: [Pod]) -> [Topology] {
    pods.enumerated().map { index, pod in
      let twin = others.first { $0.metadata.name == pod.metadata.name }
      guard let other = twin ?? (others.indices.contains(index) ? others[index] : nil) else {
        return Topology(pod: pod)
      }
      return Topology(pod: pod, comparedWith: other)
    }
  }

  private func column(
    _ title: String, _ topologies: [Topology], into buffer: inout CellBuffer, in area: Rect
  ) {
    let (top, rest) = area.splitTop(2)
    buffer.write(title, in: top, style: .bold)
    let sizes = topologies.map { $0.size(fitting: rest.width) }
    var canvas = CellBuffer(
      width: sizes.reduce(rest.width) { max($0, $1.width) },
      height: max(rest.height + row, sizes.reduce(0) { $0 + $1.height + 1 }))
    var below = canvas.bounds
    for (topology, size) in zip(topologies, sizes) {
      let (place, next) = below.splitTop(size.height + 1)
      topology.draw(into: &canvas, in: place)
      below = next
    }
    if topologies.isEmpty { canvas.write("No Pod yet.", in: canvas.bounds, style: .dim) }
    buffer.copy(canvas, from: (min(column, canvas.width - rest.width), row), to: rest)
  }
}
