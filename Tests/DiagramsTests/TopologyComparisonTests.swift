import Cells
import Diagrams
import PodModel
import TestSupport
import Testing

@Suite struct TopologyComparisonTests {
  private func text(_ learner: Pod, _ expected: Pod, width: Int, height: Int) -> String {
    var buffer = CellBuffer(width: width, height: height)
    Topology(pod: learner, comparedWith: expected).draw(into: &buffer, in: buffer.bounds)
    return buffer.text
  }

  /// The shared log as a learner may write it.
  private var learner: Pod {
    var pod = SamplePod.sharedLog.pod
    pod.spec.containers[0].image = "nginx"
    pod.spec.containers[1].volumeMounts[0].mountPath = "/log"
    pod.spec.containers.append(Container(name: "extra", image: "busybox:1.36"))
    pod.spec.volumes.append(Volume(name: "unused"))
    return pod
  }

  @Test(arguments: [(200, 60), (80, 24), (60, 30), (30, 6)])
  func `looks as recorded`(width: Int, height: Int) {
    Golden.expect(
      text(learner, SamplePod.sharedLog.pod, width: width, height: height),
      matches: "comparison-\(width)x\(height).txt")
  }

  @Test func `looks as recorded as SVG`() {
    let comparison = Topology(pod: learner, comparedWith: SamplePod.sharedLog.pod)
    Golden.expect(comparison.svg(), matches: "comparison.svg")
  }

  @Test(arguments: SamplePod.allCases)
  func `marks nothing in equal Pods`(sample: SamplePod) {
    #expect(!text(sample.pod, sample.pod, width: 200, height: 60).contains("≠"))
  }

  @Test func `takes a volume under another name for the same`() {
    var learner = SamplePod.sharedLog.pod
    learner.spec.volumes[0].name = "shared"
    for index in learner.spec.containers.indices {
      learner.spec.containers[index].volumeMounts[0].name = "shared"
    }
    #expect(!text(learner, SamplePod.sharedLog.pod, width: 200, height: 60).contains("≠"))
  }

  @Test func `marks a misspelt volume`() {
    var learner = SamplePod.sharedLog.pod
    learner.spec.containers[1].volumeMounts[0].name = "logs"
    let marked = text(learner, SamplePod.sharedLog.pod, width: 200, height: 60)
      .split(separator: "\n").filter { $0.contains("≠") }
    #expect(marked.contains { $0.contains("≠ /logs") })
    #expect(!marked.contains { $0.contains("≠ /var/log/nginx") })
  }

  /// The names of init containers that are marked on the learner's side.
  private func marked(_ learner: Pod, _ expected: Pod) -> [Substring] {
    text(learner, expected, width: 71, height: 60).split(separator: "\n").filter {
      $0.contains("┌ ≠")
    }
    .compactMap { $0.split(separator: " ").dropFirst(3).first }
  }

  @Test func `marks init containers in another order or of another kind`() {
    var learner = SamplePod.initChain.pod
    learner.spec.initContainers.swapAt(0, 1)
    #expect(marked(learner, SamplePod.initChain.pod) == ["render", "fetch"])
    learner = SamplePod.initChain.pod
    learner.spec.initContainers[2].restartPolicy = nil
    #expect(marked(learner, SamplePod.initChain.pod) == ["proxy"])
    learner = SamplePod.initChain.pod
    learner.spec.initContainers.remove(at: 0)
    #expect(marked(learner, SamplePod.initChain.pod) == [])
  }

  @Test(arguments: SamplePod.allCases)
  func `draws at any size`(sample: SamplePod) {
    let comparison = Topology(pod: sample.pod, comparedWith: SamplePod.initChain.pod)
    for width in [0, 1, 5, 40, 71, 72, 150, 300] {
      for height in [0, 1, 2, 3, 20] {
        var buffer = CellBuffer(width: width, height: height)
        comparison.draw(into: &buffer, in: buffer.bounds)
        #expect(buffer.text.isEmpty == (width == 0 || height == 0))
      }
    }
    #expect(comparison.size(fitting: 150).width <= 150)
  }
}
