extension Node {
  /// The node as `kubectl -o json` prints it: four spaces a level, keys sorted, a final newline.
  package var json: String { jsonText(indentation: 4) + "\n" }

  /// The node as JSON on one line without spaces, keys sorted, no newline.
  package var compactJSON: String { jsonText(indentation: nil) }

  /// The node as JSON with so many spaces a level, or on one line when `indentation` is nil.
  ///
  /// Keys are sorted by their bytes, and strings are escaped as Go's `encoding/json` does it.
  package func jsonText(indentation: Int?) -> String {
    String(decoding: jsonBytes(indentation: indentation), as: UTF8.self)
  }

  /// The bytes of ``jsonText(indentation:)``.
  package func jsonBytes(indentation: Int? = nil) -> [UInt8] {
    var text = JSONText(indentation: indentation)
    text.write(self)
    return text.bytes
  }
}
