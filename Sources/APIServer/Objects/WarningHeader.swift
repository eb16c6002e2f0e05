/// Writes warnings as HTTP header fields.
///
/// Source: RFC 7234, section 5.5; apimachinery `util/net/http.go`, `NewWarningHeader`.
enum WarningHeader {
  /// Such as `299 - "unknown field \"spec.x\""`.
  static func value(_ text: String) -> String {
    var result = "299 - \""
    for scalar in text.unicodeScalars.prefix(longest) {
      switch scalar {
      case "\"", "\\":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static let longest = 4096
}
