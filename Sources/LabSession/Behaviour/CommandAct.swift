import ByteText
import Grader
import Lessons
import PodModel

/// Runs a command in a container until it shows what is expected, or the time is over.
struct CommandAct {
  let demand: CommandDemand
  let pod: String
  let stage: BehaviourStage

  func finding() async -> Finding {
    var last: Shortfall?
    let end = await stage.cluster.now.advanced(by: demand.within)
    for second in 0...demand.within.wholeSeconds {
      if second > 0 { await stage.cluster.sleep(for: .seconds(1)) }
      last = await attempt()
      if last == nil { return .passed }
      if await stage.cluster.hindrance != nil { break }
      if await stage.cluster.now >= end { break }
    }
    guard let last else { return .passed }
    return await Diagnosis(stage: stage, pod: pod).finding(for: last)
  }

  /// Whether the command shows what is expected at any time.
  func succeeds() async -> Bool { await finding().verdict == .passed }

  /// Tries the command once; nil where it showed what is expected.
  private func attempt() async -> Shortfall? {
    let object = await stage.pod(pod)
    var first: Shortfall?
    for name in object.map(containers) ?? [] {
      guard let shortfall = await attempt(in: name) else { return nil }
      first = first ?? shortfall
    }
    if let first { return first }
    let wanted =
      demand.container.map { "a container whose name \($0.demand)" } ?? "a container that runs"
    let all = (object?["spec"]?["containers"]?.list ?? []).compactMap { $0["name"]?.string }
    return Shortfall(
      container: demand.container?.literal, expected: "Pod '\(pod)' must have \(wanted)",
      found: object == nil
        ? "there is no Pod '\(pod)'" : "its containers are " + all.quoted)
  }

  /// The containers that are meant; native sidecars and init containers only by their name.
  private func containers(of pod: Node) -> [String] {
    let spec = pod["spec"]
    let initial = (spec?["initContainers"]?.list ?? []).filter {
      $0["restartPolicy"]?.string == "Always" || demand.container?.literal != nil
    }
    let all = (spec?["containers"]?.list ?? []) + initial
    return all.compactMap { $0["name"]?.string }.filter { name in
      guard let container = demand.container else { return true }
      return mismatches(expected: container, actual: Node(.string(name))).isEmpty
    }
  }

  private func attempt(in container: String) async -> Shortfall? {
    var expected: String { "'\(demand.command.commandLine)' in container '\(container)'" }
    do throws(StatusError) {
      let result = try await stage.run(demand.command, inPod: pod, container: container)
      let object = ExecOutput.object(
        output: result.output, error: result.error, exitCode: result.exitCode)
      guard let mismatch = mismatches(expected: demand.output, actual: object).first else {
        return await trace()
      }
      return Shortfall(
        container: container,
        expected: "the \(mismatch.path.description.outputWord) of \(expected) \(mismatch.expected)",
        found: mismatch.found + result.shown)
    } catch {
      return Shortfall(
        container: container, expected: "\(expected) must run", found: "error: " + error.message)
    }
  }

  /// Searches for what the command left behind.
  private func trace() async -> Shortfall? {
    guard let trace = demand.trace else { return nil }
    let object = await stage.pod(pod)
    let mounts = object?.container(named: trace.container)?.node["volumeMounts"]?.list ?? []
    let paths = mounts.compactMap { $0["mountPath"]?.string }
      .filter { !$0.hasPrefix("/var/run/secrets/kubernetes.io/") }
    var refusal: String?
    for path in paths {
      do throws(StatusError) {
        let result = try await stage.run(
          ["grep", "-rqs", trace.text, path], inPod: pod, container: trace.container)
        if result.exitCode == 0 { return nil }
      } catch {
        refusal = "error: " + error.message
      }
    }
    let isThere = object?.container(named: trace.container) != nil
    let nothing =
      isThere
      ? paths.isEmpty
        ? "container '\(trace.container)' mounts no volume"
        : "it is in none of \(paths.quoted)"
      : "there is no container '\(trace.container)'"
    return Shortfall(
      container: trace.container,
      expected:
        "what is written there must be found in a volume of container '\(trace.container)'",
      found: refusal ?? nothing)
  }
}

extension BehaviourStage {
  /// Runs a command once.
  func run(
    _ command: [String], inPod pod: String, container: String
  ) async throws(StatusError) -> CommandResult {
    let gathered = GatheredOutput()
    let console = ExecConsole(
      read: { nil }, writeOutput: { gathered.output += $0 }, writeError: { gathered.error += $0 })
    let exitCode = try await cluster.exec(
      command, inPod: pod, in: namespace(ofPod: pod), options: ExecOptions(container: container),
      console: console)
    return CommandResult(
      output: String(decoding: gathered.output, as: UTF8.self),
      error: String(decoding: gathered.error, as: UTF8.self), exitCode: exitCode)
  }
}

extension CommandResult {
  /// What it printed, behind what is said of it.
  fileprivate var shown: String {
    let shown = (output + error).excerpt
    return shown.isEmpty ? ", nothing was printed" : "; printed: \(shown)"
  }
}

/// What a command has written so far.
private final class GatheredOutput {
  var output: [UInt8] = []
  var error: [UInt8] = []
}

extension Duration {
  /// Seconds, rounded up.
  var wholeSeconds: Int {
    let (seconds, rest) = components
    return Int(clamping: seconds) + (rest > 0 ? 1 : 0)
  }
}

extension [String] {
  /// `'a', 'b'`, or `none`.
  var quoted: String { isEmpty ? "none" : map { "'\($0)'" }.joined(separator: ", ") }

  /// The words as one would type them, shortened.
  var commandLine: String { joined(separator: " ").excerpt }
}

extension String {
  /// The last lines, short enough for a report.
  var excerpt: String {
    let lines = textLines().suffix(3).map { line in
      line.utf8.count > 160 && line.count > 160 ? String(line.prefix(157)) + "…" : String(line)
    }
    return lines.joined(separator: " / ")
  }

  /// The end of a message on one line: the cause stands there, behind who reports it.
  var lastWords: String {
    let line = textLines().joined(separator: " ")
    guard line.utf8.count > 200, line.count > 200 else { return line }
    let end = line.suffix(199)
    // Half a clause says nothing; what follows the first colon is whole, unless little follows.
    let clause = end.firstRange(ofText: ": ").map { end[$0.upperBound...] }
    return "…" + (clause.flatMap { $0.count >= 80 ? $0 : nil } ?? end)
  }

  /// The word for a field of a command's output.
  fileprivate var outputWord: String { self == "exitCode" ? "exit code" : self }
}
