package import PodModel

extension Report {
  /// The report as one JSON text, described by `docs/report.schema.json`.
  package var json: String { ReportFormat.json.render(self) }

  static let noJSON = "{\n    \"submissions\": []\n}\n"
  static let jsonStart = "{\n    \"submissions\": [\n"
  static let jsonEnd = "\n    ]\n}\n"

  /// The submissions as items of a list, without what stands around it.
  var jsonItems: String {
    // What controls a terminal is escaped, also the controls that JSON allows.
    let json = jsonNode.json
    let items = Substring(
      json.utf8.dropFirst(Self.jsonStart.utf8.count).dropLast(Self.jsonEnd.utf8.count))
    let isPlain = items.utf8.withContiguousStorageIfAvailable { bytes in
      !bytes.contains { $0 == 0x7F || $0 == 0xC2 }
    }
    if isPlain == true { return String(items) }
    var text = String.UnicodeScalarView()
    for scalar in items.unicodeScalars {
      if (0x7F..<0xA0).contains(scalar.value) {
        text.append(contentsOf: "\\u00\(String(scalar.value, radix: 16))".unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// The report as a value; `where` is null where the place is not known.
  package var jsonNode: Node {
    ["submissions": Node(.list(submissions.map(\.jsonNode)))]
  }
}

extension Report.Submission {
  fileprivate var jsonNode: Node {
    [
      "path": Node(.string(path)), "learner": Node(.string(learner)),
      "tasks": Node(.list(tasks.map(\.jsonNode))),
    ]
  }
}

extension TaskReport {
  fileprivate var jsonNode: Node {
    [
      "task": Node(.string(task)), "points": Node(.integer(Int64(points))),
      "maxPoints": Node(.integer(Int64(maxPoints))),
      "checks": Node(.list(checks.map(\.jsonNode))),
    ]
  }
}

extension CheckResult {
  fileprivate var jsonNode: Node {
    [
      "id": Node(.string(id)), "verdict": Node(.string(verdict.rawValue)),
      "points": Node(.integer(Int64(points))), "maxPoints": Node(.integer(Int64(maxPoints))),
      "title": Node(.string(title)), "expected": Node(.string(expected)),
      "found": Node(.string(found)), "where": location?.jsonNode ?? Node(.null),
      "explain": Node(.string(explain)), "hint": hint.map { Node(.string($0)) } ?? Node(.null),
    ]
  }
}

extension CheckResult.Location {
  fileprivate var jsonNode: Node {
    func number(_ value: Int?) -> Node { value.map { Node(.integer(Int64($0))) } ?? Node(.null) }
    return [
      "file": Node(.string(file)), "line": number(position?.line),
      "column": number(position?.column),
      "field": field.map { Node(.string($0.description)) } ?? Node(.null),
    ]
  }
}
