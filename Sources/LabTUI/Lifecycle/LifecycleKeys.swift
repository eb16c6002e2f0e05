package import Cells

/// What a key can ask of the lifecycle view.
package enum LifecycleCommand: Sendable, Hashable, CaseIterable {
  case previousChange, nextChange, secondBack, secondForward, beginning, end
  case play, faster, slower, zoomIn, zoomOut, compare, nextPod
}

/// The keys of the lifecycle view; those for scrolling and leaving are the screen's.
package enum LifecycleKeys {
  package struct Binding: Sendable {
    package var command: LifecycleCommand
    package var keys: [Key]
    /// The keys as the learner reads them.
    package var keysText: String
    /// One or two words for the view's edge.
    package var label: String
    /// A sentence for the help screen.
    package var help: String
  }

  /// All keys, in the order in which the view names them.
  package static let all: [Binding] = [
    Binding(
      command: .previousChange, keys: [.left], keysText: "←", label: "",
      help: "In the lifecycle: go back to the change before."),
    Binding(
      command: .nextChange, keys: [.right], keysText: "→", label: "change",
      help: "In the lifecycle: go on to the next change."),
    Binding(
      command: .play, keys: [.character(" ")], keysText: "Space", label: "play",
      help: "In the lifecycle: play, or pause."),
    Binding(
      command: .slower, keys: [.character("-")], keysText: "-", label: "",
      help: "In the lifecycle: play slower."),
    Binding(
      command: .faster, keys: [.character("+"), .character("=")], keysText: "+", label: "speed",
      help: "In the lifecycle: play faster: as it was, ten times as fast, at once."),
    Binding(
      command: .compare, keys: [.character("c")], keysText: "c", label: "compare",
      help: "In the lifecycle: show the expected Pod below yours, on the same axis."),
    Binding(
      command: .zoomIn, keys: [.character("z")], keysText: "z", label: "",
      help: "In the lifecycle: look closer."),
    Binding(
      command: .zoomOut, keys: [.character("Z")], keysText: "Z", label: "zoom",
      help: "In the lifecycle: look from further away."),
    Binding(
      command: .secondBack, keys: [.character("[")], keysText: "[", label: "",
      help: "In the lifecycle: one second back."),
    Binding(
      command: .secondForward, keys: [.character("]")], keysText: "]", label: "1 s",
      help: "In the lifecycle: one second on."),
    Binding(
      command: .beginning, keys: [.home], keysText: "Home", label: "",
      help: "In the lifecycle: to the beginning."),
    Binding(
      command: .end, keys: [.end], keysText: "End", label: "ends",
      help: "In the lifecycle: to the end."),
    Binding(
      command: .nextPod, keys: [.tab], keysText: "Tab", label: "Pod",
      help: "In the lifecycle: show the next Pod."),
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
