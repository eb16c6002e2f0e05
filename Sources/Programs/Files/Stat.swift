import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/stat.c`.
  static let stat = Applet(
    "stat",
    usage: """
      [-ltf] [-c FMT] FILE...

      Display file (default) or filesystem status

      	-c FMT	Use the specified format
      	-f	Display filesystem status
      	-L	Follow links
      	-t	Terse display

      FMT sequences for files:
       %a	Access rights in octal
       %A	Access rights in human readable form
       %b	Number of blocks allocated (see %B)
       %B	Size in bytes of each block reported by %b
       %d	Device number in decimal
       %D	Device number in hex
       %f	Raw mode in hex
       %F	File type
       %g	Group ID
       %G	Group name
       %h	Number of hard links
       %i	Inode number
       %n	File name
       %N	File name, with -> TARGET if symlink
       %o	I/O block size
       %s	Total size in bytes
       %t	Major device type in hex
       %T	Minor device type in hex
       %u	User ID
       %U	User name
       %x	Time of last access
       %X	Time of last access as seconds since Epoch
       %y	Time of last modification
       %Y	Time of last modification as seconds since Epoch
       %z	Time of last change
       %Z	Time of last change as seconds since Epoch

      FMT sequences for file systems:
       %a	Free blocks available to non-superuser
       %b	Total data blocks
       %c	Total file nodes
       %d	Free file nodes
       %f	Free blocks
       %i	File System ID in hex
       %l	Maximum length of filenames
       %n	File name
       %s	Block size (for faster transfer)
       %S	Fundamental block size (for block counts)
       %t	Type in hex
       %T	Type in human readable form
      """
  ) { process in
    let options = try await process.options(
      "ltfLc:", long: [LongOption(name: "format", option: "c", takesValue: true)],
      operands: 1...Int.max)
    let accounts = try await Accounts(of: process)
    var result = 0
    for path in options.operands {
      do {
        let status = try options.has("L") ? process.status(path) : process.linkStatus(path)
        let target = try? process.linkTarget(path)
        let text = StatText(
          path: path, status: status, target: target, accounts: accounts,
          zone: process.timeZone)
        if let format = options.value("c") {
          try await process.output.writeLine(text.formatted(format))
        } else {
          try await process.output.write(text.long)
        }
      } catch let reason as Errno {
        result = 1
        try await process.warn(
          Dialect.isGNU ? "cannot statx '\(path)'" : "can't stat '\(path)'", reason)
      }
    }
    return result
  }
}

/// What `stat` prints.
private struct StatText {
  let path: String
  let status: FileStatus
  let target: String?
  let accounts: Accounts
  let zone: TimeZone

  private var kind: String {
    switch status.kind {
    case .file: status.size == 0 ? "regular empty file" : "regular file"
    case .directory: "directory"
    case .symbolicLink: "symbolic link"
    case .characterDevice: "character special file"
    case .fifo: "fifo"
    case .socket: "socket"
    }
  }

  private func date(_ time: VirtualTime) -> String {
    let nanoseconds = Int(time.nanoseconds - time.unixSeconds * 1_000_000_000)
    return CalendarTime(time, in: zone)
      .formatted("%Y-%m-%d %H:%M:%S.%N %z", nanoseconds: nanoseconds)
  }

  func formatted(_ format: String) -> String {
    var result = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      let flags = rest.prefix { "-0".contains($0) }
      let digits = rest.dropFirst(flags.count).prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(flags.count + digits.count)
      guard let directive = rest.popFirst() else {
        result += "%"
        break
      }
      let text = value(of: directive)
      let width = min(Int(flags.filter { $0 == "0" } + digits) ?? 0, 4096)
      result +=
        flags.holds("-")
        ? text.left(width)
        : flags.holds("0") && Int(text) != nil ? text.zeroes(width) : text.right(width)
    }
    return result
  }

  /// What one directive stands for.
  private func value(of directive: Character) -> String {
    switch directive {
    case "n": return path
    case "N": return target.map { "'\(path)' -> '\($0)'" } ?? (Dialect.isGNU ? "'\(path)'" : path)
    case "s": return String(status.size)
    case "a": return (status.mode & 0o7777).octal
    case "A": return FileModes.text(status)
    case "u": return String(status.owner)
    case "U": return accounts.user(status.owner) ?? "UNKNOWN"
    case "g": return String(status.group)
    case "G": return accounts.group(status.group) ?? "UNKNOWN"
    case "F": return kind
    case "h": return String(status.links)
    case "i": return String(status.inode)
    case "d": return String(status.device)
    case "b": return String(status.blocks)
    case "B": return "512"
    case "o": return "4096"
    case "f": return String(status.mode | 0o100000, radix: 16)
    case "x": return date(status.accessed)
    case "X": return String(status.accessed.unixSeconds)
    case "y": return date(status.modified)
    case "Y": return String(status.modified.unixSeconds)
    case "z": return date(status.changed)
    case "Z": return String(status.changed.unixSeconds)
    case "%": return "%"
    case "t", "T": return "0"
    default: return Dialect.isGNU ? "?" : String(directive)
    }
  }

  var long: String {
    let name = target.map { "\(path) -> \($0)" } ?? path
    let owner = accounts.user(status.owner) ?? "UNKNOWN"
    let group = accounts.group(status.group) ?? "UNKNOWN"
    return """
        File: \(name)
        Size: \(String(status.size).left(10))\tBlocks: \(String(status.blocks).left(10)) IO Block: 4096   \(kind)
      Device: \(String(status.device, radix: 16))h/\(status.device)d\tInode: \(String(status.inode).left(10))  Links: \(status.links)
      Access: (\(status.mode.octal.zeroes(4))/\(FileModes.text(status)))  Uid: (\(status.owner.right(5))/\(owner.right(8)))   Gid: (\(status.group.right(5))/\(group.right(8)))
      Access: \(date(status.accessed))
      Modify: \(date(status.modified))
      Change: \(date(status.changed))

      """
  }
}
