import Cells
import PodModel

extension SwimlanesLayout {
  /// An event with all times at which it was told.
  struct Row {
    var event: Timeline.Event
    var last: Duration
    var count: Int

    var times: String {
      let first = event.time.rounded(toMilliseconds: 100).shortText
      guard count > 1 else { return first }
      return "\(first)–\(last.rounded(toMilliseconds: 100).shortText) ×\(count)"
    }
  }

  /// What patterns and signs mean, as far as they occur.
  mutating func addLegend() {
    var entries: [(sign: String, fill: Drawing.Bar.Fill?, tone: Drawing.Tone, text: String)] = []
    let used = Set(drawing.bars.map(\.fill))
    for fill in Drawing.Bar.Fill.allCases where used.contains(fill) && fill != .words {
      let sign = fill.lead ?? fill.pattern
      entries.append(("\(sign)", fill, .plain, fill.meaning))
    }
    var kinds: [Swimlanes.Mark.Kind] = []
    for kind in swimlanes.lanes.flatMap({ $0.marks.map(\.kind) })
    where !kinds.contains(where: { $0.sign == kind.sign }) {
      kinds.append(kind)
    }
    for kind in kinds.sorted(by: { $0.weight < $1.weight }) {
      entries.append((kind.sign, nil, kind.tone, kind.meaning))
    }
    let hasSidecars = swimlanes.lanes.contains {
      if case .sidecar = $0.role { true } else { false }
    }
    if hasSidecars { entries.append(("*", nil, .strong, "native sidecar")) }
    guard !entries.isEmpty else { return }
    var x = 0
    y += 1
    for entry in entries {
      let columns = entry.text.displayWidth + 2
      if x > 0, x + columns > width {
        x = 0
        y += 1
      }
      if let fill = entry.fill {
        drawing.bars.append(
          Drawing.Bar(start: Double(x), end: Double(x + 1), y: y, fill: fill))
      } else {
        add(entry.sign, x: x, width: 1, tone: entry.tone)
      }
      add(entry.text, x: x + 2, width: width - x - 2, tone: .dim)
      x += columns + 3
    }
    y += 1
  }

  /// The events as rows: times, type, reason, container, message.
  mutating func addEvents() {
    var rows = eventRows
    guard swimlanes.showsEvents, !rows.isEmpty, content.eventRows > 2 else { return }
    y += 1
    var heading = "Events"
    let room = content.eventRows - 2
    if rows.count > room {
      heading += " (\(room) of \(rows.count))"
      rows = Array(window(of: rows, room: room))
    }
    line(heading, tone: .strong)
    let isWide = width >= 72
    let columns = (
      times: rows.map(\.times.displayWidth).max() ?? 0,
      reason: min(rows.map(\.event.reason.displayWidth).max() ?? 0, isWide ? 24 : 12),
      object: isWide ? min(rows.map { $0.container.displayWidth }.max() ?? 0, 16) : 0
    )
    for row in rows {
      let tone: Drawing.Tone = row.event.type == "Warning" ? .warning : .plain
      var x = 0
      func place(_ text: String, _ columns: Int, _ tone: Drawing.Tone) {
        add(text, x: x, width: min(columns, width - x), tone: tone)
        x += columns + (columns > 0 ? 2 : 0)
      }
      place(row.times, columns.times, .dim)
      if isWide {
        place(row.event.type, 7, tone)
      } else {
        place(row.event.type == "Warning" ? "!" : " ", 1, tone)
      }
      place(row.event.reason, columns.reason, tone)
      place(row.container, columns.object, .strong)
      place(row.event.message, max(0, width - x), tone)
      y += 1
    }
  }

  /// Events that say the same, but for numbers, share a row.
  private var eventRows: [Row] {
    var rows: [Row] = []
    var places: [[String]: Int] = [:]
    for event in swimlanes.timeline.events {
      let message = String(event.message.map { $0.isNumber ? "0" : $0 })
      let key = [event.type, event.reason, event.fieldPath, message]
      if let place = places[key] {
        rows[place].count += 1
        rows[place].last = event.time
      } else {
        places[key] = rows.count
        rows.append(Row(event: event, last: event.time, count: 1))
      }
    }
    return rows
  }

  /// The last rows of those that began before the cursor, or the last of all.
  private func window(of rows: [Row], room: Int) -> ArraySlice<Row> {
    let past = swimlanes.cursor.map { cursor in rows.prefix { $0.event.time <= cursor }.count }
    let end = max(min(rows.count, room), past ?? rows.count)
    return rows[max(0, end - room)..<end]
  }
}

extension SwimlanesLayout.Row {
  /// The container that the event is about; empty for the Pod.
  fileprivate var container: String {
    guard let open = event.fieldPath.firstIndex(of: "{"), event.fieldPath.last == "}" else {
      return ""
    }
    return String(event.fieldPath[event.fieldPath.index(after: open)...].dropLast())
  }
}
