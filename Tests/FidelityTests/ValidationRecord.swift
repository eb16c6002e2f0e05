import Foundation
import PodModel

/// One manifest of `GroundTruth/validation` with what a real cluster answered.
struct ValidationRecord {
  let id: String
  let category: String
  /// The path as it was given to kubectl.
  let file: String
  let manifest: [UInt8]
  /// What `kubectl create` answered.
  let exit: Int64
  let stderr: String
  /// What `kubectl apply` answered.
  let applyExit: Int64
  let applyStderr: String
  /// What the server accepted; empty where it accepted nothing.
  let objects: [Node]
  /// The same as `kubectl -o yaml` printed it.
  let yaml: String?

  /// All records, in the order of the file.
  static func all() throws -> [ValidationRecord] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "GroundTruth/validation")
    let lines = try Data(contentsOf: folder.appending(path: "results.jsonl"))
      .split(separator: UInt8(ascii: "\n"))
    return try lines.map { line in
      try ValidationRecord(JSON.node(in: line), folder)
    }
  }

  private init(_ row: Node, _ folder: URL) throws {
    id = row["id"]?.string ?? ""
    category = row["category"]?.string ?? ""
    file = row["file"]?.string ?? ""
    exit = row["exit"]?.integer ?? -1
    stderr = row["stderr"]?.string ?? ""
    applyExit = row["apply"]?["exit"]?.integer ?? exit
    applyStderr = row["apply"]?["stderr"]?.string ?? stderr
    yaml = row["yaml"]?.string
    manifest = try Array(Data(contentsOf: folder.appending(path: "manifests/\(id).yaml")))
    let object = row["object"] ?? Node(.null)
    objects = object.isNull ? [] : object["items"]?.list ?? object.list ?? [object]
  }
}
