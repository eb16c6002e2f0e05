extension NameRules {
  /// The name of a container port: at most 15 of `a-z`, `0-9` and `-`, with a letter among them.
  static func portName(_ name: String) -> [String] {
    let bytes = Array(name.utf8)
    let dash = UInt8(ascii: "-")
    var messages: [String] = []
    if bytes.count > 15 { messages.append(atMost(15)) }
    if bytes.isEmpty || !bytes.allSatisfy({ isLowerLetter($0) || isDigit($0) || $0 == dash }) {
      messages.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    }
    if !bytes.contains(where: isLowerLetter) {
      messages.append("must contain at least one letter (a-z)")
    }
    if zip(bytes, bytes.dropFirst()).contains(where: { $0 == dash && $1 == dash }) {
      messages.append("must not contain consecutive hyphens")
    }
    if bytes.first == dash || bytes.last == dash {
      messages.append("must not begin or end with a hyphen")
    }
    return messages
  }

  /// A port: 1 to 65535.
  static func portNumber(_ port: Int64) -> [String] {
    (1...65535).contains(port) ? [] : [inclusiveRange(1, 65535)]
  }

  /// A user or group: 0 to 2³¹−1.
  static func userID(_ id: Int64) -> [String] {
    (0...Int64(Int32.max)).contains(id) ? [] : [inclusiveRange(0, Int64(Int32.max))]
  }

  static func inclusiveRange(_ low: Int64, _ high: Int64) -> String {
    "must be between \(low) and \(high), inclusive"
  }

  /// A key of a ConfigMap or Secret, which becomes a file name.
  static func configMapKey(_ key: String) -> [String] {
    var messages = key.utf8.count > 253 ? [atMost(253)] : []
    let isMatch =
      !key.isEmpty
      && key.utf8.allSatisfy { isAlphanumeric($0) || "-._".utf8.contains($0) }
    if !isMatch {
      messages.append(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. "
          + "'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
          + "'[-._a-zA-Z0-9]+')")
    }
    switch key {
    case ".": messages.append("must not be '.'")
    case "..": messages.append("must not be '..'")
    default: if key.hasPrefix("..") { messages.append("must not start with '..'") }
    }
    return messages
  }

  /// The name of an environment variable: printable ASCII without `=`.
  static func environmentName(_ name: String) -> [String] {
    if name.isEmpty { return ["environment variable name must be non-empty"] }
    let isMatch = name.unicodeScalars.allSatisfy { (" "..."~").contains($0) && $0 != "=" }
    return isMatch
      ? []
      : [
        "a valid environment variable name must consist only of printable ASCII characters "
          + "other than '='"
      ]
  }

  /// The name of an HTTP header.
  static func httpHeaderName(_ name: String) -> [String] {
    let isMatch =
      !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    return isMatch
      ? []
      : [
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. "
          + "'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"
      ]
  }

  /// A kernel parameter: `net.ipv4.ip_forward`, with dots or slashes.
  static func isSysctl(_ name: String) -> Bool {
    guard name.utf8.count <= 253 else { return false }
    let segments = name.utf8.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/")
    }
    return segments.allSatisfy { segment in
      func isPlain(_ byte: UInt8) -> Bool { isLowerLetter(byte) || isDigit(byte) }
      guard let first = segment.first, let last = segment.last else { return false }
      return isPlain(first) && isPlain(last)
        && segment.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
  }
}
