import Kubectl
import LabSession
import Lessons
import PodModel

/// A computer for calls of kubectl, whose clock moves when the test says so.
final class Computer: PracticeHost {
  struct Answer {
    var status: Int32
    var output: String
    var notes: [String]
  }

  static let path = "/state/practice.json"

  let store = MemoryFiles()
  var program = "podlab 1"
  /// What files hold, by path.
  var files: [String: String] = [:]
  /// What standard input has, piece by piece, before it ends; nil while nothing comes.
  var input: [String]? = []
  var editor: (String) -> String? = { _ in nil }
  /// How long each replay seems to take.
  var replayTime = Duration.zero
  private var wall: Int64 = 1_767_225_600_000_000_000
  private var looks = 0

  func pass(seconds: Int64) { wall += seconds * 1_000_000_000 }

  var journal: String? { store.texts[Self.path] }

  // MARK: Calls

  func begin(_ words: [String], _ options: PracticeSession.Options = .init()) throws -> Running {
    Running(
      PracticeSession(
        arguments: words, file: PracticeFile(path: Self.path, files: store, program: program),
        host: self, options: options), self)
  }

  func begin(_ line: String) throws -> Running {
    try begin(line.split(separator: " ").map(String.init))
  }

  /// Lets a call run to its end.
  @discardableResult
  func kubectl(
    _ words: [String], _ options: PracticeSession.Options = .init()
  ) throws -> Answer {
    let call = try begin(words, options)
    while call.isRunning { try call.go() }
    return Answer(status: call.status ?? -1, output: call.output, notes: call.notes)
  }

  @discardableResult
  func kubectl(
    _ line: String, _ options: PracticeSession.Options = .init()
  ) throws -> Answer {
    try kubectl(line.split(separator: " ").map(String.init), options)
  }

  /// A call that is under way.
  final class Running {
    private let session: PracticeSession
    private let computer: Computer
    private var happenings: [PracticeSession.Happening] = []
    private(set) var output = ""
    private(set) var notes: [String] = []
    var wantsRawInput: Bool { session.wantsRawInput }
    private(set) var status: Int32?

    var isRunning: Bool { status == nil }

    init(_ session: PracticeSession, _ computer: Computer) {
      self.session = session
      self.computer = computer
    }

    /// One step; a tenth of a second passes where the call has to wait.
    @discardableResult
    func go() throws -> PracticeSession.Situation {
      let situation = try session.step(wall: computer.wall, happenings)
      collect()
      happenings = []
      switch situation {
      case .ended(let status): self.status = status
      case .running: computer.wall += 100_000_000
      case .asking(let number, let question):
        if let answer = computer.slowAnswer(question) {
          happenings = [.answer(number: number, answer)]
        } else {
          computer.wall += 100_000_000
        }
      }
      return situation
    }

    func interrupt() throws {
      _ = try session.step(wall: computer.wall, [.interrupt])
      collect()
    }

    private func collect() {
      let (pieces, notes) = session.takeOutput()
      for piece in pieces { output += String(decoding: piece.bytes, as: UTF8.self) }
      self.notes += notes
    }
  }

  // MARK: The world

  var isInputTerminal: Bool { terminalSize != nil }
  var terminalSize: ConsoleSize?

  /// Every second look is at the end of a replay.
  var uptime: Duration {
    looks += 1
    return looks.isMultiple(of: 2) ? replayTime : .zero
  }

  func environment(_ name: String) -> String? { nil }

  func answer(_ question: PracticeQuestion) -> PracticeAnswer {
    switch question {
    case .kind(let path): files[path] == nil ? .nothing : .kind(.file)
    case .file(let path): files[path].map { .bytes(Array($0.utf8)) } ?? .failed(.notFound)
    case .names: .failed(.notFound)
    case .write(let path, let bytes): write(path, bytes)
    case .makeFolder: .done
    case .input, .edit: .nothing
    }
  }

  private func write(_ path: String, _ bytes: [UInt8]) -> PracticeAnswer {
    files[path] = String(decoding: bytes, as: UTF8.self)
    return .done
  }

  fileprivate func slowAnswer(_ question: PracticeQuestion) -> PracticeAnswer? {
    switch question {
    case .input:
      guard input != nil else { return nil }
      guard let next = input?.first else { return .nothing }
      input?.removeFirst()
      return .bytes(Array(next.utf8))
    case .edit(let text):
      return editor(String(decoding: text, as: UTF8.self)).map { .bytes(Array($0.utf8)) }
        ?? .nothing
    case .kind, .file, .names, .write, .makeFolder: return .nothing
    }
  }
}
