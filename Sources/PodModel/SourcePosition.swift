/// A place in a text file, as editors and compilers count it.
package struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Every node of a document holds one or two positions, so that half the size counts.
  private var shortLine: Int32
  private var shortColumn: Int32

  /// Line, counted from 1.
  package var line: Int {
    get { Int(shortLine) }
    set { shortLine = Int32(clamping: newValue) }
  }

  /// Column in characters, counted from 1.
  package var column: Int {
    get { Int(shortColumn) }
    set { shortColumn = Int32(clamping: newValue) }
  }

  package init(line: Int, column: Int) {
    shortLine = Int32(clamping: line)
    shortColumn = Int32(clamping: column)
  }

  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  /// `line:column`.
  package var description: String { "\(line):\(column)" }
}
