package import Kernel
import RegularExpressions

/// Evaluates the arguments of `test`, `[` and `[[`.
///
/// Source: POSIX `test`; order of evaluation and error texts of busybox `coreutils/test.c`.
package struct TestExpression {
  /// Arguments that make no expression; the status is 2.
  package struct Failure: Error {
    package var message: String
  }

  private let arguments: [String]
  private let process: Process
  /// Whether it stands in `[[ … ]]`, where `==` compares with a pattern.
  private let isExtended: Bool
  private var position = 0

  /// Whether the expression is true; `arguments` begin with the name of the command.
  package static func evaluate(
    _ arguments: [String], in process: Process, knowsDoubleEqual: Bool = true
  ) throws -> Bool {
    let name = arguments.first ?? "test"
    var rest = Array(arguments.dropFirst())
    if name.hasSuffix("[") {
      let closing = name.hasSuffix("[[") ? "]]" : "]"
      guard rest.popLast() == closing else { throw Failure(message: "missing \(closing)") }
    }
    if !knowsDoubleEqual, rest.count > 1, rest[1] == "==" {
      throw Failure(message: "\(rest[0]): unknown operand")
    }
    var negated = false
    while true {
      switch rest.count {
      case 0: return negated
      case 1: return rest[0].isEmpty == negated
      case 2 where rest[0] == "!":
        negated.toggle()
        rest.removeFirst()
        continue
      case 3 where Operator.binary(rest[1], isExtended: name.hasSuffix("[[")) != nil:
        let expression = TestExpression(
          arguments: rest, process: process, isExtended: name.hasSuffix("[["))
        return try expression.compare(rest[0], rest[1], rest[2]) != negated
      case 4 where rest[0] == "!" && Operator.binary(rest[2], isExtended: name == "[[") != nil:
        negated.toggle()
        rest.removeFirst()
        continue
      default: break
      }
      break
    }
    var expression = TestExpression(
      arguments: rest, process: process, isExtended: name.hasSuffix("[["))
    let result = try expression.either()
    if expression.position < rest.count {
      // dash names what stands before the operand that it cannot place.
      let place = max(0, expression.position - (knowsDoubleEqual ? 0 : 1))
      throw Failure(message: "\(rest[place]): unknown operand")
    }
    return result != negated
  }

  private var current: String? { position < arguments.count ? arguments[position] : nil }

  private func peek(_ offset: Int) -> String? {
    position + offset < arguments.count ? arguments[position + offset] : nil
  }

  private mutating func either() throws -> Bool {
    var result = try both()
    while current == "-o" || isExtended && current == "||" {
      position += 1
      let right = try both()
      result = result || right
    }
    return result
  }

  private mutating func both() throws -> Bool {
    var result = try negation()
    while current == "-a" || isExtended && current == "&&" {
      position += 1
      let right = try negation()
      result = result && right
    }
    return result
  }

  private mutating func negation() throws -> Bool {
    guard current == "!" else { return try primary() }
    position += 1
    // "!" with nothing after it is a word like any other.
    if current == nil { return true }
    return !(try negation())
  }

  private mutating func primary() throws -> Bool {
    guard let first = current else { throw Failure(message: "argument expected") }
    if let second = peek(1), Operator.binary(second, isExtended: isExtended) != nil {
      if let third = peek(2) {
        position += 3
        return try compare(first, second, third)
      }
      guard Operator.isUnary(first) else {
        throw Failure(message: "\(second): argument expected")
      }
    }
    if first == "(" {
      position += 1
      let result = try either()
      guard current == ")" else { throw Failure(message: "closing paren expected") }
      position += 1
      return result
    }
    if Operator.isUnary(first), let operand = peek(1) {
      position += 2
      return try unary(first, operand)
    }
    position += 1
    return !first.isEmpty
  }

  // MARK: Operators

  private enum Operator {
    static func isUnary(_ text: String) -> Bool {
      text.utf8.count == 2 && text.hasPrefix("-")
        && "bcdefghkLnprsSuwxzGNOt".contains(text.last ?? " ")
    }

    static func binary(_ text: String, isExtended: Bool) -> String? {
      switch text {
      case "=~": isExtended ? text : nil
      case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef":
        text
      default: nil
      }
    }
  }

  private func compare(_ left: String, _ symbol: String, _ right: String) throws -> Bool {
    switch symbol {
    case "=", "==": return isExtended ? fits(left, right) : left == right
    case "!=": return isExtended ? !fits(left, right) : left != right
    case "<": return left.utf8.lexicographicallyPrecedes(right.utf8)
    case ">": return right.utf8.lexicographicallyPrecedes(left.utf8)
    case "=~": return try matches(left, right)
    case "-nt": return try isNewer(left, than: right)
    case "-ot": return try isNewer(right, than: left)
    case "-ef":
      guard let one = try? process.status(left), let other = try? process.status(right) else {
        return false
      }
      return one.inode == other.inode && one.device == other.device
    default: break
    }
    let (one, other) = (try number(left), try number(right))
    switch symbol {
    case "-eq": return one == other
    case "-ne": return one != other
    case "-lt": return one < other
    case "-le": return one <= other
    case "-gt": return one > other
    default: return one >= other
    }
  }

  /// Source: busybox `coreutils/test.c`, `binop`: what is no regular expression gives status 2.
  private func matches(_ text: String, _ expression: String) throws -> Bool {
    do throws(RegexError) {
      let regex = try Regex(expression.rawBytes, .extended)
      defer { process.charge(work: regex.takeEffort() * 16) }
      return regex.matches(text.rawBytes)
    } catch {
      process.charge(work: Regex.mostInstructions)
      throw Failure(message: "")
    }
  }

  private func fits(_ text: String, _ pattern: String) -> Bool {
    let pattern = Pattern(pattern)
    process.charge(work: pattern.effort(on: text.utf8.count))
    return pattern.matches(text)
  }

  private func isNewer(_ left: String, than right: String) throws -> Bool {
    guard let one = try? process.status(left) else { return false }
    guard let other = try? process.status(right) else { return false }
    return one.modified.unixSeconds > other.modified.unixSeconds
  }

  private func number(_ text: String) throws -> Int {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    var bytes = Array(text.utf8)[...]
    bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    let digits = bytes.first == 0x2D || bytes.first == 0x2B ? bytes.dropFirst() : bytes
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else {
      throw Failure(message: text.isEmpty ? "bad number" : "\(text): bad number")
    }
    guard let value = Int(String(decoding: bytes, as: UTF8.self)) else {
      throw Failure(message: "\(text): out of range")
    }
    return value
  }

  private func unary(_ symbol: String, _ operand: String) throws -> Bool {
    switch symbol {
    case "-z": return operand.isEmpty
    case "-n": return !operand.isEmpty
    case "-t": return process.isTerminal(try number(operand))
    case "-r": return process.mayAccess(operand, 4)
    case "-w": return process.mayAccess(operand, 2)
    case "-x": return process.mayAccess(operand, 1)
    case "-L", "-h": return (try? process.linkStatus(operand))?.kind == .symbolicLink
    default: break
    }
    guard let status = try? process.status(operand) else { return false }
    switch symbol {
    case "-e": return true
    case "-f": return status.kind == .file
    case "-d": return status.kind == .directory
    case "-s": return status.size > 0
    case "-p": return status.kind == .fifo
    case "-S": return status.kind == .socket
    case "-c": return status.kind == .characterDevice
    case "-u": return status.mode & 0o4000 != 0
    case "-g": return status.mode & 0o2000 != 0
    case "-k": return status.mode & 0o1000 != 0
    case "-O": return status.owner == process.user
    case "-G": return status.group == process.group
    case "-N": return status.accessed < status.modified
    default: return false
    }
  }
}

extension TestExpression {
  private init(arguments: [String], process: Process, isExtended: Bool) {
    self.arguments = arguments
    self.process = process
    self.isExtended = isExtended
  }
}
