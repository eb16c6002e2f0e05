/// The notation of label selectors.
///
/// Source: apimachinery `labels/selector.go`, Parser.
package enum LabelSelectorSyntax {
  /// Refuses what is no label selector.
  ///
  /// - Throws: 400 with the parser's words.
  package static func check(_ text: String) throws(StatusError) {
    var tokens = tokens(of: text)[...]
    guard let first = tokens.first else { return }
    guard isWord(first) || first == "!" else {
      throw refusal("found '\(first)', expected: !, identifier, or ')'")
    }
    while true {
      try requirement(&tokens)
      guard let token = tokens.popFirst() else { return }
      guard token == "," else {
        throw refusal("found '\(token)', expected: ',' or 'end of string'")
      }
      guard let next = tokens.first, isWord(next) || next == "!" else {
        throw refusal("found '\(tokens.first ?? "")', expected: identifier after ','")
      }
    }
  }

  private static func requirement(_ tokens: inout ArraySlice<String>) throws(StatusError) {
    let isAbsence = tokens.first == "!"
    if isAbsence { tokens.removeFirst() }
    let key = tokens.popFirst() ?? ""
    guard isWord(key), !key.isEmpty else {
      throw unreadable("found '\(key)', expected: identifier")
    }
    if isAbsence { return }
    switch tokens.first {
    case nil, ",": return
    case "=", "==", "!=", ">", "<":
      tokens.removeFirst()
      if let value = tokens.first, isWord(value) { tokens.removeFirst() }
    case "in", "notin":
      tokens.removeFirst()
      try values(&tokens)
    case .some(let other):
      throw unreadable("found '\(other)', expected: in, notin, =, ==, !=, gt, lt")
    }
  }

  private static func values(_ tokens: inout ArraySlice<String>) throws(StatusError) {
    let open = tokens.popFirst() ?? ""
    guard open == "(" else { throw unreadable("found '\(open)' expected: '('") }
    while let token = tokens.popFirst() {
      if token == ")" { return }
      guard token == "," || isWord(token) else {
        throw unreadable("found '\(token)', expected: ',' or ')'")
      }
    }
    throw unreadable("found '', expected: ',' or ')'")
  }

  private static func unreadable(_ message: String) -> StatusError {
    refusal("unable to parse requirement: \(message)")
  }

  private static func refusal(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }

  private static func isWord(_ token: String) -> Bool {
    !["=", "==", "!=", "!", ",", "(", ")", ">", "<"].contains(token)
  }

  /// Words and signs.
  private static func tokens(of text: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in text {
      if "=!,()<> \t".contains(character) {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if character == "=", let last = tokens.last, last == "=" || last == "!" {
          tokens[tokens.count - 1] = last + "="
        } else if character != " ", character != "\t" {
          tokens.append(String(character))
        }
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? tokens : tokens + [word]
  }
}
