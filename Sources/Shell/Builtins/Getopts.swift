import Kernel

extension BuiltinTable {
  static func getOptions(_ call: BuiltinCall) async throws -> Int {
    guard call.operands.count >= 2 else {
      try await call.fail("usage: getopts optstring var [arg]")
    }
    let shell = call.shell
    let variable = call.arguments[2]
    let arguments =
      call.operands.count > 2 ? Array(call.operands.dropFirst(2)) : shell.state.positional
    if shell.state.optionPlace.index > arguments.count + 1 { shell.state.optionPlace = .start }
    var scan = OptionScan(
      specification: call.arguments[1], arguments: arguments,
      place: shell.state.optionPlace)
    let result = scan.next()
    shell.assign("OPTIND", String(scan.place.index))
    shell.state.optionPlace = scan.place
    guard isName(variable) else { try await call.fail("\(variable): bad variable name") }
    let isSilent = scan.isSilent || shell.value(of: "OPTERR") == "0"
    var (value, argument): (String, String?) = ("?", nil)
    switch result {
    case .end: break
    case .option(let letter, let text): (value, argument) = (letter, text ?? "")
    case .unknown(let letter):
      if isSilent {
        argument = letter
      } else {
        try await call.process.errors.write("Illegal option -\(letter)\n")
      }
    case .missing(let letter):
      if isSilent {
        (value, argument) = (":", letter)
      } else {
        try await call.process.errors.write("No arg for -\(letter) option\n")
      }
    }
    if let argument {
      try await shell.set("OPTARG", to: argument)
    } else {
      shell.restore(nil, named: "OPTARG")
    }
    try await shell.set(variable, to: value)
    return result == .end ? 1 : 0
  }
}

/// How far `getopts` has come.
struct OptionPlace {
  /// The argument to be read next, counted from 1.
  var index: Int
  /// How many bytes of the argument before it are done; nil: all.
  var offset: Int?

  static let start = OptionPlace(index: 1)
}

/// Goes through options as ash's `getopts` does.
///
/// Source: busybox `shell/ash.c`, `getopts`: OPTIND moves on as soon as an argument is begun.
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
  private(set) var place: OptionPlace

  init(specification: String, arguments: [String], place: OptionPlace) {
    isSilent = specification.utf8.first == UInt8(ascii: ":")
    self.specification = Array(specification.utf8)
    self.arguments = arguments
    self.place = place
  }

  mutating func next() -> Result {
    guard var rest = takeRest(), let byte = rest.popFirst() else { return .end }
    let letter = String(UnicodeScalar(byte))
    place.offset = arguments[place.index - 2].utf8.count - rest.count
    guard let takesArgument = takesArgument(byte) else { return .unknown(letter) }
    guard takesArgument else { return .option(letter, argument: nil) }
    place.offset = nil
    if !rest.isEmpty { return .option(letter, argument: String(rawBytes: rest)) }
    guard place.index <= arguments.count else { return .missing(letter) }
    place.index += 1
    return .option(letter, argument: arguments[place.index - 2])
  }

  /// What is left of the current argument, or all of the next one; nil at the end of the options.
  private mutating func takeRest() -> ArraySlice<UInt8>? {
    if place.index > 1, let offset = place.offset {
      let current = arguments[place.index - 2].rawBytes
      if offset < current.count { return current[offset...] }
    }
    place.offset = nil
    guard place.index <= arguments.count else { return nil }
    let next = arguments[place.index - 1]
    guard next.hasPrefix("-"), next != "-" else { return nil }
    place.index += 1
    return next == "--" ? nil : next.rawBytes.dropFirst()
  }

  /// Whether an option of the specification has an argument; nil if there is no such option.
  private func takesArgument(_ byte: UInt8) -> Bool? {
    var index = 0
    while index < specification.count {
      let takesArgument = specification.dropFirst(index + 1).first == UInt8(ascii: ":")
      if specification[index] == byte { return takesArgument }
      index += takesArgument ? 2 : 1
    }
    return nil
  }
}
