import Cells
import LabSession
import Testing

@testable import LabTUI

/// From the simulation to a real cluster and back.
@Suite struct WorldTests {
  private var model = Fixtures.model(width: 120, height: 36)

  private mutating func press(_ key: Character) -> [Effect] {
    update(&model, .key(.character(key)))
  }

  private mutating func hear(_ news: ClusterWorker.News) -> [Effect] {
    update(&model, .clusterTold(news))
  }

  private var header: String { String(ScreenView(model: model).render().text.prefix(120)) }

  @Test mutating func `asks kubectl, then the user, and only then uses the cluster`() {
    #expect(press("C") == [.connectCluster(isAgreed: false)])
    #expect(hear(.asks("Run Pods on a real cluster?")).isEmpty)
    #expect(model.layers == [.question(.cluster("Run Pods on a real cluster?"))])
    #expect(press("y") == [.connectCluster(isAgreed: true)])
    #expect(model.layers.isEmpty)
    #expect(hear(.connected(context: "kind-kind")) == [.useCluster])
    #expect(header.contains("real cluster: kind-kind "))
  }

  @Test mutating func `stays in the simulation when the user says no`() {
    _ = press("C")
    _ = hear(.asks("Sure?"))
    #expect(press("n").isEmpty)
    #expect(model.world == .simulated)
    #expect(!header.contains("real cluster"))
  }

  @Test mutating func `says why a cluster cannot be used`() {
    _ = press("C")
    #expect(hear(.failed("context 'prod' looks like production")).isEmpty)
    #expect(model.world == .simulated)
    #expect(model.notice?.text == "context 'prod' looks like production")
  }

  @Test mutating func `shows what runs, and grades when it has run`() {
    _ = press("C")
    _ = hear(.connected(context: "kind-kind"))
    _ = hear(.running(task: "cern-init-container"))
    #expect(header.contains("real cluster: kind-kind · running"))
    #expect(hear(.ran(task: "cern-init-container")) == [.gradeAgain])
    #expect(!header.contains("running"))
  }

  @Test mutating func `goes back to the simulation and hears no more of the cluster`() {
    _ = press("C")
    _ = hear(.connected(context: "kind-kind"))
    #expect(press("C") == [.leaveCluster])
    #expect(hear(.ran(task: "cern-init-container")).isEmpty)
    #expect(hear(.connected(context: "kind-kind")).isEmpty)
    #expect(model.world == .simulated)
    _ = hear(.complained("namespace 'podlab-x' may be left"))
    #expect(model.notice?.text == "namespace 'podlab-x' may be left")
  }

  @Test mutating func `runs again on the cluster only`() {
    #expect(press("x").isEmpty)
    #expect(model.notice?.text.contains("Only a real cluster") == true)
    _ = press("C")
    _ = hear(.connected(context: "kind-kind"))
    #expect(press("x") == [.runAgain(task: "cern-init-container")])
  }

  @Test(arguments: [0, 1, 5, 12, 30, 60, 200])
  mutating func `keeps the header within any width`(width: Int) {
    model.world = .cluster(context: String(repeating: "long", count: 30), isRunning: true)
    model.width = width
    let text = ScreenView(model: model).render().text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
  }
}
