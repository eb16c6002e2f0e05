package import Cells

/// The first line: where the learner is and how many points there are so far.
package struct HeaderView: Sendable {
  package var title: String
  package var points: (reached: Int, possible: Int)
  /// Names of the panes where only one of them is visible, with the visible one.
  package var tabs: (names: [String], current: Int)?
  /// The real cluster that Pods are run on; empty for the simulation.
  package var cluster = ""

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    buffer.fill(area, with: Cell(" ", style: .reversed))
    let score = " \(points.reached)/\(points.possible) points "
    let scoreWidth = area.width >= 40 ? score.displayWidth : 0
    let left = Rect(x: area.x, y: area.y, width: area.width - scoreWidth, height: 1)
    var used = buffer.write(" podlab ", in: left, style: Style(.standard, [.reverse, .bold]))
    if let tabs {
      used += drawTabs(tabs, into: &buffer, in: left.splitLeft(used).rest)
    }
    let place = left.splitLeft(used).rest
    buffer.write(" \(title)".truncated(to: place.width), in: place, style: .reversed)
    let right = Rect(x: area.maxX - scoreWidth, y: area.y, width: scoreWidth, height: 1)
    buffer.write(score, in: right, style: .reversed)
    drawCluster(into: &buffer, in: Rect(x: area.x, y: area.y, width: right.x - area.x, height: 1))
  }

  /// The cluster stands before the points, over the title where both have no room.
  private func drawCluster(into buffer: inout CellBuffer, in area: Rect) {
    guard !cluster.isEmpty else { return }
    let text = " \(cluster) ".truncated(to: max(0, area.width - 8))
    let width = text.displayWidth
    buffer.write(
      text, in: Rect(x: area.maxX - width, y: area.y, width: width, height: 1),
      style: Style(.yellow, [.reverse, .bold]))
  }

  private func drawTabs(
    _ tabs: (names: [String], current: Int), into buffer: inout CellBuffer, in area: Rect
  ) -> Int {
    var used = 0
    for (index, name) in tabs.names.enumerated() {
      let style = index == tabs.current ? Style(.standard, .bold) : .reversed
      used += buffer.write(
        " \(index + 1) \(name) ", in: area.splitLeft(used).rest, style: style)
    }
    return used
  }
}
