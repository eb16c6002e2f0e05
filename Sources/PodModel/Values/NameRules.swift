import ByteText

/// What names may look like; each rule lists what is wrong, in the API server's words.
///
/// Source: apimachinery `util/validation/validation.go` and `api/validate/content`.
enum NameRules {
  // MARK: DNS names

  /// A DNS label, RFC 1123: `my-name`, `123-abc`.
  static func dnsLabel(_ name: String) -> [String] {
    var messages = name.utf8.count > 63 ? [atMost(63)] : []
    if !isLabel(name.utf8) {
      messages.append(
        isSubdomain(name)
          ? "must not contain dots"
          : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
            + "'-', and must start and end with an alphanumeric character (e.g. 'my-name',  or "
            + "'123-abc', regex used for validation is '\(labelPattern)')")
    }
    return messages
  }

  /// A DNS subdomain, RFC 1123: `example.com`.
  static func dnsSubdomain(_ name: String) -> [String] {
    var messages = name.utf8.count > 253 ? [atMost(253)] : []
    if !isSubdomain(name) {
      messages.append(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "
          + "or '.', and must start and end with an alphanumeric character (e.g. 'example.com', "
          + "regex used for validation is '\(labelPattern)(\\.\(labelPattern))*')")
    }
    return messages
  }

  /// A DNS subdomain whose labels may hold underscores, for search paths.
  static func dnsSubdomainWithUnderscores(_ name: String) -> [String] {
    var messages = name.utf8.count > 253 ? [atMost(253)] : []
    let isMatch = name.utf8.split(separator: dot, omittingEmptySubsequences: false).allSatisfy {
      label in
      let rest = label.first == underscore ? label.dropFirst() : label
      return isBounded(rest, ends: isLowerAlphanumeric) {
        isLowerAlphanumeric($0) || $0 == dash || $0 == underscore
      }
    }
    if !isMatch {
      let pattern = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
      messages.append(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', "
          + "'-' or '.', and must start and end with an alphanumeric character (e.g. "
          + "'example.com', regex used for validation is '\(pattern)(\\.\(pattern))*')")
    }
    return messages
  }

  /// A DNS label, RFC 1035, which starts with a letter: names of Services.
  static func dns1035Label(_ name: String) -> [String] {
    var messages = name.utf8.count > 63 ? [atMost(63)] : []
    if !isLabel(name.utf8) || !isLowerLetter(name.utf8.first ?? 0) {
      messages.append(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with "
          + "an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
          + "'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")
    }
    return messages
  }

  /// The name as a rule sees it when letters will follow: a trailing dash is fine then.
  static func maskingTrailingDash(_ name: String) -> String {
    name.count > 1 && name.hasSuffix("-") ? String(name.dropLast(2)) + "a" : name
  }

  // MARK: Labels

  /// A label key, an annotation key, a resource: `app`, `example.com/app`.
  static func qualifiedName(_ name: String) -> [String] {
    let parts = name.split(at: "/", omittingEmptySubsequences: false)
    let pattern =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and "
      + "end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
      + "used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    guard parts.count <= 2, let local = parts.last else {
      return [
        "a valid label key \(pattern) with an optional DNS subdomain prefix and '/' "
          + "(e.g. 'example.com/MyName')"
      ]
    }
    var messages: [String] = []
    if parts.count == 2 {
      messages =
        parts[0].isEmpty
        ? ["prefix part must be non-empty"]
        : dnsSubdomain(String(parts[0])).map { "prefix part \($0)" }
    }
    if local.isEmpty {
      messages.append("name part must be non-empty")
    } else if local.utf8.count > 63 {
      messages.append("name part must be no more than 63 bytes")
    }
    if !isBounded(local.utf8, ends: isAlphanumeric, inside: isLabelCharacter) {
      messages.append("name part \(pattern)")
    }
    return messages
  }

  /// The value of a label: like the local part of a key, or empty.
  static func labelValue(_ value: String) -> [String] {
    var messages = value.utf8.count > 63 ? ["must be no more than 63 bytes"] : []
    if !value.isEmpty && !isBounded(value.utf8, ends: isAlphanumeric, inside: isLabelCharacter) {
      messages.append(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
          + "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
          + "'my_value',  or '12345', regex used for validation is "
          + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
    }
    return messages
  }

  // MARK: Helpers

  static func atMost(_ count: Int) -> String { "must be no more than \(count) characters" }

  static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
  private static let dash = UInt8(ascii: "-")
  private static let dot = UInt8(ascii: ".")
  private static let underscore = UInt8(ascii: "_")

  static func isSubdomain(_ name: String) -> Bool {
    // A dot must stand between two bytes that a label may begin and end with.
    var last = dot
    for byte in name.utf8 {
      switch byte {
      case dot: if !isLowerAlphanumeric(last) { return false }
      case dash: if last == dot { return false }
      case _: if !isLowerAlphanumeric(byte) { return false }
      }
      last = byte
    }
    return isLowerAlphanumeric(last)
  }

  private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    isBounded(bytes, ends: isLowerAlphanumeric) { isLowerAlphanumeric($0) || $0 == dash }
  }

  /// Whether the first and last byte satisfy one rule, and all of them the other.
  private static func isBounded(
    _ bytes: some BidirectionalCollection<UInt8>, ends: (UInt8) -> Bool, inside: (UInt8) -> Bool
  ) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    return ends(first) && ends(last) && bytes.allSatisfy(inside)
  }

  static func isLowerLetter(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }
  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
  private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
    isLowerLetter(byte) || isDigit(byte)
  }
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowerAlphanumeric(byte) || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
  }
  private static func isLabelCharacter(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == dash || byte == dot || byte == underscore
  }
}
