import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `networking/wget.c`.
  static let wget = Applet(
    "wget",
    usage: """
      [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
      	[--post-data STR | --post-file FILE] [-Y on/off]
      	[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...

      Retrieve files via HTTP or FTP

      	--spider	Only check URL existence: $? is 0 if exists
      	--header STR	Add STR (of form 'header: value') to headers
      	--post-data STR	Send STR using POST method
      	--post-file FILE	Send FILE using POST method
      	--no-check-certificate	Don't validate the server's certificate
      	-c		Continue retrieval of aborted transfer
      	-q		Quiet
      	-P DIR		Save to DIR (default .)
      	-S    		Show server response
      	-T SEC		Network read timeout is SEC seconds
      	-O FILE		Save to FILE ('-' for stdout)
      	-o LOGFILE	Log messages to FILE
      	-U STR		Use STR for User-Agent header
      	-Y on/off	Use proxy
      """
  ) { process in
    let options = try await process.options(
      "cqSO:o:P:Y:U:T:t:n::",
      long: [
        LongOption(name: "continue", option: "c"), LongOption(name: "quiet", option: "q"),
        LongOption(name: "server-response", option: "S"),
        LongOption(name: "output-document", option: "O", takesValue: true),
        LongOption(name: "output-file", option: "o", takesValue: true),
        LongOption(name: "directory-prefix", option: "P", takesValue: true),
        LongOption(name: "proxy", option: "Y", takesValue: true),
        LongOption(name: "user-agent", option: "U", takesValue: true),
        LongOption(name: "timeout", option: "T", takesValue: true),
        LongOption(name: "tries", option: "t", takesValue: true),
        LongOption(name: "header", option: "\u{1}", takesValue: true),
        LongOption(name: "post-data", option: "\u{2}", takesValue: true),
        LongOption(name: "post-file", option: "\u{5}", takesValue: true),
        LongOption(name: "spider", option: "\u{3}"),
        LongOption(name: "no-check-certificate", option: "\u{4}"),
      ], operands: 1...Int.max)
    var download = try await Download(process, options)
    for url in options.operands { try await download.fetch(url) }
    return 0
  }
}

/// One run of wget.
private struct Download {
  let process: Process
  let options: Options
  private let timeout: Duration
  private let isQuiet: Bool
  private let isSpider: Bool
  /// Standard output is truncated only once.
  private var output: Int?

  init(_ process: Process, _ options: Options) async throws {
    self.process = process
    self.options = options
    isQuiet = options.has("q")
    isSpider = options.has("\u{3}")
    let seconds = try await process.number(options.value("T") ?? "900")
    timeout = .seconds(max(1, min(seconds, 1_000_000)))
    if let path = options.value("o") {
      let log = try await process.open(path, .rewrite)
      try process.duplicate(log, to: 2)
    }
  }

  private func note(_ text: String) async throws {
    if !isQuiet { try await process.errors.write(text + "\n") }
  }

  private func location(_ url: String) async throws -> HTTPLocation {
    // Source: busybox takes what follows the host as the path, be it after "/" or "?".
    guard var location = HTTPLocation(url) else {
      try await process.die("bad address '\(url)'")
    }
    guard ["http", "https", "ftp"].contains(location.scheme) else {
      try await process.die("not an http or ftp url: \(url)")
    }
    location.path = "/" + location.path.dropFirst()
    if let fragment = location.path.firstIndex(ofASCII: "#") {
      location.path = String(location.path[..<fragment])
    }
    return location
  }

  mutating func fetch(_ url: String) async throws {
    var target = try await location(url)
    let fileName = options.value("O") ?? name(for: target)
    for _ in 0..<20 {
      let descriptor = try await connect(to: target)
      defer { try? process.close(descriptor) }
      let reader = InputReader(process, descriptor: descriptor)
      try await request(target, descriptor)
      guard try await process.readBlock(descriptor, reader, timeout: timeout) else {
        try await process.die("download timed out")
      }
      guard let head = try await response(reader) else { continue }
      if (300...308).contains(head.status), let place = head["Location"] {
        if place.hasPrefix("/") {
          target.path = place
        } else {
          target = try await location(place)
        }
        continue
      }
      try await receive(head, reader, descriptor, fileName)
      return
    }
    try await process.die("too many redirections")
  }

  private func name(for location: HTTPLocation) -> String {
    let path = location.path.prefix { $0 != "?" }
    let name = path.hasSuffix("/") ? "index.html" : lastComponent(String(path))
    return options.value("P").map { joinPath($0, name) } ?? name
  }

  private func connect(to location: HTTPLocation) async throws -> Int {
    let address: IPAddress
    switch try await process.resolve(location.host) {
    case .address(let found): address = found
    case .unknown:
      try await process.die(
        "bad address '\(location.hasPort ? location.host + ":\(location.port)" : location.host)'")
    }
    let shown = location.hasPort ? "\(location.host):\(location.port)" : location.host
    try await note("Connecting to \(shown) (\(address):\(location.port))")
    do {
      let descriptor = try await process.connect(
        to: SocketAddress(address, port: location.port), timeout: timeout)
      if location.scheme == "https" { try process.notModelled("wget: https") }
      return descriptor
    } catch Errno.timedOut {
      try await process.die("download timed out")
    } catch let reason as Errno {
      try await process.die("can't connect to remote host (\(address)): \(reason)")
    }
  }

  private func request(_ location: HTTPLocation, _ descriptor: Int) async throws {
    var body: [UInt8]?
    if let data = options.value("\u{2}") { body = data.rawBytes }
    if let path = options.value("\u{5}") { body = try await process.contents(of: path) }
    var head = HTTPHead(startLine: "\(body == nil ? "GET" : "POST") \(location.path) HTTP/1.1")
    let extra = options.values("\u{1}").compactMap { text -> (String, String)? in
      let parts = text.split(at: ":", maxSplits: 1)
      return parts.count == 2
        ? (String(parts[0]), String(parts[1].drop { $0 == " " })) : nil
    }
    let has = { (name: String) in extra.contains { $0.0.lowercased() == name } }
    if !has("host") { head.fields.append(("Host", location.authority)) }
    if !has("user-agent") { head.fields.append(("User-Agent", options.value("U") ?? "Wget")) }
    head.fields.append(("Connection", "close"))
    for (name, value) in extra { head.fields.append((name, value)) }
    if let body {
      if !has("content-type") {
        head.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
      }
      head.fields.append(("Content-Length", "\(body.count)"))
    }
    try await process.write(head.bytes + (body ?? []), to: descriptor)
  }

  /// The head of a good response or a redirection; nil: ask again.
  private func response(_ reader: InputReader) async throws -> HTTPHead? {
    guard let head = try await HTTPHead.read(from: reader) else {
      try await process.die("error getting response")
    }
    if options.has("S") { try await process.errors.write("  \(head.startLine)\n") }
    let status = head.status
    let isGood =
      (200...206).contains(status) || (300...303).contains(status) || status == 307 || status == 308
    guard isGood, head.startLine.hasPrefix("HTTP/") else {
      try await process.die("server returned error: \(head.startLine)")
    }
    if options.has("S") {
      for (name, value) in head.fields { try await process.errors.write("  \(name): \(value)\n") }
    }
    return head
  }

  private mutating func receive(
    _ head: HTTPHead, _ reader: InputReader, _ socket: Int, _ fileName: String
  ) async throws {
    if isSpider {
      try await note("remote file exists")
      return
    }
    let descriptor = try await openOutput(fileName)
    let isStandardOutput = fileName == "-"
    try await note(isStandardOutput ? "writing to stdout" : "saving to '\(fileName)'")
    var count = 0
    let body = HTTPBody(of: head, isHead: false)
    let isComplete = try await body.read(from: reader) { [process] part in
      count += part.count
      try await process.write(part, to: descriptor)
    }
    if !isComplete { try await process.die("connection closed prematurely") }
    if case .length(let total) = body, total > 0 {
      try await note(progress(lastComponent(fileName), total))
    }
    if isStandardOutput {
      try await note("written to stdout")
    } else {
      try process.close(descriptor)
      try await note("'\(fileName)' saved")
    }
  }

  private mutating func openOutput(_ path: String) async throws -> Int {
    if path == "-" { return 1 }
    do {
      if let output, options.has("O") { return output }
      let mode: OpenMode =
        options.has("O") || options.has("c") ? .rewrite : [.write, .create, .exclusive]
      return try await process.open(path, mode)
    } catch let reason as Errno {
      try await process.die("can't open '\(path)': \(reason)")
    }
  }

  /// The line that shows a finished transfer where there is no terminal.
  ///
  /// Source: busybox 1.35.0 `libbb/progress.c`.
  private func progress(_ name: String, _ total: Int) -> String {
    var size = total
    var scale = 0
    while size >= 100_000 {
      size >>= 10
      scale += 1
    }
    let unit = Array(" kMGTP")[min(scale, 5)]
    let bar = String(repeating: "*", count: 32)
    return String(rawBytes: name.rawBytes.prefix(20)).left(20)
      + " 100% |\(bar)|\(size.right(6))\(unit) 0:00:00 ETA"
  }
}
