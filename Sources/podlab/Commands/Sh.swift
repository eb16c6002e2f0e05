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
      container's. Without -c the script comes from standard input, or line by line from a terminal. \
      Exit status, standard output and error are the script's own.
      """)

  @Argument(
    parsing: .captureForPassthrough,
    help: "'-c SCRIPT [NAME ARGUMENT …]', or nothing.")
  var words: [String] = []

  /// An endless script ends here, on the cluster's clock.
  private static let horizon = Duration.seconds(3600)

  func run() throws {
    if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
    let cluster = SimulatedCluster(SimulatedCluster.Setup(limits: .generous))
    defer { cluster.end() }
    let isInteractive = words.isEmpty && isatty(0) == 1
    let command = ["sh"] + words
    let run = {
      try cluster.perform(until: cluster.started + Self.horizon) { cluster in
        try await BusyboxContainer(cluster).run(command, isTerminal: isInteractive)
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
}

/// A Pod with one busybox container that does nothing, to run commands in.
private struct BusyboxContainer {
  private let cluster: SimulatedCluster
  private static let pod: Node = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bb"],
    "spec": [
      "containers": [["name": "bb", "image": "busybox", "command": ["sleep", "infinity"]]]
    ],
  ]

  init(_ cluster: SimulatedCluster) { self.cluster = cluster }

  func run(_ command: [String], isTerminal: Bool) async throws -> Int32 {
    guard let pods = cluster.resources.first(where: { $0.kind == "Pod" }) else { return 127 }
    _ = try await cluster.create(pods, Self.pod, in: "default", options: WriteOptions())
    while try await cluster.object(pods, named: "bb", in: "default")["status"]?["phase"]?.string
      != "Running"
    {
      await cluster.sleep(for: .milliseconds(100))
    }
    return try await cluster.exec(
      command, inPod: "bb", in: "default",
      options: ExecOptions(container: "bb", stdin: true, tty: isTerminal),
      console: HostStreams.console(sleepingOn: cluster))
  }
}
