import Kubectl
import PodModel

/// A console with files in memory that keeps what was written to it.
final class FakeConsole: KubectlConsole {
  var files: [String: String]
  var input: String
  private(set) var output = ""
  private(set) var errors = ""
  var isInterrupted = false
  var isInputTerminal = false
  var configuration = KubectlConfiguration()
  var editor: ((String) -> String?)?

  init(files: [String: String] = [:], input: String = "") {
    self.files = files
    self.input = input
  }

  func readInput() async -> [UInt8]? {
    guard !input.isEmpty else { return nil }
    defer { input = "" }
    return Array(input.utf8)
  }

  func writeOutput(_ bytes: [UInt8]) async { output += String(decoding: bytes, as: UTF8.self) }
  func writeError(_ bytes: [UInt8]) async { errors += String(decoding: bytes, as: UTF8.self) }
  func environment(_ name: String) -> String? { nil }

  func kind(ofFile path: String) async -> KubectlFileKind? {
    if path == "." { return .directory }
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .directory : nil
  }

  func readFile(_ path: String) async throws(KubectlFileError) -> [UInt8] {
    guard let text = files[path] else { throw .notFound }
    return Array(text.utf8)
  }

  func writeFile(_ path: String, _ bytes: [UInt8]) async throws(KubectlFileError) {
    files[path] = String(decoding: bytes, as: UTF8.self)
  }

  func makeDirectory(_ path: String) async throws(KubectlFileError) {}

  func list(_ path: String) async throws(KubectlFileError) -> [String] {
    let start = path == "." ? "" : path + "/"
    let names = files.keys.filter { $0.hasPrefix(start) }.map {
      String($0.dropFirst(start.count).prefix { $0 != "/" })
    }
    return Set(names).sorted()
  }

  func edit(_ text: [UInt8]) async -> [UInt8]? {
    editor?(String(decoding: text, as: UTF8.self)).map { Array($0.utf8) }
  }
}

/// What a run of kubectl printed, and how it ended.
struct Outcome: Equatable {
  var output: String
  var errors: String
  var status: Int32
}

/// Runs kubectl once on a cluster.
func kubectl(
  _ words: [String], on cluster: FakeCluster, _ console: FakeConsole = FakeConsole(),
  version: KubectlVersion = .minor36
) async -> Outcome {
  let before = (console.output.count, console.errors.count)
  let status = await Kubectl(cluster: cluster, console: console, version: version).run(words)
  return Outcome(
    output: String(console.output.dropFirst(before.0)),
    errors: String(console.errors.dropFirst(before.1)), status: status)
}
