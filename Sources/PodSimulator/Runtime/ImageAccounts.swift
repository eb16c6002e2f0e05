import ByteText
import Kernel

/// The users and groups that an image knows by name.
///
/// Source: containerd `oci/spec_opts.go` (`WithUserID`, `WithAdditionalGIDs`).
struct ImageAccounts: Sendable {
  private let users: [[Substring]]
  private let groups: [[Substring]]

  init(_ files: FileTree) {
    users = ImageAccounts.lines(of: "etc/passwd", in: files)
    groups = ImageAccounts.lines(of: "etc/group", in: files)
  }

  private static func lines(of path: String, in files: FileTree) -> [[Substring]] {
    guard case .file(let bytes)? = files[path]?.content else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(at: "\n").map {
      $0.split(at: ":", omittingEmptySubsequences: false)
    }
  }

  private func user(_ id: Int) -> [Substring]? {
    users.first { $0.count > 5 && $0[2] == "\(id)" }
  }

  /// The home directory of a user, as runc finds it.
  func home(of id: Int) -> String {
    user(id).map { String($0[5]) } ?? (users.isEmpty && id == 0 ? "/root" : "/")
  }

  /// The group that a user belongs to; 0 for one that the image does not know.
  func group(of id: Int) -> Int { user(id).flatMap { Int($0[3]) } ?? 0 }

  /// The groups that name a user as their member.
  func memberships(of id: Int) -> [Int] {
    guard let name = user(id)?.first else { return [] }
    return groups.filter { $0.count > 3 && !$0[3].isEmpty && $0[3].split(at: ",").contains(name) }
      .compactMap { Int($0[2]) }
  }
}
