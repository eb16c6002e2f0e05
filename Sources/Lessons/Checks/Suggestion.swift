/// Finds the known name that a mistyped one was meant to be.
enum Suggestion {
  /// `did you mean 'x'?`, or the list of known names where none is near.
  static func text(for name: String, among known: [String]) -> String {
    let ranked = known.map { (name: $0, distance: distance(name, $0)) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    if let ranked, ranked.distance <= max(1, name.count / 3) {
      return "did you mean '\(ranked.name)'?"
    }
    return "known are " + known.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  /// The number of insertions, deletions and replacements between two words; long words are cut.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased().prefix(64))
    let right = Array(right.lowercased().prefix(64))
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var previous = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let above = row[column + 1]
        row[column + 1] =
          character == other ? previous : min(previous, above, row[column]) + 1
        previous = above
      }
    }
    return row[right.count]
  }
}
