import Cells
import Grader
import LabSession
import Lessons

/// Applies one message and names the work to be done outside.
package func update(_ model: inout Model, _ message: Message) -> [Effect] {
  switch message {
  case .key(let key):
    model.notice = nil
    return model.press(key)
  case .pasted(let text):
    model.appendToSearch(text)
    return []
  case .clicked(let x, let y):
    return model.click(x: x, y: y)
  case .scrolled(let x, let y, let lines):
    model.scrollPane(atX: x, y: y, by: lines)
    return []
  case .resized(let width, let height):
    model.width = width
    model.height = height
    return []
  case .elapsed(let time):
    model.lifecycle?.advance(by: time)
    return []
  case .attempted(let attempt, let standings):
    model.show(attempt, standings: standings)
    return []
  case .clusterWanted:
    return model.switchWorld()
  case .clusterTold(let news):
    return model.hear(news)
  case .noticed(let notice):
    model.notice = notice
    return []
  }
}

extension Model {
  fileprivate mutating func press(_ key: Key) -> [Effect] {
    if case .searchPrompt(let text) = layers.last {
      typeSearch(key, text: text)
      return []
    }
    if case .question(let question) = layers.last {
      return answer(question, with: key)
    }
    if layers.last == .lifecycle, performInLifecycle(key) { return [] }
    guard let command = KeyBindings.command(for: key) else { return [] }
    return layers.isEmpty ? perform(command) : performInLayer(command)
  }

  // MARK: Questions

  private mutating func answer(_ question: Question, with key: Key) -> [Effect] {
    switch key {
    case .character("y"), .character("Y"):
      layers.removeLast()
      return confirmed(question)
    case .character("n"), .character("N"), .escape, .character("q"), .enter:
      layers.removeLast()
      if case .cluster = question { world = .simulated }
      return []
    default:
      return []
    }
  }

  private mutating func confirmed(_ question: Question) -> [Effect] {
    if question == .quit { return [.quit] }
    if case .cluster = question { return [.connectCluster(isAgreed: true)] }
    guard let task = attempt?.task.id else { return [] }
    switch question {
    case .reset: return [.reset(task: task)]
    case .solution:
      open(.solution)
      attempt?.solutionShown = true
      return [.recordSolution(task: task)]
    case .quit, .cluster: return []
    }
  }

  mutating func open(_ layer: Layer) {
    layers.append(layer)
    layerScroll = 0
  }

  // MARK: Windows

  private mutating func performInLayer(_ command: Command) -> [Effect] {
    switch command {
    case .leave:
      if layers.removeLast() == .lifecycle { lifecycle = nil }
      layerScroll = 0
      return []
    case .hint:
      if case .hint = layers.last { layers.removeLast() }
      return showHint()
    case .up: layerScroll -= 1
    case .down: layerScroll += 1
    case .pageUp: layerScroll -= windowLines
    case .pageDown: layerScroll += windowLines
    case .top: layerScroll = 0
    case .bottom: layerScroll = Int.max / 2
    case .left: podColumn = max(0, podColumn - 8)
    case .right: podColumn += 8
    case .redraw: return [.redraw]
    case .help where layers.last == .help, .act,
      .compare where layers.last == .comparison:
      layers.removeLast()
    case .lifecycle where layers.last == .lifecycle:
      layers.removeLast()
      lifecycle = nil
    case .edit, .editTranscript, .reset, .solution, .nextUnsolved, .cluster, .runAgain:
      layers = []
      lifecycle = nil
      return perform(command)
    case .compare, .lifecycle, .help, .nextPane, .previousPane, .showTasks, .showText, .showChecks,
      .showPod,
      .search, .nextMatch, .previousMatch:
      return []
    }
    layerScroll = min(max(0, layerScroll), lastLayerScroll)
    return []
  }

  private var windowLines: Int { max(1, height * 9 / 10 - 3) }

  // MARK: Panes

  private mutating func perform(_ command: Command) -> [Effect] {
    switch command {
    case .act: return act()
    case .edit, .editTranscript, .hint, .compare, .lifecycle, .solution, .reset:
      guard attempt != nil else {
        notice = Notice(.information, "Open a task first: choose one in the list and press Enter.")
        return []
      }
      return performOnTask(command)
    case .nextUnsolved: return openNextUnsolved()
    case .cluster: return switchWorld()
    case .runAgain: return runAgain()
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -pageLines)
    case .pageDown: move(by: pageLines)
    case .top: move(by: -Int(Int32.max))
    case .bottom: move(by: Int(Int32.max))
    case .left: podColumn = max(0, podColumn - 8)
    case .right: podColumn += 8
    case .nextPane: cyclePane(by: 1)
    case .previousPane: cyclePane(by: -1)
    case .showTasks: focus = .tasks
    case .showText: focus = .text
    case .showChecks: focus = .checks
    case .showPod: focus = .pod
    case .search:
      focus = .text
      open(.searchPrompt(""))
    case .nextMatch: goToMatch(forward: true)
    case .previousMatch: goToMatch(forward: false)
    case .help: open(.help)
    case .leave: open(.question(.quit))
    case .redraw: return [.redraw]
    }
    return []
  }

  private mutating func performOnTask(_ command: Command) -> [Effect] {
    guard let attempt else { return [] }
    switch command {
    case .edit: return [.editManifest(task: attempt.task.id)]
    case .editTranscript: return [.editTranscript(task: attempt.task.id)]
    case .hint: return showHint()
    case .compare: open(.comparison)
    case .lifecycle: openLifecycle()
    case .solution: open(attempt.solutionShown ? .solution : .question(.solution))
    case .reset: open(.question(.reset))
    case .act, .nextUnsolved, .cluster, .runAgain, .up, .down, .pageUp, .pageDown, .top, .bottom,
      .left, .right,
      .nextPane, .previousPane, .showTasks, .showText, .showChecks, .showPod, .search, .nextMatch,
      .previousMatch, .help, .leave, .redraw:
      break
    }
    return []
  }

  private mutating func act() -> [Effect] {
    switch focus {
    case .tasks:
      guard let task = selectedTask else { return [] }
      focus = .text
      return [.open(task: task)]
    case .checks:
      if attempt?.report.checks.indices.contains(selectedCheck) == true {
        open(.check(selectedCheck))
      }
    case .pod:
      if attempt != nil { open(.comparison) }
    case .text:
      move(by: 1)
    }
    return []
  }

  private mutating func openNextUnsolved() -> [Effect] {
    guard let row = nextUnsolvedRow(after: selectedRow) else {
      notice = Notice(.good, "Every task is solved. Congratulations!")
      return []
    }
    selectedRow = row
    focus = .text
    return selectedTask.map { [.open(task: $0)] } ?? []
  }

  private mutating func showHint() -> [Effect] {
    guard let attempt else { return [] }
    guard !attempt.task.hints.isEmpty else {
      notice = Notice(.information, "This task has no hints.")
      return []
    }
    let count = min(attempt.hintsShown + 1, attempt.task.hints.count)
    self.attempt?.hintsShown = count
    open(.hint(count))
    return [.recordHint(task: attempt.task.id, count: count)]
  }

  private mutating func cyclePane(by step: Int) {
    let count = Pane.allCases.count
    focus = Pane(rawValue: (focus.rawValue + step + count) % count) ?? .tasks
  }
}
