import ByteText
import Kernel

/// Fetches the URLs of one curl command.
///
/// Source: curl 7.88.1; messages as its `lib/strerror.c` and `lib/connect.c` have them.
struct CurlTransfer {
  let process: Process
  let options: CurlOptions
  /// What -w knows of the last transfer.
  private var status = 0
  private var size = 0
  private var url = ""
  private var contentType = ""
  private var redirects = 0

  init(process: Process, options: CurlOptions) {
    self.process = process
    self.options = options
  }

  mutating func run() async throws -> Int {
    var result = 0
    for (index, text) in options.urls.enumerated() {
      var attempt = 0
      while true {
        do {
          try await fetch(text, index)
          result = 0
          break
        } catch let failure as CurlFailure {
          try await report(failure)
          result = failure.status
          let isTransient = failure.status == 28 || (failure.status == 7 && options.retriesRefused)
          guard isTransient, attempt < options.retries else { break }
          attempt += 1
          let pause = options.retryDelay ?? .seconds(1 << min(attempt - 1, 9))
          try await process.sleep(for: pause)
        }
      }
      if let format = options.writeOut { try await process.output.write(written(format)) }
    }
    return result
  }

  private func report(_ failure: CurlFailure) async throws {
    if options.isSilent, !options.showsErrors { return }
    try await process.output.flush()
    try await process.errors.write("curl: (\(failure.status)) \(failure.message)\n")
  }

  private mutating func fetch(_ text: String, _ index: Int) async throws {
    (status, size, redirects, contentType) = (0, 0, 0, "")
    guard var location = HTTPLocation(text) else {
      throw CurlFailure(status: 3, message: "URL using bad/illegal format or missing URL")
    }
    let deadline = options.timeout.map { process.now + $0 }
    guard location.scheme == "http" || location.scheme == "https" else {
      throw CurlFailure(
        status: 1, message: "Protocol \"\(location.scheme)\" not supported or disabled in libcurl")
    }
    while true {
      let isRedirected = try await exchange(&location, index, deadline)
      guard isRedirected else { return }
      redirects += 1
      if redirects > options.maximumRedirects {
        throw CurlFailure(
          status: 47, message: "Maximum (\(options.maximumRedirects)) redirects followed")
      }
    }
  }

  private func connect(
    _ location: HTTPLocation, _ deadline: VirtualTime?
  ) async throws -> Int {
    let start = process.now
    let address: IPAddress
    switch try await process.resolve(location.host) {
    case .address(let found): address = found
    case .unknown:
      throw CurlFailure(status: 6, message: "Could not resolve host: \(location.host)")
    }
    let limit = [options.connectTimeout, deadline.map { $0 - process.now }].compactMap { $0 }.min()
    do {
      return try await process.connect(
        to: SocketAddress(address, port: location.port), timeout: limit ?? .seconds(127))
    } catch let reason as Errno where reason != .interrupted {
      let milliseconds = Int((process.now - start).wholeNanoseconds / 1_000_000)
      if reason == .timedOut, limit != nil {
        throw CurlFailure(
          status: 28, message: "Connection timed out after \(milliseconds + 1) milliseconds")
      }
      throw CurlFailure(
        status: reason == .timedOut ? 28 : 7,
        message: "Failed to connect to \(location.host) port \(location.port) after "
          + "\(milliseconds) ms: Couldn't connect to server")
    }
  }

  /// One request and its answer; whether it leads elsewhere.
  private mutating func exchange(
    _ location: inout HTTPLocation, _ index: Int, _ deadline: VirtualTime?
  ) async throws -> Bool {
    url = "\(location.scheme)://\(location.authority)\(location.path.isEmpty ? "/" : location.path)"
    let socket = try await connect(location, deadline)
    defer { try? process.close(socket) }
    if location.scheme == "https" { try process.notModelled("curl: https") }
    let request = request(for: location)
    if options.isVerbose { try await showRequest(request.head, location) }
    try await process.write(request.head.bytes + request.body, to: socket)
    let reader = InputReader(process, descriptor: socket)
    if let deadline {
      let left = deadline - process.now
      guard left > .zero, try await process.readBlock(socket, reader, timeout: left) else {
        let milliseconds = Int((options.timeout ?? .zero).wholeNanoseconds / 1_000_000)
        throw CurlFailure(
          status: 28,
          message: "Operation timed out after \(milliseconds) milliseconds with 0 bytes received")
      }
    }
    guard let head = try await HTTPHead.read(from: reader) else {
      throw CurlFailure(status: 52, message: "Empty reply from server")
    }
    guard head.startLine.hasPrefix("HTTP/") else {
      throw CurlFailure(status: 1, message: "Received HTTP/0.9 when not allowed")
    }
    status = head.status
    contentType = head["Content-Type"] ?? ""
    if options.isVerbose { try await showResponse(head) }
    let next = options.follows && (300...308).contains(status) ? head["Location"] : nil
    if options.failsOnError, status >= 400 {
      throw CurlFailure(status: 22, message: "The requested URL returned error: \(status)")
    }
    try await receive(head, reader, index, location, showsBody: next == nil)
    guard let next else { return false }
    if next.hasPrefix("/") {
      location.path = next
    } else if let other = HTTPLocation(next) {
      location = other
    }
    return true
  }

  private func request(for location: HTTPLocation) -> (head: HTTPHead, body: [UInt8]) {
    let data = options.data.map { $0.hasPrefix("@") ? "" : $0 }.joined(separator: "&")
    let hasBody = !options.data.isEmpty && !options.sendsDataAsQuery
    let method = options.method ?? (options.isHead ? "HEAD" : hasBody ? "POST" : "GET")
    var path = location.path.isEmpty ? "/" : location.path
    if path.hasPrefix("?") { path = "/" + path }
    if let fragment = path.firstIndex(ofASCII: "#") { path = String(path[..<fragment]) }
    if options.sendsDataAsQuery, !data.isEmpty { path += (path.holds("?") ? "&" : "?") + data }
    var head = HTTPHead(startLine: "\(method) \(path) HTTP/1.1")
    var standard = [
      ("Host", location.authority), ("User-Agent", options.userAgent), ("Accept", "*/*"),
    ]
    if let info = options.userInfo ?? location.userInfo {
      standard.insert(("Authorization", "Basic \(Base64Text.encode(info.rawBytes))"), at: 1)
    }
    if hasBody {
      standard.append(("Content-Length", "\(data.utf8.count)"))
      standard.append(("Content-Type", "application/x-www-form-urlencoded"))
    }
    var own: [(String, String)] = []
    for text in options.fields {
      let parts = text.split(at: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      standard.removeAll { $0.0.lowercased() == parts[0].lowercased() }
      if !value.isEmpty { own.append((String(parts[0]), value)) }
    }
    for (name, value) in standard + own { head.fields.append((name, value)) }
    return (head, hasBody ? data.rawBytes : [])
  }

  private mutating func receive(
    _ head: HTTPHead, _ reader: InputReader, _ index: Int, _ location: HTTPLocation,
    showsBody: Bool
  ) async throws {
    var body: [UInt8] = []
    let kind = HTTPBody(of: head, isHead: options.isHead || options.method == "HEAD")
    let isComplete = try await kind.read(from: reader) { body += $0 }
    size = body.count
    var bytes = options.showsHead ? head.bytes : []
    if showsBody { bytes += body }
    if let path = options.dumpsHead, path != "-" {
      let file = try await process.open(path, .rewrite)
      try await process.write(head.bytes, to: file)
      try process.close(file)
    } else if options.dumpsHead != nil {
      bytes = head.bytes + bytes
    }
    guard index < options.outputs.count else {
      try await process.output.write(bytes)
      try await process.output.flush()
      try await finish(isComplete, isFile: false)
      return
    }
    guard showsBody else { return }
    let name = lastComponent(String(location.path.prefix { $0 != "?" }))
    let path = options.outputs[index] ?? name
    guard !path.isEmpty, path != "/" else {
      throw CurlFailure(status: 23, message: "Remote file name has no length!")
    }
    if path == "-" {
      try await process.output.write(bytes)
    } else {
      try await write(bytes, to: path)
    }
    try await finish(isComplete, isFile: true)
  }

  private func write(_ bytes: [UInt8], to path: String) async throws {
    do {
      let file = try await process.open(path, .rewrite)
      try await process.write(bytes, to: file)
      try process.close(file)
    } catch let reason as Errno {
      if !options.isSilent || options.showsErrors {
        try await process.errors.write("Warning: Failed to open the file \(path): \(reason)\n")
      }
      throw CurlFailure(status: 23, message: "Failure writing output to destination")
    }
  }

  private func finish(_ isComplete: Bool, isFile: Bool) async throws {
    if !isComplete {
      throw CurlFailure(
        status: 18, message: "transfer closed with outstanding read data remaining")
    }
    // The meter shows where the body does not go to the screen.
    let showsMeter = !options.isSilent && (isFile || !process.isTerminal(1))
    if showsMeter, !options.showsProgressBar { try await process.errors.write(meter) }
  }

  /// The progress meter of a quick transfer.
  private var meter: String {
    let count = size.right(5)
    return "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
      + "                                 Dload  Upload   Total   Spent    Left  Speed\n"
      + "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
      + "\r100 \(count)  100 \(count)    0     0   \((size * 100).right(5))      0 --:--:-- --:--:-- --:--:-- \((size * 100).right(5))\n"
  }

  private func showRequest(_ head: HTTPHead, _ location: HTTPLocation) async throws {
    var text = "* Connected to \(location.host) port \(location.port) (#0)\n> \(head.startLine)\n"
    for (name, value) in head.fields { text += "> \(name): \(value)\n" }
    try await process.errors.write(text + "> \n")
  }

  private func showResponse(_ head: HTTPHead) async throws {
    var text = "< \(head.startLine)\n"
    for (name, value) in head.fields { text += "< \(name): \(value)\n" }
    try await process.errors.write(text + "< \n")
  }

  private func written(_ format: String) -> String {
    var result = ""
    var rest = Escapes.expand(format.rawBytes).text[...]
    while let character = rest.popFirst() {
      guard character == "%", rest.first == "{", let end = rest.firstIndex(ofASCII: "}") else {
        result.append(character)
        continue
      }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      switch name {
      case "http_code", "response_code": result += status.zeroes(3)
      case "size_download": result += String(size)
      case "url_effective": result += url
      case "content_type": result += contentType
      case "num_redirects": result += String(redirects)
      case "exitcode": result += "0"
      case "time_total", "time_connect", "time_namelookup", "time_starttransfer":
        result += "0.000500"
      default: break
      }
    }
    return result
  }
}
