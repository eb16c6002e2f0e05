import ArgumentParser
import LabSession
import Lessons
import PodSimulator

/// Where the lessons are.
struct LessonsOption: ParsableArguments {
  @Option(help: ArgumentHelp("Folder of the lessons.", valueName: "folder"))
  var lessons: String?

  /// The folder of the lessons, and where it was looked for.
  func folder() -> (found: String?, candidates: [String]) {
    let candidates = LessonPack.candidates(
      option: lessons, environment: LiveWorld.environment, binary: LiveWorld.binary,
      workingDirectory: LiveWorld.workingDirectory)
    let files = PosixFiles()
    return (candidates.first { (try? files.kind(of: $0)) == .folder }, candidates)
  }

  /// podlab's images and those of the lessons; where there are no lessons, podlab's alone.
  ///
  /// Ends the process where the lessons' images cannot be used.
  func registry() throws -> ImageRegistry {
    guard let folder = folder().found else { return .stock }
    do throws(LessonPackError) {
      return .stock(with: try PackImages.load(at: folder, files: PosixFiles()))
    } catch {
      OutputBuffer.complain("podlab: the images of the lessons cannot be used:\n\(error)")
      throw ExitCode(2)
    }
  }
}
