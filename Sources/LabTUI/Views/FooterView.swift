package import Cells

/// The last line: the keys that matter most, or what just happened.
package struct FooterView: Sendable {
  package var notice: Notice?
  /// The text of the search that is being typed; nil when none is.
  package var prompt: String?
  /// Whether a window with keys of its own is open, where those of the screen mean nothing.
  package var isCovered: Bool

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    if let prompt {
      buffer.write("/\(prompt)█", in: area)
    } else if let notice {
      buffer.write(" \(notice.text)", in: area, style: notice.kind.style)
    } else if !isCovered {
      drawKeys(into: &buffer, in: area)
    }
  }

  private func drawKeys(into buffer: inout CellBuffer, in area: Rect) {
    var rest = area.inset(horizontally: 1)
    for binding in KeyBindings.all where !binding.label.isEmpty {
      let needed = binding.keysText.displayWidth + binding.label.displayWidth + 3
      guard rest.width >= needed - 2 else { return }
      let columns = buffer.write(binding.keysText, in: rest, style: Style(.cyan, .bold))
      buffer.write(" \(binding.label)", in: rest.splitLeft(columns).rest)
      rest = rest.splitLeft(needed).rest
    }
  }
}

extension Notice.Kind {
  fileprivate var style: Style {
    switch self {
    case .good: Style(.green, .bold)
    case .information: Style(.standard, .bold)
    case .problem: Style(.red, .bold)
    }
  }
}
