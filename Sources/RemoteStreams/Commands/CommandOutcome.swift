/// How a command in a container ended, as the client is told on the status stream.
package enum CommandOutcome: Sendable, Hashable {
  case exited(Int, command: [String])
  /// The container's runtime refused: a message, already in the server's words.
  case failed(message: String)
}

extension CommandOutcome {
  /// What goes over the status stream; empty: nothing but its end.
  ///
  /// Source: Kubernetes `kubelet/cri/streaming/remotecommand/exec.go` for the documents,
  /// `v1WriteStatusFunc` for what clients of older versions get; containerd `sbserver` for the text.
  package func document(_ framing: ChannelProtocol) -> [UInt8] {
    guard framing.reportsStatus else { return Array(message.utf8) }
    let text =
      switch self {
      case .exited(0, _): #"{"metadata":{},"status":"Success"}"#
      case .exited(let code, _):
        #"{"metadata":{},"status":"Failure","message":"# + JSONText.quoted(message)
          + #","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":""#
          + #"\#(code)"}]}}"#
      case .failed:
        #"{"metadata":{},"status":"Failure","message":"# + JSONText.quoted(message)
          + #","reason":"InternalError","details":{"causes":[{"message":"#
          + JSONText.quoted(cause) + #"}]},"code":500}"#
      }
    return Array(text.utf8)
  }

  private var message: String {
    switch self {
    case .exited(0, _): ""
    case .exited(let code, let command):
      "command terminated with non-zero exit code: error executing command "
        + "[\(command.joined(separator: " "))], exit code \(code)"
    case .failed(let message): message
    }
  }

  /// The message without what Kubernetes puts before every internal error.
  private var cause: String {
    let prefix = "Internal error occurred: "
    return message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
  }
}

/// Text in JSON documents.
enum JSONText {
  /// A string in quotes, escaped as Go's `encoding/json` does.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
