import ByteText
import Kernel

extension Interpreter {
  /// The paths that a pattern matches, in byte order; empty if there are none.
  ///
  /// Text whose wildcards are all behind backslashes names no path, not even one that there is.
  /// Source: POSIX "Patterns Used for Filename Expansion"; busybox `shell/ash.c`, `hasmeta`.
  func glob(_ pattern: String) async throws -> [String] {
    let matchers = pattern.split(at: "/", omittingEmptySubsequences: false)
      .map { (Pattern(String($0)), $0) }
    guard matchers.contains(where: \.0.hasWildcard) else { return [] }
    let isAbsolute = pattern.utf8.first == UInt8(ascii: "/")
    var paths = [isAbsolute ? "/" : ""]
    for (index, (matcher, component)) in matchers.enumerated() where !component.isEmpty {
      let isLast = index == matchers.count - 1
      try await process.step()
      var next: [String] = []
      for path in paths {
        if matcher.hasWildcard {
          next += matches(matcher, in: path, component)
          // Each path is a text of its own, and each directory is looked up from the root.
          try await process.work(on: path.utf8.count * 8 + 256)
          try await process.makeRoom(for: next.count * (96 + path.utf8.count))
        } else {
          next.append(path + Interpreter.unquote(component))
        }
      }
      if !isLast { next = next.map { $0 + "/" } }
      paths = next
      if paths.isEmpty { return [] }
    }
    return paths.filter { (try? process.linkStatus($0)) != nil }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func matches(
    _ matcher: Pattern, in directory: String, _ component: Substring
  ) -> [String] {
    guard var names = try? process.names(in: directory.isEmpty ? "." : directory) else { return [] }
    let wantsHidden = component.utf8.first == UInt8(ascii: ".") || component.hasPrefix("\\.")
    if wantsHidden { names += [".", ".."] }
    return names.compactMap { name in
      if name.utf8.first == UInt8(ascii: "."), !wantsHidden { return nil }
      return matcher.matches(name) ? directory + name : nil
    }
  }

  static func unquote(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(0x5C) else { return String(text) }
    var result = ""
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\\", !isQuoted {
        isQuoted = true
      } else {
        result.unicodeScalars.append(scalar)
        isQuoted = false
      }
    }
    return isQuoted ? result + "\\" : result
  }
}
