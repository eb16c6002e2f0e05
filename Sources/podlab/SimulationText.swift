import Cells
import Diagrams
import PodModel

/// A recording as text, JSON or SVG.
struct SimulationText {
  var recording: SimulationRun.Recording
  var columns: Int
  var showsLogs: Bool

  private var lives: [Swimlanes] {
    recording.timeline.pods.map { Swimlanes(timeline: recording.timeline, pod: $0) }
  }

  /// The lives of the Pods with their events, what commands printed, and the logs if asked for.
  var text: String {
    var parts = lives.map { swimlanes in
      let size = swimlanes.size(fitting: columns)
      var buffer = CellBuffer(width: size.width, height: size.height)
      swimlanes.draw(into: &buffer, in: buffer.bounds)
      return buffer.text
    }
    parts += recording.outcomes.filter { $0.action.command.hasPrefix("kubectl exec") }.map {
      let text = "At \($0.action.time.shortText): $ \($0.action.command)"
      return ([text] + [$0.output, $0.errors].filter { !$0.isEmpty }.map(Self.shown))
        .joined(separator: "\n")
    }
    if showsLogs, !recording.timeline.lines.isEmpty { parts.append(logs) }
    return parts.isEmpty ? "" : parts.joined(separator: "\n\n") + "\n"
  }

  private var logs: String {
    let lines = recording.timeline.lines
    let width = lines.map(\.container.displayWidth).max() ?? 0
    return
      (["Logs"]
      + lines.map { line in
        let moment = line.time.shortText
        return
          "\(moment.padded(to: 8)) \(line.container.padded(to: width))  \(Self.shown(line.text))"
      }).joined(separator: "\n")
  }

  var svg: String { Swimlanes.svg(of: lives) }

  var json: String {
    var node = recording.timeline.node
    node["exec"] = Node(
      .list(
        recording.outcomes.map { outcome in
          [
            "time": Node(.string(outcome.action.time.shortText)),
            "command": Node(.string(outcome.action.command)),
            "exitCode": Node(.integer(Int64(outcome.status))),
            "stdout": Node(.string(outcome.output)), "stderr": Node(.string(outcome.errors)),
          ]
        }))
    node["notModelled"] = Node(.list(recording.notModelled.map { Node(.string($0)) }))
    return node.json
  }

  /// Text of a container without what a terminal would act on.
  private static func shown(_ text: String) -> String {
    var shown = TerminalText.safe(text)
    while shown.last == "\n" { shown.removeLast() }
    return shown
  }
}
