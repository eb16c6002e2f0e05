import Grader
import Lessons
import PodModel
import Testing

/// The commands found in sessions, whatever recorded them.
@Suite struct TranscriptTests {
  /// A check that wants the home page from container nginx of Pod nx.
  static let check = """
    transcript:
      command:
        {verb: exec, pod: nx, container: nginx, inside: {program: {$oneOf: [curl, wget]}}}
      output: {text: {$contains: Welcome to nginx!}}
    """

  static let page = "<title>Welcome to nginx!</title>\n"

  static func verdict(_ session: String, name: String = "session.txt") throws -> Verdict {
    let files = [
      GraderFixture.file("pod.yaml", GraderFixture.pod), GraderFixture.file(name, session),
    ]
    return try GraderFixture.result(of: check, files: files).verdict
  }

  @Test(arguments: [
    "$ ", "# ", "% ", "> ", "user@host:~$ ", "eti-lab> ", "❯ ", "PS C:\\Users\\lea> ", "➜  ~ ",
    "➜  lab git:(main) ✗ ", "[user@host dir]$ ", "[10:15:02] me@box:~/lab$ ", "(minikube) lab » ",
    "me@laptop ~ % ", "bash-5.1$ ", "~/lab λ ", "C:\\lab>", "(base) lea@pc:/mnt/c$ ",
    "lea@pc MINGW64 ~/lab (main)\n$ ", "    $ ", "╭─lea@pc ~/lab\n╰─$ ", "[lea@pc|~/lab]$ ",
    "~/lab on  main via v3.11\n❯ ", "⎈ minikube ~ $ ", "lea@pc ~/lab> ", "/ # ", "student $ ",
  ])
  func `finds a command behind any prompt`(prompt: String) throws {
    let spaced = prompt.hasSuffix(" ") ? prompt : prompt + " "
    let session = """
      \(spaced)kubectl create -f pod.yaml
      pod/nx created
      \(spaced)kubectl exec nx -- curl -s localhost
      \(Self.page)\(spaced)
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test(arguments: [
    "kubectl exec nx -- curl localhost", "kubectl exec -it nx -c nginx -- curl -s localhost",
    "kubectl exec -c nginx -i -t pod/nx -- curl localhost:80",
    "kubectl exec --container=nginx nx -- curl http://localhost/",
    "kubectl -n default exec pods/nx -- wget -qO- localhost",
    "k exec nx -- curl localhost | head -n 20", "kubectl.exe exec nx -- curl localhost",
    "kubectl exec nx -- sh -c 'sleep 1; curl -s localhost'",
    "sudo kubectl exec nx -- curl localhost", "minikube kubectl -- exec nx -- curl localhost",
    "sleep 5; kubectl exec nx -- curl -s localhost | grep title",
    "kubectl exec nx -- curl localhost > page.html && cat page.html",
    "kubectl exec nx \\\n>   -c nginx -- \\\n>   curl localhost",
    "POD=nx kubectl exec nx -- curl a", "podlab kubectl exec nx -- curl localhost",
    "./podlab kubectl --skip 1m --workspace=/tmp/w exec nx -- curl localhost",
    "for i in 1 2; do kubectl exec nx -- curl localhost; done",
  ])
  func `reads kubectl in all its forms`(command: String) throws {
    #expect(try Self.verdict("$ \(command)\n\(Self.page)") == .passed)
  }

  @Test(arguments: [
    "kubectl exec web -- curl localhost", "kubectl exec nx -c web -- curl localhost",
    "kubectl exec deploy/nx -- curl localhost", "kubectl exec nx -- cat index.html",
    "kubectl logs nx", "curl localhost", "echo kubectl exec nx -- curl localhost",
    "kubectl exec nx -- echo curl localhost",
  ])
  func `tells other commands apart`(command: String) throws {
    #expect(try Self.verdict("$ \(command)\n\(Self.page)") == .failed)
  }

  @Test func `does not take output without a command`() throws {
    #expect(try Self.verdict(Self.page) == .failed)
    #expect(try Self.verdict("kubectl exec nx -- curl localhost\n") == .failed)
  }

  @Test func `takes commands that stand alone with their output`() throws {
    let session = "kubectl get pod nx\n\nkubectl exec nx -- curl localhost\n\(Self.page)"
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `follows aliases and variables`() throws {
    let session = """
      $ alias kx='kubectl exec'
      $ POD=nx
      $ kx $POD -- curl localhost
      \(Self.page)
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test(arguments: ["root@nx:/# ", "/ # ", "# ", "bash-5.1# "])
  func `counts what is typed into a shell in the container`(inner: String) throws {
    let session = """
      $ kubectl exec -it nx -- sh
      \(inner)curl localhost
      \(Self.page)\(inner)exit
      $ kubectl get pod
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `knows when the shell in the container has ended`() throws {
    let session = """
      $ kubectl exec -it nx -- sh
      / # exit
      $ curl localhost
      \(Self.page)
      """
    #expect(try Self.verdict(session) == .failed)
  }

  @Test func `keeps lines of curl -v from being taken for prompts`() throws {
    let session = """
      > kubectl exec nx -- curl -v localhost
      > GET / HTTP/1.1
      > Host: localhost
      >
      < HTTP/1.1 200 OK
      \(Self.page)
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `plays a typescript back`() throws {
    let session =
      "Script started on 2026-02-27 08:02:01+00:00 [COLUMNS=\"100\" LINES=\"40\"]\n"
      + "\u{1B}]0;lab\u{07}\u{1B}[?2004h\u{1B}[32mlea@vm\u{1B}[0m:~$ kubectl exa\u{08}\u{1B}[Kec "
      + "nx -- curl localhost\r\n\u{1B}[?2004l\r<title>Welcome to nginx!</title>\r\n"
      + "\u{1B}[?2004hlea@vm:~$ exit\r\n\nScript done on 2026-02-27\n"
    #expect(try Self.verdict(session, name: "typescript") == .passed)
  }

  @Test func `joins a command that ran over the edge of the terminal`() throws {
    // readline writes a space and a carriage return when it reaches the last column.
    let session =
      "Script started on x [COLUMNS=\"40\" LINES=\"40\"]\n"
      + "lea@vm:~$ kubectl exec nx -c nginx -- cu \rrl -s localhost\r\n"
      + "<title>Welcome to nginx!</title>\r\nlea@vm:~$ \r\n"
    #expect(try Self.verdict(session, name: "typescript") == .passed)
  }

  @Test(arguments: [2, 3])
  func `plays an asciicast back`(version: Int) throws {
    let size =
      version == 2 ? "\"width\": 80, \"height\": 24" : "\"term\": {\"cols\": 80, \"rows\": 24}"
    let session = """
      {"version": \(version), \(size)}
      [0.1, "o", "$ "]
      [0.2, "i", "k"]
      [0.3, "o", "kubectl exec nx -- curl"]
      [0.4, "o", " localhost\\r\\n"]
      [0.5, "o", "\\u001b[1m<title>Welcome to nginx!</title>\\u001b[0m\\r\\n$ "]

      """
    #expect(try Self.verdict(session, name: "demo.cast") == .passed)
  }

  @Test func `plays the first form of asciicasts back`() throws {
    let session = """
      {
        "version": 1, "width": 80, "height": 24, "duration": 1.5,
        "stdout": [[0.1, "$ kubectl exec nx -- curl "], [0.4, "localhost\\r\\n"],
          [0.5, "<title>Welcome to nginx!</title>\\r\\n$ "]]
      }
      """
    #expect(try Self.verdict(session, name: "demo.json") == .passed)
  }

  @Test func `reads Windows line ends`() throws {
    let session = "PS C:\\> kubectl exec nx -- curl localhost\r\n\(Self.page)\r\nPS C:\\>\r\n"
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `finds commands right behind the prompt of Windows`() throws {
    let session = """
      C:\\lab>kubectl create -f pod.yaml
      pod/nx created
      C:\\lab>cd ..
      C:\\>kubectl exec nx -- curl localhost
      \(Self.page)
      C:\\>
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `drops the upper line of a prompt with two`() throws {
    let check = "transcript: {command: {verb: logs, pod: nx}, output: {text: \"\"}}"
    let session = """
      ┌──(lea㉿kali)-[~]
      └─$ kubectl logs nx

      ┌──(lea㉿kali)-[~]
      └─$ kubectl get pod
      """
    let files = [GraderFixture.file("session.txt", session)]
    #expect(try GraderFixture.result(of: check, files: files).verdict == .passed)
  }

  @Test func `parts output from the prompt right behind it`() throws {
    let check = "transcript: {command: {verb: exec}, output: {status: 404}}"
    let session = """
      $ kubectl get pod
      $ kubectl exec nx -- curl -s -o /dev/null -w '%{http_code}' localhost/x
      404$ kubectl logs nx
      $ kubectl get pod
      """
    let files = [GraderFixture.file("session.txt", session)]
    #expect(try GraderFixture.result(of: check, files: files).verdict == .passed)
  }

  @Test func `reads continued lines of PowerShell`() throws {
    let session = "PS C:\\> kubectl exec nx `\n>>   -- curl localhost\n\(Self.page)PS C:\\>\n"
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `takes a file that wget has saved for its answer`() throws {
    let session = """
      $ kubectl exec -it nx -- sh
      / # wget localhost
      saving to 'index.html'
      / # cat index.html
      \(Self.page)
      """
    #expect(try Self.verdict(session) == .passed)
  }

  @Test func `does not count a command that was broken off`() throws {
    #expect(try Self.verdict("$ kubectl exec nx -- curl localhost^C\n\(Self.page)") == .failed)
  }

  @Test func `says where the nearest command stands`() throws {
    let files = [
      GraderFixture.file("pod.yaml", GraderFixture.pod),
      GraderFixture.file("s.txt", "$ kubectl get pod\n$ kubectl exec nx -- curl localhost\n404\n"),
    ]
    let result = try GraderFixture.result(of: Self.check, files: files)
    #expect(result.location?.file == "s.txt")
    #expect(result.location?.position?.line == 2)
    #expect(result.expected == "the output must contain 'Welcome to nginx!'")
    #expect(result.found == "'404' after 'kubectl exec nx -- curl localhost'")
  }
}
