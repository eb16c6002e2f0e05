import PodModel

/// The two forms in which `podlab validate` prints its answer.
enum ValidationText {
  /// For people: kubectl's words, then each problem with its place and a caret.
  static func text(_ admission: Admission, file: String, source: [UInt8]) -> String {
    var text = "\(file): \(admission.accepted ? "accepted" : "refused")\n"
    if !admission.message.isEmpty {
      text += admission.message.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "\n" : "  \(TerminalText.safe($0))\n" }.joined()
      if text.hasSuffix("\n\n") { text.removeLast() }
    }
    for problem in admission.problems {
      text += self.text(problem, file: file, source: source)
    }
    return text
  }

  private static func text(_ problem: Problem, file: String, source: [UInt8]) -> String {
    let place = problem.position.map { "\(file):\($0)" } ?? file
    let field = problem.path.map { " \($0):" } ?? ""
    var text = "\(place):\(TerminalText.safe(field)) \(TerminalText.safe(problem.message))\n"
    if let position = problem.position,
      let excerpt = SourceExcerpt(of: source, at: position)
    {
      text += "\(excerpt)\n"
    }
    if let suggestion = problem.suggestion {
      text += "  → \(TerminalText.safe(suggestion))\n"
    }
    return text
  }

  /// For programs: one object on one line.
  static func json(_ admission: Admission, file: String) -> String {
    let object: Node = [
      "file": Node(.string(file)),
      "accepted": Node(.bool(admission.accepted)),
      "message": Node(.string(admission.message)),
      "warnings": Node(.list(admission.warnings.map { Node(.string($0)) })),
      "objects": Node(.list(admission.objects)),
    ]
    return object.compactJSON + "\n"
  }
}

/// Text of a submission made safe to print.
enum TerminalText {
  /// The text with everything that a terminal would act on shown as `·`; line ends stay.
  static func safe(_ text: some StringProtocol) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return String(text) }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? "·" : $0 }))
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
  }
}
