import Cells
import Testing

@Suite struct CellBufferTests {
  @Test func `clips text at the right edge of the area`() {
    var buffer = CellBuffer(width: 8, height: 1)
    #expect(buffer.write("abcdef", in: Rect(x: 1, y: 0, width: 4, height: 1)) == 4)
    #expect(buffer.text == " abcd")
  }

  @Test(arguments: [(0, 0), (1, 0), (0, 1), (-3, -3)])
  func `has no cells in a size without area`(width: Int, height: Int) {
    var buffer = CellBuffer(width: width, height: height)
    buffer.write("abc", in: Rect(width: 3, height: 1))
    buffer.fill(Rect(width: 3, height: 3), with: Cell("x"))
    buffer[0, 0] = Cell("x")
    #expect(buffer.text == "")
    #expect(buffer[0, 0] == .blank)
  }

  @Test func `ignores what is written outside`() {
    var buffer = CellBuffer(width: 2, height: 2)
    for (x, y) in [(-1, 0), (0, -1), (2, 0), (0, 2)] { buffer[x, y] = Cell("x") }
    buffer.write("abcd", in: Rect(x: -2, y: 1, width: 9, height: 1))
    #expect(buffer.text == "\ncd")
  }

  @Test func `shows control characters as dots`() {
    var buffer = CellBuffer(width: 9, height: 1)
    buffer.write("a\tb\u{1B}c\r\nd\u{9B}", in: buffer.bounds)
    #expect(buffer.text == "a·b·c·d·")
  }

  @Test func `keeps a mark with the letter before it`() {
    var buffer = CellBuffer(width: 3, height: 1)
    buffer.write("e\u{301}x", in: buffer.bounds)
    #expect(buffer[0, 0].character == "é")
    #expect(buffer[1, 0].character == "x")
  }

  @Test func `leaves out a wide character that does not fit whole`() {
    var buffer = CellBuffer(width: 5, height: 1)
    #expect(buffer.write("好好x", in: Rect(width: 3, height: 1)) == 2)
    #expect(buffer.text == "好")
    #expect(buffer[1, 0].character == nil)
  }

  @Test func `never draws half of a wide character at the grid's edges`() {
    var right = CellBuffer(width: 3, height: 1)
    right.write("a好好", in: Rect(x: 1, y: 0, width: 9, height: 1))
    #expect(right.text == " a")
    var left = CellBuffer(width: 3, height: 1)
    left.write("好好", in: Rect(x: -1, y: 0, width: 9, height: 1))
    #expect(left.text == " 好")
  }

  @Test func `blanks the other half of an overwritten wide character`() {
    var left = CellBuffer(width: 4, height: 1)
    left.write("好好", in: left.bounds)
    left[0, 0] = Cell("a")
    #expect(left.text == "a 好")
    var right = CellBuffer(width: 4, height: 1)
    right.write("好好", in: right.bounds)
    right[1, 0] = Cell("b")
    #expect(right.text == " b好")
    var shifted = CellBuffer(width: 4, height: 1)
    shifted.write("好好", in: shifted.bounds)
    shifted.write("中", in: Rect(x: 1, y: 0, width: 2, height: 1))
    #expect(shifted.text == " 中")
    #expect(shifted[3, 0].character == " ")
  }

  @Test func `restyles without changing what stands there`() {
    var buffer = CellBuffer(width: 4, height: 1)
    buffer.write("a好", in: buffer.bounds)
    buffer.restyle(Rect(x: 1, y: 0, width: 9, height: 9)) { $0.adding(.reverse) }
    #expect(buffer.text == "a好")
    #expect(buffer[0, 0].style == .plain)
    #expect(buffer[2, 0] == Cell(nil, style: .reversed))
  }

  @Test func `writes spans one behind the other`() {
    var buffer = CellBuffer(width: 6, height: 1)
    let columns = buffer.write([Span("ab", .bold), Span("cd")], in: Rect(width: 3, height: 1))
    #expect(columns == 3)
    #expect(buffer.text == "abc")
    #expect(buffer[1, 0].style == .bold)
    #expect(buffer[2, 0].style == .plain)
  }

  @Test func `does not let a later span into the gap of a clipped one`() {
    var buffer = CellBuffer(width: 6, height: 1)
    buffer.write([Span("a好好"), Span("x")], in: Rect(width: 4, height: 1))
    #expect(buffer.text == "a好")
  }
}
