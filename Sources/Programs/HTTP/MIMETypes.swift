/// Content types by the extension of a file's name.
enum MIMETypes {
  private static let types: [String: String] = [
    "html": "text/html", "htm": "text/html", "shtml": "text/html", "css": "text/css",
    "xml": "text/xml", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "js": "application/javascript", "txt": "text/plain", "png": "image/png",
    "svg": "image/svg+xml", "ico": "image/x-icon", "json": "application/json",
    "pdf": "application/pdf", "zip": "application/zip", "mp4": "video/mp4",
    "webp": "image/webp", "woff": "font/woff", "woff2": "font/woff2", "md": "text/markdown",
  ]

  /// The type of a file; nil if its extension is not known.
  static func type(of path: String) -> String? {
    let name = lastComponent(path)
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return types[String(name[name.index(after: dot)...]).lowercased()]
  }
}
