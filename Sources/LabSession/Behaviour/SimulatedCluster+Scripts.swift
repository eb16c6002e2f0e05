import ByteText
package import Grader
package import Lessons
package import PodSimulator

extension SimulatedCluster {
  /// How long scripts may run, in virtual time: longer than any wait that a task asks for.
  private static let scriptTime = Duration.seconds(300)
  /// What is kept of a script's outputs.
  private static let maximumOutput = 64 << 10

  package func run(
    _ scripts: [Evidence.Script], beside files: [LessonFile]
  ) async -> ScriptOutcome? {
    var contents: [String: [UInt8]] = [:]
    for file in files { contents[file.path] = file.bytes }
    let runs = scripts.enumerated().map { index, script -> (folder: String, name: String) in
      let parts = script.file.split(at: "/")
      let folder = parts.dropLast().joined(separator: "/")
      let name = parts.last.map(String.init) ?? script.file
      if script.lineOffset == 0, contents[script.file] == Array(script.text.utf8) {
        return (folder, name)
      }
      // A part of a text becomes a file of its own.
      let own = "\(name)-\(index + 1).sh"
      contents[folder.isEmpty ? own : "\(folder)/\(own)"] = Array(script.text.utf8)
      return (folder, own)
    }
    let workstation = Workstation(cluster: self, bytes: contents)
    var errors = ""
    var exitCode: Int?
    for (folder, name) in runs {
      let outcome = try? await workstation.run(
        ["bash", name], in: "\(Workstation.folder)/\(folder)", within: Self.scriptTime,
        maximumBytes: Self.maximumOutput)
      exitCode = outcome?.status
      errors += outcome?.errors ?? ""
      if outcome == nil { break }
    }
    let calls = workstation.calls.map {
      ScriptOutcome.Call(words: $0.arguments, exitCode: $0.status, error: $0.errors)
    }
    return ScriptOutcome(calls: calls, error: errors, exitCode: exitCode)
  }
}

extension SimulatedCluster {
  package func openTerminal(
    beside files: [LessonFile]
  ) async -> (any BehaviourTerminal)? {
    var contents: [String: [UInt8]] = [:]
    for file in files { contents[file.path] = file.bytes }
    return SimulatedTerminal(Workstation(cluster: self, bytes: contents))
  }
}

private final class SimulatedTerminal: BehaviourTerminal {
  private let workstation: Workstation

  init(_ workstation: Workstation) { self.workstation = workstation }

  func run(_ line: String) async -> String? {
    let outcome = try? await workstation.run(
      ["bash", "-c", line], in: Workstation.folder, within: .seconds(60), maximumBytes: 64 << 10,
      mergesErrors: true)
    return outcome?.output
  }
}
