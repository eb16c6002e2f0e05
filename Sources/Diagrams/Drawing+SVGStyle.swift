extension Drawing {
  /// Colours of an SVG document on pages of one brightness.
  private struct Scheme {
    var page: String
    var ink: String
    var soft: String
    var line: String
    var fill: String
    var bad: String
    var warning: String
    var good: String
    /// Colours that tell volumes apart.
    var volumes: [String]
    /// Colours behind the letters in bars.
    var bars: [(fill: Bar.Fill, color: String)]

    static let light = Scheme(
      page: "#ffffff", ink: "#24292f", soft: "#57606a", line: "#8c959f", fill: "#f6f8fa",
      bad: "#cf222e", warning: "#9a6700", good: "#1a7f37",
      volumes: ["#0a7b83", "#a626a4", "#1a7f37", "#0969da"],
      bars: [
        (.waiting, "#e3e7eb"), (.stuck, "#ffcecb"), (.pulling, "#cfdcff"), (.working, "#a5dff0"),
        (.unready, "#f7dc8f"), (.ready, "#a8e6b4"),
      ])
    static let dark = Scheme(
      page: "#0d1117", ink: "#e6edf3", soft: "#9198a1", line: "#656c76", fill: "#151b23",
      bad: "#ff7b72", warning: "#d29922", good: "#56d364",
      volumes: ["#39c5cf", "#d2a8ff", "#56d364", "#79c0ff"],
      bars: [
        (.waiting, "#30363d"), (.stuck, "#7d2620"), (.pulling, "#274a8f"), (.working, "#0c5a6b"),
        (.unready, "#735c0f"), (.ready, "#1f6f35"),
      ])

    /// Written out for each scheme, as many programs for slides do not know variables.
    func rules(hasBars: Bool, hasArrows: Bool) -> String {
      let fixed = """
        .podlab .page { fill: \(page); }
        .podlab text { fill: \(ink); }
        .podlab text.dim { fill: \(soft); }
        .podlab .box { fill: \(fill); stroke: \(line); }
        """
      let named = [("bad", bad), ("warning", warning), ("changed", warning), ("good", good)]
      let colored = (named + volumes.enumerated().map { ("v\($0)", $1) }).map { name, color in
        "\n.podlab text.\(name), .podlab circle.\(name) { fill: \(color); }"
          + " .podlab rect.\(name), .podlab path.\(name) { stroke: \(color); }"
      }
      let arrows =
        hasArrows ? "\n.podlab .arrow { stroke: \(ink); } .podlab .head { fill: \(ink); }" : ""
      guard hasBars else { return fixed + colored.joined() + arrows }
      let filled = bars.map { "\n.podlab .\($0.fill.cssClass) { fill: \($0.color); }" }
      let lines =
        "\n.podlab .edge { stroke: \(line); } .podlab .mark { stroke: \(volumes[1]); }"
        + " .podlab .cursor { stroke: \(ink); }"
      return fixed + colored.joined() + arrows + filled.joined() + lines
    }
  }

  /// How shapes and letters look, by default on light pages; no other drawing of a page is touched.
  var style: String {
    let hasBars = !bars.isEmpty
    let hasArrows = !arrows.isEmpty
    let arrowLine = hasArrows ? "\n.podlab .arrow { fill: none; stroke-width: 2; }" : ""
    let lines =
      hasBars
      ? "\n.podlab .edge { fill: none; stroke-width: 1.5; } .podlab .cursor { stroke-width: 2; }"
        + " .podlab .mark { stroke-width: 1.5; stroke-dasharray: 2 3; }" : ""
    return """
      <style>
      .podlab text { font: 14px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
      .podlab text { white-space: pre; }
      .podlab text.strong, .podlab text.bad, .podlab text.changed { font-weight: 700; }
      .podlab .box { stroke-width: 1.5; }
      .podlab .wire { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .podlab .dashed { stroke-dasharray: 5 4; }\(arrowLine)\(lines)
      \(Scheme.light.rules(hasBars: hasBars, hasArrows: hasArrows))
      @media (prefers-color-scheme: dark) {
      \(Scheme.dark.rules(hasBars: hasBars, hasArrows: hasArrows))
      }
      </style>
      """
  }
}
