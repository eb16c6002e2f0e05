/// Notices documents that grow beyond measure through aliases.
///
/// Source: go-yaml v2 `decode.go` (`allowedAliasRatio`).
struct YAMLExpansion {
  var aliasDepth = 0
  private var decodeCount = 0
  private var aliasCount = 0

  mutating func count() throws(YAML.ReadError) {
    decodeCount += 1
    if aliasDepth > 0 { aliasCount += 1 }
    guard aliasCount > 100, decodeCount > 1_000,
      Double(aliasCount) / Double(decodeCount) > allowedRatio
    else { return }
    throw YAML.ReadError(message: "document contains excessive aliasing")
  }

  private var allowedRatio: Double {
    let low = 400_000
    let high = 4_000_000
    if decodeCount <= low { return 0.99 }
    if decodeCount >= high { return 0.10 }
    return 0.99 - 0.89 * Double(decodeCount - low) / Double(high - low)
  }
}
