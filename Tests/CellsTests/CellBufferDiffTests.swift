import Cells
import Testing

@Suite struct CellBufferDiffTests {
  @Test func `finds nothing between equal buffers`() {
    let buffer = CellBuffer(width: 5, height: 5)
    #expect(buffer.changes(since: buffer) == [])
  }

  @Test func `finds every row when there is no buffer of the same size before`() {
    let buffer = CellBuffer(width: 2, height: 2)
    let everything = [CellRun(y: 0, columns: 0..<2), CellRun(y: 1, columns: 0..<2)]
    #expect(buffer.changes(since: nil) == everything)
    #expect(buffer.changes(since: CellBuffer(width: 3, height: 2)) == everything)
    #expect(CellBuffer(width: 0, height: 2).changes(since: nil) == [])
  }

  @Test func `finds runs of changed characters and styles`() {
    let old = CellBuffer(width: 8, height: 3)
    var new = old
    new.write("ab", in: Rect(x: 1, y: 0, width: 2, height: 1))
    new.write("c", in: Rect(x: 7, y: 0, width: 1, height: 1))
    new.restyle(Rect(x: 0, y: 2, width: 3, height: 1)) { _ in .bold }
    #expect(
      new.changes(since: old) == [
        CellRun(y: 0, columns: 1..<3), CellRun(y: 0, columns: 7..<8), CellRun(y: 2, columns: 0..<3),
      ])
  }

  @Test func `starts a run with the left half of a wide character`() {
    var old = CellBuffer(width: 4, height: 1)
    old.write("好", in: Rect(x: 1, y: 0, width: 2, height: 1))
    var new = old
    new[2, 0] = Cell(nil, style: .bold)
    #expect(new.changes(since: old) == [CellRun(y: 0, columns: 1..<3)])
  }

  @Test func `finds both halves when a wide character goes`() {
    var old = CellBuffer(width: 4, height: 1)
    old.write("好", in: old.bounds)
    var new = old
    new[0, 0] = Cell("a")
    #expect(new.changes(since: old) == [CellRun(y: 0, columns: 0..<2)])
  }
}
