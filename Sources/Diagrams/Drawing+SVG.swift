import Cells

extension Drawing {
  /// Pixels of a cell.
  static let cell = (width: 9, height: 22)

  /// The drawing as an SVG document of one file, readable on light and dark pages.
  func svg(title: String) -> String {
    let size = (width: width * Self.cell.width + 24, height: height * Self.cell.height + 24)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size.width) \(size.height)\" "
        + "width=\"\(size.width)\" height=\"\(size.height)\" role=\"img\" class=\"podlab\">",
      "<title>\(Self.escaped(title))</title>", style,
      "<rect class=\"page\" width=\"\(size.width)\" height=\"\(size.height)\" rx=\"8\"/>",
      "<g transform=\"translate(12 12)\">",
    ]
    lines += scales.map(svg)
    lines += bars.flatMap(svg)
    lines += rules.map(svg)
    lines += wires.flatMap(svg)
    lines += boxes.flatMap(svg)
    lines += arrows.map(svg)
    lines += wires.flatMap(svgPoints)
    lines += texts.filter { !$0.text.isEmpty && $0.width > 0 }.map { text in
      svg(text.text.truncated(to: text.width), x: text.x, y: text.y, tone: text.tone)
    }
    return (lines + ["</g>", "</svg>"]).joined(separator: "\n") + "\n"
  }

  private func svg(_ box: Box) -> [String] {
    let rect = box.rect
    let frame =
      "<rect class=\"box \(box.tone.cssClass)\(box.isDashed ? " dashed" : "")\" "
      + "x=\"\(rect.x * Self.cell.width + 4)\" y=\"\(rect.y * Self.cell.height - 3)\" "
      + "width=\"\(rect.width * Self.cell.width - 8)\" "
      + "height=\"\(rect.height * Self.cell.height - 10)\" rx=\"6\"/>"
    let title = box.title.truncatedInMiddle(to: max(0, rect.width - 4))
    return [frame, svg(title, x: rect.x + 2, y: rect.y, tone: box.titleTone)]
  }

  private func svg(_ wire: Wire) -> [String] {
    let track = middle(wire.track, wire.end.y).x
    let end = middle(wire.end.x, wire.end.y)
    let starts = wire.starts.map { start in
      let point = middle(start.x, start.y)
      return "M\(point.x) \(point.y)H\(track)V\(end.y)"
    }
    let path = starts.joined() + "H\(end.x)"
    let dashed = wire.isDashed ? " dashed" : ""
    return ["<path class=\"wire \(wire.tone.cssClass)\(dashed)\" d=\"\(path)\"/>"]
  }

  /// Dots where wires begin and end.
  private func svgPoints(_ wire: Wire) -> [String] {
    (wire.starts + [wire.end]).map { place in
      let point = middle(place.x, place.y)
      return "<circle class=\"\(wire.tone.cssClass)\" cx=\"\(point.x)\" cy=\"\(point.y)\" r=\"4\"/>"
    }
  }

  private func middle(_ x: Int, _ y: Int) -> (x: Int, y: Int) {
    (x * Self.cell.width + Self.cell.width / 2, y * Self.cell.height + Self.cell.height / 2)
  }

  private func svg(_ text: String, x: Int, y: Int, tone: Tone) -> String {
    let baseline = y * Self.cell.height + Self.cell.height * 3 / 4 - 1
    return "<text class=\"\(tone.cssClass)\" x=\"\(x * Self.cell.width)\" y=\"\(baseline)\">"
      + "\(Self.escaped(text))</text>"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result += character.isControl ? "·" : String(character)
      }
    }
    return result
  }
}

extension Drawing.Tone {
  var cssClass: String {
    switch self {
    case .plain: "plain"
    case .strong: "strong"
    case .dim: "dim"
    case .warning: "warning"
    case .bad: "bad"
    case .good: "good"
    case .changed: "changed"
    case .volume(let number): "v\(number % 4)"
    }
  }
}
