import ArgumentParser

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Run a practice cluster that the real kubectl can use.",
    discussion: """
      The cluster is a simulation: nothing of your Pods runs on this machine. The first line that is \
      printed tells kubectl where it is; run that line in another terminal. ^C ends the cluster.

        podlab cluster --speed 10x
        podlab cluster --load pod.yaml --state practice.json
      """)

  @OptionGroup var options: PracticeOptions

  func run() throws {
    var signals = EndingSignals()
    OpenFiles.allowMany()
    let cluster: PracticeCluster
    do {
      cluster = try PracticeCluster(options)
    } catch {
      OutputBuffer.complain("podlab cluster: \(error)")
      throw ExitCode(2)
    }
    OutputBuffer.say("export KUBECONFIG=\(ShellQuote.quoted(cluster.kubeconfig))\n")
    OutputBuffer.complain(
      "podlab: the practice cluster is ready at \(PracticeCluster.url(of: cluster.server)); "
        + "^C ends it.")
    if !["127.0.0.1", "::1"].contains(options.listen) {
      OutputBuffer.complain(
        "podlab: warning: other machines can reach it at '\(options.listen)'; whoever has a copy of "
          + "the kubeconfig can use it.")
    }
    _ = signals.wait()
    cluster.end()
  }
}
