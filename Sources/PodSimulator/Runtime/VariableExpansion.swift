/// Replaces `$(NAME)` in a container's command and variables.
///
/// Source: Kubernetes `third_party/forked/golang/expansion/expand.go`: `$$` is a `$`, an unknown
/// name stays as it is written. What gets too long for any program ends where it does.
enum VariableExpansion {
  /// Beyond this no program is started.
  private static let longest = 2 << 20

  /// The words of a command; those behind what is too long stay as they are.
  static func expand(_ words: [String], _ value: (String) -> String?) -> [String] {
    var count = 0
    return words.map { word in
      guard count <= longest else { return word }
      let text = expand(word, value)
      count += text.utf8.count
      return text
    }
  }

  static func expand(_ text: String, _ value: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    let lastEnd = bytes.lastIndex(of: UInt8(ascii: ")")) ?? -1
    while index < bytes.count, result.count <= longest {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "$"):
        result.append(UInt8(ascii: "$"))
        index += 2
      case UInt8(ascii: "("):
        guard index < lastEnd, let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")) else {
          result += [UInt8(ascii: "$"), UInt8(ascii: "(")]
          index += 2
          continue
        }
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        result += Array((value(name) ?? "$(\(name))").utf8)
        index = end + 1
      default:
        result += bytes[index...(index + 1)]
        index += 2
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
