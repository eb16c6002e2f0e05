import Kernel

extension BuiltinTable {
  static func getOptions(_ call: BuiltinCall) async throws -> Int {
    guard call.operands.count >= 2 else {
      try await call.fail("usage: getopts optstring var [arg]")
    }
    let shell = call.shell
    let variable = call.arguments[2]
    var scan = OptionScan(
      specification: call.arguments[1],
      arguments: call.operands.count > 2
        ? Array(call.operands.dropFirst(2)) : shell.state.positional,
      index: max(Int(shell.value(of: "OPTIND") ?? "1") ?? 1, 1),
      offset: shell.state.optionOffset)
    let result = scan.next()
    shell.assign("OPTIND", String(scan.index))
    shell.state.optionOffset = scan.offset
    guard isName(variable) else { try await call.fail("\(variable): bad variable name") }
    var (value, argument): (String, String?) = ("?", nil)
    switch result {
    case .end: break
    case .option(let letter, let text): (value, argument) = (letter, text)
    case .unknown(let letter):
      if scan.isSilent {
        argument = letter
      } else {
        try await call.process.errors.write("Illegal option -\(letter)\n")
      }
    case .missing(let letter):
      if scan.isSilent {
        (value, argument) = (":", letter)
      } else {
        try await call.process.errors.write("No arg for -\(letter) option\n")
      }
    }
    if let argument {
      try await shell.set("OPTARG", to: argument)
    } else {
      shell.state.variables["OPTARG"] = nil
    }
    try await shell.set(variable, to: value)
    return result == .end ? 1 : 0
  }
}

/// Goes through options as POSIX `getopts` does.
struct OptionScan {
  /// What comes next.
  enum Result: Equatable {
    case end
    case option(String, argument: String?)
    case unknown(String)
    /// An option whose argument is missing.
    case missing(String)
  }

  private let specification: [UInt8]
  private let arguments: [String]
  /// Whether the caller words errors itself: the specification begins with ":".
  let isSilent: Bool
  /// The next argument, counted from 1.
  private(set) var index: Int
  /// How many bytes of that argument are done; 0: none, so it may be the end.
  private(set) var offset: Int

  init(specification: String, arguments: [String], index: Int, offset: Int) {
    isSilent = specification.utf8.first == UInt8(ascii: ":")
    self.specification = Array(specification.utf8.dropFirst(isSilent ? 1 : 0))
    self.arguments = arguments
    self.index = index
    self.offset = offset
  }

  private mutating func leaveArgument() { (index, offset) = (index + 1, 0) }

  mutating func next() -> Result {
    if offset == 0 || index > arguments.count || offset >= arguments[index - 1].utf8.count {
      if offset > 0 { leaveArgument() }
      guard index <= arguments.count, arguments[index - 1].hasPrefix("-"),
        arguments[index - 1] != "-"
      else { return .end }
      if arguments[index - 1] == "--" {
        index += 1
        return .end
      }
      offset = 1
    }
    let current = Array(arguments[index - 1].utf8)
    let byte = current[offset]
    let letter = String(UnicodeScalar(byte))
    offset += 1
    let rest = current[offset...]
    if rest.isEmpty { leaveArgument() }
    guard byte != UInt8(ascii: ":"), let place = specification.firstIndex(of: byte) else {
      return .unknown(letter)
    }
    guard specification[(place + 1)...].first == UInt8(ascii: ":") else {
      return .option(letter, argument: nil)
    }
    if !rest.isEmpty {
      leaveArgument()
      return .option(letter, argument: String(decoding: rest, as: UTF8.self))
    }
    guard index <= arguments.count else { return .missing(letter) }
    defer { leaveArgument() }
    return .option(letter, argument: arguments[index - 1])
  }
}
