import Grader
import Lessons
import PodModel
import Testing

/// What a session shows beside the text of its output.
@Suite struct TranscriptStateTests {
  static func verdict(_ check: String, _ session: String, manifest: String? = nil) throws
    -> Verdict
  {
    var files = [GraderFixture.file("session.txt", session)]
    if let manifest { files.append(GraderFixture.file("pod.yaml", manifest)) }
    return try GraderFixture.result(of: check, files: files).verdict
  }

  static let twoReady = """
    transcript:
      command: {verb: get, resource: {$oneOf: [pods, all]}}
      output:
        rows: {$any: {NAME: {$matches: "^(pod/)?nx$"}, READY: 2/2, STATUS: Running}}
    """

  @Test(arguments: [
    (
      "kubectl get pod nx",
      "NAME   READY   STATUS    RESTARTS   AGE\nnx     2/2     Running   0          1s"
    ),
    ("kubectl get po", "NAME READY STATUS RESTARTS AGE\nnx 2/2 Running 0 1s"),
    ("kubectl get pods --no-headers", "nx   2/2   Running   0     5m12s"),
    (
      "kubectl get all",
      "NAME     READY   STATUS    RESTARTS   AGE\npod/nx   2/2     Running   0          3h"
    ),
    (
      "kubectl get pod -A",
      "NAMESPACE   NAME   READY   STATUS    RESTARTS     AGE\nlab         nx     2/2     Running   1 (7s ago)   9s"
    ),
    (
      "watch kubectl get pod",
      "Every 2.0s: kubectl get pod\n\nNAME   READY   STATUS    RESTARTS   AGE\nnx     2/2     Running   0          1s"
    ),
    (
      "kubectl get pod -w",
      "NAME   READY   STATUS    RESTARTS   AGE\nnx     0/2     Pending   0          0s\nnx     2/2     Running   0          1s\n^C"
    ),
  ])
  func `finds a row of a table`(command: String, output: String) throws {
    #expect(try Self.verdict(Self.twoReady, "$ \(command)\n\(output)\n") == .passed)
  }

  @Test(arguments: [
    ("1s", Verdict.passed), ("90s", .passed), ("1m30s", .failed), ("2m25s", .passed),
    ("9m59s", .passed), ("12m30s", .failed), ("12m", .passed), ("2h", .failed), ("3h5m", .passed),
    ("47h", .passed), ("1d", .failed), ("5d3h", .passed), ("400d", .passed),
  ])
  func `refuses an age that kubectl never prints`(age: String, verdict: Verdict) throws {
    let output =
      "NAME   READY   STATUS    RESTARTS   AGE\nnx     2/2     Running   0          \(age)"
    #expect(try Self.verdict(Self.twoReady, "$ kubectl get pod\n\(output)\n") == verdict)
  }

  private static let row = "nx     2/2     Running   0          12s"

  @Test(arguments: [
    ("kubectl get pod nx", row, Verdict.passed), ("kubectl get pods", row, .passed),
    ("kubectl get pod/nx", row, .passed), ("kubectl get pod nx web", row, .passed),
    ("kubectl get all", "pod/" + row, .passed),
    ("kubectl get pod,svc", row, .passed), ("kubectl get svc; kubectl get pod", row, .passed),
    ("kubectl get pod web", row, .failed), ("kubectl get pod nx -o name", row, .failed),
    ("kubectl get pod nx -o=json", row, .failed), ("kubectl get svc", row, .failed),
    ("kubectl get pod nx --no-headers", row, .failed),
    ("kubectl get pod nx", "nx     2/2     Running   3 (10s ago)   12s", .passed),
    ("kubectl get pod nx", "nx     2/2     Running   3 (2m ago)   119s", .failed),
    ("kubectl get pod nx", "nx     2/2     Running   3 (2m30s ago)   2m30s", .passed),
    ("kubectl get pod nx", "nx     2/2     Running   3 (4m ago)   3m9s", .failed),
    ("kubectl get pod", "web    3/1     Running   0          12s\n" + row, .failed),
  ])
  func `refuses a table that the command cannot have printed`(
    command: String, rows: String, verdict: Verdict
  ) throws {
    let session = "$ \(command)\nNAME   READY   STATUS    RESTARTS   AGE\n\(rows)\n"
    #expect(try Self.verdict(Self.twoReady, session) == verdict)
  }

  @Test(arguments: [
    ("--tail=2", Verdict.passed), ("--tail=1", .failed), ("--tail=0", .failed), ("", .passed),
    ("--tail=1 -f", .passed), ("--tail=-1", .passed),
  ])
  func `counts what a log may have at its end`(flags: String, verdict: Verdict) throws {
    let session = "$ kubectl logs nx -c sidecar \(flags)\nquiet\nError discovered!\n"
    #expect(try Self.verdict(Self.sidecarLog, session) == verdict)
  }

  @Test(arguments: [
    ("-s", Verdict.passed), ("-sI", .failed), ("-I", .failed), ("--head", .failed),
    ("-si", .passed), ("-sHI:x", .passed), ("-sI -i", .passed),
  ])
  func `expects no page of a request for its head`(flags: String, verdict: Verdict) throws {
    let session = "$ kubectl exec nx -- curl \(flags) localhost\n" + TranscriptTests.page
    #expect(try TranscriptTests.verdict(session) == verdict)
  }

  static let sidecarLog = """
    transcript:
      command: {verb: logs, pod: nx, container: sidecar}
      output: {text: {$contains: Error discovered!}}
    """

  @Test(arguments: [
    ("kubectl logs nx -c sidecar", Verdict.passed), ("kubectl logs nx sidecar", .passed),
    ("kubectl logs -c=sidecar pod/nx --tail=5", .passed),
    ("kubectl logs -f nx -c sidecar", .passed),
    ("kubectl logs nx", .failed), ("kubectl exec nx -c sidecar -- cat /log", .failed),
  ])
  func `knows whose log is shown`(command: String, verdict: Verdict) throws {
    let session = "$ \(command)\nError discovered!\n"
    #expect(try Self.verdict(Self.sidecarLog, session, manifest: GraderFixture.pod) == verdict)
  }

  @Test func `believes kubectl about the container it took`() throws {
    let session = """
      $ kubectl logs nx
      Defaulted container "sidecar" out of: sidecar, nginx, init (init)
      Error discovered!
      """
    #expect(
      try Self.verdict(Self.sidecarLog, session, manifest: GraderFixture.pod) == .passed)
  }

  static let initLog = """
    transcript:
      command: {verb: logs, pod: nx, containerKind: init}
      output: {error: {$absent: true}, failure: {$absent: true}}
    """

  static let initPod =
    GraderFixture.pod
    + "  initContainers:\n  - {name: fetch, image: busybox, command: [\"true\"]}\n"

  @Test(arguments: [
    ("-c fetch", "Connecting to a (1.2.3.4:80)\n'index.html' saved", Verdict.passed),
    ("-c fetch", "", .passed),
    ("-c fetch", "wget: bad address 'a'", .failed),
    (
      "-c fetch", "Connecting to a (1.2.3.4:80)\nwget: can't open '/x': Read-only file system",
      .failed
    ),
    (
      "-c fetch", "wget: bad address 'a'\nConnecting to a (1.2.3.4:80)\n'index.html' saved", .passed
    ),
    ("-c fetch", "sh: curl: not found", .failed),
    (
      "-c fetch",
      "wget: unrecognized option: z\nBusyBox v1.35.0\n\nUsage: wget [-cqS]\n  -c  Go on", .failed
    ),
    (
      "-c init", "error: container init is not valid for pod nx out of: nginx, fetch (init)",
      .failed
    ),
    ("-c nginx", "127.0.0.1 - - GET /", .failed), ("", "127.0.0.1 - - GET /", .failed),
  ])
  func `tells a log from an error`(container: String, log: String, verdict: Verdict) throws {
    let session = "$ kubectl logs nx \(container)\n\(log)\n$ \n"
    #expect(try Self.verdict(Self.initLog, session, manifest: Self.initPod) == verdict)
  }

  static let diagnosis = """
    transcript:
      command: {verb: {$oneOf: [describe, logs]}, pod: nx}
      output: {error: {$absent: true}}
      pod: {ready: {$not: true}}
    """

  @Test func `follows whether the Pod was ready`() throws {
    let ready = "$ kubectl get pod\nnx   1/1   Running   0   2s\n"
    let waiting = "$ kubectl get pod\nnx   0/1   Init:Error   0   2s\n"
    let recreated = "$ kubectl delete pod nx\npod \"nx\" deleted\n"
    let describe = "$ kubectl describe pods\nName:   nx\nStatus: Pending\n"
    #expect(try Self.verdict(Self.diagnosis, waiting + describe) == .passed)
    #expect(try Self.verdict(Self.diagnosis, ready + describe) == .failed)
    #expect(try Self.verdict(Self.diagnosis, ready + recreated + describe) == .passed)
    let readyCondition = describe + "Conditions:\n  Ready   True\n"
    #expect(try Self.verdict(Self.diagnosis, readyCondition) == .failed)
  }

  @Test(arguments: [
    ("wget: server returned error: HTTP/1.1 404 Not Found", Verdict.passed),
    ("HTTP/1.1 404 Not Found\nServer: nginx", .passed),
    ("<html>\n<head><title>404 Not Found</title></head>", .passed),
    ("2026-01-01 10:00:00 ERROR 404: Not Found.", .passed), ("404", .passed),
    ("HTTP/1.1 200 OK\n404 apples", .failed), ("wget: can't connect to 404", .failed),
  ])
  func `reads the status of an answer`(output: String, verdict: Verdict) throws {
    let check = "transcript: {command: {verb: exec}, output: {status: 404}}"
    let session = "$ kubectl exec nx -- wget -O- localhost/x\n\(output)\n"
    #expect(try Self.verdict(check, session) == verdict)
  }

  @Test(arguments: [
    ("localhost:8080", Verdict.passed), ("http://127.0.0.1:8080/x", .passed),
    ("http://backend:8080", .failed), ("localhost", .failed), ("localhost:80", .failed),
  ])
  func `takes an address apart`(address: String, verdict: Verdict) throws {
    let check = """
      transcript:
        command: {inside: {url: {host: {$oneOf: [localhost, 127.0.0.1]}, port: 8080}}}
      """
    let session = "$ kubectl exec nx -- wget -q -T 3 -O - \(address)\npage\n"
    #expect(try Self.verdict(check, session) == verdict)
  }
}
