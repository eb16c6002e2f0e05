import ByteText
import Kernel

extension Interpreter {
  /// Completes the word before the cursor as far as it is clear; `listing` shows what it could be.
  func complete(_ editor: inout LineEditor, listing: Bool) {
    let before = Array(editor.text[..<editor.cursor])
    let start = Interpreter.wordStart(in: before)
    let word = String(before[start...]).replacing("\\ ", with: " ")
    let isCommand = Interpreter.isCommandPosition(before[..<start])
    let candidates =
      isCommand && !word.holds("/") ? commands(beginningWith: word) : files(beginningWith: word)
    guard let first = candidates.first else { return editor.refuse() }
    var common = first[...]
    for candidate in candidates { common = common.commonPrefix(with: candidate) }
    let added = common.dropFirst(word.count).replacing(" ", with: "\\ ")
    let isClear = candidates.count == 1
    if !added.isEmpty || isClear {
      editor.insert(Array(added) + (isClear && !first.hasSuffix("/") ? [" "] : []))
    } else if listing {
      editor.show(
        Interpreter.columns(candidates.map(Interpreter.lastName), width: columnsOfTerminal))
    } else {
      editor.refuse()
    }
  }

  private var columnsOfTerminal: Int {
    let width = (try? process.terminalSize(0))?.columns ?? 0
    return width > 0 ? width : 80
  }

  private static func wordStart(in text: [Character]) -> Int {
    var start = text.count
    while start > 0 {
      let character = text[start - 1]
      let isEscaped = start > 1 && text[start - 2] == "\\"
      if " \t;|&<>()=`\"'".contains(character), !isEscaped { break }
      start -= 1
    }
    return start
  }

  private static func isCommandPosition(_ before: ArraySlice<Character>) -> Bool {
    guard let last = before.last(where: { $0 != " " && $0 != "\t" }) else { return true }
    return ";|&(`".contains(last)
  }

  private func commands(beginningWith prefix: String) -> [String] {
    var names = Set(BuiltinTable.names)
    names.formUnion(state.functions.keys)
    names.formUnion(state.aliases.keys)
    for directory in (value(of: "PATH") ?? "").split(at: ":") {
      names.formUnion((try? process.names(in: String(directory))) ?? [])
    }
    return names.filter { $0.hasPrefix(prefix) }.sorted()
  }

  private func files(beginningWith word: String) -> [String] {
    let directory = word.lastIndex(of: "/").map { String(word[...$0]) } ?? ""
    let prefix = word.dropFirst(directory.count)
    var place = directory.isEmpty ? "." : directory
    if place.hasPrefix("~/") { place = (value(of: "HOME") ?? "") + place.dropFirst() }
    let names = (try? process.names(in: place)) ?? []
    return names.filter { name in
      name.hasPrefix(prefix) && name != "." && name != ".."
        && (prefix.hasPrefix(".") || !name.hasPrefix("."))
    }.map { name in
      let isDirectory = (try? process.status("\(place)/\(name)"))?.kind == .directory
      return directory + name + (isDirectory ? "/" : "")
    }.sorted()
  }

  private static func lastName(_ path: String) -> String {
    let name = path.split(at: "/").last.map(String.init) ?? path
    return path.hasSuffix("/") ? name + "/" : name
  }

  /// Names side by side, ordered downwards.
  private static func columns(_ names: [String], width: Int) -> [String] {
    let longest = (names.map(\.count).max() ?? 0) + 2
    let count = max(1, width / longest)
    let rows = (names.count + count - 1) / count
    return (0..<rows).map { row in
      let cells = stride(from: row, to: names.count, by: max(rows, 1)).map { names[$0] }
      let padded = cells.dropLast().map { name in
        name + String(repeating: " ", count: longest - name.count)
      }
      return padded.joined() + (cells.last ?? "")
    }
  }
}

extension Substring {
  fileprivate func commonPrefix(with other: String) -> Substring {
    prefix(zip(self, other).prefix { $0 == $1 }.count)
  }
}
