/// A place in a text file, as editors and compilers count it.
package struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Line, counted from 1.
  package var line: Int
  /// Column in characters, counted from 1.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  /// `line:column`.
  package var description: String { "\(line):\(column)" }
}
