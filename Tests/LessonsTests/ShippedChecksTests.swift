import Lessons
import PodModel
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The checks.yaml files of the repository.
@Suite struct ShippedChecksTests {
  static let lessons = [
    "multi-container-pods/nginx-pod", "multi-container-pods/cern-init-container",
    "multi-container-pods/sidecar-error-watcher", "multi-container-pods/provoke-error",
    "database-migrations/without-migrations", "database-migrations/init-db",
    "database-migrations/second-container", "patterns/adapter", "patterns/ambassador",
    "going-further/native-sidecar", "going-further/init-retries", "going-further/broken-init",
  ]

  @Test(arguments: lessons)
  func `decode without a problem`(lesson: String) throws {
    let path = "\(ChecksFixture.root)/lessons/\(lesson)/checks.yaml"
    let text = try #require(ChecksFixture.text(at: path))
    let checks = try Checks.decode(try YAML.document(in: text), file: path)
    #expect(!checks.isEmpty)
    #expect(checks.allSatisfy { $0.hint != nil && $0.explain.count > 20 })
  }
}

/// Reads files of the repository.
enum ChecksFixture {
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  static func text(at path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
