extension String {
  /// The candidate that takes the fewest typing errors to become this text; nil when all are far off.
  func nearest(among candidates: some Sequence<String>) -> String? {
    guard count <= 100 else { return nil }
    let limit = Swift.max(1, count / 3)
    let rated = candidates.filter { $0.count <= 100 }
      .map { (name: $0, errors: distance(to: $0)) }
      .filter { $0.errors <= limit }
    return rated.min { ($0.errors, $0.name) < ($1.errors, $1.name) }?.name
  }

  /// How many characters must be added, removed, replaced or swapped with their neighbour.
  ///
  /// Source: optimal string alignment distance.
  private func distance(to other: String) -> Int {
    let left = Array(lowercased())
    let right = Array(other.lowercased())
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = Swift.min(
          last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = Swift.min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }

  /// `; did you mean 'x'?`, or what the choices are.
  func hint(among candidates: [String]) -> String {
    if let name = nearest(among: candidates) { return "; did you mean '\(name)'?" }
    return "; known are \(candidates.map { "'\($0)'" }.joined(separator: ", "))"
  }
}
