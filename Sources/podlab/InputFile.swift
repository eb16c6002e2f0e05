import Glibc
import Lessons

/// Files that are named on the command line.
enum InputFile {
  /// No manifest or transcript is larger on purpose.
  static let limit = 16 << 20

  /// The bytes of a file; `-` is standard input.
  static func read(_ path: String) -> Result<[UInt8], FileError> {
    do throws(FileError) {
      return .success(
        path == "-" ? try readStandardInput() : try PosixFiles().read(path, limit: limit))
    } catch {
      return .failure(error)
    }
  }

  private static func readStandardInput() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(0, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw FileError(.read, "standard input", .system(String(cString: strerror(errno))))
      }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        throw FileError(.read, "standard input", .tooLarge(limit: limit))
      }
    }
  }
}
