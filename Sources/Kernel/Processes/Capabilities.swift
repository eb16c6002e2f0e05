/// What the superuser of a container may do that others may not, as far as programs here need it.
///
/// Source: Linux `capabilities(7)`.
package struct Capabilities: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Give files to others.
  package static let chown = Capabilities(rawValue: 1)
  /// Read, write and search whatever the permission bits say.
  package static let overrideAccess = Capabilities(rawValue: 2)
  /// Do what a file's owner may.
  package static let fileOwner = Capabilities(rawValue: 4)
  /// Send signals to processes of others.
  package static let kill = Capabilities(rawValue: 8)
  /// Become another group.
  package static let setGroup = Capabilities(rawValue: 16)
  /// Become another user.
  package static let setUser = Capabilities(rawValue: 32)

  package static let all: Capabilities = [
    .chown, .overrideAccess, .fileOwner, .kill, .setGroup, .setUser,
  ]

  /// The capability that a manifest names; `ALL` is all, and what is not modelled none.
  package init(named name: String) {
    switch name.uppercased() {
    case "ALL": self = .all
    case "CHOWN": self = .chown
    case "DAC_OVERRIDE": self = .overrideAccess
    case "FOWNER": self = .fileOwner
    case "KILL": self = .kill
    case "SETGID": self = .setGroup
    case "SETUID": self = .setUser
    case _: self = []
    }
  }
}

extension Process {
  /// Whether this process is a superuser's and its container has kept a capability.
  package func has(_ capability: Capabilities) -> Bool {
    user == 0 && namespaces.capabilities.contains(capability)
  }
}
