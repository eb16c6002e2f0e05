package import PodModel

/// Reads a task's checks.yaml.
package enum Checks {
  /// What is wrong with a checks.yaml, each problem with its place.
  package struct DecodingError: Error, Sendable {
    package var file: String
    package var problems: [Problem]
  }

  /// The checks in the order of the file, which is a list of them.
  package static func decode(_ document: Node, file: String) throws(DecodingError) -> [Check] {
    guard let items = document.list else {
      let problem = Problem("the file must be a list of checks", position: document.position)
      throw DecodingError(file: file, problems: [problem])
    }
    return items.map { item in
      Check(
        id: item["id"]?.string ?? "", title: item["title"]?.string ?? "",
        points: Int(item["points"]?.integer ?? 0), explain: item["explain"]?.string ?? "",
        hint: item["hint"]?.string, needs: (item["needs"]?.list ?? []).compactMap(\.string),
        kind: .behaviour(item))
    }
  }
}
