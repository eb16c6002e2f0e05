import Kernel

/// Who may ask: the rules of `allow` and `deny`, of which the first that fits decides.
///
/// Source: nginx 1.22.1 `ngx_http_access_module.c`.
struct NginxAccess {
  private let rules: [NginxDirective]

  init(_ scope: NginxScope) {
    let isRule = { (directive: NginxDirective) in ["allow", "deny"].contains(directive.name) }
    rules = scope.levels.first { $0.contains(where: isRule) }?.filter(isRule) ?? []
  }

  func permits(_ address: IPAddress) -> Bool {
    let rule = rules.first { NginxAccess.fits(address, $0.arguments.first ?? "") }
    return rule?.name != "deny"
  }

  /// Whether an address is "all", the address given, or in a network such as "10.0.0.0/8".
  static func fits(_ address: IPAddress, _ text: String) -> Bool {
    if text == "all" { return true }
    let parts = text.split(separator: "/", maxSplits: 1)
    guard let network = parts.first.flatMap({ IPAddress($0) }) else { return false }
    let length = parts.count > 1 ? Int(parts[1]) ?? 32 : 32
    guard (1...32).contains(length) else { return length == 0 }
    let mask = UInt32.max << UInt32(32 - length)
    return address.rawValue & mask == network.rawValue & mask
  }
}
