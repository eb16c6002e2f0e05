extension Drawing {
  /// A bar as a coloured stretch with its label on it; words and ends stand behind a line.
  func svg(_ bar: Bar) -> [String] {
    let left = pixels(bar.start)
    let width = max(1, pixels(bar.end) - left)
    let top = bar.y * Self.cell.height + 2
    let baseline = bar.y * Self.cell.height + Self.cell.height * 3 / 4 - 1
    let lead = bar.fill.lead
    let isEnd = lead != nil && bar.fill != .words
    let name = Self.escaped(bar.labels.first ?? bar.fill.meaning)
    let shape =
      lead == nil
      ? "<rect class=\"\(bar.fill.cssClass)\" x=\"\(left)\" y=\"\(top)\" width=\"\(width)\""
        + " height=\"18\" rx=\"\(min(3, width / 2))\"><title>\(name)</title></rect>"
      : "<path class=\"edge\" d=\"M\(left) \(top)v18\"><title>\(name)</title></path>"
    // A sign for the end is never left out; the rest needs room.
    let room = (width - 4) / Self.cell.width - (isEnd ? 2 : 0)
    let label = bar.label(fitting: room)
    let sign = isEnd ? lead.map { "\($0)" } ?? "" : ""
    guard !(sign + label).isEmpty else { return [shape] }
    let tone: Tone = bar.fill == .failed ? .bad : bar.fill == .completed ? .good : .plain
    return [
      shape,
      "<text class=\"\(tone.cssClass)\" x=\"\(left + 4)\" y=\"\(baseline)\">"
        + "\(sign)\(Self.escaped(label))</text>",
    ]
  }

  func svg(_ scale: Scale) -> String {
    let left = pixels(Double(scale.columns.lowerBound))
    let right = pixels(Double(scale.columns.upperBound))
    let y = scale.y * Self.cell.height + Self.cell.height / 2
    let ticks = scale.ticks.map { "M\(pixels($0)) \(y)v6" }.joined()
    return "<path class=\"edge axis\" d=\"M\(left) \(y)H\(right)\(ticks)\"/>"
  }

  func svg(_ rule: Rule) -> String {
    let x = pixels(rule.x)
    let top = rule.rows.lowerBound * Self.cell.height
    let height = rule.rows.count * Self.cell.height
    return
      "<path class=\"\(rule.kind == .cursor ? "cursor" : "mark")\" d=\"M\(x) \(top)v\(height)\"/>"
  }

  private func pixels(_ column: Double) -> Int { Int(column * Double(Self.cell.width)) }
}

extension Drawing.Bar.Fill {
  var cssClass: String {
    switch self {
    case .words: "words"
    case .waiting: "waiting"
    case .stuck: "stuck"
    case .pulling: "pulling"
    case .working: "working"
    case .unready: "unready"
    case .ready: "ready"
    case .completed: "completed"
    case .failed: "failed"
    }
  }
}
