import ByteText
import Kernel
package import PodModel

extension SimulatedCluster {
  /// What happened up to now, as a watch, the events and the logs show it.
  package var timeline: Timeline {
    var result = Timeline(start: started.clusterTime, duration: kernel.now - started)
    for change in store.history {
      switch change.key.kind {
      case "Pod":
        result.states.append(
          Timeline.State(
            time: change.time - started, change: change.event.kind, pod: change.event.object))
      case "Event":
        guard change.event.kind != .deleted else { continue }
        result.events.append(Self.event(change.event.object, at: change.time - started))
      case _: continue
      }
    }
    for record in logs {
      for line in record.log.lines {
        result.lines.append(
          Timeline.Line(
            time: line.time - started, pod: record.pod, container: record.container,
            restartCount: record.attempt, text: Self.text(line.bytes),
            isError: line.stream == .errors))
      }
    }
    result.lines.sort { $0.time < $1.time }
    return result
  }

  private static func event(_ object: Node, at time: Duration) -> Timeline.Event {
    let text = { (node: Node?) in node?.string ?? "" }
    return Timeline.Event(
      time: time, pod: text(object["involvedObject"]?["name"]), type: text(object["type"]),
      reason: text(object["reason"]), message: text(object["message"]),
      source: text(object["source"]?["component"]),
      fieldPath: text(object["involvedObject"]?["fieldPath"]))
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }

  /// Every Event as it stands now, in the order in which they first came.
  package var events: [Node] {
    store.objects(ofKind: "Event").map { ($0.key.name.split(at: ".").last ?? "", $0.value) }
      .sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// A container's log and whose it is.
struct LogRecord {
  var pod: String
  var container: String
  var attempt: Int
  var log: ContainerLog
}
