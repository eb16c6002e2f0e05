package import Cells

/// What a key can ask for.
package enum Command: Sendable, Hashable, CaseIterable {
  case act, edit, editTranscript, hint, compare, lifecycle, solution, nextUnsolved, reset
  case up, down, pageUp, pageDown, top, bottom, left, right
  case nextPane, previousPane, showTasks, showText, showChecks, showPod
  case search, nextMatch, previousMatch
  case cluster, runAgain
  case help, leave, redraw
}

/// One line of the key table, which feeds the footer, the help screen and the manual.
package struct KeyBinding: Sendable {
  package var command: Command
  package var keys: [Key]
  /// The keys as the learner reads them.
  package var keysText: String
  /// One or two words for the footer; empty where the footer does not show it.
  package var label: String
  /// A sentence for the help screen.
  package var help: String
}

/// The one table of keys, from which footer, help and decoding come.
package enum KeyBindings {
  /// All keys of the screen, in the order of the help screen.
  package static let all: [KeyBinding] = [
    binding(.act, [.enter], "Enter", "open", "Open the selected task, or show a check in full."),
    binding(
      .edit, [.character("e")], "e", "edit",
      "Open your manifest in $VISUAL or $EDITOR. Saving it, here or in any other editor, grades it at once."
    ),
    binding(
      .editTranscript, [.character("t")], "t", "transcript",
      "Open the file for the commands that you ran and what they printed."),
    binding(.help, [.character("?"), .function(1)], "?", "help", "Show this help."),
    binding(
      .leave, [.character("q"), .escape], "q", "quit",
      "Leave one layer: a window, then podlab itself. Escape does the same."),
    binding(
      .hint, [.character("h")], "h", "hint",
      "Show the next hint; each tells more than the one before."),
    binding(
      .compare, [.character("c")], "c", "compare",
      "Draw the expected Pod beside yours, with the differences marked."),
    binding(
      .nextUnsolved, [.character("n")], "n", "next", "Go to the next task that is not solved yet."),
    binding(
      .lifecycle, [.character("L")], "L", "life",
      "Show what your Pod does over time: every container, the events and the logs."),
    binding(
      .cluster, [.character("C")], "C", "",
      "Run your Pods on a real cluster, through your own kubectl; again: in the simulation."),
    binding(
      .runAgain, [.character("x")], "x", "",
      "Run the task on the real cluster once more, when it was out of reach, say."),
    binding(.solution, [.character("s")], "s", "", "Show the solution, after a warning."),
    binding(
      .reset, [.character("r")], "r", "",
      "Start the task again. Your files are kept in a backup folder; podlab asks first."),
    binding(.nextPane, [.tab], "Tab", "", "Go to the next pane."),
    binding(.previousPane, [.backTab], "Shift-Tab", "", "Go to the pane before."),
    binding(.showTasks, [.character("1")], "1", "", "Go to the list of tasks."),
    binding(.showText, [.character("2")], "2", "", "Go to the task's text."),
    binding(.showChecks, [.character("3")], "3", "", "Go to the checks."),
    binding(.showPod, [.character("4")], "4", "", "Go to the diagram of the Pod."),
    binding(.down, [.character("j"), .down], "j, ↓", "", "One line down."),
    binding(.up, [.character("k"), .up], "k, ↑", "", "One line up."),
    binding(.right, [.character("l"), .right], "l, →", "", "To the right, in the diagram."),
    binding(.left, [.left], "←", "", "To the left, in the diagram."),
    binding(
      .pageDown, [.pageDown, .character(" "), .control("f")], "PgDn, Space", "", "One page down."),
    binding(.pageUp, [.pageUp, .character("b"), .control("b")], "PgUp, b", "", "One page up."),
    binding(.top, [.character("g"), .home], "g, Home", "", "To the beginning."),
    binding(.bottom, [.character("G"), .end], "G, End", "", "To the end."),
    binding(
      .search, [.character("/")], "/", "", "Search in the text; Enter goes to the first match."),
    binding(.nextMatch, [.character("N")], "N", "", "Go to the next match."),
    binding(.previousMatch, [.character("P")], "P", "", "Go to the match before."),
    binding(.redraw, [.control("l")], "^L", "", "Paint the screen anew."),
  ]

  private static func binding(
    _ command: Command, _ keys: [Key], _ keysText: String, _ label: String, _ help: String
  ) -> KeyBinding {
    KeyBinding(command: command, keys: keys, keysText: keysText, label: label, help: help)
  }

  private static let commands: [Key: Command] = Dictionary(
    uniqueKeysWithValues: all.flatMap { binding in binding.keys.map { ($0, binding.command) } })

  /// The command of a key; nil for keys that mean nothing.
  package static func command(for key: Key) -> Command? { commands[key] }
}
