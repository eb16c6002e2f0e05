/// Writes text so that the shell reads it back.
enum Quoting {
  /// In single quotes, with each single quote in double quotes.
  ///
  /// Source: busybox `shell/ash.c`, `single_quote`.
  static func always(_ text: String) -> String {
    if text.isEmpty { return "''" }
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != "'" }
      // Nothing before the first quotes is quoted, too.
      result += "'\(plain)'"
      rest = rest[plain.endIndex...]
      let quotes = rest.prefix { $0 == "'" }
      if !quotes.isEmpty { result += "\"\(quotes)\"" }
      rest = rest[quotes.endIndex...]
    }
    return result
  }

  /// As `always`, unless every character is harmless.
  ///
  /// Source: busybox `shell/ash.c`, `maybe_single_quote`.
  static func ifNeeded(_ text: String) -> String {
    let isHarmless = text.utf8.allSatisfy {
      isNameByte($0) || safe.contains($0)
    }
    return isHarmless && Keyword(rawValue: text) == nil ? text : always(text)
  }

  private static let safe = Array("+,-./:@]^".utf8)
}
