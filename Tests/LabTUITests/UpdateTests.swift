import Cells
import Grader
import LabSession
import Testing

@testable import LabTUI

@Suite struct UpdateTests {
  private func press(_ keys: [Key], on model: inout Model) -> [Effect] {
    keys.flatMap { update(&model, .key($0)) }
  }

  @Test func `begins at the first unsolved task`() {
    let model = Fixtures.model(width: 120, height: 36, attempt: nil)
    #expect(model.selectedTask == "cern-init-container")
  }

  @Test func `Enter opens the selected task`() {
    var model = Fixtures.model(width: 120, height: 36, attempt: nil)
    #expect(press([.up, .enter], on: &model) == [.open(task: "nginx-pod")])
    #expect(model.focus == .text)
  }

  @Test func `an opened task is selected`() {
    var model = Fixtures.model(width: 120, height: 36, attempt: nil)
    _ = press([.up], on: &model)
    _ = update(&model, .attempted(Fixtures.attempt(), standings: Fixtures.standings))
    #expect(model.selectedTask == "cern-init-container")
  }

  @Test func `the selection skips the lessons' titles and stops at both ends`() {
    var model = Fixtures.model(width: 120, height: 36, attempt: nil)
    _ = press([.character("j"), .down, .down], on: &model)
    #expect(model.selectedTask == "cern-init-container")
    _ = press([.character("k"), .up, .up], on: &model)
    #expect(model.selectedTask == "nginx-pod")
  }

  @Test(arguments: [
    (Key.character("e"), Effect.editManifest(task: "cern-init-container")),
    (.character("t"), .editTranscript(task: "cern-init-container")),
    (.character("h"), .recordHint(task: "cern-init-container", count: 1)),
    (.control("l"), .redraw),
  ])
  func `a key asks for work outside`(key: Key, effect: Effect) {
    var model = Fixtures.model(width: 120, height: 36)
    #expect(press([key], on: &model) == [effect])
  }

  @Test(arguments: ["e", "t", "h", "c", "s", "r"])
  func `keys of a task need an open one`(key: Character) {
    var model = Fixtures.model(width: 120, height: 36, attempt: nil)
    #expect(press([.character(key)], on: &model).isEmpty)
    #expect(model.layers.isEmpty)
    #expect(model.notice?.text.contains("Open a task first") == true)
  }

  @Test func `hints go on one by one and stop at the last`() {
    var model = Fixtures.model(width: 120, height: 36)
    let effects = press(Array(repeating: .character("h"), count: 3), on: &model)
    #expect(
      effects == [1, 2, 2].map { .recordHint(task: "cern-init-container", count: $0) })
    #expect(model.layers == [.hint(2)])
  }

  @Test func `reset waits for yes`() {
    var model = Fixtures.model(width: 120, height: 36)
    #expect(press([.character("r"), .character("n")], on: &model).isEmpty)
    #expect(model.layers.isEmpty)
    #expect(
      press([.character("r"), .character("y")], on: &model)
        == [.reset(task: "cern-init-container")])
  }

  @Test func `the solution shows after a warning, then at once`() {
    var model = Fixtures.model(width: 120, height: 36)
    #expect(press([.character("s")], on: &model).isEmpty)
    #expect(model.layers == [.question(.solution)])
    #expect(
      press([.character("y")], on: &model) == [.recordSolution(task: "cern-init-container")])
    #expect(model.layers == [.solution])
    #expect(press([.escape, .character("s")], on: &model).isEmpty)
    #expect(model.layers == [.solution])
  }

  @Test func `q leaves one layer at a time`() {
    var model = Fixtures.model(width: 120, height: 36)
    #expect(press([.character("?"), .character("q")], on: &model).isEmpty)
    #expect(model.layers.isEmpty)
    #expect(press([.character("q"), .character("y")], on: &model) == [.quit])
  }

  @Test func `n opens the next unsolved task and says so when there is none`() {
    var model = Fixtures.model(width: 120, height: 36)
    #expect(press([.character("n")], on: &model) == [.open(task: "cern-init-container")])
    model.standings["cern-init-container"]?.isDone = true
    #expect(press([.character("n")], on: &model).isEmpty)
    #expect(model.notice?.kind == .good)
  }

  @Test func `search goes to the line and around`() {
    var model = Fixtures.model(width: 80, height: 12)
    _ = press([.character("/")] + "static".map(Key.character) + [.enter], on: &model)
    let first = model.scroll[.text]
    #expect(first != nil)
    _ = press([.character("N")], on: &model)
    #expect(model.scroll[.text] != first)
  }

  @Test func `search for what is not there says so`() {
    var model = Fixtures.model(width: 80, height: 24)
    _ = press([.character("/")] + "zebra".map(Key.character) + [.enter], on: &model)
    #expect(model.notice == Notice(.problem, "'zebra' does not occur in this task's text."))
  }

  @Test func `pasted text goes into the search without control characters`() {
    var model = Fixtures.model(width: 80, height: 24)
    _ = press([.character("/")], on: &model)
    _ = update(&model, .pasted("a\u{1B}b\n"))
    #expect(model.layers == [.searchPrompt("ab")])
  }

  @Test func `a newly passed check is announced`() {
    var model = Fixtures.model(width: 120, height: 36)
    var report = Fixtures.report
    report.checks[1].verdict = .passed
    let effects = update(
      &model, .attempted(Fixtures.attempt(report: report), standings: Fixtures.standings))
    #expect(effects.isEmpty)
    #expect(model.notice == Notice(.good, "✓ Both containers mount the volume"))
  }

  @Test func `scrolling stops at the end of the text`() {
    var model = Fixtures.model(width: 80, height: 10)
    _ = press([.character("G")], on: &model)
    let end = model.scroll[.text]
    _ = press([.down], on: &model)
    #expect(model.scroll[.text] == end)
    _ = press([.character("g")], on: &model)
    #expect(model.scroll[.text] == 0)
  }

  @Test func `every key means one thing`() {
    let keys = KeyBindings.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(Set(KeyBindings.all.map(\.command)) == Set(Command.allCases))
  }
}
