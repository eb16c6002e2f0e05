extension Timeline {
  /// The recording as one object, for other programs.
  ///
  /// Fields, with times in seconds since the beginning:
  /// - `start`: the moment of the beginning (RFC 3339), and `duration`;
  /// - `states`: `time`, `change` (`ADDED`, `MODIFIED` or `DELETED`), the columns `READY`, `STATUS`
  ///   and `RESTARTS` as `kubectl get pod` prints them then, and the whole object as `pod`;
  /// - `events`: `time`, `pod`, `type`, `reason`, `message`, `source` and `fieldPath`;
  /// - `logs`: `time`, `pod`, `container`, `restartCount`, `stream` (`stdout` or `stderr`), `text`.
  package var node: Node {
    [
      "start": Node(.string(start.rfc3339)),
      "duration": Self.seconds(duration),
      "states": Node(.list(states.map(node))),
      "events": Node(.list(events.map(Self.node))),
      "logs": Node(.list(lines.map(Self.node))),
    ]
  }

  private func node(_ state: State) -> Node {
    let columns = PodPrinter.columns(state.pod, at: start.advanced(by: state.time))
    return [
      "time": Self.seconds(state.time), "change": Node(.string(state.change.rawValue)),
      "READY": Node(.string(columns.ready)), "STATUS": Node(.string(columns.status)),
      "RESTARTS": Node(.string(columns.restarts)), "pod": state.pod,
    ]
  }

  private static func node(_ event: Event) -> Node {
    [
      "time": seconds(event.time), "pod": Node(.string(event.pod)),
      "type": Node(.string(event.type)), "reason": Node(.string(event.reason)),
      "message": Node(.string(event.message)), "source": Node(.string(event.source)),
      "fieldPath": Node(.string(event.fieldPath)),
    ]
  }

  private static func node(_ line: Line) -> Node {
    [
      "time": seconds(line.time), "pod": Node(.string(line.pod)),
      "container": Node(.string(line.container)),
      "restartCount": Node(.integer(Int64(line.restartCount))),
      "stream": line.isError ? "stderr" : "stdout", "text": Node(.string(line.text)),
    ]
  }

  /// Seconds with three places.
  private static func seconds(_ duration: Duration) -> Node {
    let (seconds, attoseconds) = duration.components
    let thousandths = Double(attoseconds / 1_000_000_000_000_000)
    return thousandths == 0
      ? Node(.integer(seconds)) : Node(.float((Double(seconds) * 1000 + thousandths) / 1000))
  }
}
