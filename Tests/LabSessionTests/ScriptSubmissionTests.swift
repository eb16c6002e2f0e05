import Grader
import LabSession
import Lessons
import PodModel
import Testing

/// Scripts that learners hand in are run in the simulated cluster.
@Suite struct ScriptSubmissionTests {
  static let checks = """
    - id: named
      title: nginx is there
      points: 1
      explain: It must.
      manifest: {kind: Pod, metadata: {name: nx}, spec: {containers: [{name: nginx, image: nginx}]}}
    - id: runs
      title: It runs
      points: 1
      explain: It must.
      pod: {name: nx, throughout: 5s, columns: {READY: 1/1, STATUS: Running}}
    """

  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: nx
    spec:
      containers:
      - name: nginx
        image: nginx

    """

  static func report(_ files: [String: String]) throws -> TaskReport {
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(try YAML.document(in: checks), file: "c"), start: [],
      solutions: [], mistakes: [])
    let evidence = Evidence(
      files: files.map { LessonFile(path: $0.key, bytes: Array($0.value.utf8)) })
    return grade(task, evidence, behaviour: SimulatedWorld().grader)
  }

  /// Scripts that make the Pod in ways that only running them shows.
  @Test(arguments: [
    "kubectl run nx --image=nginx --dry-run=client -o yaml | sed 's/- image/- name: nginx\\n"
      + "    image/; s/^    name: nx$//' | kubectl apply -f -",
    "sed 's/name: web/name: nx/' web.yaml | kubectl create -f -",
    "set -e\nname=nx\ncat > pod.yaml <<EOF\n\(pod.replacing("name: nx", with: "name: $name"))EOF\n"
      + "kubectl apply -f pod.yaml",
    "make() { sed \"s/name: web/name: $1/\" web.yaml; }\n"
      + "for n in a nx; do make $n | kubectl apply -f -; done",
    "kubectl apply -f web.yaml\nkubectl get pod web -o yaml | sed 's/name: web$/name: nx/' "
      + "| grep -v -e uid -e resourceVersion | kubectl apply -f -",
    "kubectl create -f web.yaml && kubectl wait --for=condition=Ready pod/web --timeout=60s "
      + "&& kubectl exec web -- cat /etc/hostname && sed s/web/nx/ web.yaml | kubectl apply -f -",
    "kubectl create namespace lab\nkubectl config set-context --current --namespace=lab\n"
      + "sed s/web/nx/ web.yaml | kubectl apply -f -",
  ])
  func `counts what a script makes`(script: String) throws {
    let report = try Self.report([
      "setup.sh": "#!/bin/bash\n\(script)\n",
      "web.yaml": Self.pod.replacing("name: nx", with: "name: web"),
    ])
    #expect(report.checks.map(\.verdict) == [.passed, .passed], "\(report.checks.map(\.found))")
  }

  @Test func `a script that ends early has made nothing more`() throws {
    let report = try Self.report([
      "run.sh": "set -e\nkubectl get pod nx\nkubectl apply -f pod.yaml\n", "pod.yaml": Self.pod,
    ])
    // Only what a script tries to make counts; this one tried nothing, so the manifest does.
    #expect(report.checks.map(\.verdict) == [.passed, .passed])
  }

  @Test func `repeats what kubectl said of what it did not make`() throws {
    let report = try Self.report([
      "run.sh": "cat > p.yaml <<EOF\n\(Self.pod.replacing("image:", with: "imag:"))EOF\n"
        + "sed -i s/nothing/else/ p.yaml\nkubectl create -f p.yaml\n"
    ])
    #expect(report.checks.map(\.verdict) == [.failed, .failed])
    let found = try #require(report.checks.first).found
    #expect(found.contains("unknown field \"spec.containers[0].imag\""))
  }

  @Test func `a Pod that the script takes away again is not there`() throws {
    let report = try Self.report([
      "run.sh": "kubectl apply -f pod.yaml\nkubectl delete pod nx\n", "pod.yaml": Self.pod,
    ])
    #expect(report.checks.map(\.verdict) == [.failed, .failed])
  }

  @Test(arguments: [
    "kubectl apply -k .", "jq -n '{}' | kubectl apply -f -",
    "kubectl create deployment nx --image=nginx",
  ])
  func `is not decided where a script wants what is not modelled`(script: String) throws {
    let report = try Self.report(["run.sh": script + "\n"])
    #expect(report.checks.map(\.verdict) == [.ungradable, .ungradable])
    #expect(report.checks.allSatisfy { $0.found.contains("not modelled") })
  }

  @Test func `a script without an end is stopped and what it made counts`() throws {
    let report = try Self.report([
      "run.sh": "kubectl apply -f pod.yaml\nwhile true; do kubectl get pods; sleep 5; done\n",
      "pod.yaml": Self.pod,
    ])
    #expect(report.checks.map(\.verdict) == [.passed, .passed])
    #expect(report.notes.contains("run.sh: did not come to its end and was stopped"))
  }

  @Test func `a script that makes nothing leaves the manifest to count`() throws {
    let report = try Self.report([
      "check.sh": "kubectl get pods\nkubectl logs nx\n", "pod.yaml": Self.pod,
    ])
    #expect(report.checks.map(\.verdict) == [.passed, .passed])
  }

  @Test func `points into the text that the object was made from`() throws {
    let report = try Self.report([
      "run.sh":
        "kubectl apply -f - <<'EOF'\n\(Self.pod.replacing("image: nginx", with: "image: no:1"))EOF\n"
    ])
    let location = try #require(report.checks.first?.location)
    #expect(location.file == "run.sh")
    #expect(location.position?.line == 9)
  }
}
