import ByteText
import PodModel

/// The text of `kubectl describe` as it grows: indented lines, tabs between columns.
struct Description {
  private(set) var raw = ""

  /// One line, two spaces deeper for each level.
  mutating func line(_ level: Int, _ text: String) {
    raw += String(repeating: "  ", count: level) + text + "\n"
  }

  /// `Title:` and a value in the next column.
  mutating func field(_ level: Int, _ title: String, _ value: String) {
    line(level, "\(title):\t\(value)")
  }

  /// The lines with their columns aligned.
  var text: String { TabWriter.aligned(raw) }

  /// `a=b` a line, sorted.
  mutating func labels(_ title: String, _ labels: Node?, indent: String = "") {
    let pairs = (labels?.entries ?? []).map { ($0.key, $0.value.scalarText ?? "") }
      .sorted { $0.0 < $1.0 }
    raw += "\(indent)\(title):\t"
    if pairs.isEmpty { raw += "<none>\n" }
    for (index, pair) in pairs.enumerated() {
      if index > 0 { raw += "\(indent)\t" }
      raw += "\(pair.0)=\(pair.1)\n"
    }
  }

  /// `key: value` a line, without what `kubectl apply` keeps for itself.
  ///
  /// Source: kubectl `describe.go`, `printAnnotationsMultiline`: 140 characters a line.
  mutating func annotations(_ title: String, _ annotations: Node?) {
    let pairs = (annotations?.entries ?? []).filter { $0.key != LastApplied.annotation }
      .sorted { $0.key < $1.key }
    raw += "\(title):\t"
    if pairs.isEmpty { raw += "<none>\n" }
    for (index, pair) in pairs.enumerated() {
      if index > 0 { raw += "\t" }
      var value = pair.value.scalarText ?? ""
      if value.hasSuffix("\n") { value.removeLast() }
      if value.utf8.count + pair.key.utf8.count + 2 > 140 || value.holds("\n") {
        raw += "\(pair.key):\n"
        for part in value.split(at: "\n", omittingEmptySubsequences: false) {
          raw += "\t  \(part.utf8.count > 138 ? part.prefix(135) + "..." : part)\n"
        }
      } else {
        raw += "\(pair.key): \(value)\n"
      }
    }
  }

  mutating func tolerations(_ title: String, _ list: Node?) {
    let tolerations = (list?.list ?? []).sorted {
      ($0["key"]?.string ?? "") < ($1["key"]?.string ?? "")
    }
    raw += "\(title):\t"
    if tolerations.isEmpty { raw += "<none>\n" }
    for (index, toleration) in tolerations.enumerated() {
      if index > 0 { raw += "\t" }
      raw += Self.toleration(toleration) + "\n"
    }
  }

  private static func toleration(_ toleration: Node) -> String {
    let key = toleration["key"]?.string ?? ""
    let value = toleration["value"]?.string ?? ""
    let effect = toleration["effect"]?.string ?? ""
    var text = key
    if !value.isEmpty { text += "=\(value)" }
    if !effect.isEmpty { text += ":\(effect)" }
    if toleration["operator"]?.string == "Exists", value.isEmpty {
      text += text.isEmpty ? "op=Exists" : " op=Exists"
    }
    if let seconds = toleration["tolerationSeconds"]?.integer { text += " for \(seconds)s" }
    return text
  }

  /// The events table at the end of a description.
  ///
  /// Source: kubectl `describe.go`, `DescribeEvents`; the field path came with v1.35.
  mutating func events(_ events: [Node], at now: ClusterTime, _ version: KubectlVersion) {
    guard !events.isEmpty else { return line(0, "Events:\t<none>") }
    line(0, "Events:")
    line(1, "Type\tReason\tAge\tFrom\tMessage")
    line(1, "----\t------\t----\t----\t-------")
    for event in EventText.sorted(events) {
      let own = event["source"]?["component"]?.string ?? ""
      let source = own.isEmpty ? event["reportingComponent"]?.string ?? "" : own
      let path = event["involvedObject"]?["fieldPath"]?.string ?? ""
      let place = path.isEmpty || version == .minor32 ? "" : "\(path): "
      let message = ObjectText.trimmed(event["message"]?.string ?? "")
      line(
        1,
        [
          event["type"]?.string ?? "", event["reason"]?.string ?? "",
          EventText.interval(event, at: now), source, place + message,
        ].joined(separator: "\t"))
    }
  }
}

/// Events in kubectl's words.
enum EventText {
  /// The events by the time they were seen last.
  static func sorted(_ events: [Node]) -> [Node] {
    events.enumerated().sorted { left, right in
      let first = EventTimes(left.element).last?.seconds ?? .min
      let second = EventTimes(right.element).last?.seconds ?? .min
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
  }

  /// `23s`, or `23s (x3 over 39s)`.
  static func interval(_ event: Node, at now: ClusterTime) -> String {
    let times = EventTimes(event)
    let first = HumanDuration.age(times.first, at: now)
    guard times.count > 1 else { return first }
    return "\(HumanDuration.age(times.last, at: now)) (x\(times.count) over \(first))"
  }
}

extension Node {
  /// A field's text for a description; empty when it is missing.
  func text(_ key: String) -> String { self[key]?.scalarText ?? "" }
}

/// A moment of the API as descriptions print it.
func describedTime(_ node: Node?) -> String {
  node?.string.flatMap(ClusterTime.init(rfc3339:))?.rfc1123 ?? "Mon, 01 Jan 0001 00:00:00 +0000"
}
