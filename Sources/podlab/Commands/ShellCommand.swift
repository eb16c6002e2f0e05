import ArgumentParser

struct ShellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell",
    abstract: "Open your shell with a practice cluster for kubectl.",
    discussion: """
      Like `podlab cluster`, with your own shell in front of it: kubectl talks to the practice cluster \
      there, and the cluster ends with the shell. The exit status is the shell's.
      """)

  @OptionGroup var options: PracticeOptions

  func run() throws {
    var signals = EndingSignals()
    let status: Int32
    do {
      let cluster = try PracticeCluster(options)
      defer { cluster.end() }
      let shell = PracticeShell(folder: cluster.folder, kubeconfig: cluster.kubeconfig)
      OutputBuffer.complain(
        shell.hasKubectl
          ? "podlab: kubectl uses the practice cluster in this shell; `exit` ends both."
          : "podlab: there is no kubectl on this machine; `podlab kubectl` practises without one.")
      status = try shell.run(&signals)
    } catch {
      OutputBuffer.complain("podlab shell: \(error)")
      throw ExitCode(2)
    }
    if status != 0 { throw ExitCode(status) }
  }
}
