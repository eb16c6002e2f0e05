package import Cells
import Diagrams
package import LabSession
import PodModel

/// The learner's manifest: what the API server says of it, and the Pod as a drawing.
package struct PodView: Sendable {
  package var attempt: Attempt
  /// First row and column shown.
  package var offset: (row: Int, column: Int)

  /// Rows that the whole view needs at a width.
  package func height(fitting width: Int) -> Int {
    verdictLines(width: width).count
      + topologies.reduce(0) { $0 + $1.size(fitting: width).height + 1 }
  }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    let height = max(area.height, height(fitting: area.width))
    let width = topologies.reduce(area.width) { max($0, $1.size(fitting: area.width).width) }
    var canvas = CellBuffer(width: width, height: height)
    var rest = canvas.bounds
    for line in verdictLines(width: area.width) {
      let (top, below) = rest.splitTop(1)
      line.draw(into: &canvas, in: top)
      rest = below
    }
    for topology in topologies {
      let (top, below) = rest.splitTop(topology.size(fitting: area.width).height + 1)
      topology.draw(into: &canvas, in: top)
      rest = below
    }
    buffer.copy(canvas, from: (min(offset.column, width - area.width), offset.row), to: area)
  }

  private var topologies: [Topology] {
    guard case .read(let pods, _) = attempt.manifest else { return [] }
    return pods.map { Topology(pod: $0) }
  }

  private func verdictLines(width: Int) -> [TextLine] {
    switch attempt.manifest {
    case .empty:
      [
        TextLine("No manifest yet.", .bold),
        TextLine("Press e to write it, or save it as"),
        TextLine(attempt.manifestPath, Style(.cyan)),
        TextLine("in any editor: podlab draws it here."),
      ]
    case .unreadable(let reason): paragraph(reason, width: width, style: Style(.red))
    case .read(let pods, let admission): verdict(of: admission, pods: pods, width: width)
    }
  }

  private func verdict(of admission: Admission, pods: [Pod], width: Int) -> [TextLine] {
    if admission.accepted {
      let first = TextLine("✓ The API server accepts it.", Style(.green))
      let warnings = admission.warnings.flatMap {
        paragraph("Warning: \($0)", width: width, style: Style(.yellow))
      }
      return [first] + warnings + (pods.isEmpty ? [TextLine("It holds no Pod.")] : [])
    }
    var lines = [TextLine("✗ The API server refuses it:", Style(.red, .bold))]
    for problem in admission.problems {
      let place = problem.position.map { "line \($0.line): " } ?? ""
      let field = problem.path.map { "\($0): " } ?? ""
      lines += paragraph(place + field + problem.message, width: width, style: Style(.red))
      if let suggestion = problem.suggestion {
        lines += paragraph("→ \(suggestion)", width: width, style: .plain)
      }
    }
    if admission.problems.isEmpty {
      lines += paragraph(admission.message, width: width, style: Style(.red))
    }
    return lines + [TextLine()]
  }

  private func paragraph(_ text: String, width: Int, style: Style) -> [TextLine] {
    text.wrapped(to: width).map { TextLine($0, style) }
  }
}
