import ByteText

/// The name of a container image, split as Docker does: `registry/path:tag@digest`.
///
/// Source: `github.com/distribution/reference` (`normalize.go`, `regexp.go`).
package struct ImageReference: Sendable, Hashable {
  /// Registry and path, completed: `docker.io/library/nginx`.
  package let name: String
  package let tag: String?
  package let digest: String?

  /// Whether nothing pins the image: neither a tag other than `latest` nor a digest.
  package var isLatest: Bool { tag.map { $0 == "latest" } ?? (digest == nil) }

  /// Reads a name; nil when it is none (upper case, two colons, spaces).
  package init?(_ text: String) {
    let isHash = text.utf8.count == 64 && text.utf8.allSatisfy(Self.isLowerHex)
    guard !isHash, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let (domain, remainder) = Self.split(text)
    let path = Substring(
      remainder.utf8.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") })
    guard Self.isDomain(domain), Self.isPath(path) else { return nil }
    name = "\(domain)/\(path)"
    guard name.utf8.count <= 255 else { return nil }
    var rest = remainder.utf8[path.endIndex...]
    if rest.first == UInt8(ascii: ":") {
      let tag = rest.dropFirst().prefix { $0 != UInt8(ascii: "@") }
      guard Self.isTag(Substring(tag)) else { return nil }
      self.tag = String(Substring(tag))
      rest = rest[tag.endIndex...]
    } else {
      tag = nil
    }
    if rest.first == UInt8(ascii: "@") {
      let digest = Substring(rest.dropFirst())
      guard Self.isDigest(digest) else { return nil }
      self.digest = String(digest)
      rest = "".utf8[...]
    } else {
      digest = nil
    }
    guard rest.isEmpty else { return nil }
  }

  /// The registry and the rest; without a registry Docker Hub, where short names live in `library`.
  private static func split(_ text: String) -> (domain: String, remainder: String) {
    let parts = text.split(at: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let first = String(parts[0])
    let isDomain =
      parts.count == 2
      && (first.holds(".") || first.holds(":") || first == "localhost"
        || first != first.lowercased())
    var domain = isDomain ? first : "docker.io"
    var remainder = isDomain ? String(parts[1]) : text
    if domain == "index.docker.io" { domain = "docker.io" }
    if domain == "docker.io", !remainder.holds("/") { remainder = "library/" + remainder }
    return (domain, remainder)
  }

  private static func isDomain(_ domain: String) -> Bool {
    if domain == "docker.io" { return true }
    let parts = domain.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, parts[1].isEmpty || !parts[1].utf8.allSatisfy(NameRules.isDigit) {
      return false
    }
    return parts[0].split(at: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.utf8.first, let last = label.utf8.last else { return false }
      return NameRules.isAlphanumeric(first) && NameRules.isAlphanumeric(last)
        && label.utf8.allSatisfy { NameRules.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// Components of letters and digits, joined by `.`, `_`, `__` or dashes.
  private static func isPath(_ path: Substring) -> Bool {
    path.split(at: "/", omittingEmptySubsequences: false).allSatisfy { component in
      var separator: [UInt8] = [0]
      for byte in component.utf8 {
        if NameRules.isLowerLetter(byte) || NameRules.isDigit(byte) {
          guard isSeparator(separator) else { return false }
          separator = []
        } else {
          separator.append(byte)
        }
      }
      return separator.isEmpty
    }
  }

  private static func isSeparator(_ bytes: [UInt8]) -> Bool {
    switch bytes {
    case [], [0], [UInt8(ascii: ".")], [UInt8(ascii: "_")], [UInt8(ascii: "_"), UInt8(ascii: "_")]:
      return true
    default: return bytes.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  private static func isTag(_ tag: Substring) -> Bool {
    guard let first = tag.utf8.first, tag.utf8.count <= 128 else { return false }
    func isWord(_ byte: UInt8) -> Bool {
      NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_")
    }
    return isWord(first)
      && tag.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  /// A digest of a known algorithm with as many hexadecimal digits as it gives.
  private static func isDigest(_ digest: Substring) -> Bool {
    let parts = digest.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.allSatisfy(isLowerHex) else { return false }
    return ["sha256": 64, "sha384": 96, "sha512": 128][String(parts[0])] == parts[1].utf8.count
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    NameRules.isDigit(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
  }
}
