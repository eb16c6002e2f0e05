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

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
