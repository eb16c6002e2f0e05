// Keys without `?`, and indentation.
extension YAMLScanner {
  /// How many characters a key without `?` may span.
  private static let longestSimpleKey = 1_024

  /// Whether a key may still begin where it was noted: on this line, and not too far back.
  mutating func isValid(keyAt level: Int) throws(YAMLFault) -> Bool {
    let key = simpleKeys[level]
    guard key.isPossible else { return false }
    if key.mark.line < mark.line || key.mark.index + Self.longestSimpleKey < mark.index {
      if key.isRequired { throw fault("could not find expected ':'", key.mark) }
      simpleKeys[level].isPossible = false
      return false
    }
    return true
  }

  /// Notes that a key may begin here.
  mutating func saveSimpleKey() throws(YAMLFault) {
    guard allowsSimpleKey else { return }
    let isRequired = flowLevel == 0 && indent == mark.column
    try removeSimpleKey()
    let level = simpleKeys.count - 1
    simpleKeys[level] = SimpleKey(
      isPossible: true, isRequired: isRequired, tokenNumber: nextTokenNumber, mark: mark)
    nextKeyLevel = level
  }

  /// Forgets the key that may have begun at this level.
  mutating func removeSimpleKey() throws(YAMLFault) {
    let level = simpleKeys.count - 1
    let key = simpleKeys[level]
    guard key.isPossible else { return }
    if key.isRequired { throw fault("could not find expected ':'", key.mark) }
    simpleKeys[level].isPossible = false
  }

  /// Opens a block collection where the column lies behind the indentation.
  mutating func rollIndent(
    to column: Int, _ kind: YAMLToken.Kind, at start: YAMLMark, number: Int? = nil
  ) throws(YAMLFault) {
    guard flowLevel == 0, indent < column else { return }
    indents.append(indent)
    indent = column
    if indents.count > Self.depthLimit {
      throw fault("exceeded max depth of \(Self.depthLimit)", mark)
    }
    insert(
      YAMLToken(kind: kind, start: start, end: start), number: number ?? nextTokenNumber)
  }

  /// Closes the block collections that begin behind the column.
  mutating func unrollIndent(to column: Int) {
    guard flowLevel == 0 else { return }
    while indent > column {
      append(.blockEnd)
      indent = indents.popLast() ?? -1
    }
  }
}
