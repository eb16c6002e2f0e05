import Kernel
import Kubectl

/// What kubectl sees when it runs in a simulated shell.
///
/// kubectl runs beside the process that stands for it, so that a signal can end the process while
/// kubectl waits; everything that needs the process is handed to it as a request.
final class ProcessConsole: KubectlConsole {
  private let process: Process
  private let time: Timekeeper
  private var requests: [(Process) async throws -> Void] = []
  private let asked = WaitQueue()
  private let answered = Notice()
  private var status: Int32?
  private(set) var isInterrupted = false
  /// The beginning of what was written on the standard error, for who judges the run.
  private(set) var firstErrors = ""
  private static let maximumErrors = 8 << 10
  var configuration = KubectlConfiguration()

  init(_ process: Process, time: Timekeeper) {
    self.process = process
    self.time = time
  }

  // MARK: The process' side

  /// Serves a run of kubectl until it ends, and returns its exit status.
  func serve(_ run: @escaping (ProcessConsole) async -> Int32) async throws -> Int {
    time.kernel.startTask { [self] in
      status = await run(self)
      asked.wakeAll()
    }
    do {
      while true {
        while !requests.isEmpty { try await requests.removeFirst()(process) }
        if let status { return Int(status) }
        try await process.wait(for: [asked])
      }
    } catch {
      isInterrupted = true
      requests = []
      answered.give()
      throw error
    }
  }

  // MARK: kubectl's side

  private func onProcess<Value>(
    _ body: @escaping (Process) async throws -> Value
  ) async -> Result<Value, Errno>? {
    if isInterrupted { return nil }
    var result: Result<Value, Errno>?
    requests.append { [self] process in
      do {
        result = .success(try await body(process))
      } catch let error as Errno {
        result = .failure(error)
      }
      answered.give()
    }
    asked.wakeAll()
    while result == nil, !isInterrupted {
      do { try await time.wait(for: answered) } catch { return nil }
    }
    return result
  }

  private func files<Value>(
    _ body: @escaping (Process) async throws -> Value
  ) async throws(KubectlFileError) -> Value {
    switch await onProcess(body) {
    case .success(let value): return value
    case .failure(.noEntry): throw .notFound
    case .failure(let errno): throw .other("\(errno)".lowercased())
    case nil: throw .other("interrupted")
    }
  }

  func readInput() async -> [UInt8]? {
    guard case .success(let bytes) = await onProcess({ try await $0.read(0) }) else { return nil }
    return bytes.isEmpty ? nil : bytes
  }

  func writeOutput(_ bytes: [UInt8]) async {
    _ = await onProcess { try await $0.write(bytes, to: 1) }
  }

  func writeError(_ bytes: [UInt8]) async {
    if firstErrors.utf8.count < Self.maximumErrors {
      firstErrors += String(decoding: bytes.prefix(Self.maximumErrors), as: UTF8.self)
    }
    _ = await onProcess { try await $0.write(bytes, to: 2) }
  }

  var isInputTerminal: Bool { false }

  func environment(_ name: String) -> String? { process.environment[name] }

  func kind(ofFile path: String) async -> KubectlFileKind? {
    guard let status = try? process.status(path) else { return nil }
    return status.kind == .directory ? .directory : .file
  }

  func readFile(_ path: String) async throws(KubectlFileError) -> [UInt8] {
    try await files({ process in
      let descriptor = try await process.open(path, .read)
      defer { try? process.close(descriptor) }
      return try await process.readAll(descriptor)
    })
  }

  func writeFile(_ path: String, _ bytes: [UInt8]) async throws(KubectlFileError) {
    try await files({ process in
      let descriptor = try await process.open(path, .rewrite)
      defer { try? process.close(descriptor) }
      try await process.write(bytes, to: descriptor)
    })
  }

  func makeDirectory(_ path: String) async throws(KubectlFileError) {
    try await files({ process in try process.makeDirectories(path) })
  }

  func list(_ path: String) async throws(KubectlFileError) -> [String] {
    try await files({ process in
      try process.names(in: path).filter { $0 != "." && $0 != ".." }.sorted()
    })
  }

  func edit(_ text: [UInt8]) async -> [UInt8]? { nil }
}
