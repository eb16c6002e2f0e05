import Cells

/// Where everything goes: names at the left, time from left to right, one row below the other.
struct SwimlanesLayout {
  let swimlanes: Swimlanes
  let content: Swimlanes.Content
  let width: Int
  let axis: TimeAxis
  /// Columns of the names.
  private let labelWidth: Int
  var drawing: Drawing
  /// The current row.
  var y = 0

  init(swimlanes: Swimlanes, content: Swimlanes.Content, width: Int, labelWidth: Int) {
    self.swimlanes = swimlanes
    self.content = content
    self.width = width
    self.labelWidth = min(labelWidth, max(0, width - 1))
    axis = TimeAxis(
      visible: swimlanes.visible, x: self.labelWidth, width: width - self.labelWidth)
    drawing = Drawing(width: width, height: 0)
  }

  mutating func build() {
    line("Pod \(swimlanes.pod)", tone: .strong)
    let top = y
    if content.hasAxis { addAxis() }
    let chart = y
    if content.hasPhases, !swimlanes.phases.isEmpty { add("PHASE", words: swimlanes.phases) }
    add("STATUS", words: swimlanes.statuses)
    if content.hasPhases, !swimlanes.readiness.isEmpty {
      add("READY", words: swimlanes.readiness)
    }
    for lane in swimlanes.lanes.dropLast(content.hiddenLanes) { add(lane) }
    addRules(from: top, chart: chart)
    if swimlanes.lanes.isEmpty { line("no containers were seen", tone: .dim) }
    if content.hiddenLanes > 0 {
      let noun = content.hiddenLanes == 1 ? "container" : "containers"
      line("+\(content.hiddenLanes) more \(noun)", tone: .dim)
    }
    if content.hasLegend { addLegend() }
    addEvents()
    drawing.height = y
  }

  // MARK: Time

  private mutating func addAxis() {
    var free = axis.x
    for tick in axis.ticks {
      guard let column = axis.wholeColumn(tick) else { continue }
      let name = tick.shortText
      // A space on both sides keeps the cursor's moment apart.
      let columns = column..<column + name.displayWidth
      guard column >= free, columns.upperBound <= width else { continue }
      if let cursor = cursorName, cursor.columns.overlaps(column - 1..<columns.upperBound + 1) {
        continue
      }
      add(name, x: column, width: width - column, tone: .dim)
      free = column + name.displayWidth + 1
    }
    y += 1
    drawing.scales.append(
      Drawing.Scale(
        columns: axis.x..<axis.x + axis.width, y: y, ticks: axis.ticks.map { axis.column($0) }))
    y += 1
  }

  private mutating func addRules(from top: Int, chart: Int) {
    let taken = "Pod \(swimlanes.pod)".displayWidth + 1
    if let deletion = swimlanes.deletion, let name = ruleName("delete", at: deletion, from: taken) {
      addRule(at: deletion, rows: chart..<y, kind: .mark)
      add(name, row: 0, tone: .bad)
    }
    if let time = swimlanes.difference, let name = ruleName("≠", at: time, from: taken) {
      addRule(at: time, rows: chart..<y, kind: .mark)
      add(name, row: 0, tone: .changed)
    }
    if let cursor = swimlanes.cursor, let name = cursorName {
      addRule(at: cursor, rows: chart..<y, kind: .cursor)
      if content.hasAxis { add(name, row: top, tone: .strong) }
    }
  }

  private mutating func addRule(at time: Duration, rows: Range<Int>, kind: Drawing.Rule.Kind) {
    let x = min(axis.column(time), Double(width) - 0.5)
    drawing.rules.append(Drawing.Rule(x: x, rows: rows, kind: kind))
  }

  private typealias RuleName = (text: String, columns: Range<Int>)

  /// The cursor's moment, in the row of the axis.
  private var cursorName: RuleName? {
    swimlanes.cursor.flatMap {
      ruleName($0.rounded(toMilliseconds: 10).shortText, at: $0, from: axis.x)
    }
  }

  /// A name with a sign where its line is; the name stands before the line where there is room.
  private func ruleName(_ name: String, at time: Duration, from taken: Int) -> RuleName? {
    guard let column = axis.wholeColumn(time) else { return nil }
    let columns = name.displayWidth + 2
    if column + 1 - columns >= taken { return ("\(name) ▼", column + 1 - columns..<column + 1) }
    return width - column >= columns
      ? ("▼ \(name)", column..<column + columns) : ("▼", column..<column + 1)
  }

  private mutating func add(_ name: RuleName, row: Int, tone: Drawing.Tone) {
    drawing.texts.append(
      Drawing.Text(
        x: name.columns.lowerBound, y: row, width: name.columns.count, text: name.text, tone: tone))
  }

  // MARK: Rows

  private mutating func add(_ name: String, words: [Swimlanes.Stretch<String>]) {
    add(name, x: 0, width: labelWidth - 1, tone: .dim)
    for stretch in words {
      add(stretch, fill: .words, labels: [stretch.value])
    }
    y += 1
  }

  private mutating func add(_ lane: Swimlanes.Lane) {
    let name = lane.title.truncatedInMiddle(to: labelWidth - 1)
    add(name, x: 0, width: labelWidth - 1, tone: .strong)
    for stretch in lane.stretches {
      let fill = stretch.value.fill(lane.role)
      // Marks in the lane must not stand between the letters of a word.
      let labels = content.hasMarkRows || !fill.isSolid ? stretch.value.labels(lane.role) : []
      add(stretch, fill: fill, labels: labels)
    }
    if content.hasMarkRows { y += 1 }
    add(lane.marks)
    y += 1
  }

  private mutating func add<Value>(
    _ stretch: Swimlanes.Stretch<Value>, fill: Drawing.Bar.Fill, labels: [String]
  ) {
    let visible = swimlanes.visible
    guard stretch.start < visible.upperBound, stretch.end >= visible.lowerBound else { return }
    var bar = Drawing.Bar(
      start: axis.column(stretch.start), end: axis.column(stretch.end), y: y, fill: fill,
      labels: labels)
    // The last column is never left half empty.
    if stretch.end >= visible.upperBound { bar.end = Double(width) }
    drawing.bars.append(bar)
  }

  /// The marks of a lane; how often it was restarted stands behind the sign where there is room.
  private mutating func add(_ marks: [Swimlanes.Mark]) {
    var shown: [Int: Swimlanes.Mark.Kind] = [:]
    for mark in marks {
      guard let column = axis.wholeColumn(mark.time) else { continue }
      if let other = shown[column], other.weight > mark.kind.weight { continue }
      shown[column] = mark.kind
    }
    for (column, kind) in shown.sorted(by: { $0.key < $1.key }) {
      var text = kind.sign
      if case .restart(let count) = kind, content.hasMarkRows {
        let numbered = "\(text)\(count)"
        let columns = column + 1..<column + numbered.count
        if columns.allSatisfy({ shown[$0] == nil && $0 < width }) { text = numbered }
      }
      add(text, x: column, width: text.count, tone: kind.tone)
    }
  }

  // MARK: Text

  /// Adds text to the current row.
  mutating func add(_ text: String, x: Int, width: Int, tone: Drawing.Tone) {
    guard !text.isEmpty, width > 0 else { return }
    drawing.texts.append(Drawing.Text(x: x, y: y, width: width, text: text, tone: tone))
  }

  /// Adds a row of text.
  mutating func line(_ text: String, tone: Drawing.Tone) {
    add(text, x: 0, width: width, tone: tone)
    y += 1
  }
}

extension Duration {
  /// The nearest multiple of so many milliseconds.
  func rounded(toMilliseconds step: Int64) -> Duration {
    let (sum, overflow) = inMilliseconds.addingReportingOverflow(step / 2)
    return overflow ? self : .milliseconds(sum / step * step)
  }
}
