import ByteText
import Kernel

/// nginx's master process: it opens logs and sockets, starts workers and heeds signals.
struct NginxMaster {
  private let process: Process
  private var configuration: NginxConfiguration
  private var log = NginxLog()
  /// Listening descriptors by address.
  private var listeners: [SocketAddress: Int] = [:]
  private var workers: [Int] = []
  private let counter = NginxCounter()

  init(_ process: Process, _ configuration: NginxConfiguration) {
    self.process = process
    self.configuration = configuration
  }

  private init(_ process: Process, copying other: NginxMaster) {
    self.process = process
    configuration = other.configuration
    log = other.log
    listeners = other.listeners
  }

  /// The same master in a forked process.
  func moved(to process: Process) -> NginxMaster { NginxMaster(process, copying: self) }

  /// Opens logs and sockets; throws what is still to be reported, empty if nothing is.
  mutating func open() async throws {
    log = NginxLog()
    let logs =
      configuration.errorLogs.isEmpty
      ? [("/var/log/nginx/error.log", NginxLog.Level.error)] : configuration.errorLogs
    for (path, level) in logs {
      log.errors.append((path == "stderr" ? 2 : try await openLog(path), level))
    }
    for path in accessLogPaths { log.accesses[path] = try await openLog(path) }
    try await makeTemporaryDirectories()
    try await bind()
  }

  private func openLog(_ path: String) async throws -> Int {
    do {
      return try await process.open(path, .extend, permissions: 0o644)
    } catch let reason as Errno {
      throw NginxError("open() \"\(path)\" failed (\(reason.rawValue): \(reason))")
    }
  }

  private var accessLogPaths: [String] {
    var paths: Set<String> = []
    func collect(_ scope: NginxScope, _ locations: [NginxLocation]) {
      for directive in scope.all("access_log") where directive.arguments[0] != "off" {
        paths.insert(directive.arguments[0])
      }
      if scope.all("access_log").isEmpty { paths.insert("/var/log/nginx/access.log") }
      for location in locations { collect(location.scope, location.locations) }
    }
    for server in configuration.servers { collect(server.scope, server.locations) }
    return paths.sorted().filter { !$0.holds("$") && !$0.hasPrefix("syslog:") }
  }

  /// Makes the five temporary folders and gives them to the workers' user.
  ///
  /// Source: nginx `core/ngx_file.c`, `ngx_create_paths`.
  private func makeTemporaryDirectories() async throws {
    guard !configuration.servers.isEmpty else { return }
    let owner = try await workersUser()
    for name in ["client_temp", "proxy_temp", "fastcgi_temp", "uwsgi_temp", "scgi_temp"] {
      let path = "/var/cache/nginx/\(name)"
      do {
        try process.makeDirectory(path, mode: 0o700)
      } catch Errno.exists {
      } catch {
        throw NginxError("mkdir() \"\(path)\" failed (\(error.rawValue): \(error))")
      }
      do {
        guard let owner, try process.status(path).owner != owner else { continue }
        try process.setOwner(owner, group: nil, of: path)
      } catch {
        throw NginxError("chown(\"\(path)\", \(owner ?? 0)) failed (\(error.rawValue): \(error))")
      }
    }
    if owner != nil { try process.demandChangeOfUser() }
  }

  /// Whom the workers become; nil for a master that stays who it is.
  private func workersUser() async throws -> Int? {
    guard process.user == 0, let name = configuration.user else { return nil }
    return try await Accounts(of: process).user(named: name)?.id
  }

  private var addresses: [SocketAddress] {
    var result: [SocketAddress] = []
    for server in configuration.servers {
      // One socket serves both families here.
      for listen in server.listens {
        let address = SocketAddress(listen.address, port: listen.port)
        if !result.contains(address) { result.append(address) }
      }
    }
    return result.filter { address in
      address.address == .any || !result.contains(SocketAddress(.any, port: address.port))
    }
  }

  /// Source: nginx tries five times, half a second apart, while an address is in use.
  private mutating func bind() async throws {
    for _ in 0..<5 {
      var isBlocked = false
      for address in addresses where listeners[address] == nil {
        do {
          listeners[address] = try process.listen(on: address)
        } catch {
          try await report("bind() to \(address) failed (\(error.rawValue): \(error))")
          guard error == .addressInUse else { throw NginxError("") }
          isBlocked = true
        }
      }
      if !isBlocked { return }
      try await log.write(.notice, "try again to bind() after 500ms", process)
      try await process.sleep(for: .milliseconds(500))
    }
    try await report("still could not bind()")
    throw NginxError("")
  }

  /// Until the server runs, grave messages go to the console besides the logs.
  private func report(_ message: String) async throws {
    try await log.write(.emerg, message, process)
    try await process.errors.write("nginx: [emerg] \(message)\n")
  }

  // MARK: Running

  /// Runs until a signal ends it; `reload` reads the configuration anew.
  mutating func run(reload: () async throws -> NginxConfiguration) async throws -> Int {
    for signal in [Signal.term, .int, .quit, .hup, .usr1, .usr2, .winch, .chld] {
      process.setDisposition(.handle, of: signal)
    }
    try await log.write(.notice, "using the \"epoll\" event method", process)
    try await log.write(.notice, "nginx/1.22.1", process)
    try await log.write(.notice, "OS: Linux 6.1.0", process)
    try await log.write(.notice, "getrlimit(RLIMIT_NOFILE): 20000:20000", process)
    do {
      let file = try await process.open(configuration.pidFile, .rewrite, permissions: 0o644)
      try await process.write("\(process.pid)\n".rawBytes, to: file)
      try process.close(file)
    } catch let reason as Errno {
      try await report(
        "open() \"\(configuration.pidFile)\" failed (\(reason.rawValue): \(reason))")
      return 1
    }
    process.setTitle(["nginx: master process \(process.arguments.joined(separator: " "))"])
    try await startWorkers()
    while true {
      do {
        try await process.sleepForever()
      } catch Errno.interrupted {
        for signal in process.takeSignals() {
          if let status = try await handle(signal, reload) { return status }
        }
      }
    }
  }

  private mutating func startWorkers() async throws {
    try await log.write(.notice, "start worker processes", process)
    let accounts = try await Accounts(of: process)
    let account = configuration.user.flatMap { accounts.user(named: $0) }
    for _ in 0..<configuration.workers {
      let worker = NginxWorker(
        configuration: configuration, log: log, listeners: listeners, counter: counter)
      let child = try process.fork { child in
        for signal in [Signal.usr1, .hup, .winch, .chld, .pipe] {
          child.setDisposition(.ignore, of: signal)
        }
        for signal in [Signal.term, .int, .quit] { child.setDisposition(.handle, of: signal) }
        if let account, child.user == 0 {
          (child.user, child.group, child.groups) = (account.id, account.group, [])
        }
        child.setTitle(["nginx: worker process"])
        return try await worker.run(child)
      }
      workers.append(child.pid)
      try await log.write(.notice, "start worker process \(child.pid)", process)
    }
  }

  /// The exit status if the signal ends the master.
  private mutating func handle(
    _ signal: Signal, _ reload: () async throws -> NginxConfiguration
  ) async throws -> Int? {
    switch signal {
    case .term, .int:
      try await log.write(.notice, "\(received(signal)), exiting", process)
      return try await stop(with: .term)
    case .quit:
      try await log.write(.notice, "\(received(signal)), shutting down", process)
      return try await stop(with: .quit)
    case .hup:
      try await log.write(.notice, "\(received(signal)), reconfiguring", process)
      try await log.write(.notice, "reconfiguring", process)
      do {
        configuration = try await reload()
      } catch let error as NginxError {
        try await log.write(.emerg, error.message, process)
        return nil
      }
      let old = workers
      workers = []
      try await open()
      try await log.write(.notice, "using the \"epoll\" event method", process)
      try await startWorkers()
      for pid in old { try? process.sendSignal(.quit, to: pid) }
      return nil
    case .usr1:
      try await log.write(.notice, "\(received(signal)), reopening logs", process)
      return nil
    case .chld:
      try await reapWorkers()
      return nil
    default: return nil
    }
  }

  private func received(_ signal: Signal) -> String {
    let sender = process.lastSignalSender.map { " from \($0)" } ?? ""
    return "signal \(signal.rawValue) (SIG\(signal.name)) received\(sender)"
  }

  private mutating func reapWorkers() async throws {
    while let ended = try? process.takeEndedChild() {
      workers.removeAll { $0 == ended.pid }
      try await report(ended)
    }
  }

  private func report(_ ended: Process.EndedChild) async throws {
    switch ended.status {
    case .exited(let code):
      try await log.write(.notice, "worker process \(ended.pid) exited with code \(code)", process)
    case .signalled(let signal):
      try await log.write(
        .alert, "worker process \(ended.pid) exited on signal \(signal.rawValue)", process)
    }
  }

  private mutating func stop(with signal: Signal) async throws -> Int {
    for pid in workers { try? process.sendSignal(signal, to: pid) }
    while !workers.isEmpty {
      do {
        let ended = try await process.waitForChild()
        try await log.write(.notice, "signal 17 (SIGCHLD) received from \(ended.pid)", process)
        try await report(ended)
        workers.removeAll { $0 == ended.pid }
      } catch Errno.interrupted {
        _ = process.takeSignals()
      } catch Errno.noChild {
        break
      }
    }
    try await log.write(.notice, "exit", process)
    try? process.unlink(configuration.pidFile)
    return 0
  }
}
