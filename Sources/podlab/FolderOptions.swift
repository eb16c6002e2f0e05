import ArgumentParser
import Glibc
import LabSession
import Lessons

/// Where lessons and the learner's files are.
struct FolderOptions: ParsableArguments {
  @OptionGroup var place: LessonsOption

  @Option(help: ArgumentHelp("Folder for your files and progress.", valueName: "folder"))
  var workspace: String?

  /// Loads the lessons, or ends the process with what is wrong and how to go on.
  func pack(includingMistakes: Bool = false) throws -> LessonPack {
    let (found, candidates) = place.folder()
    let files = PosixFiles()
    guard let folder = found else {
      OutputBuffer.complain(
        "podlab: no lessons found; looked in: \(candidates.joined(separator: ", ")). "
          + "Name their folder with `--lessons` or $PODLAB_LESSONS.")
      throw ExitCode(2)
    }
    do throws(LessonPackError) {
      return try LessonPack.load(
        at: folder, files: files, includingMistakes: includingMistakes)
    } catch {
      OutputBuffer.complain("podlab: the lessons in '\(folder)' cannot be used:\n\(error)")
      throw ExitCode(2)
    }
  }

  /// The lessons with the folders of the learner.
  func surroundings() throws -> (pack: LessonPack, folders: LearnerFolders) {
    let pack = try pack()
    guard
      let folders = LearnerFolders(
        option: workspace, environment: LiveWorld.environment,
        workingDirectory: LiveWorld.workingDirectory)
    else {
      OutputBuffer.complain(
        "podlab: neither $HOME nor $XDG_DATA_HOME is set; name a folder for your files with "
          + "`--workspace`")
      throw ExitCode(2)
    }
    return (pack, folders)
  }
}
