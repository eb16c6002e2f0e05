import RegularExpressions

extension SedMachine {
  /// A line after a substitution; nil where nothing was replaced.
  static func replace(
    in text: [UInt8], _ regex: Regex, _ substitution: SedScript.Substitution
  ) -> [UInt8]? {
    var result: [UInt8] = []
    var start = 0
    var lastEnd = -1
    var count = 0
    var changed = false
    while start <= text.count, let match = regex.firstMatch(in: text, from: start) {
      let range = match.range
      // An empty match right after another match does not count.
      if range.isEmpty, range.lowerBound == lastEnd {
        if start < text.count { result.append(text[start]) }
        start += 1
        continue
      }
      result += text[start..<range.lowerBound]
      count += 1
      if count >= substitution.occurrence {
        result += expand(substitution.replacement, match, text)
        changed = true
      } else {
        result += text[range]
      }
      lastEnd = range.upperBound
      start = range.upperBound
      if changed, !substitution.isGlobal { break }
      if range.isEmpty {
        if start < text.count { result.append(text[start]) }
        start += 1
      }
    }
    guard changed else { return nil }
    if start < text.count { result += text[start...] }
    return result
  }

  private static func expand(
    _ parts: [SedScript.Replacement], _ match: Regex.Match, _ text: [UInt8]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var mode = UInt8(ascii: "E")
    var once: UInt8?
    for part in parts {
      var bytes: [UInt8]
      switch part {
      case .text(let literal): bytes = literal
      case .group(let index):
        bytes = index < match.groups.count ? match.groups[index].map { Array(text[$0]) } ?? [] : []
      case .letterCase(let kind):
        if kind == UInt8(ascii: "u") || kind == UInt8(ascii: "l") {
          once = kind
        } else {
          mode = kind
        }
        continue
      }
      if mode == UInt8(ascii: "U") { bytes = bytes.map(uppercase) }
      if mode == UInt8(ascii: "L") { bytes = bytes.map(lowercase) }
      if let kind = once, let first = bytes.first {
        bytes[0] = kind == UInt8(ascii: "u") ? uppercase(first) : lowercase(first)
        once = nil
      }
      result += bytes
    }
    return result
  }
}
