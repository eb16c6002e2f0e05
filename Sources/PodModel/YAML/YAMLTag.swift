extension YAMLTree.Element {
  /// What a scalar means, its tag regarded.
  ///
  /// Source: go-yaml v2 `decode.go` (`decoder.scalar`) and `resolve.go` (`resolve`).
  func resolved() throws(YAML.ReadError) -> YAMLScalar {
    guard let tag else { return isPlain ? YAMLScalar(plain: text) : YAMLScalar(string: text) }
    switch tag {
    case "tag:yaml.org,2002:binary": return YAMLScalar(string: try binary())
    case "tag:yaml.org,2002:bool": return try resolved(as: .bool)
    case "tag:yaml.org,2002:int": return try resolved(as: .int)
    case "tag:yaml.org,2002:float": return try resolved(as: .float)
    case "tag:yaml.org,2002:null": return try resolved(as: .null)
    case "tag:yaml.org,2002:timestamp": return try resolved(as: .timestamp)
    default: return YAMLScalar(string: text)
    }
  }

  private func resolved(as tag: YAMLScalar.Tag) throws(YAML.ReadError) -> YAMLScalar {
    let scalar =
      YAMLScalar.interpreted(text, timestamps: tag == .timestamp) ?? YAMLScalar(string: text)
    if scalar.tag == tag { return scalar }
    if tag == .float, case .integer(let value) = scalar.content {
      return YAMLScalar(float: Double(value))
    }
    throw YAML.ReadError(
      message: "cannot decode \(scalar.tag.rawValue) `\(text)` as a \(tag.rawValue)",
      position: position)
  }

  private func binary() throws(YAML.ReadError) -> String {
    do {
      return GoUTF8.string(try Base64.decode(text)[...])
    } catch {
      throw YAML.ReadError(
        message: "!!binary value contains invalid base64 data", position: position)
    }
  }
}
