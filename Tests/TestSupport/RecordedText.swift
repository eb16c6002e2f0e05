/// Makes two outputs comparable: what differs from run to run is replaced by a word for it.
package enum RecordedText {
  /// The text with a word in the place of each id, time, age and address.
  package static func normalized(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      words(line).joined(separator: " ")
    }.joined(separator: "\n")
  }

  private static func words(_ line: Substring) -> [String] {
    line.split(separator: " ").map { word(String($0)) }
  }

  /// A word with ids, times, durations and addresses replaced, wherever they stand in it.
  private static func word(_ word: String) -> String {
    // Most words have nothing to replace; matching patterns is slow.
    let hasDigit = word.utf8.contains { (0x30...0x39).contains($0) }
    guard hasDigit || word.contains("kube-api-access-") else {
      return word.hasPrefix("--") && word.allSatisfy { $0 == "-" } ? "--" : word
    }
    var text = word
    text = text.replacing(/198\.51\.100\.\d+(?!\d)/, with: "<pod>")
    text = text.replacing(/[0-9a-f]{64}/, with: "<id>")
    text = text.replacing(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "<uid>")
    text = text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/, with: "<time>")
    text = text.replacing(/\d\d\/[A-Z][a-z][a-z]\/\d{4}:\d\d:\d\d:\d\d/, with: "<time>")
    text = text.replacing(/\d\d:\d\d(:\d\d)?/, with: "<clock>")
    text = text.replacing(/\d{4}\/\d\d\/\d\d/, with: "<date>")
    text = text.replacing(/^\(?(\d+h)?(\d+m)?(\d+(\.\d+)?m?s)\)?$/, with: "<age>")
    text = text.replacing(/kube-api-access-[a-z0-9]{5}/, with: "kube-api-access-<x>")
    text = text.replacing(/^17\d{8}$/, with: "<seconds>")
    text = text.replacing(/^"\d{3,6}"$/, with: "<version>")
    return text
  }

  /// The first lines in which two texts differ.
  package static func difference(_ want: String, _ have: String, title: String) -> [String] {
    let wanted = want.split(separator: "\n", omittingEmptySubsequences: false)
    let found = have.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(wanted.count, found.count) {
      let left = index < wanted.count ? String(wanted[index]) : "(end)"
      let right = index < found.count ? String(found[index]) : "(end)"
      if left != right {
        return ["  \(title) \(index + 1): want \(left)", "  \(title) \(index + 1): have \(right)"]
      }
    }
    return []
  }
}
