import Kubectl
import PodModel

/// One call of kubectl on a practice cluster, now or in a replay of the past.
///
/// What it wants from the world outside becomes a question; whoever drives the cluster hands in the
/// answers, from the real world or from the journal.
final class PracticeCall: KubectlConsole {
  let start: PracticeJournal.Call
  /// Variables that have been looked at.
  private(set) var environment: [String: String]
  /// What was written since it was taken last; nothing is kept of calls of the past.
  private var output: [PracticeOutput] = []
  private let keepsOutput: Bool
  private let lookUp: (String) -> String?
  private unowned let world: PracticeWorld

  /// Its exit status once it has ended.
  var status: Int32?
  /// Whether the cluster or the configuration is not what it would be without the call.
  var hasChangedSomething = false
  /// Whether a terminal in a container is joined to the caller's.
  var holdsTerminal = false
  private(set) var isInterrupted = false
  private var asked = 0
  private var open: [(number: Int, question: PracticeQuestion, answer: Continuation)] = []

  private typealias Continuation = UnsafeContinuation<PracticeAnswer, Never>

  /// - Parameter lookUp: the real environment; nil in replays, which know what was looked at.
  init(_ start: PracticeJournal.Call, in world: PracticeWorld, lookUp: ((String) -> String?)?) {
    self.start = start
    self.world = world
    environment = start.environment
    keepsOutput = lookUp != nil
    self.lookUp = lookUp ?? { start.environment[$0] }
  }

  // MARK: The driver's side

  /// The oldest question without an answer.
  var question: (number: Int, question: PracticeQuestion)? {
    open.first.map { ($0.number, $0.question) }
  }

  /// Hands in an answer; one that nobody waits for is dropped.
  func answer(_ number: Int, _ answer: PracticeAnswer) {
    guard let index = open.firstIndex(where: { $0.number == number }) else { return }
    open.remove(at: index).answer.resume(returning: answer)
  }

  /// Breaks the call off: it hears and changes nothing any more.
  func interrupt() {
    isInterrupted = true
    let waiting = open
    open = []
    for question in waiting { question.answer.resume(returning: .nothing) }
  }

  func takeOutput() -> [PracticeOutput] {
    defer { output = [] }
    return output
  }

  // MARK: kubectl's side

  private func ask(_ question: PracticeQuestion) async -> PracticeAnswer {
    if isInterrupted { return .nothing }
    let number = asked
    asked += 1
    return await withUnsafeContinuation { open.append((number, question, $0)) }
  }

  func readInput() async -> [UInt8]? {
    guard case .bytes(let bytes) = await ask(.input), !bytes.isEmpty else { return nil }
    return bytes
  }

  func writeOutput(_ bytes: [UInt8]) async { write(bytes, isError: false) }

  func writeError(_ bytes: [UInt8]) async { write(bytes, isError: true) }

  private func write(_ bytes: [UInt8], isError: Bool) {
    guard keepsOutput, !isInterrupted else { return }
    if output.last?.isError == isError {
      output[output.count - 1].bytes += bytes
    } else {
      output.append(PracticeOutput(isError: isError, bytes: bytes))
    }
  }

  var isInputTerminal: Bool { start.isInputTerminal }

  var configuration: KubectlConfiguration {
    get { world.configuration }
    set {
      guard !isInterrupted, newValue != world.configuration else { return }
      hasChangedSomething = true
      world.configuration = newValue
    }
  }

  func environment(_ name: String) -> String? {
    let value = lookUp(name)
    environment[name] = value
    return value
  }

  func kind(ofFile path: String) async -> KubectlFileKind? {
    guard case .kind(let kind) = await ask(.kind(path)) else { return nil }
    return kind
  }

  func readFile(_ path: String) async throws(KubectlFileError) -> [UInt8] {
    switch await ask(.file(path)) {
    case .bytes(let bytes): return bytes
    case .failed(let error): throw error
    case .nothing, .kind, .names, .done: throw .notFound
    }
  }

  func list(_ path: String) async throws(KubectlFileError) -> [String] {
    switch await ask(.names(path)) {
    case .names(let names): return names
    case .failed(let error): throw error
    case .nothing, .kind, .bytes, .done: throw .notFound
    }
  }

  func writeFile(_ path: String, _ bytes: [UInt8]) async throws(KubectlFileError) {
    if case .failed(let error) = await ask(.write(path: path, bytes: bytes)) { throw error }
  }

  func makeDirectory(_ path: String) async throws(KubectlFileError) {
    if case .failed(let error) = await ask(.makeFolder(path)) { throw error }
  }

  func edit(_ text: [UInt8]) async -> [UInt8]? {
    guard case .bytes(let bytes) = await ask(.edit(text)) else { return nil }
    return bytes
  }
}
