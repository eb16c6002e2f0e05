/// How the server prints its internal structs, which have no JSON names, in messages.
///
/// Source: Kubernetes `pkg/apis/core/types.go`.
indirect enum GoStruct {
  /// A string that is printed even when it is empty.
  case string
  /// A pointer to a scalar: null when absent.
  case pointer
  /// A list of strings: null when absent.
  case strings
  /// A struct behind a pointer: its fields as (name in Go, name in JSON, type).
  case object([(String, String, GoStruct)])

  static let profile = GoStruct.object([
    ("Type", "type", .string), ("LocalhostProfile", "localhostProfile", .pointer),
  ])

  static let securityContext = GoStruct.object([
    (
      "Capabilities", "capabilities",
      .object([("Add", "add", .strings), ("Drop", "drop", .strings)])
    ),
    ("Privileged", "privileged", .pointer),
    (
      "SELinuxOptions", "seLinuxOptions",
      .object([
        ("User", "user", .string), ("Role", "role", .string), ("Type", "type", .string),
        ("Level", "level", .string),
      ])
    ),
    (
      "WindowsOptions", "windowsOptions",
      .object([
        ("GMSACredentialSpecName", "gmsaCredentialSpecName", .pointer),
        ("GMSACredentialSpec", "gmsaCredentialSpec", .pointer),
        ("RunAsUserName", "runAsUserName", .pointer), ("HostProcess", "hostProcess", .pointer),
      ])
    ),
    ("RunAsUser", "runAsUser", .pointer), ("RunAsGroup", "runAsGroup", .pointer),
    ("RunAsNonRoot", "runAsNonRoot", .pointer),
    ("ReadOnlyRootFilesystem", "readOnlyRootFilesystem", .pointer),
    ("AllowPrivilegeEscalation", "allowPrivilegeEscalation", .pointer),
    ("ProcMount", "procMount", .pointer), ("SeccompProfile", "seccompProfile", profile),
    ("AppArmorProfile", "appArmorProfile", profile),
  ])

  /// The JSON of a decoded struct.
  func json(_ node: Node?) -> String {
    switch self {
    case .string: return GoText.json(node?.string ?? "")
    case .pointer:
      switch node?.content {
      case .bool(let flag): return "\(flag)"
      case .integer(let number): return "\(number)"
      case .string(let text): return GoText.json(text)
      case nil, .null, .float, .list, .map: return "null"
      }
    case .strings: return GoText.json(node?.list?.compactMap(\.string))
    case .object(let fields):
      guard let node else { return "null" }
      let parts = fields.map { name, key, type in "\"\(name)\":\(type.json(node[key]))" }
      return "{\(parts.joined(separator: ","))}"
    }
  }
}
