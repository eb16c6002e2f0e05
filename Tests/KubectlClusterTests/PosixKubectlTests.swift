import Glibc
import PodModel
import Testing

@testable import KubectlCluster

/// The one part that meets real processes: a script plays kubectl.
@Suite struct PosixKubectlTests {
  /// A folder with an executable `kubectl` in it.
  private func folder(_ script: String) throws -> String {
    var template = Array("/tmp/podlab-test-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = open("\(folder)/kubectl", O_WRONLY | O_CREAT | O_CLOEXEC, 0o700)
    let bytes = Array("#!/bin/sh\n\(script)\n".utf8)
    #expect(write(file, bytes, bytes.count) == bytes.count)
    close(file)
    return folder
  }

  private func remove(_ folder: String) {
    unlink("\(folder)/kubectl")
    rmdir(folder)
  }

  private func connection(_ folder: String, interruption: Int32? = nil) throws -> KubectlConnection
  {
    KubectlConnection(
      context: KubeContext(name: "test", cluster: "c", server: "https://c", user: "u"),
      host: try PosixKubectl(path: "/nowhere:\(folder)", interruption: interruption))
  }

  @Test func `hands over the input and reads both streams and the status`() throws {
    let folder = try folder("cat; echo \"$@\" >&2; exit 3")
    defer { remove(folder) }
    let big = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
    let result = try connection(folder).run(["create", "-f", "-"], input: big)
    #expect(result.output == big)
    #expect(result.errors == "--context test create -f -\n")
    #expect(result.exitStatus == 3)
  }

  @Test func `reads nothing where there is no input`() throws {
    let folder = try folder("cat; echo end")
    defer { remove(folder) }
    #expect(try connection(folder).run(["get"]).output == Array("end\n".utf8))
  }

  @Test func `kills a call that takes too long, with all that it started`() throws {
    let folder = try folder("sleep 100 & echo $!; wait")
    defer { remove(folder) }
    #expect(throws: KubectlFailure.timedOut(what: "get", seconds: 0)) {
      try connection(folder).run(["get"], within: .milliseconds(300))
    }
  }

  @Test func `does not wait for what kubectl left behind`() throws {
    let folder = try folder("sleep 100 & echo $!")
    defer { remove(folder) }
    let result = try connection(folder).run(["get"])
    let id = try #require(pid_t(String(decoding: result.output.dropLast(), as: UTF8.self)))
    kill(id, SIGKILL)
    #expect(result.exitStatus == 0)
  }

  @Test func `ends a call when it is interrupted`() throws {
    let folder = try folder("sleep 100")
    defer { remove(folder) }
    var pair: [Int32] = [-1, -1]
    #expect(pipe(&pair) == 0)
    defer { for descriptor in pair { close(descriptor) } }
    let connection = try connection(folder, interruption: pair[0])
    #expect(write(pair[1], [1], 1) == 1)
    #expect(throws: KubectlFailure.interrupted) { try connection.run(["get"]) }
    connection.host.forgiveInterruption()
    #expect(!connection.host.isInterrupted)
  }

  @Test func `says that there is no kubectl`() {
    #expect(throws: KubectlFailure.notInstalled) { try PosixKubectl(path: "/nowhere:/neither") }
  }
}
