import ByteText
import Lessons
import PodModel

/// Everything that is read from the output of one step, read once for all of its commands.
struct ShownOutput {
  /// Characters beyond these are cut out of the middle.
  static let maximumCharacters = 256 << 10

  let lines: [String]
  /// Rows of the tables in it.
  let rows: [Node]
  /// The container that kubectl says it took.
  let defaulted: DefaultedContainer?
  /// Kinds of containers that an error message of kubectl lists.
  let validKinds: [String: PodShape.ContainerKind]
  /// Names of Pods in `kubectl describe`, in events and in tables.
  let pods: [String]
  /// The condition Ready of `kubectl describe`; nil where it is not shown.
  let readyCondition: Bool?
  let exitCode: Int?
  /// What in a table kubectl never prints.
  let contradiction: String?

  private let entries: [Node.Entry]
  private let error: String?
  private let logError: String?

  init(_ allLines: [String]) {
    let lines = Self.bounded(allLines)
    self.lines = lines
    rows = OutputTable.rows(in: lines)
    defaulted = lines.lazy.compactMap { DefaultedContainer($0) }.first
    validKinds = Self.validKinds(in: lines)
    pods = Self.pods(in: lines, rows: rows)
    readyCondition = Self.readyCondition(in: lines)
    contradiction = Self.contradiction(in: rows)
    let output = CommandOutput(lines)
    exitCode = output.exitCode
    error = output.error(verb: "")
    logError = output.error(verb: "logs")
    var entries = [Node.Entry("text", Node(.string(output.text)))]
    if let title = output.title { entries.append(Node.Entry("title", Node(.string(title)))) }
    if let status = output.httpStatus {
      entries.append(Node.Entry("status", Node(.integer(Int64(status)))))
    }
    if !rows.isEmpty { entries.append(Node.Entry("rows", Node(.list(rows)))) }
    if let failure = output.failure {
      entries.append(Node.Entry("failure", Node(.string(failure))))
    }
    self.entries = entries
  }

  /// The output as a value; what counts as an error depends on kubectl's command.
  func node(verb: String) -> Node {
    guard let error = verb == "logs" ? logError : error else { return Node(.map(entries)) }
    return Node(.map(entries + [Node.Entry("error", Node(.string(error)))]))
  }

  /// The first and the last lines of a very long output.
  private static func bounded(_ lines: [String]) -> [String] {
    func fitting(_ lines: some Sequence<String>) -> [String] {
      var rest = maximumCharacters / 2
      return Array(
        lines.lazy.map { String($0.prefix(maximumCharacters / 2)) }.prefix { line in
          rest -= line.utf8.count + 1
          return rest >= 0
        })
    }
    let size = lines.reduce(0) { $0 + $1.utf8.count + 1 }
    guard size > maximumCharacters else { return lines }
    let head = fitting(lines)
    return head + fitting(lines.dropFirst(head.count).reversed()).reversed()
  }

  /// The containers listed by `error: container x is not valid for pod nx out of: …`.
  private static func validKinds(in lines: [String]) -> [String: PodShape.ContainerKind] {
    for line in lines {
      guard line.hasPrefix("error: "), let range = line.firstRange(ofText: "out of: ") else {
        continue
      }
      return DefaultedContainer.kinds(in: line[range.upperBound...])
    }
    return [:]
  }

  private static func pods(in lines: [String], rows: [Node]) -> [String] {
    var names: [String] = []
    func add(_ name: some StringProtocol) {
      if !name.isEmpty, names.count < 50, !names.contains(String(name)) {
        names.append(String(name))
      }
    }
    for line in lines {
      if line.hasPrefix("Name:") { add(line.dropFirst(5).trimmed) }
      guard line.holds("od/") else { continue }
      for word in line.split(at: " ").prefix(8)
      where word.begins(with: "pod/") || word.begins(with: "Pod/") {
        add(word.dropFirst(4))
      }
    }
    for row in rows where row["READY"] != nil {
      if let name = row["NAME"]?.string { add(CommandLine.baseName(name)) }
    }
    return names
  }

  private static func readyCondition(in lines: [String]) -> Bool? {
    for line in lines where line.hasPrefix("  ") && line.holds("Ready") {
      let words = line.split(at: " ")
      if words.count == 2, words[0] == "Ready" { return words[1] == "True" }
    }
    return nil
  }

  private static func contradiction(in rows: [Node]) -> String? {
    for row in rows {
      guard let age = row["AGE"]?.string, row["READY"] != nil else { continue }
      let isNumber = age.first?.isNumber == true && age.allSatisfy { $0.isASCIILetterOrDigit }
      if isNumber, !OutputTable.isAge(age) {
        return "kubectl never prints an age as '\(age.shortened)'"
      }
      if let ready = row["READY"]?.string, OutputTable.isReadyCell(ready) {
        let counts = ready.split(at: "/").compactMap { Int($0) }
        if counts.count == 2, counts[0] > counts[1] {
          return "no Pod is ready \(ready.shortened)"
        }
      }
      if let restarts = row["RESTARTS"]?.string, let ago = OutputTable.timeOfRestart(restarts),
        let life = OutputTable.seconds(age), ago.lowerBound >= life.upperBound
      {
        return "no Pod has restarted before it was made: '\(restarts.shortened)', '\(age)'"
      }
    }
    return nil
  }
}
