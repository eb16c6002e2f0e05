import Cells

extension Model {
  mutating func typeSearch(_ key: Key, text: String) {
    switch key {
    case .character(let character):
      layers[layers.count - 1] = .searchPrompt(text + String(character))
    case .backspace, .delete:
      if text.isEmpty {
        layers.removeLast()
      } else {
        layers[layers.count - 1] = .searchPrompt(String(text.dropLast()))
      }
    case .control("u"): layers[layers.count - 1] = .searchPrompt("")
    case .escape, .control("c"): layers.removeLast()
    case .enter:
      layers.removeLast()
      searchText = text
      goToMatch(forward: true, includingFirst: true)
    default: break
    }
  }

  /// Pasted text goes into the search that is being typed, without its control characters.
  mutating func appendToSearch(_ pasted: String) {
    guard case .searchPrompt(let text) = layers.last else { return }
    layers[layers.count - 1] = .searchPrompt(text + pasted.filter { !$0.isControl })
  }

  /// Scrolls the task's text to the next line that holds the searched text, around the end.
  mutating func goToMatch(forward: Bool, includingFirst: Bool = false) {
    guard !searchText.isEmpty else {
      notice = Notice(.information, "Nothing was searched yet: press / and type a word.")
      return
    }
    let wanted = searchText.lowercased()
    let lines = textLines.map { $0.text.lowercased() }
    let matches = lines.indices.filter { lines[$0].contains(wanted) }
    let here = scroll[.text] ?? 0
    let next =
      forward
      ? matches.first { includingFirst ? $0 >= here : $0 > here } ?? matches.first
      : matches.last { $0 < here } ?? matches.last
    guard let next else {
      notice = Notice(.problem, "'\(searchText)' does not occur in this task's text.")
      return
    }
    focus = .text
    scroll[.text] = min(next, max(0, lines.count - contentHeight(of: .text)))
    if scroll[.text] == here && matches.count == 1 {
      notice = Notice(.information, "'\(searchText)' occurs on one line only.")
    }
  }
}
