/// The streams between a client and a command in a container; the numbers are those of the
/// WebSocket channels.
///
/// Source: Kubernetes `k8s.io/apimachinery/pkg/util/remotecommand`.
package enum CommandStream: Int, Sendable, Hashable, CaseIterable {
  case input = 0
  case output, errors, status, resize

  /// The value of the header `streamType` over SPDY.
  package var streamType: String {
    switch self {
    case .input: "stdin"
    case .output: "stdout"
    case .errors: "stderr"
    case .status: "error"
    case .resize: "resize"
    }
  }

  /// Whether bytes on it go to the command.
  package var isWrittenByClient: Bool { self == .input || self == .resize }
}

/// Which streams a client wants.
package struct CommandStreams: Sendable, Hashable {
  package var input: Bool
  package var output: Bool
  package var errors: Bool
  package var isTerminal: Bool

  /// A terminal has no separate stream for errors, whatever the client asks for.
  ///
  /// Source: Kubernetes `remotecommand.NewOptions`.
  package init(input: Bool, output: Bool, errors: Bool, isTerminal: Bool) {
    self.input = input
    self.output = output
    self.errors = errors && !isTerminal
    self.isTerminal = isTerminal
  }

  /// Whether there is anything to do.
  package var isEmpty: Bool { !input && !output && !errors }

  /// The streams that a client of a protocol opens over SPDY.
  package func expected(_ framing: ChannelProtocol) -> Set<CommandStream> {
    var streams: Set<CommandStream> = [.status]
    if input { streams.insert(.input) }
    if output { streams.insert(.output) }
    if errors { streams.insert(.errors) }
    if isTerminal, framing.canResize { streams.insert(.resize) }
    return streams
  }
}

/// What a client of `exec` or `attach` wants.
package enum CommandEvent: Sendable, Hashable {
  /// All streams are there: the command may start. Comes once and first.
  case ready
  case input([UInt8])
  case inputEnded
  case resized(TerminalSize)
}
