import ByteText
import Kernel

/// Users and groups as /etc/passwd and /etc/group name them.
struct Accounts {
  struct User {
    var name: String
    var id: Int
    var group: Int
    var home: String
    var shell: String
  }

  struct Group {
    var name: String
    var id: Int
    var members: [String]
  }

  let users: [User]
  let groups: [Group]

  init(of process: Process) async throws {
    users = try await Accounts.records("/etc/passwd", process).compactMap { fields in
      guard fields.count >= 7, let id = Int(fields[2]), let group = Int(fields[3]) else {
        return nil
      }
      return User(name: fields[0], id: id, group: group, home: fields[5], shell: fields[6])
    }
    groups = try await Accounts.records("/etc/group", process).compactMap { fields in
      guard fields.count >= 3, let id = Int(fields[2]) else { return nil }
      let members = fields.count > 3 ? fields[3].split(at: ",").map(String.init) : []
      return Group(name: fields[0], id: id, members: members)
    }
  }

  private static func records(_ path: String, _ process: Process) async throws -> [[String]] {
    do {
      let text = try await process.contents(of: path).text
      return text.split(at: "\n").map { line in
        line.split(at: ":", omittingEmptySubsequences: false).map(String.init)
      }
    } catch is Errno {
      return []
    }
  }

  /// The name of a user; nil if /etc/passwd has none.
  func user(_ id: Int) -> String? { users.first { $0.id == id }?.name }

  /// The name of a group; nil if /etc/group has none.
  func group(_ id: Int) -> String? { groups.first { $0.id == id }?.name }

  /// The user of a name.
  func user(named name: String) -> User? { users.first { $0.name == name } }

  /// The group of a name.
  func group(named name: String) -> Group? { groups.first { $0.name == name } }
}
