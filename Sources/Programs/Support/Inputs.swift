import ByteText
import Kernel

extension Process {
  /// Opens a file to read, "-" being standard input; prints why it cannot and gives nil.
  ///
  /// `message` makes the first part of the complaint from the name.
  func openInput(
    _ path: String, message: (String) -> String = cannotOpen
  ) async throws -> InputReader? {
    if path == "-" { return input }
    do {
      let descriptor = try await open(path, .read)
      return InputReader(self, descriptor: descriptor)
    } catch let reason as Errno {
      try await warn(message(path), reason)
      return nil
    }
  }

  /// Hands each readable file to `body` with its name and descriptor, closing it afterwards.
  ///
  /// No names mean standard input. False if one could not be opened or read. `directory` words
  /// what is said of a directory; nil: it counts as empty.
  func forEachInput(
    _ paths: [String], message: (String) -> String = cannotOpen,
    directory: (String) -> String? = { "\($0): \(Errno.isDirectory)" },
    _ body: (String, InputReader) async throws -> Void
  ) async throws -> Bool {
    var isGood = true
    for path in paths.isEmpty ? ["-"] : paths {
      if path == "-" {
        do {
          try await body(path, input)
        } catch Errno.isDirectory {
          try await warn("read error: \(Errno.isDirectory)")
          isGood = false
        } catch Errno.badDescriptor where !isOpen(0) {
          try await warn("read error: \(Errno.badDescriptor)")
          isGood = false
        }
        continue
      }
      do {
        let descriptor = try await open(path, .read)
        defer { try? close(descriptor) }
        do {
          try await body(path, InputReader(self, descriptor: descriptor))
        } catch Errno.isDirectory {
          let words = Dialect.isGNU ? "\(path): \(Errno.isDirectory)" : directory(path)
          guard let words else { continue }
          try await warn(words)
          isGood = false
        }
      } catch let reason as Errno {
        try await warn(message(path), reason)
        isGood = false
      }
    }
    return isGood
  }

  /// The lines of a reader, without their newlines.
  func lines(of reader: InputReader) async throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    while let line = try await reader.readLine() { lines.append(line.withoutNewline) }
    return lines
  }
}

extension [UInt8] {
  /// The line without the newline at its end.
  var withoutNewline: [UInt8] { last == 0x0A ? Array(dropLast()) : self }

  /// The bytes as text that keeps what is not UTF-8.
  var text: String { String(rawBytes: self) }
}

/// What a tool says of a file that it cannot open, but for the reason.
func cannotOpen(_ path: String) -> String { Dialect.isGNU ? path : "can't open '\(path)'" }

/// The last part of a path, without trailing slashes.
func lastComponent(_ path: String) -> String {
  guard let last = path.split(at: "/").last else { return path.isEmpty ? "" : "/" }
  return String(last)
}

/// Joins a directory and a name with one slash.
func joinPath(_ directory: String, _ name: String) -> String {
  directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
}
