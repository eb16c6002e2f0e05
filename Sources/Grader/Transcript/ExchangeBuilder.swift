import ByteText
import PodModel

/// Turns the steps of one session into exchanges and follows what the session shows of its Pods.
struct ExchangeBuilder {
  /// Commands of one line beyond this number are not looked at.
  static let maximumCommands = 200

  private let file: String
  private let aliases: [String: [String]]
  /// Texts of the submission's other files, which output may have been written to.
  private let files: [String: String]

  private var shapes: [String: PodShape]
  /// Readiness of Pods as the last table showed it.
  private var readiness: [String: Bool] = [:]
  /// Pods that the session has made and not deleted.
  private var livePods: [String] = []
  /// Commands whose output went to a file.
  private var writers: [String: Invocation] = [:]
  private(set) var exchanges: [Transcript.Exchange] = []

  /// A program that a step ran.
  private struct Invocation {
    var line: String
    var program: String
    var kubectl: KubectlCommand?
    /// The program inside the container.
    var inside: CommandLine?
    /// What was typed into the container's shell.
    var insideLine: String?
  }

  init(
    file: String, aliases: [String: [String]], shapes: [PodShape], files: [String: String]
  ) {
    self.file = file
    self.aliases = aliases
    self.files = files
    self.shapes = Dictionary(shapes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  mutating func add(_ step: Step) {
    let output = ShownOutput(step.output.map(\.text))
    follow(output)
    guard step.wasRun else { return }
    let outputs = [output] + writtenOutputs(of: step)
    for invocation in invocations(of: step).prefix(Self.maximumCommands) {
      for output in outputs { append(invocation, output: output, step: step) }
    }
  }

  /// The programs that the step ran, and those whose saved output it shows.
  private mutating func invocations(of step: Step) -> [Invocation] {
    var result: [Invocation] = []
    for command in step.commands.prefix(Self.maximumCommands) {
      let line = CommandLine(command.words, aliases: aliases)
      guard !line.words.isEmpty else { continue }
      if let session = step.session, line.kubectl == nil {
        result += CommandLine.commands(in: line.words).map {
          Invocation(
            line: step.command, program: "kubectl", kubectl: session, inside: $0,
            insideLine: step.command)
        }
      } else {
        result += Self.invocations(of: line, typed: step.command)
      }
      if let inside = result.last?.inside,
        let file = WebRequest.outputFile(
          program: inside.program, arguments: inside.words.dropFirst())
      {
        writers[file] = result.last
      }
      result += writersShown(by: line)
      for file in command.outputFiles where result.last?.kubectl != nil {
        writers[file] = result.last
      }
    }
    return result
  }

  /// The commands whose output lies in a file that the line prints.
  private func writersShown(by line: CommandLine) -> [Invocation] {
    let printers = ["cat", "head", "tail", "less", "more", "grep"]
    let words = line.kubectl?.arguments ?? line.words
    guard let program = words.first, printers.contains(CommandLine.baseName(program)) else {
      return []
    }
    return words.dropFirst().compactMap { writers[$0] }
  }

  private static func invocations(of line: CommandLine, typed: String) -> [Invocation] {
    guard let kubectl = line.kubectl else {
      return CommandLine.commands(in: line.words).map {
        Invocation(line: typed, program: $0.program, inside: nil)
      }
    }
    guard kubectl.verb == "exec" || kubectl.verb == "run", !kubectl.arguments.isEmpty else {
      return [Invocation(line: typed, program: "kubectl", kubectl: kubectl)]
    }
    return CommandLine.commands(in: kubectl.arguments).map {
      Invocation(
        line: typed, program: "kubectl", kubectl: kubectl, inside: $0,
        insideLine: kubectl.arguments.joined(separator: " "))
    }
  }

  /// Files of the submission that the step wrote its output to.
  private func writtenOutputs(of step: Step) -> [ShownOutput] {
    step.commands.flatMap(\.outputFiles).prefix(20).compactMap { name in
      files[CommandLine.baseName(name)].map { text in
        ShownOutput(
          text.textLines(omittingEmpty: false).map(String.init)
        )
      }
    }
  }
}

extension ExchangeBuilder {
  /// Reads off the output which Pods were made, deleted and shown.
  private mutating func follow(_ output: ShownOutput) {
    for line in output.lines {
      if line.holds("pod/"), case let words = line.split(at: " "), words.count == 2,
        words[0].begins(with: "pod/")
      {
        let name = String(words[0].dropFirst(4))
        if words[1] != "unchanged" { readiness[name] = nil }
        if words[1] != "deleted", !livePods.contains(name) { livePods.append(name) }
      }
      if line.hasPrefix("pod \""), line.holds("\" deleted") || line.holds("force deleted") {
        let name = line.dropFirst(5).prefix { $0 != "\"" }
        readiness[String(name)] = nil
        livePods.removeAll { $0 == name }
      }
    }
    for row in output.rows {
      guard let cell = row["NAME"]?.string, let ready = row["READY"]?.string,
        OutputTable.isReadyCell(ready)
      else { continue }
      let name = CommandLine.baseName(cell)
      let parts = ready.split(at: "/")
      readiness[name] = parts[0] == parts[1] && row["STATUS"]?.string == "Running"
      if !livePods.contains(name) { livePods.append(name) }
    }
  }

  private mutating func append(_ invocation: Invocation, output: ShownOutput, step: Step) {
    if let kubectl = invocation.kubectl, kubectl.verb == "run", let name = kubectl.names.first {
      shapes[name] = PodShape(runNamed: name)
    }
    let isAlone = step.commands.count == 1 && step.session == nil
    let impossibility = invocation.kubectl.flatMap { kubectl in
      isAlone ? Impossibility.words(kubectl, inside: invocation.inside, output) : nil
    }
    for target in targets(of: invocation, output: output) {
      var unknown: Set<FieldPath> = []
      let command = commandNode(invocation, target: target, unknown: &unknown)
      var entries = [
        Node.Entry("command", command),
        Node.Entry("output", output.node(verb: invocation.kubectl?.verb ?? "")),
      ]
      if let ready = target.pod.flatMap({ output.readyCondition ?? readiness[$0] }) {
        entries.append(Node.Entry("pod", ["ready": Node(.bool(ready))]))
      }
      if let code = output.exitCode {
        entries.append(Node.Entry("exit", Node(.integer(Int64(code)))))
      }
      exchanges.append(
        Transcript.Exchange(
          object: Node(.map(entries)), unknown: unknown, file: file, line: step.line,
          contradiction: output.contradiction ?? impossibility))
    }
  }

  /// A Pod that a command is about, and its container.
  private struct Target {
    var pod: String?
    var container: String?
    var kind: PodShape.ContainerKind?
    /// Whether the command chooses Pods by a label, which the session does not tell.
    var isPodUnknown = false
  }

  /// The Pods that the command is about, for `--all-containers` each with all of its containers.
  private func targets(of invocation: Invocation, output: ShownOutput) -> [Target] {
    let pods = pods(of: invocation, output: output)
    guard let kubectl = invocation.kubectl else { return pods.map { Target(pod: $0) } }
    let isChosenByLabel = kubectl.flags["selector"] != nil && kubectl.names.isEmpty
    let takesContainer =
      (kubectl.verb == "exec" || kubectl.verb == "logs")
      && (kubectl.resources.first ?? "pods") == "pods"
    let defaulted = output.defaulted
    return pods.flatMap { pod -> [Target] in
      var target = Target(pod: pod, isPodUnknown: isChosenByLabel && pod == nil)
      guard takesContainer else { return [target] }
      let shape = pod.flatMap { shapes[$0] }
      if let all = kubectl.flags["all-containers"], all != "false" {
        guard let shape else { return [target] }
        return shape.containers.map { Target(pod: pod, container: $0.name, kind: $0.kind) }
      }
      target.container = kubectl.container ?? defaulted?.name ?? shape?.defaultContainer
      target.kind = target.container.flatMap { name in
        defaulted?.kind(of: name) ?? output.validKinds[name] ?? shape?.kind(of: name)
      }
      return [target]
    }
  }

  /// The Pods that the command is about: named, or shown by its output, or the only one there is.
  private func pods(of invocation: Invocation, output: ShownOutput) -> [String?] {
    guard let kubectl = invocation.kubectl else { return [nil] }
    let types: Set<String> = ["pods", "events", "all"]
    guard kubectl.resources.isEmpty || !types.isDisjoint(with: kubectl.resources) else {
      return [nil]
    }
    if !kubectl.names.isEmpty { return kubectl.names }
    if let selector = kubectl.flags["field-selector"],
      let range = selector.firstRange(ofText: "bject.name=")
    {
      return [String(selector[range.upperBound...].prefix { $0 != "," })]
    }
    if !output.pods.isEmpty { return output.pods }
    return livePods.count == 1 ? [livePods[0]] : [nil]
  }

  private func commandNode(
    _ invocation: Invocation, target: Target, unknown: inout Set<FieldPath>
  ) -> Node {
    var entries = [
      Node.Entry("line", Node(.string(invocation.line))),
      Node.Entry("program", Node(.string(invocation.program))),
    ]
    func add(_ key: String, _ value: String?) {
      if let value { entries.append(Node.Entry(key, Node(.string(value)))) }
    }
    guard let kubectl = invocation.kubectl else { return Node(.map(entries)) }
    add("verb", kubectl.verb)
    add("resource", kubectl.resources.first)
    add("pod", target.pod)
    let path = FieldPath("command")
    if target.isPodUnknown { unknown.insert(path.field("pod")) }
    if kubectl.flags["previous"] == "true" {
      entries.append(Node.Entry("previous", Node(.bool(true))))
    }
    if kubectl.verb == "exec" || kubectl.verb == "logs" {
      add("container", target.container)
      if target.container == nil { unknown.insert(path.field("container")) }
      add("containerKind", target.kind?.rawValue)
      if target.kind == nil { unknown.insert(path.field("containerKind")) }
    }
    if let inside = invocation.inside {
      entries.append(Node.Entry("inside", insideNode(inside, typed: invocation.insideLine)))
    }
    return Node(.map(entries))
  }

  private func insideNode(_ line: CommandLine, typed: String?) -> Node {
    var entries = [
      Node.Entry("line", Node(.string(typed ?? line.words.joined(separator: " ")))),
      Node.Entry("program", Node(.string(line.program))),
    ]
    if let request = WebRequest(program: line.program, arguments: line.words.dropFirst()) {
      entries.append(
        Node.Entry(
          "url",
          [
            "text": Node(.string(request.text)), "host": Node(.string(request.host)),
            "port": Node(.integer(Int64(request.port))), "path": Node(.string(request.path)),
          ]))
    }
    return Node(.map(entries))
  }
}
