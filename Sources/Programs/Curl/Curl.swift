package import Kernel

/// curl 7.88.1 as Debian 12 has it, as far as HTTP goes.
package enum Curl {
  /// The program.
  package static let program: Program = { process in
    do {
      let options = try CurlOptions(process.operands)
      var transfer = CurlTransfer(process: process, options: options)
      return try await transfer.run()
    } catch let failure as CurlFailure {
      try await process.output.flush()
      try await process.errors.write(failure.message)
      return failure.status
    }
  }
}

/// Ends curl with a message and its exit code.
struct CurlFailure: Error {
  let status: Int
  let message: String
}

/// The command line of curl.
struct CurlOptions {
  var urls: [String] = []
  var outputs: [String?] = []
  var method: String?
  var fields: [String] = []
  var data: [String] = []
  var sendsDataAsQuery = false
  var isSilent = false
  var showsErrors = false
  var showsHead = false
  var isHead = false
  var failsOnError = false
  var follows = false
  var isVerbose = false
  var writeOut: String?
  var userAgent = "curl/7.88.1"
  var userInfo: String?
  var timeout: Duration?
  var connectTimeout: Duration?
  var retries = 0
  var retriesRefused = false
  var retryDelay: Duration?
  var dumpsHead: String?
  var showsProgressBar = false
  var maximumRedirects = 50

  private static let long: [String: Character] = [
    "silent": "s", "show-error": "S", "include": "i", "head": "I", "fail": "f", "location": "L",
    "verbose": "v", "output": "o", "remote-name": "O", "request": "X", "header": "H", "data": "d",
    "data-raw": "d", "data-binary": "d", "data-ascii": "d", "write-out": "w", "user-agent": "A",
    "user": "u", "max-time": "m", "connect-timeout": "\u{1}", "retry": "\u{2}", "get": "G",
    "insecure": "k", "progress-bar": "#", "dump-header": "D", "referer": "e", "no-buffer": "N",
    "retry-connrefused": "\u{3}", "retry-delay": "\u{4}", "max-redirs": "\u{5}", "url": "\u{6}",
    "compressed": "\u{7}", "http1.1": "\u{7}", "http1.0": "0", "ipv4": "4", "version": "V",
    "fail-with-body": "f", "noproxy": "\u{8}", "cookie": "b", "no-progress-meter": "\u{9}",
    "retry-max-time": "\u{8}", "create-dirs": "\u{7}", "help": "h",
  ]
  private static let takesValue: Set<Character> = [
    "o", "X", "H", "d", "w", "A", "u", "m", "\u{1}", "\u{2}", "D", "e", "\u{4}", "\u{5}", "\u{6}",
    "\u{8}", "b", "T", "F", "x",
  ]

  init(_ arguments: [String]) throws(CurlFailure) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--"), argument.count > 2 {
        try parseLong(String(argument.dropFirst(2)), &rest)
      } else if argument.hasPrefix("-"), argument.count > 1 {
        try parseLetters(argument.dropFirst(), &rest)
      } else {
        urls.append(argument)
      }
    }
    if urls.isEmpty {
      throw CurlFailure(
        status: 2,
        message:
          "curl: no URL specified!\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
      )
    }
  }

  private static func unknown(_ option: String) -> CurlFailure {
    CurlFailure(
      status: 2,
      message:
        "curl: option \(option): is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
    )
  }

  private mutating func parseLong(
    _ name: String, _ rest: inout ArraySlice<String>
  ) throws(CurlFailure) {
    let isNegated = name.hasPrefix("no-") && CurlOptions.long[name] == nil
    let name = isNegated ? String(name.dropFirst(3)) : name
    guard let letter = CurlOptions.long[name] else { throw CurlOptions.unknown("--\(name)") }
    guard CurlOptions.takesValue.contains(letter) else {
      if !isNegated { apply(letter, "") }
      return
    }
    guard let value = rest.popFirst() else { throw missingValue("--\(name)") }
    apply(letter, value)
  }

  private func missingValue(_ option: String) -> CurlFailure {
    CurlFailure(
      status: 2,
      message:
        "curl: option \(option): requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
    )
  }

  private mutating func parseLetters(
    _ letters: Substring, _ rest: inout ArraySlice<String>
  ) throws(CurlFailure) {
    var letters = letters
    while let letter = letters.popFirst() {
      guard "sSiIfLvoOXHdwAumGkD#eNV04bjgnqhTFxJZ".contains(letter) else {
        throw CurlOptions.unknown("-\(letter)")
      }
      guard CurlOptions.takesValue.contains(letter) else {
        apply(letter, "")
        continue
      }
      if letters.isEmpty {
        guard let value = rest.popFirst() else { throw missingValue("-\(letter)") }
        apply(letter, value)
      } else {
        apply(letter, String(letters))
        return
      }
    }
  }

  private mutating func apply(_ letter: Character, _ value: String) {
    switch letter {
    case "s": isSilent = true
    case "S": showsErrors = true
    case "i": showsHead = true
    case "I": (isHead, showsHead) = (true, true)
    case "f": failsOnError = true
    case "L": follows = true
    case "v": isVerbose = true
    case "o": outputs.append(value)
    case "O": outputs.append(nil)
    case "X": method = value
    case "H": fields.append(value)
    case "d": data.append(value)
    case "w": writeOut = value
    case "A": userAgent = value
    case "u": userInfo = value
    case "m": timeout = Numbers.seconds(value)
    case "\u{1}": connectTimeout = Numbers.seconds(value)
    case "\u{2}": retries = max(0, min(Int(value) ?? 0, 1000))
    case "\u{3}": retriesRefused = true
    case "\u{4}": retryDelay = Numbers.seconds(value)
    case "\u{5}": maximumRedirects = Int(value) ?? 50
    case "\u{6}": urls.append(value)
    case "\u{9}": isSilent = isSilent || false
    case "G": sendsDataAsQuery = true
    case "D": dumpsHead = value
    case "e": fields.append("Referer: \(value)")
    case "b": fields.append("Cookie: \(value)")
    case "#": showsProgressBar = true
    default: break
    }
  }
}
