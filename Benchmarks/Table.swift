/// One measured figure against its budget.
struct Row {
  var what: String
  var figure: String
  var budget: String
}

enum Table {
  static func text(_ rows: [Row]) -> String {
    let all = [Row(what: "what", figure: "measured", budget: "budget")] + rows
    let widths = [
      all.map(\.what.count).max() ?? 0, all.map(\.figure.count).max() ?? 0,
      all.map(\.budget.count).max() ?? 0,
    ]
    var lines = all.map { row in
      let cells = zip([row.what, row.figure, row.budget], widths).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }
      return "| " + cells.joined(separator: " | ") + " |"
    }
    lines.insert(
      "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|",
      at: 1)
    return lines.joined(separator: "\n")
  }
}

extension Duration {
  /// Milliseconds with one decimal.
  var milliseconds: String {
    let tenths = (components.attoseconds / 100_000_000_000_000) + components.seconds * 10_000
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}

extension [Duration] {
  /// The value that `percent` of the others do not exceed.
  func percentile(_ percent: Int) -> Duration {
    let sorted = sorted()
    guard !sorted.isEmpty else { return .zero }
    return sorted[Swift.min(sorted.count - 1, sorted.count * percent / 100)]
  }
}
