extension String {
  /// The text with spaces behind it up to `columns` columns; unchanged when it is that wide or wider.
  package func padded(to columns: Int) -> String {
    let missing = columns - displayWidth
    return missing > 0 ? self + String(repeating: " ", count: missing) : self
  }

  /// The text cut to at most `columns` columns, with `…` in place of what is missing at the end.
  package func truncated(to columns: Int) -> String {
    guard columns > 0 else { return "" }
    var kept = ""
    var width = 0
    for character in self {
      width += character.displayWidth
      if width > columns { return kept.prefix(columns: columns - 1) + "…" }
      kept.append(character)
    }
    return self
  }

  /// The text cut to at most `columns` columns, with `…` in place of what is missing in its middle.
  ///
  /// Names that begin alike keep what tells them apart.
  package func truncatedInMiddle(to columns: Int) -> String {
    guard displayWidth > columns else { return self }
    guard columns > 3 else { return truncated(to: columns) }
    let tail = (columns - 1) / 2
    return prefix(columns: columns - 1 - tail) + "…" + suffix(columns: tail)
  }

  /// The longest beginning that needs at most `columns` columns.
  private func prefix(columns: Int) -> String {
    var width = 0
    return String(
      prefix { character in
        width += character.displayWidth
        return width <= columns
      })
  }

  /// The longest end that needs at most `columns` columns.
  private func suffix(columns: Int) -> String {
    var width = 0
    var start = endIndex
    while start > startIndex {
      let previous = index(before: start)
      width += self[previous].displayWidth
      guard width <= columns else { break }
      start = previous
    }
    return String(self[start...])
  }
}
