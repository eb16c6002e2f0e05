// A build without tests builds this target, too, and has no Testing.
#if canImport(Testing)
  import Foundation
  package import Testing

  /// Text that is compared with a file beside the test.
  ///
  /// `PODLAB_RECORD=1` writes the files anew and fails, so that nobody records by accident.
  package enum Golden {
    /// Compares `text` with `Golden/<name>` beside the calling test file.
    package static func expect(
      _ text: String, matches name: String, file: String = #filePath,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: "Golden")
      let path = folder.appending(path: name)
      if ProcessInfo.processInfo.environment["PODLAB_RECORD"] == "1" {
        do {
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          try Data((text + "\n").utf8).write(to: path)
          Issue.record(
            "recorded \(name); run again without PODLAB_RECORD", sourceLocation: sourceLocation)
        } catch {
          Issue.record("cannot record \(name): \(error)", sourceLocation: sourceLocation)
        }
        return
      }
      let recorded = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
      #expect(text + "\n" == recorded, "\(name) differs", sourceLocation: sourceLocation)
    }
  }
#endif
