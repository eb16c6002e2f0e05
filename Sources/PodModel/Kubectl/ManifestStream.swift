/// The documents of a manifest as kubectl v1.36 finds them: JSON values, or YAML documents.
///
/// A text that begins with a brace is read as JSON until that fails; what is left is then read as
/// YAML, unless two values were JSON already. Source: apimachinery `pkg/util/yaml/decoder.go`
/// (`YAMLOrJSONDecoder`) and cli-runtime `resource/visitor.go` (`StreamVisitor`).
struct ManifestStream {
  struct Document {
    var node: Node
    /// The JSON text that kubectl hands on; nil where it comes from YAML.
    var json: ArraySlice<UInt8>?
  }

  /// Why a manifest could not be read on, as kubectl words it behind `error parsing FILE: `.
  struct Fault: Error {
    var message: String
    /// The same without what kubectl puts around it.
    var reason: String
    var position: SourcePosition?
    /// Where the thing begins that is wrong.
    var opening: SourcePosition?
  }

  /// How much of a text kubectl looks at to find a brace.
  private static let sniffedBytes = 4_096

  private let text: [UInt8]
  private var json: JSONReader?
  private var yaml: YAMLStream?
  /// Where the last complete JSON value ended.
  private var consumed = 0
  private var jsonCount = 0

  init(bytes: [UInt8]) {
    text = TextEncoding.utf8(bytes)
    if Self.looksLikeJSON(text.prefix(Self.sniffedBytes)) {
      json = JSONReader(bytes: text)
    } else {
      yaml = YAMLStream(text: text)
    }
  }

  private static func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    let first = bytes.first { $0 != UInt8(ascii: " ") && !(0x09...0x0D).contains($0) } ?? 0
    if first < 0x80 { return first == UInt8(ascii: "{") }
    let scalars = Substring(decoding: bytes, as: UTF8.self).unicodeScalars
    return scalars.first { !GoSpace.isSpace($0) } == "{"
  }

  /// The next document that is not empty; nil behind the last.
  mutating func next() throws(Fault) -> Document? {
    while let document = try nextDocument() {
      if !document.node.isNull { return document }
    }
    return nil
  }

  private mutating func nextDocument() throws(Fault) -> Document? {
    var jsonFault: Fault?
    if json != nil {
      do {
        return try nextJSON()
      } catch {
        jsonFault = try fault(error)
      }
    }
    guard yaml != nil else { throw jsonFault ?? Fault(message: "unreadable", reason: "unreadable") }
    do {
      return try yaml?.nextDocument().map { Document(node: $0, json: nil) }
    } catch {
      throw jsonFault
        ?? Fault(
          message: error.kubectlMessage, reason: error.reason, position: error.position,
          opening: error.opening)
    }
  }

  private mutating func nextJSON() throws(JSON.ReadError) -> Document? {
    guard let node = try json?.nextValue() else { return nil }
    let end = json?.index ?? consumed
    let raw = GoSpace.trimmed(text[consumed..<end])
    consumed = end
    jsonCount += 1
    return Document(node: node, json: raw)
  }

  /// Turns to YAML after a JSON fault; throws the fault where that is not allowed.
  private mutating func fault(_ error: JSON.ReadError) throws(Fault) -> Fault {
    let message = error.isTruncated ? "unexpected EOF" : error.message
    if jsonCount > 1 { throw Fault(message: message, reason: message, position: error.position) }
    json = nil
    if let start = yamlStart {
      let line = 1 + text[..<start].count { $0 == UInt8(ascii: "\n") }
      yaml = YAMLStream(text: text, from: start, line: line)
    }
    let offset = error.isTruncated ? "" : "json: offset \(error.offset): "
    return Fault(message: offset + message, reason: message, position: error.position)
  }

  /// Where YAML begins behind the JSON values: behind the first line feed, or at what is no white
  /// space.
  ///
  /// kubectl looks at four bytes at once and gives up where fewer are left.
  private var yamlStart: Int? {
    var index = consumed
    for scalar in Substring(decoding: text[consumed...], as: UTF8.self).unicodeScalars {
      if scalar == "\u{FFFD}" || text.count - index < 4 { return nil }
      if scalar == "\n" { return index + 1 }
      if !GoSpace.isSpace(scalar) { return index }
      index += UTF8.width(scalar)
    }
    return nil
  }
}
