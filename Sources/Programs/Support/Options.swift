import Kernel

/// What an applet was called with, read as glibc's `getopt_long` does.
struct Options {
  /// Option letters in the order of their appearance, with their values.
  fileprivate(set) var found: [(option: Character, value: String?)] = []
  /// What is left: operands in order.
  fileprivate(set) var operands: [String] = []

  /// Whether an option was given.
  func has(_ option: Character) -> Bool { found.contains { $0.option == option } }

  /// The last value of an option.
  func value(_ option: Character) -> String? { found.last { $0.option == option }?.value }

  /// All values of an option.
  func values(_ option: Character) -> [String] {
    found.compactMap { $0.option == option ? $0.value : nil }
  }

  /// How often an option was given.
  func count(_ option: Character) -> Int { found.count { $0.option == option } }

  /// Which of some options was given last.
  func last(of options: String) -> Character? { found.last { options.contains($0.option) }?.option }
}

/// A long option and the letter that it stands for.
struct LongOption: Sendable {
  var name: String
  var option: Character
  var takesValue = false
  var mayTakeValue = false
}

/// Reads options: letters, each with ":" if it takes a value and "::" if it may have one.
///
/// A leading "+" ends the options at the first operand.
struct OptionParser {
  private let specification: String
  private let long: [LongOption]
  private let stopsAtOperand: Bool

  init(_ specification: String, long: [LongOption] = []) {
    self.specification = specification
    self.long = long
    stopsAtOperand = specification.hasPrefix("+")
  }

  /// How many colons follow a letter; nil where it is none of the letters.
  private func colons(after letter: Character) -> Int? {
    guard let byte = letter.asciiValue, byte != UInt8(ascii: ":"), byte != UInt8(ascii: "+"),
      let place = specification.utf8.lastIndex(of: byte)
    else { return nil }
    return specification.utf8[place...].dropFirst().prefix { $0 == UInt8(ascii: ":") }.count
  }

  /// A mistake in the options, in the words of `getopt_long`.
  struct Mistake: Error {
    var message: String
  }

  func parse(_ arguments: [String]) throws(Mistake) -> Options {
    var result = Options.Builder()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        result.operands += rest
        break
      }
      if argument.hasPrefix("--"), !long.isEmpty || colons(after: "-") == nil {
        try parseLong(argument, &rest, &result)
      } else if argument.hasPrefix("-"), argument != "-" {
        try parseLetters(argument, &rest, &result)
      } else if stopsAtOperand {
        result.operands.append(argument)
        result.operands += rest
        break
      } else {
        result.operands.append(argument)
      }
    }
    return result.options
  }

  private func parseLetters(
    _ argument: String, _ rest: inout ArraySlice<String>, _ result: inout Options.Builder
  ) throws(Mistake) {
    var cluster = argument.dropFirst()
    while let letter = cluster.popFirst() {
      guard let kind = colons(after: letter) else {
        throw Mistake(message: "invalid option -- '\(letter)'")
      }
      if kind == 0 {
        result.found.append((letter, nil))
      } else if !cluster.isEmpty {
        result.found.append((letter, String(cluster)))
        return
      } else if kind == 2 {
        result.found.append((letter, nil))
      } else if let value = rest.popFirst() {
        result.found.append((letter, value))
      } else {
        throw Mistake(message: "option requires an argument -- '\(letter)'")
      }
    }
  }

  private func parseLong(
    _ argument: String, _ rest: inout ArraySlice<String>, _ result: inout Options.Builder
  ) throws(Mistake) {
    let parts = argument.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    let candidates = long.filter { $0.name.hasPrefix(name) }
    guard let option = long.first(where: { $0.name == name }) ?? candidates.first else {
      throw Mistake(message: "unrecognized option '\(argument)'")
    }
    if option.name != name, Set(candidates.map(\.option)).count > 1 {
      let names = candidates.map { " '--\($0.name)'" }.joined()
      throw Mistake(message: "option '--\(name)' is ambiguous; possibilities:\(names)")
    }
    if parts.count == 2 {
      guard option.takesValue || option.mayTakeValue else {
        throw Mistake(message: "option '--\(option.name)' doesn't allow an argument")
      }
      result.found.append((option.option, String(parts[1])))
    } else if option.takesValue {
      guard let value = rest.popFirst() else {
        throw Mistake(message: "option '--\(option.name)' requires an argument")
      }
      result.found.append((option.option, value))
    } else {
      result.found.append((option.option, nil))
    }
  }
}

extension Options {
  /// Options while they are being collected.
  struct Builder {
    var found: [(option: Character, value: String?)] = []
    var operands: [String] = []

    var options: Options { Options(found: found, operands: operands) }
  }
}

extension Process {
  /// Reads this applet's options; a mistake is printed and the usage shown.
  ///
  /// `operands`: how many there may be; others show the usage, too.
  func options(
    _ specification: String, long: [LongOption] = [], arguments: [String]? = nil,
    operands allowed: ClosedRange<Int> = 0...Int.max
  ) async throws -> Options {
    do {
      let options = try OptionParser(specification, long: long).parse(arguments ?? operands)
      guard allowed.contains(options.operands.count) else { throw UsageError() }
      return options
    } catch let mistake as OptionParser.Mistake {
      try await output.flush()
      try await errors.write("\(name): \(mistake.message)\n")
      throw UsageError()
    }
  }
}
