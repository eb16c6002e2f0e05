import Foundation
import TestSupport
import Testing

/// `podlab simulate`: what Pods do on a simulated cluster, as text, JSON and SVG.
@Suite struct SimulateTests {
  private static let manifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      initContainers:
      - name: fetch
        image: busybox
        command: [sh, -c, 'echo "<h1>hello</h1>" > /html/index.html; sleep 3']
        volumeMounts: [{name: html, mountPath: /html}]
      containers:
      - name: nginx
        image: nginx
        volumeMounts: [{name: html, mountPath: /usr/share/nginx/html}]
      - {name: client, image: busybox, command: [sleep, "3600"]}
      volumes: [{name: html, emptyDir: {}}]

    """

  private func simulate(
    _ arguments: String..., input: String = manifest
  ) throws -> Command.Result {
    try Command.run([Tmux.binary, "simulate", "-", "--width", "100"] + arguments, input: input)
  }

  @Test func `shows lanes, events, what commands print and the logs`() throws {
    let result = try simulate(
      "--until", "1m", "--delete-at", "20s", "--exec", "7s client wget -qO- localhost", "--logs")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("Pod web"))
    #expect(result.output.contains("delete ▼"))
    #expect(result.output.contains("1 fetch"))
    #expect(result.output.contains("At 7s: $ kubectl exec web -c client -- wget -qO- localhost"))
    #expect(result.output.contains("\n<h1>hello</h1>\n"))
    #expect(result.output.contains("\"GET / HTTP/1.1\" 200"))
  }

  @Test func `gives the same output each time`() throws {
    let results = try (0..<2).map { _ in try simulate("-o", "json").output }
    #expect(results[0] == results[1])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(results[0].utf8)) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "duration", "events", "exec", "logs", "notModelled", "start", "states",
      ])
    let states = try #require(object["states"] as? [[String: Any]])
    #expect(states.contains { $0["STATUS"] as? String == "Running" })
  }

  @Test func `draws several Pods as one SVG document`() throws {
    let other = Self.manifest.replacingOccurrences(of: "{name: web}", with: "{name: other}")
    let result = try simulate(
      "-o", "svg", "--until", "10s", input: Self.manifest + "---\n" + other)
    #expect(result.output.components(separatedBy: "<svg").count == 2)
    #expect(result.output.contains("<title>Lifecycles of Pods web, other</title>"))
  }

  @Test func `ends with status 2 when something is not modelled`() throws {
    let result = try simulate(
      input: Self.manifest.replacingOccurrences(of: "sleep, \"3600\"", with: "vi, x"))
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("podlab simulate: not modelled: "))
    #expect(result.output.hasPrefix("Pod web"))
  }

  @Test func `draws as SVG`() throws {
    let result = try simulate("-o", "svg", "--until", "10s")
    #expect(result.output.hasPrefix("<svg") && result.output.hasSuffix("</svg>\n"))
  }

  @Test func `says what kubectl says to a wrong manifest`() throws {
    let result = try simulate(input: "kind: Pod\n")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("apiVersion not set"))
  }

  @Test(arguments: [
    ["--until", "5x"], ["--until", ""], ["--until", "99999h"], ["--delete-at", "-3s"],
    ["--exec", "soon client ls"], ["--exec", "5s client"], ["--exec", "5s nobody ls"],
    ["--width", "3"],
  ])
  func `refuses options that make no sense`(arguments: [String]) throws {
    let result = try Command.run(
      [Tmux.binary, "simulate", "-"] + arguments, input: Self.manifest)
    #expect(result.status == 2)
    #expect(!result.errors.isEmpty)
  }
}
