import Cells
import Diagrams
import TestSupport
import Testing

@Suite struct ConceptDiagramTests {
  @Test(arguments: ConceptDiagram.allCases, [96, 60, 30])
  func `looks as recorded`(concept: ConceptDiagram, width: Int) {
    let size = concept.size(fitting: width)
    #expect(size.width <= width)
    var buffer = CellBuffer(width: width, height: size.height)
    concept.draw(into: &buffer, in: buffer.bounds)
    Golden.expect(buffer.text, matches: "concepts/\(concept.rawValue)-\(width).txt")
  }

  @Test(arguments: ConceptDiagram.allCases)
  func `looks as recorded as SVG`(concept: ConceptDiagram) {
    Golden.expect(concept.svg(), matches: "concepts/\(concept.rawValue).svg")
  }

  @Test(arguments: ConceptDiagram.allCases)
  func `draws inside its area at any size`(concept: ConceptDiagram) {
    var untouched = CellBuffer(width: 110, height: 40)
    untouched.fill(untouched.bounds, with: Cell("#"))
    for width in [0, 1, 2, 4, 9, 40, 100] {
      for height in [0, 1, 4, 30] {
        var buffer = untouched
        let area = Rect(x: 4, y: 3, width: width, height: height)
        concept.draw(into: &buffer, in: area)
        buffer.fill(area, with: Cell("#"))
        #expect(buffer == untouched, "\(width)×\(height)")
      }
    }
  }
}
