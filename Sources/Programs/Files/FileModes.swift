import ByteText
import Kernel

/// Permissions as texts.
enum FileModes {
  /// Ten letters as `ls -l` shows them.
  static func text(_ status: FileStatus) -> String { text(kind: status.kind, mode: status.mode) }

  /// The same of a kind and a mode.
  static func text(kind: FileStatus.Kind, mode: Int) -> String {
    var letters = Array("rwxrwxrwx")
    for bit in 0..<9 where mode & (0o400 >> bit) == 0 { letters[bit] = "-" }
    for (bit, place, letter) in [(0o4000, 2, "s"), (0o2000, 5, "s"), (0o1000, 8, "t")]
    where mode & bit != 0 {
      letters[place] = letters[place] == "x" ? Character(letter) : Character(letter.uppercased())
    }
    return String(kind.rawValue) + String(letters)
  }

  /// What `chmod` makes of a mode: octal, or clauses such as "u+x,go=".
  ///
  /// Nil if it is neither. Source: POSIX `chmod`.
  static func parse(_ text: String, from old: Int, mask: Int, isDirectory: Bool) -> Int? {
    if let octal = Int(text, radix: 8), text.allSatisfy({ $0.isNumber }) {
      return octal <= 0o7777 ? octal : nil
    }
    var mode = old
    for clause in text.split(at: ",", omittingEmptySubsequences: false) {
      guard let changed = apply(clause, to: mode, mask: mask, isDirectory: isDirectory) else {
        return nil
      }
      mode = changed
    }
    return mode
  }

  private static func apply(
    _ clause: Substring, to old: Int, mask: Int, isDirectory: Bool
  ) -> Int? {
    let who = clause.prefix { "ugoa".contains($0) }
    var rest = clause.dropFirst(who.count)
    var users = 0
    for letter in who {
      switch letter {
      case "u": users |= 0o4700
      case "g": users |= 0o2070
      case "o": users |= 0o1007
      default: users |= 0o7777
      }
    }
    let allowed = who.isEmpty ? ~mask & 0o7777 : users
    var mode = old
    guard !rest.isEmpty else { return nil }
    while let operation = rest.popFirst() {
      guard "+-=".contains(operation) else { return nil }
      var bits = 0
      while let letter = rest.first, !"+-=".contains(letter) {
        rest.removeFirst()
        switch letter {
        case "r": bits |= 0o444
        case "w": bits |= 0o222
        case "x": bits |= 0o111
        case "X": if isDirectory || old & 0o111 != 0 { bits |= 0o111 }
        case "s": bits |= 0o6000
        case "t": bits |= 0o1000
        case "u": bits |= (old >> 6 & 7) * 0o111
        case "g": bits |= (old >> 3 & 7) * 0o111
        case "o": bits |= (old & 7) * 0o111
        default: return nil
        }
      }
      bits &= allowed
      switch operation {
      case "+": mode |= bits
      case "-": mode &= ~bits
      default: mode = mode & ~(who.isEmpty ? 0o777 : users & (isDirectory ? 0o1777 : 0o7777)) | bits
      }
    }
    return mode
  }
}

/// Sizes for people.
enum HumanSize {
  /// As `ls -h`, `du -h` and `df -h` of busybox: "1.0K", "243.0M".
  ///
  /// Source: busybox 1.35.0 `libbb/human_readable.c`.
  static func short(_ bytes: Int) -> String {
    if bytes < 1024 { return String(bytes) }
    var value = bytes
    var fraction = 0
    var unit = 0
    while value >= 1024, unit < 8 {
      fraction = (value % 1024 * 10 + 512) / 1024
      value /= 1024
      unit += 1
    }
    if fraction >= 10 {
      value += 1
      fraction = 0
    }
    let letter = Array("0KMGTPEZY")[unit]
    return "\(value).\(fraction)\(letter)"
  }
}
