import PodModel
import Testing

/// Mutated manifests: whatever comes, there is an answer, and always the same.
@Suite struct ManifestRobustnessTests {
  /// A small generator of random numbers that gives the same ones every time (SplitMix64).
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let pieces: [String] = [
    "\t", ":", "-", "#", "!", "&", "*", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "%", "@",
    "?", "~", "\n", "\r", "\r\n", " ", "  ", "\n---\n", "\n...\n", "<<: *a", "&a ", "*a", "!!int ",
    "!!binary ", ": ", "- ", "|-\n", ">+\n", "{{ .x }}", "1e999", "0x", "-9223372036854775809",
    "\u{85}", "\u{2028}", "\u{FEFF}", "é", "\u{0}", "\u{7F}", "[[[[[[", "items: [", "null", "\\",
    "apiVersion: v1\nkind: List\nitems:\n- ", "metadata: ", "name: 5", "creationTimestamp: x",
  ]

  private static let seeds: [String] = [
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      labels: {app: web}
    spec:
      initContainers:
      - name: init
        image: busybox
        command: [sh, -c, "echo hi > /data/x"]
        volumeMounts: [{name: data, mountPath: /data}]
      containers:
      - &c
        name: nginx
        image: nginx
        ports:
        - containerPort: 80
        resources: {limits: {cpu: 100m, memory: 64Mi}}
        livenessProbe:
          httpGet: {path: /, port: 80}
        env:
        - name: A
          value: |
            first
            second
      - <<: *c
        name: b
      volumes:
      - name: data
        emptyDir: {}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: page}
    data: {index.html: "<p>"}
    """,
    #"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","#
      + #""metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}]}}]}"#,
  ]

  @Test(arguments: 0..<10)
  func `answers any manifest, the same each time`(seed: Int) {
    var numbers = Numbers(state: UInt64(seed) &* 977)
    for _ in 0..<100 {
      var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &numbers)].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &numbers) { mutate(&bytes, using: &numbers) }
      let answer = KubectlCreate.dryRun(bytes, file: "pod.yaml")
      #expect(answer.accepted || answer.message.hasSuffix("\n"))
      #expect(answer.accepted || !answer.problems.isEmpty)
      let again = KubectlCreate.dryRun(bytes, file: "pod.yaml")
      #expect(again.message == answer.message && again.objects == answer.objects)
      for object in answer.objects { #expect(!object.yaml.isEmpty && !object.json.isEmpty) }
    }
  }

  private func mutate(_ bytes: inout [UInt8], using numbers: inout Numbers) {
    let place = Int.random(in: 0...bytes.count, using: &numbers)
    switch Int.random(in: 0..<6, using: &numbers) {
    case 0..<3:
      let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &numbers)]
      bytes.insert(contentsOf: piece.utf8, at: place)
    case 3:
      let end = min(bytes.count, place + Int.random(in: 1...8, using: &numbers))
      bytes.removeSubrange(place..<end)
    case 4:
      if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &numbers) }
    default:
      let end = min(bytes.count, place + Int.random(in: 1...60, using: &numbers))
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    }
  }
}
