/// A command line that is being typed on a terminal: editing, history and search.
///
/// A state machine: keys in, bytes for the screen out. Source: the keys are those of busybox
/// `libbb/lineedit.c` and of readline's Emacs mode.
struct LineEditor {
  /// What a key has led to.
  enum Outcome: Hashable {
    case editing
    case submitted(String)
    case interrupted
    case endOfInput
    /// The user wants the word before the cursor completed.
    case completion
  }

  /// Longer lines are not taken.
  ///
  /// Source: busybox `CONFIG_FEATURE_EDITING_MAX_LEN`.
  static let limit = 1024

  private(set) var text: [Character] = []
  private(set) var cursor = 0
  /// Bytes for the screen since they were last taken.
  private(set) var output = ""
  private let history: [String]
  /// The place in the history; its count is the line that is being typed.
  private var place: Int
  /// What was typed before the user went into the history.
  private var draft: [Character] = []
  private var killed: [Character] = []
  private var search: HistorySearch?
  private var screen: EditingScreen

  init(prompt: String, columns: Int, history: [String] = []) {
    self.history = history
    place = history.count
    screen = EditingScreen(prompt: prompt, columns: columns)
    output = prompt
  }

  /// Takes what is to be shown.
  mutating func takeOutput() -> String {
    defer { output = "" }
    return output
  }

  /// Says how wide the terminal is now.
  mutating func resize(columns: Int) { screen.columns = columns }

  // MARK: Keys

  /// Takes a key.
  mutating func receive(_ key: EditingKey) -> Outcome {
    if search != nil, receiveInSearch(key) { return .editing }
    switch key {
    case .character(let character): insert([character])
    case .left: move(to: cursor - 1)
    case .right: move(to: cursor + 1)
    case .home: move(to: 0)
    case .end: move(to: text.count)
    case .wordLeft: move(to: wordStart)
    case .wordRight: move(to: wordEnd)
    case .up: recall(place - 1)
    case .down: recall(place + 1)
    case .deleteBefore: delete(max(0, cursor - 1)..<cursor)
    case .deleteAt: delete(cursor..<min(cursor + 1, text.count))
    case .killToStart: kill(0..<cursor)
    case .killToEnd: kill(cursor..<text.count)
    case .killWordBefore: kill(wordStart..<cursor)
    case .killWordAt: kill(cursor..<wordEnd)
    case .yank: insert(killed)
    case .clearScreen: output += "\u{1B}[H\u{1B}[J" + screen.redrawn(text, cursor)
    case .complete: return .completion
    case .search: begin()
    case .enter:
      output += screen.moved(to: text.count, text) + "\n"
      return .submitted(String(text))
    case .interrupt:
      output += screen.moved(to: text.count, text) + "^C\n"
      return .interrupted
    case .endOfInput:
      if text.isEmpty { return .endOfInput }
      delete(cursor..<min(cursor + 1, text.count))
    case .other: break
    }
    return .editing
  }

  /// Puts text at the cursor, as a completion does.
  mutating func insert(_ characters: [Character]) {
    guard text.count + characters.count <= LineEditor.limit else {
      output += "\u{7}"
      return
    }
    text.insert(contentsOf: characters, at: cursor)
    cursor += characters.count
    output += screen.inserted(characters, text, cursor)
  }

  /// Shows lines below the one that is being typed, and that one again.
  mutating func show(_ lines: [String]) {
    output += screen.moved(to: text.count, text) + "\n"
    output += lines.map { $0 + "\n" }.joined() + screen.prompted(text, cursor)
  }

  /// Sounds the bell.
  mutating func refuse() { output += "\u{7}" }

  // MARK: Moving and deleting

  private mutating func move(to target: Int) {
    guard (0...text.count).contains(target), target != cursor else { return }
    cursor = target
    output += screen.moved(to: target, text)
  }

  private mutating func delete(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let removed = Array(text[range])
    text.removeSubrange(range)
    cursor = range.lowerBound
    output += screen.removed(removed, text, cursor)
  }

  private mutating func kill(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    killed = Array(text[range])
    delete(range)
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, text[index - 1] == " " { index -= 1 }
    while index > 0, text[index - 1] != " " { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = cursor
    while index < text.count, text[index] == " " { index += 1 }
    while index < text.count, text[index] != " " { index += 1 }
    return index
  }

  // MARK: History

  private mutating func recall(_ target: Int) {
    guard (0...history.count).contains(target) else { return refuse() }
    if place == history.count { draft = text }
    place = target
    replace(with: target == history.count ? draft : Array(history[target]))
  }

  private mutating func replace(with new: [Character]) {
    text = Array(new.prefix(LineEditor.limit))
    cursor = text.count
    output += screen.redrawn(text, cursor)
  }

  private mutating func begin() {
    search = HistorySearch(history: history)
    output += screen.searching(search?.prompt ?? "", text)
  }

  /// Takes a key while a line is looked for; false: the search is over and the key goes on.
  private mutating func receiveInSearch(_ key: EditingKey) -> Bool {
    guard var current = search else { return false }
    switch key {
    case .character(let character): current.append(character)
    case .deleteBefore: current.removeLast()
    case .search: current.goOn()
    case .other, .interrupt:
      search = nil
      output += screen.redrawn(text, cursor)
      return true
    case .left, .right, .up, .down, .home, .end, .wordLeft, .wordRight, .deleteAt, .killToStart,
      .killToEnd, .killWordBefore, .killWordAt, .yank, .clearScreen, .complete, .enter,
      .endOfInput:
      search = nil
      replace(with: Array(current.found ?? String(text)))
      return false
    }
    search = current
    output += screen.searching(current.prompt, Array(current.found ?? ""))
    return true
  }
}

/// A search backwards through the history, as ^R begins one.
private struct HistorySearch {
  private let history: [String]
  private var pattern = ""
  private var place: Int
  /// The line that was found last.
  private(set) var found: String?

  init(history: [String]) {
    self.history = history
    place = history.count
  }

  var prompt: String { "(reverse-i-search)'\(pattern)': " }

  mutating func append(_ character: Character) {
    pattern.append(character)
    look(from: min(place, history.count - 1))
  }

  mutating func removeLast() {
    guard !pattern.isEmpty else { return }
    pattern.removeLast()
    look(from: history.count - 1)
  }

  mutating func goOn() { look(from: place - 1) }

  private mutating func look(from start: Int) {
    guard !pattern.isEmpty, start >= 0 else { return }
    for index in (0...start).reversed() where history[index].contains(pattern) {
      place = index
      found = history[index]
      return
    }
  }
}
