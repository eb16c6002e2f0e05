import Kernel
import Shell

/// Reads nginx's configuration files into directives, following `include`.
///
/// Source: nginx 1.22.1 `core/ngx_conf_file.c`.
struct NginxReader {
  let process: Process
  /// The folder that relative paths start from.
  let prefix: String
  private var depth = 0

  init(_ process: Process, prefix: String = "/etc/nginx") {
    self.process = process
    self.prefix = prefix
  }

  private enum Token {
    case word(String)
    case open, close, semicolon
    case end
  }

  private struct Source {
    var text: [UInt8]
    var file: String
    var position = 0
    var line = 1
    /// The line on which the last token began.
    var tokenLine = 1
  }

  /// An absolute path: relative ones start from the configuration's folder.
  func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : joinPath(prefix, path) }

  mutating func read(file: String) async throws -> [NginxDirective] {
    let text: [UInt8]
    do {
      text = try await process.contents(of: file)
    } catch let reason as Errno {
      throw NginxError("open() \"\(file)\" failed (\(reason.rawValue): \(reason))")
    }
    return try await read(text: text, file: file)
  }

  /// Reads text such as the argument of -g, which has no file.
  mutating func read(text: [UInt8], file: String) async throws -> [NginxDirective] {
    var source = Source(text: text, file: file)
    return try await block(&source, isTop: true)
  }

  private mutating func block(
    _ source: inout Source, isTop: Bool
  ) async throws -> [NginxDirective] {
    depth += 1
    defer { depth -= 1 }
    if depth > 60 { throw NginxError("too many nested blocks in \(source.file):\(source.line)") }
    var directives: [NginxDirective] = []
    var words: [String] = []
    var line = 1
    while true {
      let token = try next(&source)
      if words.isEmpty { line = source.tokenLine }
      let (file, last) = (source.file, source.line)
      let place = { (message: String) in NginxError("\(message) in \(file):\(last)") }
      switch token {
      case .word(let word): words.append(word)
      case .semicolon:
        guard let name = words.first else { throw place("unexpected \";\"") }
        let directive = NginxDirective(
          name: name, arguments: Array(words.dropFirst()), file: source.file, line: source.line)
        words = []
        if name == "include" {
          directives += try await include(directive)
        } else {
          directives.append(directive)
        }
      case .open:
        guard let name = words.first else { throw place("unexpected \"{\"") }
        var directive = NginxDirective(
          name: name, arguments: Array(words.dropFirst()), file: source.file, line: line)
        words = []
        directive.block = try await block(&source, isTop: false)
        directives.append(directive)
      case .close:
        if isTop || !words.isEmpty { throw place("unexpected \"}\"") }
        return directives
      case .end:
        if !words.isEmpty {
          throw place("unexpected end of file, expecting \";\" or \"}\"")
        }
        if !isTop { throw place("unexpected end of file, expecting \"}\"") }
        return directives
      }
    }
  }

  private mutating func include(_ directive: NginxDirective) async throws -> [NginxDirective] {
    guard directive.arguments.count == 1 else {
      throw NginxError("invalid number of arguments in \"include\" directive", at: directive)
    }
    let path = absolute(directive.arguments[0])
    guard path.contains(where: { "*?[".contains($0) }) else {
      do {
        return try await read(file: path)
      } catch let error as NginxError where error.message.hasPrefix("open() \"\(path)\"") {
        throw NginxError(error.message, at: directive)
      }
    }
    let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let pattern = lastComponent(path)
    let names = ((try? process.names(in: directory)) ?? []).sorted()
    var result: [NginxDirective] = []
    for name in names where !name.hasPrefix(".") && Pattern(pattern).matches(name) {
      result += try await read(file: joinPath(directory, name))
    }
    return result
  }

  private func next(_ source: inout Source) throws(NginxError) -> Token {
    while source.position < source.text.count {
      let byte = source.text[source.position]
      if byte == 0x0A { source.line += 1 }
      if byte == UInt8(ascii: "#") {
        while source.position < source.text.count, source.text[source.position] != 0x0A {
          source.position += 1
        }
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        source.position += 1
      } else {
        break
      }
    }
    source.tokenLine = source.line
    guard source.position < source.text.count else { return .end }
    let byte = source.text[source.position]
    switch byte {
    case UInt8(ascii: "{"):
      source.position += 1
      return .open
    case UInt8(ascii: "}"):
      source.position += 1
      return .close
    case UInt8(ascii: ";"):
      source.position += 1
      return .semicolon
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .word(try quoted(&source, byte))
    default: return .word(bare(&source))
    }
  }

  private func quoted(_ source: inout Source, _ quote: UInt8) throws(NginxError) -> String {
    source.position += 1
    var result: [UInt8] = []
    while source.position < source.text.count {
      let byte = source.text[source.position]
      source.position += 1
      if byte == 0x0A { source.line += 1 }
      if byte == quote {
        let next = source.position < source.text.count ? source.text[source.position] : 0x20
        guard next == 0x20 || (0x09...0x0D).contains(next) || "{;)".utf8.contains(next) else {
          throw NginxError(
            "unexpected \"\(String(rawBytes: [next]))\" in \(source.file):\(source.line)")
        }
        return result.text
      }
      if byte == UInt8(ascii: "\\"), source.position < source.text.count {
        let next = source.text[source.position]
        source.position += 1
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): result.append(next)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "n"): result.append(0x0A)
        default: result += [byte, next]
        }
      } else {
        result.append(byte)
      }
    }
    throw NginxError(
      "unexpected end of file, expecting \";\" or \"}\" in \(source.file):\(source.line)")
  }

  private func bare(_ source: inout Source) -> String {
    var result: [UInt8] = []
    var isInVariable = false
    while source.position < source.text.count {
      let byte = source.text[source.position]
      if byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: ";") { break }
      if byte == UInt8(ascii: "{") {
        // "${name}" is a variable, any other brace begins a block.
        guard result.last == UInt8(ascii: "$") else { break }
        isInVariable = true
      } else if byte == UInt8(ascii: "}"), isInVariable {
        isInVariable = false
      }
      if byte == UInt8(ascii: "\\"), source.position + 1 < source.text.count {
        result += [byte, source.text[source.position + 1]]
        source.position += 2
        continue
      }
      result.append(byte)
      source.position += 1
    }
    return result.text
  }
}
