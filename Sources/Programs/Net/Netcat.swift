import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `networking/nc_bloaty.c`.
  static let nc = Applet(
    "nc",
    usage: """
      [OPTIONS] HOST PORT  - connect
      nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

      	-e PROG	Run PROG after connect (must be last)
      	-l	Listen mode, for inbound connects
      	-lk	With -e, provides persistent server
      	-p PORT	Local port
      	-s ADDR	Local address
      	-w SEC	Timeout for connects and final net reads
      	-i SEC	Delay interval for lines sent
      	-n	Don't do DNS resolution
      	-u	UDP mode
      	-b	Allow broadcasts
      	-v	Verbose
      	-o FILE	Hex dump traffic
      	-z	Zero-I/O mode (scanning)
      """
  ) { process in
    let (arguments, command) = Netcat.split(process.operands)
    if let command, command.isEmpty { throw UsageError() }
    let options = try await process.options("np:s:uvw:blki:o:z", arguments: arguments)
    return try await Netcat(process: process, options: options, command: command).run()
  }
}

private struct Netcat {
  let process: Process
  let options: Options
  let command: [String]?

  /// The arguments before `-e`, which may end a group of options without values, and the command
  /// after it.
  static func split(_ arguments: [String]) -> (arguments: [String], command: [String]?) {
    for (index, argument) in arguments.enumerated()
    where argument.hasPrefix("-") && argument.dropFirst().drop(while: "nuvlkz".contains) == "e" {
      let group = String(argument.dropLast())
      let before = arguments[..<index] + (group == "-" ? [] : [group])
      return (Array(before), Array(arguments[(index + 1)...]))
    }
    return (arguments, nil)
  }

  func run() async throws -> Int {
    if options.has("u") { try process.notModelled("nc: UDP") }
    if options.has("l") { return try await listen() }
    guard options.operands.count >= 2 else { throw UsageError() }
    let address: IPAddress
    switch try await process.resolve(options.operands[0]) {
    case .address(let found): address = found
    case .unknown: try await process.die("bad address '\(options.operands[0])'")
    }
    var status = 1
    for port in try await ports(options.operands[1]) {
      do {
        let socket = try await process.connect(
          to: SocketAddress(address, port: port), timeout: wait)
        status = 0
        let shown = "\(options.operands[0]) (\(address):\(port)) open"
        if options.has("v") { try await process.errors.write(shown + "\n") }
        if options.has("z") {
          try process.close(socket)
        } else {
          return try await talk(socket)
        }
      } catch let reason as Errno {
        if options.has("v") {
          try await process.errors.write(
            "nc: \(options.operands[0]) (\(address):\(port)): \(reason)\n")
        }
      }
    }
    return status
  }

  private var wait: Duration? {
    options.value("w").flatMap { Int($0) }.map { .seconds(max(1, min($0, 1 << 30))) }
  }

  private func ports(_ text: String) async throws -> [Int] {
    let ends = text.split(at: "-").map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, (0...65_535).contains(first),
      (first...65_535).contains(last)
    else { try await process.die("bad port '\(text)'") }
    return Array(first...last)
  }

  private func listen() async throws -> Int {
    var port = 0
    if let text = options.value("p") {
      port = try await ports(text).first ?? 0
    }
    let own = options.value("s").flatMap { IPAddress($0) } ?? .any
    let listener: Int
    do {
      listener = try process.listen(on: SocketAddress(own, port: port))
    } catch {
      try await process.die("bind: \(error)")
    }
    repeat {
      if try await process.waitUntilReady([.readable(listener)], timeout: wait).isEmpty {
        try await process.die("timeout")
      }
      let socket = try await process.accept(listener)
      if options.has("k"), let command {
        _ = try process.spawn(command) { child in
          try child.duplicate(socket, to: 0)
          try child.duplicate(socket, to: 1)
          try child.close(socket)
        }
        try process.close(socket)
        continue
      }
      try process.close(listener)
      return try await talk(socket)
    } while true
  }

  private func talk(_ socket: Int) async throws -> Int {
    if let command {
      try process.duplicate(socket, to: 0)
      try process.duplicate(socket, to: 1)
      if socket > 2 { try process.close(socket) }
      return try await Applet.become(command, process)
    }
    process.setDisposition(.ignore, of: .pipe)
    var open: [Process.Interest] = [.readable(0), .readable(socket)]
    var retries = 2
    while !open.isEmpty {
      let ready = try await process.waitUntilReady(open, timeout: wait)
      if ready.isEmpty, !open.contains(.readable(0)) {
        retries -= 1
        if retries == 0 { return 0 }
      }
      if ready.contains(.readable(socket)) {
        let bytes = (try? await process.read(socket)) ?? []
        if bytes.isEmpty {
          open.removeAll { $0 == .readable(socket) }
        } else {
          try await process.write(bytes, to: 1)
        }
      }
      if ready.contains(.readable(0)) {
        let bytes = (try? await process.read(0)) ?? []
        if bytes.isEmpty {
          open.removeAll { $0 == .readable(0) }
          try? process.finishSending(socket)
        } else {
          do {
            try await process.write(bytes, to: socket)
          } catch is Errno {
            return 1
          }
        }
      }
    }
    return 0
  }
}
