import Cells
import Diagrams
import PodModel
import TestSupport
import Testing

@Suite struct TopologyTests {
  private func text(_ sample: SamplePod, width: Int, height: Int) -> String {
    var buffer = CellBuffer(width: width, height: height)
    Topology(pod: sample.pod).draw(into: &buffer, in: buffer.bounds)
    return buffer.text
  }

  @Test(arguments: SamplePod.allCases, [(80, 24), (200, 60), (40, 12), (20, 5)])
  func `looks as recorded`(sample: SamplePod, size: (Int, Int)) {
    Golden.expect(
      text(sample, width: size.0, height: size.1),
      matches:
        "\(sample.rawValue)-\(size.0)x\(size.1).txt")
  }

  @Test(arguments: SamplePod.allCases)
  func `looks as recorded as SVG`(sample: SamplePod) {
    Golden.expect(Topology(pod: sample.pod).svg(), matches: "\(sample.rawValue).svg")
  }

  @Test(arguments: SamplePod.allCases)
  func `draws inside its area at any size`(sample: SamplePod) {
    let topology = Topology(pod: sample.pod)
    var untouched = CellBuffer(width: 120, height: 50)
    untouched.fill(untouched.bounds, with: Cell("#"))
    for width in [0, 1, 2, 3, 5, 20, 44, 60, 112] {
      for height in [0, 1, 2, 3, 10, 40] {
        var buffer = untouched
        let area = Rect(x: 4, y: 3, width: width, height: height)
        topology.draw(into: &buffer, in: area)
        #expect((buffer == untouched) == area.isEmpty)
        buffer.fill(area, with: Cell("#"))
        #expect(buffer == untouched, "\(width)×\(height)")
      }
    }
  }

  @Test(arguments: SamplePod.allCases, [20, 60, 80, 200])
  func `takes no more room than it says`(sample: SamplePod, width: Int) {
    let topology = Topology(pod: sample.pod)
    let size = topology.size(fitting: width)
    #expect(size.width <= width)
    var buffer = CellBuffer(width: width, height: size.height + 5)
    topology.draw(into: &buffer, in: buffer.bounds)
    #expect(
      buffer.text.split(separator: "\n", omittingEmptySubsequences: false).count <= size.height)
  }

  @Test func `marks a volume that does not exist in red`() {
    var buffer = CellBuffer(width: 80, height: 24)
    Topology(pod: SamplePod.mistakes.pod).draw(into: &buffer, in: buffer.bounds)
    let red = (0..<24).filter { y in
      (0..<80).contains { buffer[$0, y].style.foreground == .red }
    }
    let lines = buffer.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      red.contains { lines[$0].contains("/var/log/app") && lines[$0].contains("no such volume") })
    #expect(red.allSatisfy { !lines[$0].contains("/logs") })
  }

  @Test func `escapes names in SVG`() {
    let pod = Pod(
      metadata: ObjectMeta(name: "<a&\"b\">"),
      spec: PodSpec(containers: [Container(name: "</text>", image: "x\u{1B}y")]))
    let svg = Topology(pod: pod).svg()
    #expect(svg.contains("Pod &lt;a&amp;&quot;b&quot;&gt;"))
    #expect(svg.contains(">&lt;/text&gt;</text>"))
    #expect(svg.contains(">x·y<"))
  }

  @Test func `shows the first of very many containers`() {
    let containers = (0..<3000).map { number in
      Container(
        name: "c\(number)", image: "busybox",
        volumeMounts: [VolumeMount(name: "v\(number % 100)", mountPath: "/m")])
    }
    let pod = Pod(metadata: ObjectMeta(name: "huge"), spec: PodSpec(containers: containers))
    var buffer = CellBuffer(width: 80, height: 24)
    Topology(pod: pod).draw(into: &buffer, in: buffer.bounds)
    #expect(buffer.text.contains("c0  busybox"))
    #expect(buffer.text.contains("more containers"))
  }
}
