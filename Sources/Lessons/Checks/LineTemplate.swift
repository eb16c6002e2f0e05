import ByteText
import PodModel

/// A line with places for the fields of another: `$1` is the first.
package struct LineTemplate: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case text(String)
    case field(Int)
  }

  let parts: [Part]

  /// Reads a template; nil where it names no field.
  package init?(_ source: String) {
    var parts: [Part] = []
    var text = ""
    var rest = Substring(source)
    while let character = rest.popFirst() {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard character == "$", let number = Int(digits), (1...99).contains(number) else {
        text.append(character)
        continue
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.field(number))
      rest = rest.dropFirst(digits.count)
    }
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
    guard parts.contains(where: { $0 != .text("") && !$0.isText }) else { return nil }
  }

  /// The line with the fields filled in; nil where there are too few.
  package func line(filledWith fields: [Substring]) -> String? {
    var line = ""
    for part in parts {
      switch part {
      case .text(let text): line += text
      case .field(let number):
        guard fields.indices.contains(number - 1) else { return nil }
        line += fields[number - 1]
      }
    }
    return line
  }

  /// Whether a line is of this form, with something in the place of each field.
  package func matches(_ line: some StringProtocol) -> Bool {
    var rest = Substring(line)
    var isField = false
    for part in parts {
      switch part {
      case .field: isField = true
      case .text(let text) where isField:
        guard let first = rest.indices.first,
          let found = rest[rest.index(after: first)...].firstRange(ofText: text)
        else { return false }
        rest = rest[found.upperBound...]
        isField = false
      case .text(let text):
        guard rest.begins(with: text) else { return false }
        rest = rest[rest.utf8.index(rest.startIndex, offsetBy: text.utf8.count)...]
      }
    }
    return isField ? !rest.isEmpty : rest.isEmpty
  }
}

extension LineTemplate.Part {
  fileprivate var isText: Bool {
    switch self {
    case .text: true
    case .field: false
    }
  }
}

extension LineConversion {
  /// What the lines of a file must become, in their order.
  ///
  /// Lines that have the wanted form already stay as they are, lines of too few fields become
  /// nothing.
  package func converted(_ lines: [Substring]) -> [String] {
    lines.compactMap { line in
      template.matches(line)
        ? String(line)
        : template.line(filledWith: Self.fields(of: line, partedBy: separator))
    }
  }

  private static func fields(of line: Substring, partedBy separator: String) -> [Substring] {
    var fields: [Substring] = []
    var rest = line
    while let range = rest.firstRange(ofText: separator) {
      fields.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return fields + [rest]
  }
}
