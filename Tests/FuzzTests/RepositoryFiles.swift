import Foundation

/// The files of this repository.
enum RepositoryFiles {
  private static let root =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The bytes of all files below a folder, by their paths from the root.
  static func contents(below folder: String) throws -> [String: [UInt8]] {
    let url = root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    var result: [String: [UInt8]] = [:]
    for name in names {
      let file = url.appending(path: name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      result["\(folder)/\(name)"] = Array(try Data(contentsOf: file))
    }
    return result
  }

  /// The same as texts.
  static func texts(below folder: String) throws -> [String: String] {
    try contents(below: folder).mapValues { String(decoding: $0, as: UTF8.self) }
  }
}
