import ByteText
import PodModel

/// A request that `curl` or `wget` was told to make.
struct WebRequest: Sendable, Hashable {
  /// The address as it was typed.
  var text: String
  var host: String
  var port: Int
  /// Starts with `/`; the query belongs to it.
  var path: String

  /// The first address among a program's arguments.
  init?(program: String, arguments: some Sequence<String>) {
    guard program == "curl" || program == "wget" else { return nil }
    var skipsNext = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
        continue
      }
      if argument.hasPrefix("-"), argument.count > 1 {
        if let url = Self.longAddress(argument) {
          self.init(url)
          return
        }
        skipsNext = Self.takesValue(argument, program: program)
        continue
      }
      guard argument != "-" else { continue }
      self.init(argument)
      return
    }
    return nil
  }

  private init(_ address: String) {
    text = address
    var rest = Substring(address)
    var defaultPort = 80
    if let separator = rest.firstRange(ofText: "://") {
      if rest[..<separator.lowerBound].lowercased() == "https" { defaultPort = 443 }
      rest = rest[separator.upperBound...]
    }
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var authority = rest[..<end]
    if let at = authority.lastIndex(of: "@") {
      authority = authority[authority.index(after: at)...]
    }
    let tail = rest[end...]
    path = tail.isEmpty ? "/" : tail.hasPrefix("/") ? String(tail) : "/" + tail
    port = defaultPort
    if authority.last != "]", let colon = authority.lastIndex(of: ":"),
      let number = Int(authority[authority.index(after: colon)...])
    {
      port = number
      authority = authority[..<colon]
    }
    host = authority.lowercased()
  }

  /// The file that the answer is written to instead of standard output.
  ///
  /// Source: busybox 1.35 and GNU `wget` name it after the address, or index.html; curl after `-o`.
  static func outputFile(program: String, arguments: some Sequence<String>) -> String? {
    guard program == "curl" || program == "wget" else { return nil }
    let words = Array(arguments)
    let letter: Character = program == "curl" ? "o" : "O"
    for (index, word) in words.enumerated() where word.hasPrefix("-") && !word.hasPrefix("--") {
      guard let place = word.firstIndex(of: letter) else { continue }
      let attached = word[word.index(after: place)...]
      let next = index + 1 < words.count ? words[index + 1] : ""
      let name = attached.isEmpty ? next : String(attached)
      return name == "-" || name.isEmpty ? nil : name
    }
    guard program == "wget", let request = WebRequest(program: program, arguments: words) else {
      return nil
    }
    let name = request.path.prefix { $0 != "?" }.split(at: "/").last
    return name.map(String.init) ?? "index.html"
  }

  private static func longAddress(_ argument: String) -> String? {
    argument.hasPrefix("--url=") ? String(argument.dropFirst(6)) : nil
  }

  /// Whether the next word is the flag's value.
  ///
  /// Source: the option tables of curl 7.88 and busybox 1.35 `wget`.
  private static func takesValue(_ argument: String, program: String) -> Bool {
    if argument.hasPrefix("--") {
      let curlFlags: Set<String> = [
        "--output", "--request", "--header", "--data", "--user-agent", "--max-time",
        "--connect-timeout", "--retry", "--retry-delay", "--write-out", "--user", "--resolve",
        "--interface", "--cookie", "--referer", "--proxy",
      ]
      let wgetFlags: Set<String> = [
        "--output-document", "--tries", "--timeout", "--header", "--user-agent",
        "--directory-prefix", "--output-file", "--post-data",
      ]
      return (program == "curl" ? curlFlags : wgetFlags).contains(argument)
    }
    let letters = program == "curl" ? "oXHdAmwuebxUTEKr" : "OoPTtUY"
    // The value may stand right behind the letter: `-O-`, `-m5`.
    guard let index = argument.firstIndex(where: { letters.contains($0) }) else { return false }
    return argument.index(after: index) == argument.endIndex
  }
}
