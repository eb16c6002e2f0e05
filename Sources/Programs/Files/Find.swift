import ByteText
import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `findutils/find.c`.
  static let find = Applet(
    "find",
    usage: """
      [-HL] [PATH]... [OPTIONS] [ACTIONS]

      Search for files and perform actions on them.
      First failed action stops processing of current file.
      Defaults: PATH is current directory, action is '-print'

      	-L,-follow	Follow symlinks
      	-H		...on command line only
      	-xdev		Don't descend directories on other filesystems
      	-maxdepth N	Descend at most N levels. -maxdepth 0 applies
      			actions to command line arguments only
      	-mindepth N	Don't act on first N levels
      	-depth		Act on directory *after* traversing it

      Actions:
      	( ACTIONS )	Group actions for -o / -a
      	! ACT		Invert ACT's success/failure
      	ACT1 [-a] ACT2	If ACT1 fails, stop, else do ACT2
      	ACT1 -o ACT2	If ACT1 succeeds, stop, else do ACT2
      			Note: -a has higher priority than -o
      	-name PATTERN	Match file name (w/o directory name) to PATTERN
      	-iname PATTERN	Case insensitive -name
      	-path PATTERN	Match path to PATTERN
      	-ipath PATTERN	Case insensitive -path
      	-regex PATTERN	Match path to regex PATTERN
      	-type X		File type is X (one of: f,d,l,b,c,s,p)
      	-executable	File is executable
      	-perm MASK	At least one mask bit (+MASK), all bits (-MASK),
      			or exactly MASK bits are set in file's mode
      	-mtime DAYS	mtime is greater than (+N), less than (-N),
      			or exactly N days in the past
      	-atime DAYS	atime +N/-N/N days in the past
      	-ctime DAYS	ctime +N/-N/N days in the past
      	-mmin MINS	mtime is greater than (+N), less than (-N),
      			or exactly N minutes in the past
      	-amin MINS	atime +N/-N/N minutes in the past
      	-cmin MINS	ctime +N/-N/N minutes in the past
      	-newer FILE	mtime is more recent than FILE's
      	-inum N		File has inode number N
      	-samefile FILE	File is same as FILE
      	-user NAME/ID	File is owned by given user
      	-group NAME/ID	File is owned by given group
      	-size N[bck]	File size is N (c:bytes,k:kbytes,b:512 bytes(def.))
      			+/-N: file size is bigger/smaller than N
      	-links N	Number of links is greater than (+N), less than (-N),
      			or exactly N
      	-empty		Match empty file/directory
      	-prune		If current file is directory, don't descend into it
      If none of the following actions is specified, -print is assumed
      	-print		Print file name
      	-print0		Print file name, NUL terminated
      	-exec CMD ARG ;	Run CMD with all instances of {} replaced by
      			file name. Fails if CMD exits with nonzero
      	-exec CMD ARG + Run CMD with {} replaced by list of file names
      	-delete		Delete current file/directory. Turns on -depth option
      	-quit		Exit
      """
  ) { process in
    var arguments = process.operands[...]
    var followsLinks = false
    while let option = arguments.first, option == "-L" || option == "-H" || option == "-P" {
      followsLinks = option == "-L"
      arguments.removeFirst()
    }
    var paths: [String] = []
    while let word = arguments.first, !word.hasPrefix("-"), word != "(", word != "!" {
      paths.append(word)
      arguments.removeFirst()
    }
    var parser = FindParser(Array(arguments), process, try await Accounts(of: process))
    let expression: FindExpression
    do {
      expression = try parser.parse()
    } catch let mistake as FindParser.Mistake {
      if mistake.showsUsage {
        try await process.warn(mistake.message)
        throw UsageError()
      }
      try await process.die(mistake.message)
    }
    var search = FindSearch(
      process: process, expression: expression, options: parser.options,
      followsLinks: followsLinks)
    for path in paths.isEmpty ? ["."] : paths { try await search.walk(path) }
    return try await search.finish()
  }
}

indirect enum FindExpression {
  case and(FindExpression, FindExpression)
  case or(FindExpression, FindExpression)
  case not(FindExpression)
  case always(Bool)
  case name(String, isPath: Bool, foldsCase: Bool)
  case type(String)
  /// Negative: less than, positive: more than; in the unit of the test.
  case time(Character, unit: Int, order: Int, Int)
  case newer(VirtualTime)
  case size(unit: Int, order: Int, Int)
  case permissions(Int, Character?)
  case user(Int)
  case group(Int)
  case links(order: Int, Int)
  case inode(order: Int, Int)
  /// The whole path must match.
  case regex(Regex)
  case empty
  case print(end: String)
  case prune
  case quit
  case delete
  /// The number of the collection for `+`.
  case execute([String], batch: Int?, asks: Bool)
}

/// Reads the expression of `find`.
struct FindParser {
  struct Mistake: Error {
    let message: String
    var showsUsage = false
  }

  struct Options {
    var minimumDepth = 0
    var maximumDepth = Int.max
    var contentsFirst = false
    var batches = 0
  }

  private let words: [String]
  private let process: Process
  private let accounts: Accounts
  private var position = 0
  private var hasAction = false
  private var depth = 0
  private(set) var options = Options()

  init(_ words: [String], _ process: Process, _ accounts: Accounts) {
    self.words = words
    self.process = process
    self.accounts = accounts
  }

  private mutating func take(_ candidates: String...) -> Bool {
    guard position < words.count, candidates.contains(words[position]) else { return false }
    position += 1
    return true
  }

  mutating func parse() throws -> FindExpression {
    if words.isEmpty { return .print(end: "\n") }
    let expression = try parseOr()
    if position < words.count { throw Mistake(message: "unrecognized: \(words[position])") }
    return hasAction ? expression : .and(expression, .print(end: "\n"))
  }

  private mutating func parseOr() throws -> FindExpression {
    var left = try parseAnd()
    while take("-o", "-or") { left = .or(left, try parseAnd()) }
    return left
  }

  private mutating func parseAnd() throws -> FindExpression {
    var left = try parseNot()
    while position < words.count, words[position] != "-o", words[position] != "-or",
      words[position] != ")"
    {
      _ = take("-a", "-and")
      left = .and(left, try parseNot())
    }
    return left
  }

  private mutating func parseNot() throws -> FindExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw Mistake(message: "unrecognized: !") }
    // Where an expression ends too early, busybox sees nothing missing.
    if position == words.count, !Dialect.isGNU { return .always(false) }
    if take("!", "-not") {
      return position == words.count && !Dialect.isGNU ? .always(true) : .not(try parseNot())
    }
    if take("(") {
      let inner = try parseOr()
      guard take(")") else { throw Mistake(message: "unpaired '('") }
      return inner
    }
    return try parsePrimary()
  }

  private mutating func value(_ name: String) throws -> String {
    guard position < words.count else {
      throw Mistake(
        message: Dialect.isGNU
          ? "missing argument to `\(name)'" : "\(name) requires an argument")
    }
    position += 1
    return words[position - 1]
  }

  private mutating func ordered(_ name: String) throws -> (order: Int, text: Substring) {
    let text = try value(name)
    if text.hasPrefix("+") { return (1, text.dropFirst()) }
    if text.hasPrefix("-") { return (-1, text.dropFirst()) }
    return (0, text[...])
  }

  private mutating func number(_ name: String) throws -> (order: Int, value: Int) {
    let (order, text) = try ordered(name)
    guard let value = Int(text) else { throw Mistake(message: "invalid number '\(text)'") }
    return (order, value)
  }

  private mutating func parsePrimary() throws -> FindExpression {
    guard position < words.count else { throw Mistake(message: "unrecognized: ") }
    let name = words[position]
    position += 1
    switch name {
    case "-name", "-iname":
      return .name(try value(name), isPath: false, foldsCase: name == "-iname")
    case "-path", "-wholename", "-ipath":
      return .name(try value(name), isPath: true, foldsCase: name == "-ipath")
    case "-type":
      let types = try value(name)
      guard Dialect.isGNU || types.count == 1 && "fdlpcbs".contains(types) else {
        throw Mistake(message: "invalid argument '\(types)' to '-type'")
      }
      return .type(types)
    case "-mtime", "-atime", "-ctime":
      let (order, days) = try number(name)
      return .time(Array(name)[1], unit: 86_400, order: order, days)
    case "-mmin", "-amin", "-cmin":
      let (order, minutes) = try number(name)
      return .time(Array(name)[1], unit: 60, order: order, minutes)
    case "-newer":
      let path = try value(name)
      do {
        return .newer(try process.status(path).modified)
      } catch {
        throw Mistake(message: "\(path): \(error)")
      }
    case "-size": return try parseSize()
    case "-links":
      let (order, count) = try number(name)
      return .links(order: order, count)
    case "-user": return .user(try account(name) { [accounts] in accounts.user(named: $0)?.id })
    case "-group": return .group(try account(name) { [accounts] in accounts.group(named: $0)?.id })
    case "-inum":
      let (order, value) = try number(name)
      return .inode(order: order, value)
    case "-regex": return .regex(try regex(try value(name)))
    case "-executable": return .permissions(0o111, "/")
    case "-perm": return try parsePermissions()
    case "-empty": return .empty
    case "-true" where Dialect.isGNU: return .always(true)
    case "-false" where Dialect.isGNU: return .always(false)
    case "-samefile":
      let path = try value(name)
      do {
        return .inode(order: 0, try process.status(path).inode)
      } catch {
        throw Mistake(message: "\(path): \(error)")
      }
    case "-maxdepth":
      options.maximumDepth = try number(name).value
      return .always(true)
    case "-mindepth":
      options.minimumDepth = try number(name).value
      return .always(true)
    case "-depth":
      options.contentsFirst = true
      return .always(true)
    case "-xdev", "-follow": return .always(true)
    case "-prune": return .prune
    default: return try parseAction(name)
    }
  }

  private mutating func parseAction(_ name: String) throws -> FindExpression {
    hasAction = true
    switch name {
    case "-print": return .print(end: "\n")
    case "-print0": return .print(end: "\0")
    case "-quit": return .quit
    case "-delete":
      options.contentsFirst = true
      return .delete
    case "-exec",
      "-ok" where Dialect.isGNU || name == "-exec":
      var command: [String] = []
      while position < words.count, words[position] != ";" {
        if words[position] == "+", command.last == "{}" {
          if command.dropLast().contains(where: { $0.holds("{}") }) {
            throw Mistake(message: "only one '{}' allowed for \(name) +")
          }
          position += 1
          options.batches += 1
          return .execute(command, batch: options.batches - 1, asks: false)
        }
        command.append(words[position])
        position += 1
      }
      guard position < words.count, !command.isEmpty else {
        throw Mistake(
          message: Dialect.isGNU
            ? "missing argument to `\(name)'" : "\(name) requires an argument")
      }
      position += 1
      return .execute(command, batch: nil, asks: name == "-ok")
    default:
      throw Mistake(
        message: Dialect.isGNU ? "unknown predicate `\(name)'" : "unrecognized: \(name)",
        showsUsage: !Dialect.isGNU)
    }
  }

  private mutating func account(
    _ name: String, _ identifier: (String) -> Int?
  ) throws -> Int {
    let text = try value(name)
    if let number = Int(text) ?? identifier(text) { return number }
    throw Mistake(
      message: name == "-user" ? "unknown user \(text)" : "unknown group \(text)")
  }

  private func regex(_ text: String) throws -> Regex {
    do throws(RegexError) {
      return try Regex(text.rawBytes)
    } catch {
      throw Mistake(message: "bad regex '\(text)': \(error)")
    }
  }

  private mutating func parseSize() throws -> FindExpression {
    let (order, text) = try ordered("-size")
    let units: [Character: Int] = ["c": 1, "w": 2, "b": 512, "k": 1024, "M": 1 << 20, "G": 1 << 30]
    let unit = text.last.flatMap { units[$0] }
    guard let count = Int(unit == nil ? text : text.dropLast()) else {
      throw Mistake(message: "invalid number '\(text)'")
    }
    return .size(unit: unit ?? 512, order: order, count)
  }

  private mutating func parsePermissions() throws -> FindExpression {
    let text = try value("-perm")
    let sign = text.first.flatMap { "-/+".contains($0) ? $0 : nil }
    let digits = sign == nil ? text : String(text.dropFirst())
    guard let mode = FileModes.parse(digits, from: 0, mask: 0, isDirectory: false) else {
      throw Mistake(message: "invalid mode '\(text)'")
    }
    return .permissions(mode, sign)
  }
}
