import Cells

/// Boxes in a row, or one below the other, with arrows from each to the next.
struct ConceptChain {
  struct Station {
    var name: String
    var lines: [String]
    /// Whether a container or something else is meant.
    var isContainer: Bool
    var isInPod: Bool
    /// What stands at the arrow to the next one.
    var arrow: String

    init(
      _ name: String, _ lines: [String], isContainer: Bool = true, isInPod: Bool = true,
      leadsTo arrow: String = ""
    ) {
      self.name = name
      self.lines = lines
      self.isContainer = isContainer
      self.isInPod = isInPod
      self.arrow = arrow
    }

    var width: Int { max(name.displayWidth + 4, lines.map(\.displayWidth).max() ?? 0) + 4 }
    var height: Int { lines.count + 2 }
  }

  let stations: [Station]

  func drawing(width: Int) -> Drawing {
    let wanted = stations.reduce(4) { $0 + $1.width + gap(after: $1) }
    return wanted <= width ? row(width: wanted) : column(width: width)
  }

  /// Columns between a box and the next one; the Pod's frame stands there, too.
  private func gap(after station: Station) -> Int {
    station.name == stations.last?.name ? 0 : station.arrow.displayWidth + 6
  }

  private func row(width: Int) -> Drawing {
    let height = (stations.map(\.height).max() ?? 0) + 2
    var drawing = Drawing(width: width, height: height)
    var x = 2
    var podEnd = 0
    for (index, station) in stations.enumerated() {
      let rect = Rect(x: x, y: 1, width: station.width, height: station.height)
      add(station, rect: rect, to: &drawing)
      if station.isInPod { podEnd = rect.maxX + 2 }
      guard index + 1 < stations.count else { break }
      let next = rect.maxX + gap(after: station)
      drawing.arrows.append(
        Drawing.Arrow(x: rect.maxX, y: 2, length: next - rect.maxX, direction: .right))
      // The frame of the Pod runs between the last box inside and the first outside.
      let place = stations[index + 1].isInPod == station.isInPod ? rect.maxX + 3 : rect.maxX + 4
      drawing.texts.append(
        Drawing.Text(
          x: place, y: 1, width: max(0, next - place), text: station.arrow, tone: .dim))
      x = next
    }
    drawing.boxes.insert(
      Drawing.Box(rect: Rect(x: 0, y: 0, width: podEnd, height: height), title: "Pod"), at: 0)
    return drawing
  }

  private func column(width: Int) -> Drawing {
    var drawing = Drawing(width: width, height: 0)
    var y = 1
    var podEnd = 0
    let boxWidth = min(width - 4, stations.map(\.width).max() ?? 0)
    for (index, station) in stations.enumerated() {
      let rect = Rect(x: 2, y: y, width: max(0, boxWidth), height: station.height)
      add(station, rect: rect, to: &drawing)
      y = rect.maxY
      if station.isInPod { podEnd = y + 1 }
      guard index + 1 < stations.count else { break }
      let leavesPod = station.isInPod && !stations[index + 1].isInPod
      if leavesPod { y += 1 }
      drawing.arrows.append(Drawing.Arrow(x: 5, y: y, length: 1, direction: .down))
      drawing.texts.append(
        Drawing.Text(x: 7, y: y, width: max(0, width - 9), text: station.arrow, tone: .dim))
      y += 1
    }
    drawing.height = max(y, podEnd)
    drawing.boxes.insert(
      Drawing.Box(
        rect: Rect(x: 0, y: 0, width: min(width, boxWidth + 4), height: podEnd), title: "Pod"),
      at: 0)
    return drawing
  }

  private func add(_ station: Station, rect: Rect, to drawing: inout Drawing) {
    drawing.boxes.append(
      Drawing.Box(
        rect: rect, title: station.name, titleTone: station.isContainer ? .strong : .volume(0),
        tone: station.isContainer ? .plain : .volume(0), isDashed: !station.isContainer))
    for (row, line) in station.lines.enumerated() {
      drawing.texts.append(
        Drawing.Text(
          x: rect.x + 2, y: rect.y + 1 + row, width: max(0, rect.width - 4), text: line,
          tone: .dim))
    }
  }
}
