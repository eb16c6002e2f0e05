import ArgumentParser
import LabSession
import Lessons

struct KubectlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kubectl",
    abstract: "kubectl on a practice cluster of your own, simulated on this machine.",
    usage: "podlab kubectl [--fresh-cluster] [--skip <time>] [--workspace <folder>] <kubectl …>",
    discussion: """
      The words behind 'podlab kubectl' are kubectl's own, and so are output, messages and exit \
      status. 'podlab kubectl --help' lists its commands. Make it your kubectl with

        alias kubectl='podlab kubectl'

      The cluster comes into being with the first call and stays until you ask for a fresh one. It \
      lives on real time: Pods start, work and restart while you look elsewhere, though after five \
      minutes without a call its clock stands still. Nothing runs on this machine; containers, \
      their files and their network are simulated.

      Options of podlab's own come before kubectl's words:
        --fresh-cluster        forget the cluster and begin with an empty one
        --skip <time>          let some time pass first, such as 30s or 10m
        --workspace <folder>   use the cluster of that folder
      """)

  @Argument(parsing: .captureForPassthrough, help: "What kubectl is to do.")
  var words: [String] = []

  func run() throws {
    let call: Invocation
    do throws(Invocation.Fault) {
      call = try Invocation(words)
    } catch {
      OutputBuffer.complain("podlab kubectl: \(error)")
      throw ExitCode(2)
    }
    guard
      let folders = LearnerFolders(
        option: call.workspace, environment: LiveWorld.environment,
        workingDirectory: LiveWorld.workingDirectory)
    else {
      OutputBuffer.complain(
        "podlab kubectl: neither $HOME nor $XDG_DATA_HOME is set; name a folder for the cluster "
          + "with `--workspace`")
      throw ExitCode(2)
    }
    let terminal = PracticeTerminal()
    let session = PracticeSession(
      arguments: call.words,
      file: PracticeFile(
        path: folders.practice, files: PosixFiles(), program: Podlab.configuration.version),
      host: terminal, options: call.options, registry: try LessonsOption.parse([]).registry())
    let status = terminal.run(session)
    if status != 0 { throw ExitCode(status) }
  }

  /// podlab's own options apart from kubectl's words.
  struct Invocation: Equatable {
    enum Fault: Error, Equatable, CustomStringConvertible {
      case missingValue(String)
      case wrongTime(String)

      var description: String {
        switch self {
        case .missingValue(let option): "'\(option)' needs a value behind it"
        case .wrongTime(let text):
          "'--skip' must be a time of at most a day, such as '30s' or '10m', not '\(text)'"
        }
      }
    }

    private(set) var words: [String]
    private(set) var options = PracticeSession.Options()
    private(set) var workspace: String?

    /// Takes options from the front; the first other word is kubectl's.
    init(_ arguments: [String]) throws(Fault) {
      words = arguments
      while let word = words.first {
        switch word.prefix(while: { $0 != "=" }) {
        case "--fresh-cluster" where word == "--fresh-cluster":
          options.isFresh = true
          words.removeFirst()
        case "--workspace": workspace = try value()
        case "--skip":
          let text = try value()
          guard let time = DurationOption(argument: text) else { throw .wrongTime(text) }
          options.skip = time.duration
        case _: return
        }
      }
    }

    private mutating func value() throws(Fault) -> String {
      let word = words.removeFirst()
      if let equals = word.firstIndex(of: "=") { return String(word[word.index(after: equals)...]) }
      guard !words.isEmpty else { throw .missingValue(word) }
      return words.removeFirst()
    }
  }
}
