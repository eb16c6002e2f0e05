import ArgumentParser
import Glibc
import KubectlCluster
import LabSession
import Lessons

/// The way from the command line to a real cluster: what is checked and asked before anything runs.
struct ClusterAccess {
  let options: ClusterOptions
  /// Whether the user agreed on the command line.
  let isAgreed: Bool
  let consents: ClusterConsents?

  /// A connection to a cluster that answers and that podlab may write to.
  ///
  /// Ends the process with what is wrong and how to go on.
  func open(interruption: Interruption?) throws -> KubectlConnection {
    do {
      let connection = try options.connect(interruption: interruption?.descriptor)
      try permit(connection.context)
      _ = try connection.serverVersion()
      return connection
    } catch let failure as KubectlFailure {
      throw refusal("\(failure)")
    }
  }

  private func permit(_ context: KubeContext) throws {
    switch ClusterPermission.of(
      context, consents: consents, allowsProduction: options.allowProduction)
    {
    case .granted: return
    case .refused(let why): throw refusal(why)
    case .unasked: try ask(context)
    }
  }

  private func ask(_ context: KubeContext) throws {
    if isAgreed { return }
    guard isatty(0) == 1, isatty(2) == 1 else {
      throw refusal(
        "nobody can be asked whether podlab may use context '\(context.name)' "
          + "(\(context.address)): run this once in a terminal, or add `--yes`")
    }
    var question = OutputBuffer(.standardError)
    question.write(TerminalText.safe(ClusterPermission.question(context, options.namespace)))
    question.write(" [y/N] ")
    question.flush()
    let answer = readLine()?.filter { !$0.isWhitespace }.lowercased() ?? ""
    guard ["y", "yes"].contains(answer) else { throw refusal("nothing was done") }
    do {
      try consents?.add(context)
    } catch {
      OutputBuffer.complain("podlab grade: your answer cannot be remembered: \(error)")
    }
  }

  private func refusal(_ why: String) -> ExitCode {
    OutputBuffer.complain("podlab grade: \(why)")
    return ExitCode(2)
  }
}

extension ClusterAccess {
  /// Removes what earlier runs left, after asking.
  func cleanUp(_ connection: KubectlConnection) throws {
    let left: [KubectlConnection.OwnNamespace]
    do throws(KubectlFailure) {
      left = try connection.ownNamespaces().filter { !$0.isEnding }
    } catch {
      throw refusal("\(error)")
    }
    guard !left.isEmpty else {
      return OutputBuffer.say("Nothing of podlab is left in '\(connection.context.name)'.\n")
    }
    for namespace in left {
      let learner = namespace.learner.isEmpty ? "" : ", learner \(namespace.learner)"
      OutputBuffer.say("\(namespace.name) (task \(namespace.task)\(learner))\n")
    }
    guard isAgreed || confirms(left.count) else { throw refusal("nothing was removed") }
    let complaints = left.map(\.name).compactMap(connection.removeNamespace)
    let ending = connection.waitForRemoval(of: left.map(\.name), within: .seconds(60))
    for complaint in complaints { OutputBuffer.complain("podlab grade: \(complaint)") }
    if !complaints.isEmpty { throw ExitCode(2) }
    OutputBuffer.say(
      ending.isEmpty ? "Removed.\n" : "The cluster is removing them; that takes a while.\n")
  }

  private func confirms(_ count: Int) -> Bool {
    guard isatty(0) == 1, isatty(2) == 1 else {
      OutputBuffer.complain("podlab grade: nobody can be asked; add `--yes` to remove them")
      return false
    }
    var question = OutputBuffer(.standardError)
    question.write("Remove \(count == 1 ? "it" : "all \(count)")? A run that goes on elsewhere ")
    question.write("would lose its Pods. [y/N] ")
    question.flush()
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
