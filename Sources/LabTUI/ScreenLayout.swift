package import Cells

/// Where everything stands on a screen of a given size.
package struct ScreenLayout: Sendable, Equatable {
  package var header: Rect
  package var footer: Rect
  /// The panes that are visible, with their frames.
  package var panes: [Model.Pane: Rect]
  /// Whether the header must name the panes, because only one is visible.
  package var showsTabs: Bool

  /// Three columns from 150 columns on, two from 100 on, else only the focused pane.
  ///
  /// The text gets the 80 columns that its code blocks are written for where there is room.
  package init(width: Int, height: Int, focus: Model.Pane) {
    let screen = Rect(width: width, height: height)
    let (top, belowHeader) = screen.splitTop(height >= 4 ? 1 : 0)
    let (body, bottom) = belowHeader.splitBottom(height >= 3 ? 1 : 0)
    header = top
    footer = bottom
    showsTabs = false
    panes = [:]
    if width >= 150 && height >= 20 {
      let (tasks, rest) = body.splitLeft(width >= 196 ? 50 : width >= 170 ? 36 : 30)
      panes[.tasks] = tasks
      divide(rest, left: .text)
    } else if width >= 100 && height >= 20 {
      divide(body, left: focus == .tasks ? .tasks : .text)
    } else {
      showsTabs = true
      panes[focus] = body
    }
  }

  /// `left` beside the checks, with the diagram below them.
  private mutating func divide(_ body: Rect, left: Model.Pane) {
    let (text, side) = body.splitLeft(max(body.width * 11 / 20, min(84, body.width - 44)))
    let (checks, pod) = side.splitTop(max(9, side.height * 2 / 5))
    panes[left] = text
    panes[.checks] = checks
    panes[.pod] = pod
  }

  /// The inside of a pane's frame.
  package static func content(of frame: Rect) -> Rect {
    frame.width >= 4 && frame.height >= 3 ? frame.inset(horizontally: 2, vertically: 1) : frame
  }

  /// The pane at a cell; nil outside of all panes.
  package func pane(x: Int, y: Int) -> Model.Pane? {
    panes.first { $0.value.contains(x: x, y: y) }?.key
  }

  /// The frame of a window on top of the panes.
  package static func window(width: Int, height: Int, lines: Int) -> Rect {
    let windowWidth = min(width, 84)
    let windowHeight = min(height, max(5, min(lines + 2, height * 9 / 10)))
    return Rect(
      x: (width - windowWidth) / 2, y: (height - windowHeight) / 2, width: windowWidth,
      height: windowHeight)
  }
}
