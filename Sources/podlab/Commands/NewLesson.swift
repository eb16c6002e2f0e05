import ArgumentParser
import Lessons

struct NewLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make the files of a new task, ready to be filled in.")

  @Argument(help: "The new task as LESSON/TASK, such as 'my-lesson/first-task'.")
  var name: String

  @Option(help: ArgumentHelp("Folder of the lessons.", valueName: "folder"))
  var lessons: String = "lessons"

  func validate() throws {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isName = { (part: Substring) in
      part.first?.isLetter == true
        && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
    guard parts.count == 2, parts.allSatisfy(isName) else {
      throw ValidationError(
        "'\(name)' must be LESSON/TASK, both of lower-case letters, digits and '-'.")
    }
  }

  func run() throws {
    let parts = name.split(separator: "/").map(String.init)
    let files = PosixFiles()
    do throws(FileError) {
      guard try files.kind(of: "\(lessons)/\(name)") == nil else {
        throw FileError(.makeFolder, "\(lessons)/\(name)", .alreadyThere)
      }
      let places = try Places(lesson: parts[0], in: lessons, files: files)
      let made = TaskScaffold.files(
        lesson: parts[0], task: parts[1], order: places.task, lessonOrder: places.lesson)
      for file in made {
        let path = "\(lessons)/\(file.path)"
        if let slash = path.lastIndex(of: "/") { try files.makeFolder(String(path[..<slash])) }
        try files.write(file.bytes, to: path)
        OutputBuffer.say("\(path)\n")
      }
    } catch {
      OutputBuffer.complain("podlab lessons new: \(error)")
      throw ExitCode(2)
    }
    OutputBuffer.say("Prove it at any time: podlab lessons check --lessons \(lessons)\n")
  }

  /// Where the new task and, if it is new, its lesson come in the list: at the end.
  private struct Places {
    var task: Int
    /// Nil where the lesson is there already.
    var lesson: Int?

    init(lesson: String, in folder: String, files: PosixFiles) throws(FileError) {
      if try files.kind(of: "\(folder)/\(lesson)/lesson.yaml") == .file {
        self.lesson = nil
        task = try files.list("\(folder)/\(lesson)").count { $0.kind == .folder } + 1
      } else {
        let others = try files.kind(of: folder) == nil ? [] : files.list(folder)
        self.lesson = others.count { $0.kind == .folder } + 1
        task = 1
      }
    }
  }
}
