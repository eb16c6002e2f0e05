import ArgumentParser
import Glibc
import Kernel
import PodModel
import PodSimulator

struct Sh: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sh",
    abstract: "Run a script in the shell of a simulated busybox container.",
    discussion: """
      Nothing of the script runs on this machine: files, processes and network are the simulated \
      container's. A script FILE is read from this machine and lies in the container under the same \
      name. With neither -c nor FILE the script comes from standard input, or line by line from a \
      terminal. Exit status, standard output and error are the script's own.
      """)

  @Argument(
    parsing: .captureForPassthrough,
    help: "'-c SCRIPT [NAME ARGUMENT …]', 'FILE [ARGUMENT …]', or nothing.")
  var words: [String] = []

  /// An endless script ends here, on the cluster's clock.
  private static let horizon = Duration.seconds(3600)

  func run() throws {
    if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
    let cluster = SimulatedCluster(SimulatedCluster.Setup(limits: .generous))
    defer { cluster.end() }
    let isInteractive = words.isEmpty && isatty(0) == 1
    let command = ["sh"] + words
    let script = scriptFile
    let run = {
      try cluster.perform(until: cluster.started + Self.horizon) { cluster in
        let container = try await BusyboxContainer(cluster)
        if let script { try await container.put(script.contents, at: script.path) }
        return try await container.run(command, isTerminal: isInteractive)
      }
    }
    let status = try isInteractive ? RawTerminal.during(run) : run()
    for note in cluster.notModelled { OutputBuffer.complain("podlab sh: not modelled: \(note)") }
    guard let status else {
      if cluster.excess == nil {
        OutputBuffer.complain("podlab sh: the script did not end within an hour of its own time")
      }
      throw ExitCode(124)
    }
    if status != 0 { throw ExitCode(status) }
  }

  /// The script that the arguments name, if this machine has it; a name of the container's is its
  /// shell's matter.
  private var scriptFile: (path: String, contents: [UInt8])? {
    var rest = words[...]
    while let option = rest.first, option.hasPrefix("-") || option.hasPrefix("+") {
      rest.removeFirst()
      if option == "--" { break }
      if option.contains("c") || option.contains("s") { return nil }
      if option.hasSuffix("o") { rest = rest.dropFirst() }
    }
    guard let path = rest.first, path != "-", case .success(let bytes) = InputFile.read(path)
    else { return nil }
    return (path, bytes)
  }
}

/// A Pod with one busybox container that does nothing, to run commands in.
private struct BusyboxContainer {
  private let cluster: SimulatedCluster
  private let pods: Resource
  private static let pod: Node = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bb"],
    "spec": [
      "containers": [["name": "bb", "image": "busybox", "command": ["sleep", "infinity"]]]
    ],
  ]

  /// Waits until the Pod runs.
  init(_ cluster: SimulatedCluster) async throws {
    self.cluster = cluster
    guard let pods = cluster.resources.first(where: { $0.kind == "Pod" }) else {
      preconditionFailure("a cluster has Pods")
    }
    self.pods = pods
    _ = try await cluster.create(pods, Self.pod, in: "default", options: WriteOptions())
    while try await cluster.object(pods, named: "bb", in: "default")["status"]?["phase"]?.string
      != "Running"
    {
      await cluster.sleep(for: .milliseconds(100))
    }
  }

  func run(_ command: [String], isTerminal: Bool) async throws -> Int32 {
    try await cluster.exec(
      command, inPod: "bb", in: "default",
      options: ExecOptions(container: "bb", stdin: true, tty: isTerminal),
      console: HostStreams.console(sleepingOn: cluster))
  }

  /// Writes a file, and makes the directories above it.
  func put(_ contents: [UInt8], at path: String) async throws {
    var rest: [UInt8]? = contents
    let console = ExecConsole(
      read: {
        defer { rest = nil }
        return rest
      },
      writeOutput: { HostStreams.write($0, to: 1) }, writeError: { HostStreams.write($0, to: 2) })
    let copy = #"case $0 in */*) mkdir -p "${0%/*}/";; esac; cat >"$0" && chmod 755 "$0" "#
    _ = try await cluster.exec(
      ["sh", "-c", copy, path], inPod: "bb", in: "default",
      options: ExecOptions(container: "bb", stdin: true), console: console)
  }
}
