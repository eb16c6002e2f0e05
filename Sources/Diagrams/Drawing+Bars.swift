import Cells

extension Drawing {
  /// A stretch of one row, as for a time in which nothing changed.
  struct Bar: Equatable {
    /// What the bar stands for: each has a colour and a pattern of its own.
    enum Fill: Hashable, CaseIterable {
      /// A word between two changes, without a pattern.
      case words
      case waiting
      /// Waits because something went wrong.
      case stuck
      case pulling
      /// An init container that runs.
      case working
      case unready
      case ready
      case completed
      case failed
    }

    /// The edges in columns; fractions show in SVG only.
    var start: Double
    var end: Double
    var y: Int
    var fill: Fill
    /// What stands in the bar: the first that fits does.
    var labels: [String] = []

    /// The columns that the bar covers as text; at least one.
    var columns: Range<Int> {
      let first = Int(start)
      return first..<max(first + 1, Int(end))
    }
  }

  /// A line from the top to the bottom at one column.
  struct Rule: Equatable {
    enum Kind: Hashable { case mark, cursor }

    /// The column; a fraction shows in SVG only.
    var x: Double
    var rows: Range<Int>
    var kind: Kind
  }

  /// A line along a row with ticks that point down.
  struct Scale: Equatable {
    var columns: Range<Int>
    var y: Int
    /// Columns of the ticks; fractions show in SVG only.
    var ticks: [Double]
  }

  func draw(_ scale: Scale, into buffer: inout CellBuffer) {
    for x in scale.columns { buffer[x, scale.y] = Cell("─", style: Style(.gray)) }
    for tick in scale.ticks {
      buffer[min(scale.columns.upperBound - 1, Int(tick)), scale.y] = Cell(
        "┬", style: Style(.gray))
    }
  }

  func draw(_ bar: Bar, into buffer: inout CellBuffer) {
    let columns = bar.columns
    let area = Rect(x: columns.lowerBound, y: bar.y, width: columns.count, height: 1)
    buffer.fill(area, with: Cell(bar.fill.pattern, style: bar.fill.style))
    if let lead = bar.fill.lead {
      buffer[area.x, area.y] = Cell(lead, style: bar.fill.leadStyle)
    }
    let room = Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: 1)
    buffer.write(bar.label(fitting: room.width), in: room, style: bar.fill.labelStyle)
  }

  /// Lines show where nothing else stands; the cursor marks what it crosses, too.
  func draw(_ rule: Rule, into buffer: inout CellBuffer) {
    let x = Int(rule.x)
    for y in rule.rows {
      let cell = buffer[x, y]
      switch rule.kind {
      case .mark:
        if cell.character == " " { buffer[x, y] = Cell("┊", style: Style(.magenta)) }
      case .cursor:
        if [" ", "┊"].contains(cell.character) {
          buffer[x, y] = Cell("│", style: .bold)
        } else {
          buffer[x, y].style = cell.style.adding(.reverse)
        }
      }
    }
  }
}

extension Drawing.Bar {
  /// The label for so many columns; words may be cut, the other labels stand whole or not at all.
  func label(fitting width: Int) -> String {
    if let label = labels.first(where: { $0.displayWidth <= width }) { return label }
    guard fill == .words, width > 2 else { return "" }
    return labels.last?.truncated(to: width) ?? ""
  }
}

extension Drawing.Bar.Fill {
  /// What fills the bar; each pattern stays distinct in ASCII.
  ///
  /// Init containers alone are `working`, and only other containers `ready`.
  var pattern: Character {
    switch self {
    case .words, .completed, .failed: " "
    case .waiting: "·"
    case .stuck: "╌"
    case .pulling: "~"
    case .working: "▓"
    case .unready: "▒"
    case .ready: "█"
    }
  }

  /// What stands at the bar's beginning.
  var lead: Character? {
    switch self {
    case .words: "│"
    case .completed: "✓"
    case .failed: "✗"
    case .waiting, .stuck, .pulling, .working, .unready, .ready: nil
    }
  }

  var style: Style {
    switch self {
    case .words: .plain
    case .waiting: Style(.gray)
    case .stuck: Style(.red)
    case .pulling: Style(.blue)
    case .working: Style(.cyan)
    case .unready: Style(.yellow)
    case .ready, .completed: Style(.green)
    case .failed: Style(.red, .bold)
    }
  }

  fileprivate var leadStyle: Style { self == .words ? Style(.gray) : style }

  /// Letters on a solid bar seem to be cut out of it.
  fileprivate var labelStyle: Style { isSolid ? style.adding(.reverse) : style }

  /// Whether letters on the bar have the colour of the page.
  var isSolid: Bool {
    switch self {
    case .working, .unready, .ready: true
    case .words, .waiting, .stuck, .pulling, .completed, .failed: false
    }
  }

  /// The name in a legend.
  var meaning: String {
    switch self {
    case .words: ""
    case .waiting: "waiting"
    case .stuck: "waiting after a failure"
    case .pulling: "pulling"
    case .working: "running (init)"
    case .unready: "not ready"
    case .ready: "ready"
    case .completed: "ended"
    case .failed: "failed"
    }
  }
}
