import ArgumentParser
import Grader
import LabSession
import Lessons

struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grade what learners handed in, and print the report.",
    discussion: """
      With `--task`, files together are one submission, and each folder is one of its own. Without \
      it, a folder is a learner's workspace with one folder for each task, or a folder of many \
      learners' workspaces.

      A submission is whatever a learner hands in: manifests in YAML or JSON, in Markdown or in shell \
      scripts, and transcripts as text, typescripts or asciicasts, under any names.

      With `--cluster`, Pods run on a real cluster through your own kubectl, each submission in a \
      namespace of its own that is removed afterwards. podlab asks once before it first writes to a \
      context, and removes everything after ^C, too. Submissions are graded one after the other there, \
      so that none slows another one down.

      Exits with 0 when every check passed, 1 when one failed, 2 when something could not be graded.
      """)

  @Argument(help: "Files or folders; '-' reads one file from standard input.")
  var paths: [String] = []

  @Option(help: "The task's id, where the folders' names do not tell; `podlab list` shows all.")
  var task: String?

  @Option(help: "How to print the report.")
  var format: ReportFormat = .text

  @OptionGroup var folders: FolderOptions

  @OptionGroup var cluster: ClusterOptions

  @Flag(name: .shortAndLong, help: "Use the cluster without being asked, as in CI.")
  var yes = false

  @Flag(help: "Remove namespaces that killed runs left on the cluster, and grade nothing.")
  var cleanUp = false

  func validate() throws {
    if !cluster.cluster, yes || cleanUp {
      throw ValidationError("`--yes` and `--clean-up` are of use with `--cluster` only")
    }
    if paths.isEmpty, !cleanUp {
      throw ValidationError("Missing expected argument '<paths> ...'")
    }
  }

  func run() throws {
    let pack = try folders.pack()
    if let task { _ = try pack.requiredTask(task) }
    if cluster.cluster { return try runOnCluster(pack) }
    let printer = ReportPrinter(format)
    var grading = BatchGrading(
      pack: pack, task: task, files: PosixFiles(), workers: Threads(), take: printer.add)
    try gradeAll(in: &grading)
    try finish(grading, printer)
  }

  func gradeAll(in grading: inout BatchGrading) throws {
    var files: [String] = []
    for path in paths {
      if (try? PosixFiles().kind(of: path)) == .folder {
        grading.grade(folder: path)
      } else {
        files.append(path)
      }
    }
    if !files.isEmpty { try gradeTogether(files, in: &grading) }
  }

  /// Prints the rest of the report and what could not be graded.
  func finish(_ grading: BatchGrading, _ printer: ReportPrinter) throws {
    for complaint in grading.complaints { OutputBuffer.complain("podlab grade: \(complaint)") }
    printer.end()
    if let code = grading.exitCode { throw ExitCode(code) }
  }

  private func gradeTogether(_ paths: [String], in grading: inout BatchGrading) throws {
    guard let task else {
      OutputBuffer.complain(
        "podlab grade: say with `--task` which task '\(paths[0])' answers; `podlab list` shows all")
      throw ExitCode(2)
    }
    var found: [LessonFile] = []
    for path in paths {
      switch InputFile.read(path) {
      case .success(let bytes): found.append(LessonFile(path: path, bytes: bytes))
      case .failure(let error): grading.complain("\(error)")
      }
    }
    guard !found.isEmpty else { return }
    grading.grade(files: found, of: task, path: paths.joined(separator: " "))
  }
}

extension ReportFormat: ExpressibleByArgument {}

/// Prints a report piece by piece.
final class ReportPrinter {
  private var writer: ReportWriter
  private var output = OutputBuffer(.standardOutput)
  private var isEmpty = true

  init(_ format: ReportFormat) { writer = ReportWriter(format) }

  func add(_ submission: Report.Submission) {
    isEmpty = false
    output.write(writer.add(submission))
  }

  /// Where nothing was graded, nothing is printed.
  func end() {
    if !isEmpty { output.write(writer.end()) }
    output.flush()
  }
}
