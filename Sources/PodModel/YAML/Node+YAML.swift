extension Node {
  /// The node as `kubectl -o yaml` prints it, with a final newline.
  ///
  /// Keys are sorted as go-yaml sorts them; strings are quoted only where they must be.
  package var yaml: String {
    var text = YAMLText()
    text.write(document: self)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
