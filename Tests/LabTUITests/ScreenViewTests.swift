import Cells
import LabSession
import PodModel
import TestSupport
import Testing

@testable import LabTUI

@Suite struct ScreenViewTests {
  @Test(arguments: [(80, 24), (100, 30), (120, 36), (150, 40), (200, 60)])
  func `shows the task at a size`(width: Int, height: Int) {
    let screen = ScreenView(model: Fixtures.model(width: width, height: height)).render()
    Golden.expect(screen.text, matches: "task-\(width)x\(height).txt")
  }

  @Test(arguments: Model.Pane.allCases)
  func `shows each pane alone on a narrow screen`(pane: Model.Pane) {
    var model = Fixtures.model(width: 80, height: 24)
    model.focus = pane
    Golden.expect(ScreenView(model: model).render().text, matches: "narrow-\(pane).txt")
  }

  @Test(arguments: [
    ("help", Model.Layer.help), ("hint", .hint(2)), ("solution", .solution), ("check", .check(1)),
    ("reset", .question(.reset)), ("comparison", .comparison),
  ])
  func `shows a window on top`(name: String, layer: Model.Layer) {
    var model = Fixtures.model(width: 100, height: 30)
    model.layers = [layer]
    Golden.expect(ScreenView(model: model).render().text, matches: "window-\(name).txt")
  }

  @Test func `says what the API server refuses`() {
    let problem = Problem(
      "unknown field \"spec.containers[0].imag\"", path: FieldPath("spec"),
      position: SourcePosition(line: 7, column: 5), suggestion: "did you mean `image`?")
    let refused = Admission(accepted: false, message: "refused", problems: [problem])
    var model = Fixtures.model(
      width: 80, height: 24,
      attempt: Fixtures.attempt(manifest: .read(pods: [Fixtures.pod], admission: refused)))
    model.focus = .pod
    Golden.expect(ScreenView(model: model).render().text, matches: "refused.txt")
  }

  @Test func `goals that nobody has tried yet are no mistakes`() {
    var attempt = Fixtures.attempt(manifest: .empty)
    for isUntouched in [true, false] {
      attempt.isUntouched = isUntouched
      var model = Fixtures.model(width: 120, height: 36, attempt: attempt)
      let screen = ScreenView(model: model).render().text
      #expect(screen.contains("✓ The Pod runs"))
      #expect(screen.contains("· Both containers mount") == isUntouched)
      #expect(screen.contains("· The page was shown") == isUntouched)
      #expect(screen.contains("✗") != isUntouched)
      model.layers = [.check(1)]
      let window = ScreenView(model: model).render().text
      #expect(window.contains("· Both containers mount the volume  0 of 2") == isUntouched)
    }
  }

  @Test func `says how to begin without a manifest`() {
    var model = Fixtures.model(
      width: 80, height: 24, attempt: Fixtures.attempt(manifest: .empty))
    model.focus = .pod
    let text = ScreenView(model: model).render().text
    #expect(text.contains("No manifest yet."))
    #expect(text.contains("/home/me/cern-init-container/pod.yaml"))
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (20, 5), (4, 3), (300, 2), (3, 100)])
  func `draws at any size`(width: Int, height: Int) {
    for layer in [nil, Model.Layer.help, .comparison, .question(.quit), .searchPrompt("x")] {
      for pane in Model.Pane.allCases {
        var model = Fixtures.model(width: width, height: height)
        model.focus = pane
        model.layers = layer.map { [$0] } ?? []
        #expect(ScreenView(model: model).render().bounds == Rect(width: width, height: height))
      }
    }
  }

  @Test func `marks what was searched`() {
    var model = Fixtures.model(width: 120, height: 36)
    model.searchText = "mount"
    let screen = ScreenView(model: model).render()
    let marked = (0..<36).flatMap { y in (0..<120).map { screen[$0, y] } }
      .filter {
        $0.style.attributes.contains([.reverse, .bold]) && $0.style.foreground == .standard
      }
    #expect(String(marked.compactMap(\.character)).lowercased().contains("mount"))
  }
}
