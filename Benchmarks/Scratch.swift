import Foundation

/// A folder for the files that are measured.
struct Scratch {
  let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "podlab-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  func write(_ text: String, to name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  /// In what the rounds of a class differ that holds each submission several times.
  enum Variation: String {
    case nothing = "with copies"
    /// Each round adds a blank line to the end of every manifest.
    case text = "different in their text"
    /// Each round gives every Pod another annotation.
    case pods = "all Pods different"
  }

  /// A folder of learners, each with one submission of `GroundTruth/submissions` in turn.
  func makeClass(of count: Int, _ variation: Variation) throws -> String {
    let source = Scratch.groundTruth + "/submissions"
    let manager = FileManager.default
    let tasks = try manager.contentsOfDirectory(atPath: source).sorted()
    let submissions = tasks.flatMap { task in
      ((try? manager.contentsOfDirectory(atPath: "\(source)/\(task)")) ?? []).sorted().map {
        (task: task, path: "\(source)/\(task)/\($0)")
      }
    }
    let root = "\(folder)/class-\(count)-\(variation)"
    for number in 0..<count {
      let (task, path) = submissions[number % submissions.count]
      let target = "\(root)/learner-\(number)/\(task)"
      try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in try manager.contentsOfDirectory(atPath: path) {
        var bytes = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
        if Self.manifests.contains(where: name.hasSuffix) {
          bytes = Self.varied(bytes, variation, round: number / submissions.count)
        }
        try bytes.write(to: URL(filePath: "\(target)/\(name)"))
      }
    }
    return root
  }

  private static func varied(_ bytes: Data, _ variation: Variation, round: Int) -> Data {
    switch variation {
    case .nothing: return bytes
    case .text: return bytes + Data(repeating: 0x0A, count: round)
    case .pods:
      let text = String(decoding: bytes, as: UTF8.self)
      guard !text.contains("annotations:") else { return bytes }
      return Data(
        text.replacingOccurrences(
          of: "\nmetadata:\n  name:",
          with: "\nmetadata:\n  annotations: {round: \"\(round)\"}\n  name:"
        ).utf8)
    }
  }

  private static let manifests = [".yaml", ".yml", ".json", ".sh", ".md"]

  /// What the recorded shell was given.
  static func shellSnippets() throws -> [String] {
    struct Snippet: Decodable { var input: String }
    let text = try String(contentsOfFile: groundTruth + "/shell/results.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Snippet.self, from: Data($0.utf8)).input
    }
  }

  /// Names and texts of the scripts that stand in `Tests/Hostile/scripts.txt`.
  static func hostileScripts() throws -> [(name: String, text: String)] {
    let text = try String(contentsOfFile: root + "/Tests/Hostile/scripts.txt", encoding: .utf8)
    return text.components(separatedBy: "\n## ").dropFirst().compactMap { part in
      let lines = part.split(separator: "\n", maxSplits: 1)
      guard lines.count == 2, let name = lines[0].split(separator: ":").first else { return nil }
      return (String(name), String(lines[1]))
    }
  }

  private static let root =
    #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }
  private static let groundTruth = root + "/GroundTruth"

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
