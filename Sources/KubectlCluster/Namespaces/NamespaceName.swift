/// Makes names of namespaces and values of labels from what learners and tasks are called.
package enum NamespaceName {
  /// Letters, digits and single hyphens of a text, as a DNS label has them; may be empty.
  ///
  /// Source: RFC 1123; apimachinery `util/validation`, `IsDNS1123Label`.
  package static func label(_ text: String, limit: Int) -> String {
    var label = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        label.append(character)
      } else if !label.isEmpty, label.last != "-" {
        label.append("-")
      }
    }
    label = String(label.prefix(limit))
    while label.last == "-" { label.removeLast() }
    return label
  }

  /// `podlab-<learner>-<task>-<random>`, short enough for a number behind it.
  ///
  /// `random` is any number; its last five digits to the base 32 are taken.
  package static func name(learner: String, task: String, random: UInt64) -> String {
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let tail = (0..<5).map { digits[Int(random >> (5 * UInt64($0)) & 31)] }
    let parts = ["podlab", label(learner, limit: 16), label(task, limit: 24), String(tail)]
    return parts.filter { !$0.isEmpty }.joined(separator: "-")
  }
}
