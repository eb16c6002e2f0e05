import Grader
import Lessons
import PodModel
import Testing

/// How files become manifests, scripts and sessions.
@Suite struct SubmissionTests {
  static func evidence(_ files: (String, String)...) -> Evidence {
    Evidence(files: files.map { GraderFixture.file($0.0, $0.1) })
  }

  static func names(_ evidence: Evidence) -> [String] {
    evidence.objects.compactMap { $0.object["metadata"]?["name"]?.string }
  }

  static let json = """
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "nx"},
     "spec": {"containers": [{"name": "nginx", "image": "nginx"}]}}
    """

  @Test(arguments: [
    ("pod.yaml", GraderFixture.pod), ("nx.yml", GraderFixture.pod), ("answer", GraderFixture.pod),
    ("pod.json", json), ("notes.txt", json),
    ("answer.md", "My answer:\n\n```yaml\n\(GraderFixture.pod)```\n"),
    ("answer.txt", "~~~\n\(GraderFixture.pod)~~~\n"),
    ("run.sh", "kubectl create -f - <<EOF\n\(GraderFixture.pod)EOF\n"),
    (
      "commands.txt", "kubectl delete pod nx\nkubectl apply -f - <<'EOF'\n\(GraderFixture.pod)EOF\n"
    ),
    ("run.sh", "cat > p.yaml <<'EOF'\n\(GraderFixture.pod)EOF\nkubectl apply -f p.yaml\n"),
    ("run.sh", "#!/bin/sh\ncat <<\"EOF\" | kubectl apply -f -\n\(GraderFixture.pod)EOF\n"),
    ("run.sh", "kubectl run nx --image=nginx\n"),
    ("answer.md", "```bash\nkubectl apply -f - <<EOF\n\(GraderFixture.pod)EOF\n```\n"),
    ("session.txt", "$ kubectl create -f - <<EOF\n\(GraderFixture.pod)EOF\npod/nx created\n"),
    ("session.txt", "kubectl create -f - <<EOF\n\(GraderFixture.pod)EOF\npod/nx created\n"),
    ("session.txt", "$ cat pod.yaml\n\(GraderFixture.pod)$ kubectl create -f pod.yaml\n"),
    ("notes.txt", "My Pod:\n\n\(GraderFixture.pod)\n$ kubectl create -f pod.yaml\n"),
    ("n.md", "```\nkubectl create -f - <<EOF\n\(GraderFixture.pod)EOF\npod/nx created\n```\n"),
    ("session.txt", "$ kubectl create -f - <<EOF\n> \(pasted)> EOF\npod/nx created\n"),
  ])
  func `finds the manifest whatever the file is called`(name: String, text: String) {
    #expect(Self.names(Self.evidence((name, text))) == ["nx"])
  }

  static let pasted = GraderFixture.pod.split(separator: "\n").joined(separator: "\n> ") + "\n"

  @Test func `gives places in the file, not in the block`() throws {
    let check = """
      manifest:
        {kind: Pod, metadata: {name: nx}, spec: {containers: [{name: nginx, image: httpd}]}}
      """
    let markdown =
      "Text\n\n- item\n\n  ```yaml\n  "
      + GraderFixture.pod.split(separator: "\n").joined(separator: "\n  ") + "\n  ```\n"
    let result = try GraderFixture.result(
      of: check, files: [GraderFixture.file("answer.md", markdown)])
    #expect(result.verdict == .failed)
    #expect(result.location?.description == "answer.md:13:14 spec.containers[0].image")
  }

  @Test func `expands a here-document as the shell does`() {
    let script = """
      NAME=nx
      kubectl apply -f - <<EOF
      apiVersion: v1
      kind: Pod
      metadata:
        name: $NAME
        annotations: {a: "$UNSET", b: "\\$KEPT", c: "$(date)", d: "${NAME}1"}
      spec:
        containers:
        - {name: nginx, image: nginx}
      EOF
      """
    let evidence = Self.evidence(("run.sh", script))
    let annotations = evidence.objects.first?.object["metadata"]?["annotations"]
    #expect(Self.names(evidence) == ["nx"])
    #expect(annotations?["a"]?.string == "")
    #expect(annotations?["b"]?.string == "$KEPT")
    #expect(annotations?["c"]?.string == "")
    #expect(annotations?["d"]?.string == "nx1")
  }

  @Test func `runs the script and nothing else`() {
    let other = GraderFixture.pod.replacing("name: nx", with: "name: other")
    let script = "kubectl apply -f b.yaml\nkubectl delete pod nx\nkubectl apply -f b.yaml\n"
    let evidence = Self.evidence(
      ("a.yaml", other), ("b.yaml", GraderFixture.pod), ("run.sh", script))
    #expect(Self.names(evidence) == ["nx"])
  }

  @Test func `keeps the Pod that was there first`() {
    let second = GraderFixture.pod.replacing("image: nginx", with: "image: httpd")
    let evidence = Self.evidence(("a.yaml", GraderFixture.pod), ("b.yaml", second))
    let image = evidence.objects.first?.object["spec"]?["containers"]?.list?.first?["image"]
    #expect(evidence.objects.count == 1)
    #expect(image?.string == "nginx")
  }

  @Test(arguments: [
    ("empty.yaml", [UInt8](), "empty.yaml: is empty"),
    ("picture.png", [0x89, 0x50, 0x4E, 0x47, 0, 1], "picture.png: is a binary file"),
    ("notes.txt", Array("I liked it.\n".utf8), "notes.txt: holds neither"),
    ("answer.md", Array("# Task\n\nDone.\n".utf8), "answer.md: holds neither"),
    ("s.log", Array("Script started on x\n\n".utf8), "s.log: no command was found"),
  ])
  func `notes what it cannot use`(name: String, bytes: [UInt8], note: String) {
    let evidence = Evidence(files: [LessonFile(path: name, bytes: bytes)])
    #expect(evidence.notes.contains { $0.hasPrefix(note) }, "\(evidence.notes)")
  }

  @Test func `does not read a huge file`() {
    let bytes = [UInt8](repeating: 0x61, count: (8 << 20) + 1)
    let notes = Evidence(files: [LessonFile(path: "big.txt", bytes: bytes)]).notes
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("big.txt: is larger than 8 MiB") == true)
  }

  @Test func `reads UTF-16 as editors on Windows write it`() {
    let text = "$ kubectl get pod\r\nnx   1/1   Running   0   1s\r\n"
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let evidence = Evidence(files: [LessonFile(path: "out.txt", bytes: bytes)])
    #expect(evidence.transcript.exchanges.count == 1)
  }

  @Test func `leaves files of the system alone`() {
    let evidence = Evidence(files: [
      LessonFile(path: ".DS_Store", bytes: [0, 1]),
      LessonFile(path: "__MACOSX/pod.yaml", bytes: [0, 1]),
    ])
    #expect(evidence.notes.isEmpty)
  }

  @Test func `notes what this manifest cannot have produced`() {
    let session = """
      $ kubectl get pod
      NAME   READY   STATUS    RESTARTS   AGE
      nx     2/2     Running   0          1m30s
      $ kubectl logs nx -c sidecar
      Error discovered!
      """
    let evidence = Self.evidence(("pod.yaml", GraderFixture.pod), ("s.txt", session))
    #expect(
      evidence.notes == [
        "s.txt:1: kubectl never prints an age as '1m30s'",
        "s.txt:1: READY '2/2' of Pod 'nx' does not fit the manifest, which has 1 to count",
        "s.txt:4: Pod 'nx' of the manifest has no container 'sidecar'; the session shows another Pod",
      ])
  }

  @Test func `joins blocks of Markdown to one session`() throws {
    let markdown = """
      I ran

      ```bash
      kubectl exec nx -- curl localhost
      ```

      and saw

      ```
      <title>Welcome to nginx!</title>
      ```
      """
    let files = [GraderFixture.file("answer.md", markdown)]
    #expect(
      try GraderFixture.result(of: TranscriptTests.check, files: files).verdict == .passed)
  }

  @Test func `takes output from the file that it was written to`() throws {
    let files = [
      GraderFixture.file("pod.yaml", GraderFixture.pod),
      GraderFixture.file("page.html", TranscriptTests.page),
      GraderFixture.file("s.txt", "$ kubectl exec nx -- curl localhost > page.html\n$ \n"),
    ]
    #expect(
      try GraderFixture.result(of: TranscriptTests.check, files: files).verdict == .passed)
  }
}
