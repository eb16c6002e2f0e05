/// What kubectl knows about one of its commands.
struct Command: Sendable {
  /// The command's name, such as `get`.
  var name: String
  var aliases: [String] = []
  /// Words that people type when they mean this command.
  var suggestedFor: [String] = []
  /// What the command does, in one sentence.
  var summary: String
  /// How to call it, behind its name.
  var usage: String
  var flags: [Flag] = []
  /// Flags that the call must name.
  var requiredFlags: [String] = []
  var subcommands: [Command] = []
  /// Whether podlab does it at all; the flags of what it does not are not looked at.
  var isModelled = true
  /// Whether help and suggestions leave it out.
  var isHidden = false
  /// Whether its words are arguments even where they look like flags.
  var takesRawWords = false
  /// Does it; nil for commands that only hold others.
  var run: (@Sendable (Call) async throws(KubectlError) -> Void)?

  /// The subcommand of that name or alias.
  func subcommand(_ word: String) -> Command? {
    subcommands.first { $0.name == word || $0.aliases.contains(word) }
  }
}

extension Command {
  /// Every command of kubectl, in the order in which it suggests them.
  ///
  /// Source: kubectl `cmd/cmd.go`, the groups of `NewKubectlCommand`.
  static let all: Command =
    Command(
      name: "kubectl", summary: "kubectl controls the Kubernetes cluster that podlab simulates.",
      usage: "[flags] [options]",
      subcommands: [
        .create, .expose, .run, .set, .explain, .get, .edit, .delete, .rollout, .scale,
        .autoscale, .certificate, .clusterInfo, .top, .cordon, .uncordon, .drain, .taint,
        .describe, .logs, .attach, .exec, .portForward, .proxy, .cp, .auth, .debug, .events,
        .diff, .apply, .patch, .replace, .wait, .kustomize, .label, .annotate, .completion,
        .alpha, .config, .plugin, .version, .apiVersions, .apiResources, .options,
        .complete,
      ])
}
