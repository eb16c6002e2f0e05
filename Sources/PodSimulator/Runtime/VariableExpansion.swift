/// Replaces `$(NAME)` in a container's command and variables.
///
/// Source: Kubernetes `third_party/forked/golang/expansion/expand.go`: `$$` is a `$`, an unknown
/// name stays as it is written.
enum VariableExpansion {
  static func expand(_ text: String, _ value: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
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
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")) else {
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
