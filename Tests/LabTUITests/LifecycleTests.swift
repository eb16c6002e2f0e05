import Cells
import Diagrams
import LabSession
import PodModel
import TestSupport
import Testing

@testable import LabTUI

@Suite struct LifecycleModelTests {
  private let model = LifecycleModel(timeline: LifecycleFixture.timeline())

  private func seconds(_ model: LifecycleModel) -> Double {
    model.cursor / .seconds(1)
  }

  @Test func `steps from change to change and stops at both ends`() {
    var model = model
    var seen: [Double] = []
    for _ in 0..<8 {
      seen.append(seconds(model))
      model.perform(.nextChange)
    }
    #expect(seen == [0, 1, 1.5, 2, 3, 5, 5, 5])
    model.perform(.previousChange)
    #expect(seconds(model) == 3)
    model.perform(.beginning)
    model.perform(.previousChange)
    #expect(seconds(model) == 0)
  }

  @Test func `steps by a second inside of the recording`() {
    var model = model
    model.perform(.secondForward)
    model.perform(.secondForward)
    #expect(seconds(model) == 2)
    model.perform(.end)
    model.perform(.secondForward)
    #expect(seconds(model) == 10)
    for _ in 0..<12 { model.perform(.secondBack) }
    #expect(seconds(model) == 0)
  }

  @Test func `plays as fast as asked and stops at the end`() {
    var model = model
    model.advance(by: .milliseconds(500))
    #expect(seconds(model) == 0)
    model.perform(.play)
    model.advance(by: .milliseconds(500))
    #expect(seconds(model) == 0.5)
    model.perform(.faster)
    model.advance(by: .milliseconds(500))
    #expect(seconds(model) == 5.5)
    model.perform(.faster)
    model.perform(.faster)
    #expect(model.speed == .atOnce)
    model.advance(by: .milliseconds(1))
    #expect(seconds(model) == 10)
    #expect(!model.isPlaying)
  }

  @Test func `plays again from the beginning once it is at the end`() {
    var model = model
    model.perform(.end)
    model.perform(.play)
    #expect(model.isPlaying)
    #expect(seconds(model) == 0)
  }

  @Test func `a step by hand pauses`() {
    var model = model
    model.perform(.play)
    model.perform(.nextChange)
    #expect(!model.isPlaying)
  }

  @Test func `does not play the time in which the whole program was stopped`() {
    var model = model
    model.perform(.play)
    model.advance(by: .seconds(3600))
    #expect(seconds(model) == 1)
    model.advance(by: .seconds(-5))
    #expect(seconds(model) == 1)
  }

  @Test func `looks closer around the cursor and never outside`() {
    var model = model
    model.perform(.zoomIn)
    #expect(model.visible == .zero..<(.seconds(5)))
    model.perform(.end)
    #expect(model.visible == .seconds(5)..<(.seconds(10)))
    for _ in 0..<99 { model.perform(.zoomIn) }
    #expect(model.visible.upperBound == .seconds(10))
    #expect(model.visible.lowerBound < model.visible.upperBound)
    for _ in 0..<99 { model.perform(.zoomOut) }
    #expect(model.visible == .zero..<(.seconds(10)))
  }

  @Test func `compares only where there is something to compare with`() {
    var model = model
    let couldNot = model.perform(.compare)
    #expect(!couldNot)
    #expect(model.comparison == nil)
    var both = LifecycleModel(
      timeline: LifecycleFixture.timeline(), expected: LifecycleFixture.timeline(failing: false))
    let could = both.perform(.compare)
    #expect(could)
    #expect(both.comparison?.difference?.time == .seconds(2))
  }

  @Test func `goes from Pod to Pod`() {
    var timeline = LifecycleFixture.timeline()
    timeline.states += LifecycleFixture.timeline(pod: "other").states
    var model = LifecycleModel(timeline: timeline)
    model.perform(.nextPod)
    #expect(model.swimlanes.pod == "other")
    model.perform(.nextPod)
    #expect(model.swimlanes.pod == "nx")
  }

  @Test func `keeps its place when the Pod is recorded anew`() {
    var model = model
    model.perform(.zoomIn)
    model.perform(.nextChange)
    let newer = model.showing(
      timeline: LifecycleFixture.timeline(failing: false), expected: nil)
    #expect(newer.cursor == .seconds(1))
    #expect(newer.zoom == 1)
    #expect(newer.timeline != model.timeline)
  }

  @Test func `each key means one thing, and each command has a key`() {
    let keys = LifecycleKeys.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(Set(LifecycleKeys.all.map(\.command)) == Set(LifecycleCommand.allCases))
  }
}

@Suite struct LifecycleViewTests {
  private func screen(width: Int, height: Int, keys: [Key], expected: Timeline? = nil) -> String {
    var model = Fixtures.model(
      width: width, height: height, attempt: LifecycleFixture.attempt(expected: expected))
    for key in [.character("L")] + keys { _ = update(&model, .key(key)) }
    return ScreenView(model: model).render().text
  }

  @Test(arguments: [(120, 36), (80, 24), (60, 16), (40, 10), (20, 5)])
  func `looks as recorded`(width: Int, height: Int) {
    Golden.expect(
      screen(width: width, height: height, keys: [.right, .right, .right]),
      matches: "lifecycle-\(width)x\(height).txt")
  }

  @Test(arguments: [(100, 30), (110, 56)])
  func `compares as recorded, with the moment in words where there is room`(
    width: Int, height: Int
  ) {
    Golden.expect(
      screen(
        width: width, height: height, keys: [.character("c"), .right],
        expected: LifecycleFixture.timeline(failing: false)),
      matches: "lifecycle-compare-\(width)x\(height).txt")
  }

  @Test func `says why there is nothing to be seen`() {
    var model = Fixtures.model(width: 80, height: 24)
    _ = update(&model, .key(.character("L")))
    #expect(ScreenView(model: model).render().text.contains("There is no Pod to show yet."))
  }

  @Test(arguments: [0, 1, 2, 3, 5, 9])
  func `draws at any size`(height: Int) {
    for width in [0, 1, 2, 4, 9, 30] {
      for comparing in [false, true] {
        let text = screen(
          width: width, height: height, keys: comparing ? [.character("c")] : [],
          expected: LifecycleFixture.timeline(failing: false))
        #expect(text.split(separator: "\n").count <= height)
      }
    }
  }

  @Test func `time passes only while it plays`() {
    var model = Fixtures.model(width: 80, height: 24, attempt: LifecycleFixture.attempt())
    _ = update(&model, .key(.character("L")))
    #expect(!model.isPlaying)
    _ = update(&model, .key(.character(" ")))
    #expect(model.isPlaying)
    _ = update(&model, .elapsed(.milliseconds(250)))
    #expect(model.lifecycle?.cursor == .milliseconds(250))
    _ = update(&model, .key(.escape))
    #expect(!model.isPlaying)
    #expect(model.layers.isEmpty)
  }

  @Test func `a new recording replaces the one that is shown`() {
    var model = Fixtures.model(width: 80, height: 24, attempt: LifecycleFixture.attempt())
    _ = update(&model, .key(.character("L")))
    var attempt = LifecycleFixture.attempt()
    attempt.timeline = LifecycleFixture.timeline(failing: false)
    _ = update(&model, .attempted(attempt, standings: Fixtures.standings))
    #expect(model.lifecycle?.timeline == attempt.timeline)
    attempt.timeline = nil
    _ = update(&model, .attempted(attempt, standings: Fixtures.standings))
    #expect(model.lifecycle == nil)
  }

  @Test func `says that another Pod or comparison is not there`() {
    var model = Fixtures.model(width: 80, height: 24, attempt: LifecycleFixture.attempt())
    _ = update(&model, .key(.character("L")))
    _ = update(&model, .key(.character("c")))
    #expect(model.notice?.text.contains("no recording of the expected Pod") == true)
    _ = update(&model, .key(.tab))
    #expect(model.notice?.text.contains("no other Pod") == true)
  }
}
