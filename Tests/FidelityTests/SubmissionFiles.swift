import Lessons
import PodModel
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The labelled submissions of `GroundTruth/submissions`.
enum SubmissionFiles {
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
  static let folder = root + "/GroundTruth/submissions"

  /// One labelled submission.
  struct Label: Sendable {
    var id: String
    var task: String
    /// Goal id to `pass`, `fail` or `not-applicable`, with the reason.
    var goals: [(id: String, verdict: String, reason: String)]
    /// `real`, `edited`, `forged` or `none`.
    var transcript: String
    var how: String
  }

  /// Task ids with the folder of their lesson.
  static let tasks = [
    "nginx-pod": "multi-container-pods", "cern-init-container": "multi-container-pods",
    "sidecar-error-watcher": "multi-container-pods", "provoke-error": "multi-container-pods",
    "without-migrations": "database-migrations", "init-db": "database-migrations",
    "second-container": "database-migrations", "adapter": "patterns", "ambassador": "patterns",
    "native-sidecar": "going-further", "init-retries": "going-further",
    "broken-init": "going-further",
  ]

  static func labels(of task: String) throws -> [Label] {
    let content = try #require(bytes(at: "\(folder)/labels-\(task).jsonl"))
    return try content.split(separator: 10).map { line in
      let node = try YAML.document(in: String(decoding: line, as: UTF8.self))
      return Label(
        id: node["id"]?.string ?? "", task: task,
        goals: (node["goals"]?.entries ?? []).map {
          ($0.key, $0.value["verdict"]?.string ?? "", $0.value["reason"]?.string ?? "")
        },
        transcript: node["transcript"]?.string ?? "", how: node["how"]?.string ?? "")
    }
  }

  static func files(of label: Label) throws -> [LessonFile] {
    let path = "\(folder)/\(label.task)/\(label.id)"
    return try names(in: path).map { name in
      LessonFile(path: name, bytes: try #require(bytes(at: "\(path)/\(name)")))
    }
  }

  /// The task with its checks, its scenario and the files of its start.
  static func labTask(_ task: String) throws -> LabTask {
    let folder = "\(root)/lessons/\(tasks[task] ?? "")/\(task)"
    let path = "\(folder)/checks.yaml"
    let text = String(decoding: try #require(bytes(at: path)), as: UTF8.self)
    let (checks, scenario) = try Checks.decodeFile(try YAML.document(in: text), file: path)
    let start = try names(in: "\(folder)/start").map { name in
      LessonFile(path: name, bytes: try #require(bytes(at: "\(folder)/start/\(name)")))
    }
    return LabTask(
      id: task, title: task, concepts: [], minutes: 0, text: "", hints: [], debrief: "",
      checks: checks, start: start, solutions: [], mistakes: [], scenario: scenario)
  }

  private static func names(in path: String) throws -> [String] {
    let directory = try #require(opendir(path))
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  static func bytes(at path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
