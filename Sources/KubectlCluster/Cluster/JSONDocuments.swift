import PodModel

/// Cuts a stream of JSON documents, one behind the other, into documents.
///
/// `kubectl get --watch -o json` prints them so, over several lines and without a mark between.
struct JSONDocuments {
  private var pending: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// A document beyond this is dropped; no object is larger in a cluster.
  private static let limit = 8 << 20

  /// The documents that end with these bytes.
  ///
  /// What is no JSON is left out.
  mutating func add(_ bytes: [UInt8]) -> [Node] {
    var documents: [Node] = []
    for byte in bytes {
      if depth > 0 || byte == UInt8(ascii: "{") { pending.append(byte) }
      guard step(byte) else { continue }
      if let node = try? JSON.node(in: pending) { documents.append(node) }
      pending.removeAll(keepingCapacity: true)
    }
    if pending.count > Self.limit { self = JSONDocuments() }
    return documents
  }

  /// Whether a document ends with this byte.
  private mutating func step(_ byte: UInt8) -> Bool {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return false
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = depth > 0
    case UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "}") where depth > 0:
      depth -= 1
      return depth == 0
    default: break
    }
    return false
  }
}
