extension String {
  /// The candidate that takes the fewest typing errors to become this text; nil when all are far off.
  ///
  /// Letter case, `-` and `_` do not count. One error in four characters is forgiven, and at least
  /// one. Of several candidates the first in the alphabet is taken.
  package func nearest(among candidates: some Sequence<String>) -> String? {
    let wanted = plainLetters
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    let limit = Swift.max(1, wanted.count / 4)
    var best: (name: String, errors: Int)?
    for candidate in candidates {
      let letters = candidate.plainLetters
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let errors = Self.typingErrors(wanted, letters)
      guard errors <= limit else { continue }
      if let best, (best.errors, best.name) <= (errors, candidate) { continue }
      best = (candidate, errors)
    }
    return best?.name
  }

  /// `did you mean 'x'?`, or what the choices are.
  package func suggestion(among candidates: some Sequence<String>) -> String {
    if let name = nearest(among: candidates) { return "did you mean '\(name)'?" }
    return "known are " + candidates.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  private var plainLetters: [UInt8] {
    lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }

  /// How many characters must be added, removed, replaced or swapped with their neighbour.
  ///
  /// Source: optimal string alignment distance.
  private static func typingErrors(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var errors = Swift.min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          errors = Swift.min(errors, beforeLast[column - 1] + 1)
        }
        current.append(errors)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
