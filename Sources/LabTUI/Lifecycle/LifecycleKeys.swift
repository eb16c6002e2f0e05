package import Cells

/// What a key can ask of the lifecycle view.
package enum LifecycleCommand: Sendable, Hashable, CaseIterable {
  case previousChange, nextChange, secondBack, secondForward, beginning, end
  case play, faster, slower, zoomIn, zoomOut, compare, nextPod
}

/// The keys of the lifecycle view; those for scrolling and leaving are the screen's.
package enum LifecycleKeys {
  /// One command with the keys that ask for it.
  package struct Binding: Sendable {
    package var command: LifecycleCommand
    package var keys: [Key]
    /// The keys as the learner reads them.
    package var keysText: String
    /// One or two words for the view's edge; empty where the next binding's word serves for both.
    package var label: String
    /// A sentence for the help screen.
    package var help: String

    fileprivate init(
      _ command: LifecycleCommand, _ keys: [Key], _ keysText: String, label: String = "",
      _ purpose: String
    ) {
      self.command = command
      self.keys = keys
      self.keysText = keysText
      self.label = label
      help = "In the lifecycle: \(purpose)"
    }
  }

  /// All keys, in the order in which the view names them.
  package static let all: [Binding] = [
    Binding(.previousChange, [.left], "←", "go back to the change before."),
    Binding(.nextChange, [.right], "→", label: "change", "go on to the next change."),
    Binding(
      .play, [.character(" ")], "Space", label: "play",
      "play, or pause."),
    Binding(
      .slower, [.character("-")], "-",
      "play slower."),
    Binding(
      .faster, [.character("+"), .character("=")], "+", label: "speed",
      "play faster: as it was, ten times as fast, at once."),
    Binding(
      .compare, [.character("c")], "c", label: "compare",
      "show the expected Pod below yours, on the same axis."),
    Binding(
      .zoomIn, [.character("z")], "z",
      "look closer."),
    Binding(
      .zoomOut, [.character("Z")], "Z", label: "zoom",
      "look from further away."),
    Binding(
      .secondBack, [.character("[")], "[",
      "one second back."),
    Binding(
      .secondForward, [.character("]")], "]", label: "1 s",
      "one second on."),
    Binding(.beginning, [.home], "Home", "to the beginning."),
    Binding(.end, [.end], "End", label: "ends", "to the end."),
    Binding(.nextPod, [.tab], "Tab", label: "Pod", "show the next Pod."),
  ]

  /// The command of a key; nil for keys that mean nothing here.
  package static func command(for key: Key) -> LifecycleCommand? {
    all.first { $0.keys.contains(key) }?.command
  }

  /// The keys for the view's edge; keys without a word of their own share the next one's.
  static var summary: String {
    var parts: [String] = []
    var keys = ""
    for binding in all {
      keys += keys.isEmpty ? binding.keysText : "/\(binding.keysText)"
      guard !binding.label.isEmpty else { continue }
      parts.append("\(keys) \(binding.label)")
      keys = ""
    }
    return parts.joined(separator: " · ")
  }
}
