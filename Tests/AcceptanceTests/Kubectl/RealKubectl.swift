import Foundation
import TestSupport

/// A real kubectl that is installed.
struct RealKubectl: Sendable, CustomStringConvertible {
  /// Such as 33 for v1.33.
  let minor: Int
  let path: String

  var description: String { "kubectl 1.\(minor)" }

  /// Every minor version that lies beside the kubectl in PATH, the oldest first.
  ///
  /// Google's package installs many, as `kubectl.1.33`; elsewhere there is one kubectl, which is
  /// asked for its version.
  static let installed: [RealKubectl] = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
      .split(separator: ":").map(String.init)
    guard
      let found = folders.map({ "\($0)/kubectl" })
        .first(where: FileManager.default.isExecutableFile)
    else { return [] }
    let folder = URL(fileURLWithPath: found).resolvingSymlinksInPath().deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let byName = names.compactMap { name -> RealKubectl? in
      guard name.hasPrefix("kubectl.1."), let minor = Int(name.dropFirst("kubectl.1.".count)) else {
        return nil
      }
      return RealKubectl(minor: minor, path: folder.appending(path: name).path)
    }
    if !byName.isEmpty { return byName.sorted { $0.minor < $1.minor } }
    return minor(of: found).map { [RealKubectl(minor: $0, path: found)] } ?? []
  }()

  private static func minor(of path: String) -> Int? {
    guard
      let version = try? Shell.run("'\(path)' version --client -o json", in: "/").output,
      let start = version.range(of: "\"minor\": \"")
    else { return nil }
    return Int(version[start.upperBound...].prefix { $0.isNumber })
  }
}
