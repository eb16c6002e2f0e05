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
    /// Colours that tell volumes apart.
    var volumes: [String]

    static let light = Scheme(
      page: "#ffffff", ink: "#24292f", soft: "#57606a", line: "#8c959f", fill: "#f6f8fa",
      bad: "#cf222e", warning: "#9a6700", volumes: ["#0a7b83", "#a626a4", "#1a7f37", "#0969da"])
    static let dark = Scheme(
      page: "#0d1117", ink: "#e6edf3", soft: "#9198a1", line: "#656c76", fill: "#151b23",
      bad: "#ff7b72", warning: "#d29922", volumes: ["#39c5cf", "#d2a8ff", "#56d364", "#79c0ff"])

    /// Written out for each scheme, as many programs for slides do not know variables.
    var rules: String {
      let fixed = """
        .page { fill: \(page); }
        text { fill: \(ink); }
        text.dim { fill: \(soft); }
        .box { fill: \(fill); stroke: \(line); }
        """
      let named = [("bad", bad), ("warning", warning), ("changed", warning)]
      let colored = named + volumes.enumerated().map { ("v\($0)", $1) }
      return fixed
        + colored.map { name, color in
          "\ntext.\(name), circle.\(name) { fill: \(color); }"
            + " rect.\(name), path.\(name) { stroke: \(color); }"
        }.joined()
    }
  }

  /// How shapes and letters look, by default on light pages.
  static let style = """
    <style>
    text { font: 14px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    text { white-space: pre; }
    text.strong, text.bad, text.changed { font-weight: 700; }
    .box { stroke-width: 1.5; }
    .wire { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .dashed { stroke-dasharray: 5 4; }
    \(Scheme.light.rules)
    @media (prefers-color-scheme: dark) {
    \(Scheme.dark.rules)
    }
    </style>
    """
}
