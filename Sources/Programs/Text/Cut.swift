import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/cut.c`.
  static let cut = Applet(
    "cut",
    usage: """
      [OPTIONS] [FILE]...

      Print selected fields from FILEs to stdout

      	-b LIST	Output only bytes from LIST
      	-c LIST	Output only characters from LIST
      	-d SEP	Field delimiter for input (default -f TAB, -F run of whitespace)
      	-O SEP	Field delimeter for output (default = -d for -f, one space for -F)
      	-D	Don't sort/collate sections or match -fF lines without delimeter
      	-f LIST	Print only these fields (-d is single char)
      	-F LIST	Print only these fields (-d is regex)
      	-s	Output only lines containing delimiter
      	-n	Ignored
      """
  ) { process in
    let options = try await process.options("b:c:f:d:snDO:")
    let kinds = "bcf".filter { options.has($0) }
    guard let kind = kinds.first else {
      try await process.die("expected a list of bytes, characters, or fields")
    }
    if kinds.count > 1 { throw UsageError() }
    let delimiter = options.value("d")
    if let delimiter, kind == "f", delimiter.rawBytes.count > 1, Dialect.isGNU {
      try await process.die("the delimiter must be a single character")
    }
    if kind != "f", delimiter != nil || options.has("s") {
      let what =
        delimiter != nil
        ? "a delimiter may be specified" : "suppressing non-delimited lines makes sense"
      try await process.die("\(what) only when operating on fields")
    }
    let list: CutList
    do throws(CutList.Mistake) {
      list = try CutList(options.value(kind) ?? "")
    } catch {
      try await process.die(error.message)
    }
    let separator = delimiter?.rawBytes.first ?? 0x09
    let outputSeparator = options.value("O")?.rawBytes ?? [separator]
    let isGood = try await process.forEachInput(
      options.operands, message: { $0 }, directory: { _ in nil }
    ) { _, reader in
      while let line = try await reader.readLine() {
        let text = line.withoutNewline
        if kind != "f" {
          try await process.output.write(list.bytes(of: text) + [0x0A])
        } else if text.contains(separator) {
          let fields = text.split(separator: separator, omittingEmptySubsequences: false)
          let chosen = list.indices(of: fields.count).map { fields[$0] }
          try await process.output.write(Array(chosen.joined(separator: outputSeparator)) + [0x0A])
        } else if !options.has("s") {
          try await process.output.write(text + [0x0A])
        }
      }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/paste.c`.
  static let paste = Applet(
    "paste",
    usage: """
      [-d LIST] [-s] [FILE]...

      Paste lines from each input file, separated with tab

      	-d LIST	Use delimiters from LIST, not tab
      	-s      Serial: one file at a time
      """
  ) { process in
    let options = try await process.options("d:s")
    let list = (options.value("d") ?? "\\t").rawBytes
    if list.isEmpty, !Dialect.isGNU { try await process.die("-d '' is not supported") }
    let delimiters = PasteDelimiters.expand(list)
    var readers: [InputReader] = []
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      guard let reader = try await process.openInput(path, message: { $0 }) else { return 1 }
      readers.append(reader)
    }
    let delimiter = { (index: Int) -> [UInt8] in
      delimiters.isEmpty ? [] : delimiters[index % delimiters.count]
    }
    if options.has("s") {
      for reader in readers {
        var result: [UInt8] = []
        var index = 0
        while let line = try await reader.readLine() {
          if index > 0 { result += delimiter(index - 1) }
          result += line.withoutNewline
          index += 1
        }
        try await process.output.write(result + [0x0A])
      }
      return 0
    }
    while true {
      var parts: [[UInt8]?] = []
      for reader in readers { parts.append(try await reader.readLine()?.withoutNewline) }
      guard parts.contains(where: { $0 != nil }) else { return 0 }
      try await process.output.write(
        Dialect.isGNU ? joined(parts, delimiter) : busyboxJoined(parts, delimiter))
    }
  }

  private static func joined(_ parts: [[UInt8]?], _ delimiter: (Int) -> [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for (index, part) in parts.enumerated() {
      result += (index > 0 ? delimiter(index - 1) : []) + (part ?? [])
    }
    return result + [0x0A]
  }

  /// What ended leaves nothing behind, not even a newline if it is the last.
  ///
  /// Source: busybox 1.35.0 `coreutils/paste.c`, `paste_files`.
  private static func busyboxJoined(
    _ parts: [[UInt8]?], _ delimiter: (Int) -> [UInt8]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var used = 0
    for (index, part) in parts.enumerated() {
      guard let part else { continue }
      if index == parts.count - 1 {
        result += part + [0x0A]
      } else {
        result += part + delimiter(used)
        used += 1
      }
    }
    return result
  }
}

/// The ranges of `cut`: "1,3-5,7-".
private struct CutList {
  /// What is wrong with a list.
  struct Mistake: Error {
    var message: String
  }

  private let ranges: [ClosedRange<Int>]

  /// Source: busybox 1.35.0 `coreutils/cut.c`: 0 at the start is 1.
  init(_ text: String) throws(Mistake) {
    var ranges: [ClosedRange<Int>] = []
    var isEmpty = true
    for part in text.split(at: ",") {
      isEmpty = false
      let ends = part.split(at: "-", maxSplits: 1, omittingEmptySubsequences: false)
      let first = max(1, ends[0].isEmpty ? 1 : try CutList.number(ends[0]))
      guard ends.count == 2 else {
        ranges.append(first...first)
        continue
      }
      let last = ends[1].isEmpty ? Int.max : try CutList.number(ends[1])
      if last < first - 1 { throw Mistake(message: "\(last)<\(first - 1)") }
      if last >= first { ranges.append(first...last) }
    }
    if isEmpty { throw Mistake(message: "missing list of positions") }
    self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func number(_ text: Substring) throws(Mistake) -> Int {
    guard text.allSatisfy(\.isNumber), let value = Int(text), value <= Int(Int32.max) else {
      throw Mistake(message: "invalid number '\(text)'")
    }
    return value
  }

  /// The chosen places of `count`, from 0, each once.
  func indices(of count: Int) -> [Int] {
    var result: [Int] = []
    for range in ranges where range.lowerBound <= count {
      let start = max(range.lowerBound - 1, (result.last ?? -1) + 1)
      if start < min(range.upperBound, count) {
        result += start..<min(range.upperBound, count)
      }
    }
    return result
  }

  func bytes(of text: [UInt8]) -> [UInt8] { indices(of: text.count).map { text[$0] } }
}

/// What `paste -d` puts between columns.
private enum PasteDelimiters {
  /// One delimiter for each character; `\0` is none at all.
  ///
  /// Source: POSIX `paste`.
  static func expand(_ list: [UInt8]) -> [[UInt8]] {
    var rest = list[...]
    var result: [[UInt8]] = []
    while !rest.isEmpty {
      if rest.starts(with: "\\0".utf8) {
        rest = rest.dropFirst(2)
        result.append([])
      } else {
        result.append([Escapes.next(&rest)])
      }
    }
    return result
  }
}
