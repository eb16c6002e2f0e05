import LabSession
import Lessons
import Testing

@testable import LabTUI

@Suite struct LinearModeTests {
  private let files = MemoryFiles()

  private func linear() throws -> LinearMode {
    let folders = LearnerFolders(option: "/work", environment: [:], workingDirectory: "/")
    let session = LabSession(
      pack: LessonPack(folder: "lessons", lessons: Fixtures.lessons),
      folders: try #require(folders), files: files)
    return LinearMode(session: session, width: 72, now: { 1_800_000_000 })
  }

  @Test func `greets with the numbered tasks`() throws {
    let text = try linear().greeting()
    #expect(text.contains("1. A Pod with nginx"))
    #expect(text.contains("2. Fetch the home page first"))
    #expect(text.hasSuffix("Number of a task, or q to quit: "))
  }

  @Test func `a number opens the task with its choices`() throws {
    var linear = try linear()
    let text = linear.answer("2")
    #expect(text.contains("Goal"))
    #expect(text.contains("/work/cern-init-container/pod.yaml"))
    #expect(text.contains("1. Grade my files"))
  }

  @Test(arguments: ["0x", "9", "-1", "abc", "99999999999999999999"])
  func `an unknown number says what can be chosen`(answer: String) throws {
    var linear = try linear()
    #expect(linear.answer(answer).contains("Choose a number from 1 to 2"))
  }

  @Test func `an empty line only prompts again`() throws {
    var linear = try linear()
    #expect(linear.answer("  ") == "Number of a task, or q to quit: ")
  }

  @Test func `hints come one after the other and the last stays`() throws {
    var linear = try linear()
    _ = linear.answer("2")
    #expect(linear.answer("3").hasPrefix("Hint 1 of 2."))
    #expect(linear.answer("3").hasPrefix("Hint 2 of 2."))
    #expect(linear.answer("3").hasPrefix("Hint 2 of 2."))
  }

  @Test func `the solution needs a yes`() throws {
    var linear = try linear()
    _ = linear.answer("2")
    _ = linear.answer("5")
    #expect(linear.answer("no").contains("stays hidden"))
    _ = linear.answer("5")
    #expect(linear.answer("yes").contains("kind: Pod"))
  }

  @Test func `starting again keeps a backup`() throws {
    var linear = try linear()
    _ = linear.answer("2")
    try files.write(Array("mine".utf8), to: "/work/cern-init-container/pod.yaml")
    _ = linear.answer("6")
    #expect(linear.answer("y").contains("/work/.backup/"))
    #expect(try files.kind(of: "/work/cern-init-container/pod.yaml") == nil)
  }

  @Test func `quitting ends the conversation`() throws {
    var linear = try linear()
    _ = linear.answer("2")
    #expect(linear.answer("9") == "Your files and points are saved.\n")
    #expect(linear.isOver)
  }
}
