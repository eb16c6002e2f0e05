/// One clause of an `Accept` header, or a `Content-Type`.
///
/// Source: RFC 9110, sections 8.3 and 12.5.1.
package struct MediaType: Sendable, Hashable {
  /// `application/json`, in small letters.
  package var name: String
  /// Parameters other than `q`, such as `as=Table`.
  package var parameters: [String: String]
  /// How much it is wanted, in thousandths.
  package var quality: Int

  /// Reads one media type; nil for what is none.
  package init?(_ text: String) {
    var parts = text.split(separator: ";", omittingEmptySubsequences: false)
      .map { Self.trimmed($0) }
    name = parts.removeFirst().lowercased()
    guard name.split(separator: "/", omittingEmptySubsequences: false).count == 2 else {
      return nil
    }
    parameters = [:]
    quality = 1000
    for part in parts {
      guard let sign = part.firstIndex(of: "=") else { continue }
      let key = Self.trimmed(part[..<sign]).lowercased()
      let value = Self.trimmed(part[part.index(after: sign)...].filter { $0 != "\"" })
      if key == "q" {
        quality = Int((max(0, min(1, Double(value) ?? 0)) * 1000).rounded())
      } else {
        parameters[key] = value
      }
    }
  }

  /// The clauses of an `Accept` header, the most wanted first; at most 64.
  package static func accepted(by header: String) -> [MediaType] {
    let clauses = header.split(separator: ",").prefix(64).compactMap { MediaType(String($0)) }
      .filter { $0.quality > 0 }
    return clauses.enumerated().sorted {
      ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
    }.map(\.element)
  }

  /// Whether the media type covers another, as `*/*` covers everything.
  func covers(_ other: String) -> Bool {
    name == "*/*" || name == other
      || (name.hasSuffix("/*") && other.hasPrefix(name.dropLast()))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}
