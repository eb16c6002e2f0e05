import ByteText
package import Kernel

/// nginx 1.22.1.
package enum Nginx {
  /// The program.
  package static let program: Program = { process in
    var server = NginxCommand(process)
    return try await server.run()
  }
}

/// What the command line asks for.
private struct NginxCommand {
  let process: Process
  private var file = "/etc/nginx/nginx.conf"
  private var globals = ""
  private var prefix = "/etc/nginx"
  private var signal: String?
  private var tests = false
  private var dumps = false
  private var isQuiet = false

  init(_ process: Process) { self.process = process }

  /// Reports before the configuration's logs are open: the built-in error log is standard error.
  private func report(_ level: NginxLog.Level, _ message: String) async throws {
    let line =
      "\(NginxLog.time(process)) [\(level.rawValue)] \(process.pid)#\(process.pid): \(message)\n"
    try await process.errors.write(line)
  }

  private mutating func parseArguments() async throws -> Int? {
    var rest = process.operands[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument.count > 1 else {
        try await process.errors.write("nginx: invalid option: \"\(argument)\"\n")
        return 1
      }
      var letters = argument.dropFirst()
      while let letter = letters.popFirst() {
        switch letter {
        case "v", "V":
          try await process.errors.write("nginx version: nginx/1.22.1\n")
          return 0
        case "h", "?":
          try await process.errors.write(NginxCommand.help)
          return 0
        case "t": tests = true
        case "T": (tests, dumps) = (true, true)
        case "q": isQuiet = true
        case "c", "g", "s", "p", "e":
          guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
            let what = [
              "c": "file name", "g": "global directives", "p": "directory name", "e": "file name",
            ]
            try await process.errors.write(
              "nginx: option \"-\(letter)\" requires \(what[String(letter)] ?? "parameter")\n")
            return 1
          }
          letters = ""
          if !(try await set(letter, value)) { return 1 }
        default:
          try await process.errors.write("nginx: invalid option: \"\(letter)\"\n")
          return 1
        }
      }
    }
    return nil
  }

  private mutating func set(_ letter: Character, _ value: String) async throws -> Bool {
    switch letter {
    case "c":
      file = value.hasPrefix("/") ? value : joinPath(prefix, value)
      prefix = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    case "g": globals = value
    case "p": prefix = value
    case "s":
      guard ["stop", "quit", "reopen", "reload"].contains(value) else {
        try await process.errors.write("nginx: invalid option: \"-s \(value)\"\n")
        return false
      }
      signal = value
    default: break
    }
    return true
  }

  private static let help = """
    nginx version: nginx/1.22.1
    Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
                 [-e filename] [-c filename] [-g directives]

    Options:
      -?,-h         : this help
      -v            : show version and exit
      -V            : show version and configure options then exit
      -t            : test configuration and exit
      -T            : test configuration, dump it and exit
      -q            : suppress non-error messages during configuration testing
      -s signal     : send signal to a master process: stop, quit, reopen, reload
      -p prefix     : set prefix path (default: /etc/nginx/)
      -e filename   : set error log file (default: /var/log/nginx/error.log)
      -c filename   : set configuration file (default: /etc/nginx/nginx.conf)
      -g directives : set global directives out of configuration file


    """

  mutating func run() async throws -> Int {
    if let status = try await parseArguments() { return status }
    let configuration: NginxConfiguration
    do {
      configuration = try await load()
    } catch let error as NginxError {
      try await report(.emerg, error.message)
      if tests {
        try await process.errors.write("nginx: configuration file \(file) test failed\n")
      }
      return 1
    }
    if tests {
      if !isQuiet {
        try await process.errors.write(
          "nginx: the configuration file \(file) syntax is ok\n"
            + "nginx: configuration file \(file) test is successful\n")
      }
      if dumps { try await dump() }
      return 0
    }
    if let signal { return try await send(signal, configuration) }
    var master = NginxMaster(process, configuration)
    do {
      try await master.open()
    } catch let error as NginxError {
      if !error.message.isEmpty { try await report(.emerg, error.message) }
      return 1
    }
    if configuration.isDaemon {
      let running = master
      let (file, globals, prefix) = (file, globals, prefix)
      _ = try process.fork { child in
        try? child.beginSession()
        var master = running.moved(to: child)
        return try await master.run {
          try await NginxCommand.load(child, file: file, globals: globals, prefix: prefix)
        }
      }
      return 0
    }
    let (file, globals, prefix, process) = (file, globals, prefix, process)
    return try await master.run {
      try await NginxCommand.load(process, file: file, globals: globals, prefix: prefix)
    }
  }

  private func load() async throws -> NginxConfiguration {
    try await NginxCommand.load(process, file: file, globals: globals, prefix: prefix) {
      try await report(.warn, $0)
    }
  }

  private static func load(
    _ process: Process, file: String, globals: String, prefix: String,
    warn: (String) async throws -> Void = { _ in }
  ) async throws -> NginxConfiguration {
    var reader = NginxReader(process, prefix: prefix)
    var directives: [NginxDirective] = []
    if !globals.isEmpty {
      do {
        directives = try await reader.read(text: globals.rawBytes, file: "command line")
      } catch let error as NginxError {
        // The parameter ends where the command line does.
        throw NginxError(
          error.message.replacing(suffixFrom: " in command line:", with: " in command line")
            .replacingAll(
              "unexpected end of file, expecting \";\" or \"}\"",
              with: "unexpected end of parameter, expecting \";\""))
      }
    }
    directives += try await reader.read(file: file)
    var builder = NginxBuilder(process, reader)
    let configuration = try await builder.build(directives)
    for warning in builder.warnings { try await warn(warning) }
    return configuration
  }

  private func dump() async throws {
    let text = try await process.contents(of: file)
    try await process.output.write("# configuration file \(file):\n")
    try await process.output.write(text + [0x0A])
  }

  /// Sends the master process a signal, as `nginx -s` does.
  private func send(_ name: String, _ configuration: NginxConfiguration) async throws -> Int {
    let path = configuration.pidFile
    try await notice("signal process started", configuration)
    let text: [UInt8]
    do {
      text = try await process.contents(of: path)
    } catch let reason as Errno {
      try await report(.error, "open() \"\(path)\" failed (\(reason.rawValue): \(reason))")
      return 1
    }
    let digits = text.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard let pid = Int(String(decoding: digits, as: UTF8.self)) else {
      try await report(.error, "invalid PID number \"\(text.withoutNewline.text)\" in \"\(path)\"")
      return 1
    }
    let signals: [String: Signal] = ["stop": .term, "quit": .quit, "reload": .hup, "reopen": .usr1]
    do {
      try process.sendSignal(signals[name] ?? .term, to: pid)
      return 0
    } catch {
      try await report(
        .alert,
        "kill(\(pid), \((signals[name] ?? .term).rawValue)) failed (\(error.rawValue): \(error))")
      return 1
    }
  }

  private func notice(_ message: String, _ configuration: NginxConfiguration) async throws {
    let line = "\(NginxLog.time(process)) [notice] \(process.pid)#\(process.pid): \(message)\n"
    for log in configuration.errorLogs where log.level >= NginxLog.Level.notice {
      guard let descriptor = try? await process.open(log.path, .extend) else { continue }
      try? await process.write(line.rawBytes, to: descriptor)
      try? process.close(descriptor)
    }
  }
}

extension String {
  /// The text up to the last place of `marker`, then `replacement`.
  fileprivate func replacing(suffixFrom marker: String, with replacement: String) -> String {
    guard let range = firstRange(ofText: marker) else { return self }
    return self[..<range.lowerBound] + replacement
  }
}
