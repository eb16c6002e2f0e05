import Grader
import LabSession
import Lessons
import PodModel
import Testing

/// Sessions that are held against the Pod that was handed in with them.
@Suite struct SessionTrialTests {
  static let checks = """
    - id: page
      title: It serves the page
      points: 1
      explain: It must.
      exec: {pod: nx, container: nginx, command: [curl, -s, localhost], output: {title: Mine}}
    - id: shown
      title: The session shows the page
      points: 1
      explain: It must.
      transcript:
        command: {verb: exec, pod: nx}
        output: {title: Mine}
    - id: listed
      title: The session shows the Pod
      points: 1
      explain: It must.
      transcript:
        command: {verb: get}
        output: {rows: {$any: {NAME: nx, STATUS: Running}}}
    """

  /// nginx with the page at a path.
  static func pod(_ path: String, image: String = "nginx") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: nx
    spec:
      containers:
      - name: nginx
        image: \(image)
        command: [sh, -c, "echo '<title>Mine</title>' > \(path); exec nginx -g 'daemon off;'"]

    """
  }

  static let right = pod("/usr/share/nginx/html/index.html")
  static let wrong = pod("/tmp/index.html")

  static let looks = """
    $ kubectl exec nx -- curl -s localhost
    <title>Mine</title>
    $ kubectl get pod nx
    NAME   READY   STATUS    RESTARTS   AGE
    nx     1/1     Running   0          9s

    """

  static func verdicts(_ manifest: String, _ session: String) throws -> [Verdict] {
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(try YAML.document(in: checks), file: "c"), start: [],
      solutions: [], mistakes: [])
    let evidence = Evidence(files: [
      LessonFile(path: "pod.yaml", bytes: Array(manifest.utf8)),
      LessonFile(path: "session.txt", bytes: Array(session.utf8)),
    ])
    return grade(task, evidence, behaviour: SimulatedWorld().grader).checks.map(\.verdict)
  }

  @Test func `a session that the Pod bears out passes`() throws {
    #expect(try Self.verdicts(Self.right, Self.looks) == [.passed, .passed, .passed])
  }

  @Test func `a page that this Pod cannot serve is not shown`() throws {
    #expect(try Self.verdicts(Self.wrong, Self.looks) == [.failed, .failed, .passed])
    let made = "$ kubectl create -f pod.yaml\npod/nx created\n" + Self.looks
    #expect(try Self.verdicts(Self.wrong, made) == [.failed, .failed, .passed])
  }

  @Test func `a Pod that never runs shows nothing`() throws {
    let pod = Self.pod("/usr/share/nginx/html/index.html", image: "no-such-image")
    #expect(try Self.verdicts(pod, Self.looks) == [.failed, .failed, .failed])
  }

  /// What nobody can try again speaks for the learner.
  @Test(arguments: [
    "$ kubectl create -f other.yaml\npod/nx created\n",
    "$ kubectl edit pod nx\npod/nx edited\n",
    "$ kubectl cp index.html nx:/usr/share/nginx/html/index.html\n",
    "$ kubectl exec -it nx -- sh\n# echo '<title>Mine</title>' > /usr/share/nginx/html/index.html\n"
      + "# exit\n",
    "$ kubectl exec $POD -- true\n",
    "$ kubectl -n lab get pods\nNAME   READY   STATUS    RESTARTS   AGE\n"
      + "nx     1/1     Running   0          5s\n",
    "$ kubectl run nx --image=nginx\npod/nx created\n",
  ])
  func `a session that cannot be repeated is not held against the Pod`(start: String) throws {
    #expect(try Self.verdicts(Self.wrong, start + Self.looks) == [.failed, .passed, .passed])
  }

  @Test func `what was run in the Pod before counts`() throws {
    let session =
      "$ kubectl exec nx -- cp /tmp/index.html /usr/share/nginx/html/index.html\n" + Self.looks
    #expect(try Self.verdicts(Self.wrong, session) == [.failed, .passed, .passed])
  }

  @Test(arguments: [
    ("<title>Mine</title>", Verdict.passed), ("<title>Mine</title>\n<p>More</p>", .failed),
  ])
  func `what a container printed must be what it prints`(output: String, verdict: Verdict) throws {
    let session = "$ kubectl exec nx -- cat /tmp/index.html\n\(output)\n"
    #expect(try Self.verdicts(Self.wrong, session)[1] == verdict)
  }

  @Test func `numbers and dates of an output may be others`() throws {
    let session = """
      $ kubectl exec nx -- sh -c 'cat /tmp/index.html; date; ls -l /tmp'
      <title>Mine</title>
      Mon Mar 16 07:08:09 UTC 2026
      total 12
      -rw-r--r-- 1 root root 220 Mar 16 07:05 index.html

      """
    #expect(try Self.verdicts(Self.wrong, session)[1] == .passed)
  }

  @Test func `a session of Pods that no manifest makes shows nothing`() throws {
    let commentedOut = Self.right.split(separator: "\n").map { "# \($0)\n" }.joined()
    #expect(try Self.verdicts(commentedOut, Self.looks) == [.failed, .failed, .failed])
    let made = "$ kubectl create -f other.yaml\npod/nx created\n" + Self.looks
    #expect(try Self.verdicts(commentedOut, made) == [.failed, .passed, .passed])
  }
}
