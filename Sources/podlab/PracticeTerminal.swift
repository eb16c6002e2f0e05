import Glibc
import Kubectl
import LabSession
import Lessons
import PodModel

/// This machine and its terminal, as kubectl on the practice cluster sees them.
final class PracticeTerminal: PracticeHost {
  /// How often the cluster is brought up to the real time while a call waits.
  private static let interval: Int32 = 50

  private let files = PosixFiles()
  private let begin = ContinuousClock.now

  var uptime: Duration { ContinuousClock.now - begin }

  var isInputTerminal: Bool { isatty(0) == 1 }

  var terminalSize: ConsoleSize? { HostStreams.terminalSize() }

  func environment(_ name: String) -> String? { LiveWorld.environment[name] }

  // MARK: A call

  /// Lets a call run to its end and returns its exit status.
  ///
  /// ^C and requests to end break the call off, and then this process too.
  func run(_ session: PracticeSession) -> Int32 {
    let signals = HeldSignals([SIGINT, SIGTERM, SIGHUP])
    var raw = RawTerminal()
    defer { raw.leave() }
    var happenings: [PracticeSession.Happening] = []
    while true {
      let situation: PracticeSession.Situation
      do throws(PracticeFault) {
        situation = try session.step(wall: Self.now(), happenings)
      } catch {
        show(session)
        OutputBuffer.complain("podlab kubectl: \(error)")
        return 1
      }
      // What kubectl itself says ends its lines as an ordinary terminal wants them.
      if !session.wantsRawInput { raw.leave() }
      show(session)
      if session.wantsRawInput { raw.enter() }
      happenings = []
      switch situation {
      case .ended(let status): return status
      case .running: _ = Self.isReady([])
      case .asking(let number, .input):
        if Self.isReady([0]) {
          happenings = [.answer(number: number, Self.readInput())]
        }
      case .asking(let number, .edit(let text)):
        happenings = [.answer(number: number, Self.edit(text))]
      case .asking: break
      }
      if let signal = signals.next() {
        _ = try? session.step(wall: Self.now(), [.interrupt])
        raw.leave()
        signals.end(by: signal)
      }
    }
  }

  private func show(_ session: PracticeSession) {
    let (pieces, notes) = session.takeOutput()
    for piece in pieces { HostStreams.write(piece.bytes, to: piece.isError ? 2 : 1) }
    for note in notes { OutputBuffer.complain("podlab kubectl: \(note)") }
  }

  /// Waits a moment for one of some descriptors.
  private static func isReady(_ descriptors: [Int32]) -> Bool {
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    return poll(&waiting, nfds_t(waiting.count), interval) > 0
  }

  private static func readInput() -> PracticeAnswer {
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, Glibc.read(0, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? .nothing : .bytes(bytes)
  }

  /// Nanoseconds since 1970.
  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Lets the user change a text in their editor.
  private static func edit(_ text: [UInt8]) -> PracticeAnswer {
    let folder = LiveWorld.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(folder)/kubectl-edit-XXXXXX.yaml".utf8CString)
    let file = mkstemps(&template, 5)
    guard file >= 0 else { return .nothing }
    close(file)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let files = PosixFiles()
    guard (try? files.write(text, to: path)) != nil else { return .nothing }
    if let problem = Editor.open(path, variables: ["KUBE_EDITOR", "EDITOR"]) {
      OutputBuffer.complain(problem)
      return .nothing
    }
    guard let edited = try? files.read(path, limit: InputFile.limit) else { return .nothing }
    return .bytes(edited)
  }

  // MARK: Files

  func answer(_ question: PracticeQuestion) -> PracticeAnswer {
    do throws(FileError) {
      switch question {
      case .kind(let path):
        switch try files.kind(of: path) {
        case .folder: return .kind(.directory)
        case .file, .link, .other: return .kind(.file)
        case nil: return .nothing
        }
      case .file(let path): return .bytes(try read(path))
      case .names(let path): return .names(try files.list(path).map(\.name))
      case .write(let path, let bytes):
        try files.write(bytes, to: path)
        return .done
      case .makeFolder(let path):
        try files.makeFolder(path)
        return .done
      case .input, .edit: return .nothing
      }
    } catch {
      return .failed(KubectlFileError(error))
    }
  }

  /// Named pipes too, as a shell makes them for `kubectl create -f <(…)`.
  private func read(_ path: String) throws(FileError) -> [UInt8] {
    if try files.kind(of: path) != .other { return try files.read(path, limit: InputFile.limit) }
    guard let stream = fopen(path, "r") else {
      throw FileError(.read, path, .system(String(cString: strerror(errno)).lowercased()))
    }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
      bytes += chunk[..<count]
      guard bytes.count <= InputFile.limit else {
        throw FileError(.read, path, .tooLarge(limit: InputFile.limit))
      }
    }
    return bytes
  }
}

extension KubectlFileError {
  /// The operating system's words, as Go prints them.
  fileprivate init(_ error: FileError) {
    switch error.reason {
    case .missing: self = .notFound
    case .notPermitted: self = .other("permission denied")
    case .isFolder: self = .other("is a directory")
    case .notFolder: self = .other("not a directory")
    case .alreadyThere: self = .other("file exists")
    case .readOnlyFileSystem: self = .other("read-only file system")
    case .diskFull: self = .other("no space left on device")
    case .quotaExceeded: self = .other("disk quota exceeded")
    case .tooManyLinks: self = .other("too many levels of symbolic links")
    case .nameTooLong: self = .other("file name too long")
    case .tooManyOpenFiles: self = .other("too many open files")
    case .tooLarge(let limit): self = .other("larger than \(limit) bytes")
    case .inUse, .newerVersion: self = .other("\(error)")
    case .system(let text): self = .other(text)
    }
  }
}

/// Signals that are looked at instead of ending the process.
private struct HeldSignals {
  private let held: sigset_t
  private let before: sigset_t

  init(_ numbers: [Int32]) {
    var held = sigset_t()
    var before = sigset_t()
    sigemptyset(&held)
    for number in numbers { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
    self.held = held
    self.before = before
  }

  /// A signal that has come; nil when there is none.
  func next() -> Int32? {
    var held = held
    var atOnce = timespec()
    let number = sigtimedwait(&held, nil, &atOnce)
    return number > 0 ? number : nil
  }

  /// Ends the process as the signal would have done.
  func end(by number: Int32) -> Never {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
    LiveWorld.endBy(signal: number)
  }
}
