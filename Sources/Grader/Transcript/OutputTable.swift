import ByteText
import PodModel

/// A table as `kubectl get` prints it.
///
/// Source: cli-runtime `printers/tablewriter.go`: columns are at least three spaces apart.
enum OutputTable {
  /// Rows beyond this number are not read.
  static let maximumRows = 2_000

  /// Rows of all tables in the lines, as mappings from column to cell.
  ///
  /// Rows without a header, as after `| grep` or with `--no-headers`, are read where they have the
  /// columns of `kubectl get pods`.
  static func rows(in lines: [String]) -> [Node] {
    var header: [String] = []
    var rows: [Node] = []
    for line in lines where rows.count < maximumRows {
      let isHeader = line.hasPrefix("NAME") || line.hasPrefix("LAST SEEN")
      if isHeader {
        header = cells(of: line)
      } else if line.isEmpty {
        header = []
      } else if let row = row(of: line, header: header) {
        rows.append(row)
      }
    }
    return rows
  }

  private static let podColumns = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]

  private static func row(of line: String, header: [String]) -> Node? {
    let cells = cells(of: line)
    let isPodRow = cells.count >= 4 && isReadyCell(cells[1])
    guard !header.isEmpty || isPodRow else { return nil }
    let columns = header.isEmpty ? podColumns : header
    guard cells.count >= 2 else { return nil }
    return Node(.map(zip(columns, cells).map { Node.Entry($0, Node(.string($1))) }))
  }

  /// Cells are parted by two spaces or more; where copying has squeezed them, by one.
  private static func cells(of line: String) -> [String] {
    var cells: [String] = []
    var start: String.Index?
    var end = line.startIndex
    var spaces = 0
    for index in line.utf8.indices {
      switch line.utf8[index] {
      case UInt8(ascii: " "): spaces += 1
      case UInt8(ascii: "\t"): spaces += 3
      case _:
        if spaces >= 2, let begun = start {
          cells.append(String(line[begun..<end]))
          start = nil
        }
        start = start ?? index
        spaces = 0
        end = line.utf8.index(after: index)
      }
    }
    if let start { cells.append(String(line[start..<end])) }
    if cells.count == 1, line.holds(" ") { return line.split(at: " ").map(String.init) }
    return cells
  }

  /// Whether a cell counts ready containers, as `2/2` does.
  static func isReadyCell(_ cell: String) -> Bool {
    guard cell.utf8.count < 16 else { return false }
    let parts = cell.split(at: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
  }

  /// The seconds that an age stands for: it is cut off after its last unit.
  static func seconds(_ age: String) -> Range<Int>? {
    guard let parts = ageParts(age), isAge(age), parts.allSatisfy({ $0.count < 10_000 }) else {
      return nil
    }
    let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 31_536_000]
    let total = parts.reduce(0) { $0 + $1.count * (units[$1.unit] ?? 0) }
    return total..<(total + (parts.last.flatMap { units[$0.unit] } ?? 1))
  }

  /// When the last restart was, as in `3 (20s ago)`.
  static func timeOfRestart(_ restarts: String) -> Range<Int>? {
    guard let open = restarts.firstIndex(ofASCII: "("), restarts.hasSuffix(" ago)") else {
      return nil
    }
    return seconds(String(restarts[restarts.index(after: open)...].dropLast(5)))
  }

  /// Whether a text is an age as kubectl prints it: 90 seconds are `90s`, never `1m30s`.
  ///
  /// Source: apimachinery `util/duration/duration.go`, `HumanDuration`.
  static func isAge(_ text: String) -> Bool {
    guard let parts = ageParts(text) else {
      return ["<unknown>", "<invalid>", "<none>"].contains(text)
    }
    switch parts.map(\.unit) {
    case ["s"]: return parts[0].count < 120
    case ["m"]: return (2..<180).contains(parts[0].count)
    case ["m", "s"]: return (2..<10).contains(parts[0].count) && (1..<60).contains(parts[1].count)
    case ["h"]: return (3..<48).contains(parts[0].count)
    case ["h", "m"]: return (3..<8).contains(parts[0].count) && (1..<60).contains(parts[1].count)
    case ["d"]: return (2..<730).contains(parts[0].count)
    case ["d", "h"]: return (2..<8).contains(parts[0].count) && (1..<24).contains(parts[1].count)
    case ["y"]: return parts[0].count >= 2
    case ["y", "d"]: return (2..<8).contains(parts[0].count) && (1..<365).contains(parts[1].count)
    default: return false
    }
  }

  private static func ageParts(_ text: String) -> [(count: Int, unit: String)]? {
    var parts: [(count: Int, unit: String)] = []
    var digits = ""
    for character in text {
      if character.isNumber {
        digits.append(character)
      } else {
        guard "smhdy".contains(character), let count = Int(digits) else { return nil }
        parts.append((count, String(character)))
        digits = ""
      }
    }
    return digits.isEmpty && !parts.isEmpty ? parts : nil
  }
}
