import ByteText
import Lessons
import PodModel

/// Finds output that a command cannot have printed, whatever the cluster.
///
/// Only commands that stand alone are looked at: what several print runs together.
enum Impossibility {
  /// What is wrong with the output of a kubectl command; nil where nothing is.
  static func words(
    _ kubectl: KubectlCommand, inside: CommandLine?, _ output: ShownOutput
  ) -> String? {
    switch kubectl.verb {
    case "get": table(kubectl, output)
    case "logs": log(kubectl, output)
    case "exec": inside.flatMap { request($0, output) }
    default: nil
    }
  }

  /// Source: kubectl v1.36 `get`: the flags that take the place of the table.
  private static func table(_ kubectl: KubectlCommand, _ output: ShownOutput) -> String? {
    let pods = output.rows.filter { row in
      row["STATUS"] != nil && row["READY"]?.string.map(OutputTable.isReadyCell) == true
    }
    guard let first = pods.first else { return nil }
    let format = kubectl.flags["output"] ?? ""
    let others = ["name", "json", "yaml", "jsonpath", "go-template"]
    if others.contains(String(format.prefix { $0 != "=" })) {
      return "`kubectl get -o \(format.shortened)` prints no table"
    }
    if let flag = kubectl.flags["no-headers"], flag != "false",
      output.lines.contains(where: { $0.hasPrefix("NAME") && $0.holds("READY") })
    {
      return "`kubectl get --no-headers` prints no headings"
    }
    let kinds = ["configmaps", "events", "namespaces", "nodes", "secrets", "services"]
    if let kind = kubectl.resources.first, kubectl.resources.allSatisfy(kinds.contains) {
      return "`kubectl get \(kind)` prints no Pods"
    }
    let shown = first["NAME"]?.string.map(CommandLine.baseName) ?? ""
    if !kubectl.names.isEmpty, kubectl.files.isEmpty, kubectl.flags["all-namespaces"] == nil,
      !kubectl.names.contains(where: { pods.contains(row: $0) })
    {
      return "`kubectl get` of '\(kubectl.names[0].shortened)' does not print '\(shown.shortened)'"
    }
    return nil
  }

  /// Lines that a terminal may have wrapped are not counted.
  private static let shortLine = 60

  private static func log(_ kubectl: KubectlCommand, _ output: ShownOutput) -> String? {
    guard let most = kubectl.flags["tail"].flatMap({ Int($0) }), most >= 0,
      kubectl.flags["follow"] == nil, kubectl.flags["all-containers"] == nil,
      kubectl.flags["selector"] == nil
    else { return nil }
    let lines = output.lines.filter { !$0.isEmpty && !$0.hasPrefix("Defaulted container") }
    guard lines.count > most, lines.allSatisfy({ $0.utf8.count < shortLine }) else { return nil }
    return "`kubectl logs --tail=\(most)` prints \(most) lines at most, not \(lines.count)"
  }

  /// Source: curl(1): `-I` asks for the head alone.
  private static func request(_ inside: CommandLine, _ output: ShownOutput) -> String? {
    guard inside.program == "curl", !inside.words.contains(where: { $0 == "-i" || $0 == "-v" }),
      inside.words.contains(where: asksForHead),
      output.lines.contains(where: { $0.holds("<html") || $0.holds("<title") })
    else { return nil }
    return "`curl -I` prints the head of an answer, not the page"
  }

  private static func asksForHead(_ word: String) -> Bool {
    if word == "--head" { return true }
    guard word.hasPrefix("-"), !word.hasPrefix("--") else { return false }
    // Letters behind one that takes a value are a part of it.
    return word.dropFirst().prefix { !"AHXbdeomuw".contains($0) }.contains("I")
  }
}

extension [Node] {
  fileprivate func contains(row name: String) -> Bool {
    contains { $0["NAME"]?.string.map(CommandLine.baseName) == name }
  }
}
