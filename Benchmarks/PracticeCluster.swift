import CTLS
import Glibc

/// What a client must know of the practice cluster.
struct Server {
  let port: Int
  let token: String
  /// Its certificate, as CTLS keeps it.
  let trust: OpaquePointer

  /// Reads a kubeconfig; nil unless it is written to its end.
  init?(kubeconfig path: String) {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var text = [UInt8](repeating: 0, count: 8192)
    let count = fread(&text, 1, text.count, file)
    var settings: [Substring: Substring] = [:]
    for line in String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if let name = words.dropLast().last { settings[name] = words.last }
    }
    guard let token = settings["token:"], let server = settings["server:"],
      let port = server.split(separator: ":").last.flatMap({ Int($0) }),
      let data = settings["certificate-authority-data:"],
      let trust = podlab_tls_client(Self.decoded(data))
    else { return nil }
    (self.port, self.token, self.trust) = (port, String(token), trust)
  }

  /// The text that a Base64 word stands for.
  private static func decoded(_ word: Substring) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, count, bytes) = (0, 0, [UInt8]())
    for character in word.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { break }
      (bits, count) = (bits << 6 | value, count + 6)
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 0xFF))
        bits &= 1 << count - 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What the practice cluster costs and gives.
struct PracticeCluster {
  private let child: ChildProcess
  private let server: Server
  let kubeconfig: String
  /// From the start of the process until it answers.
  let readyAfter: Duration

  enum Failure: Error { case notReady, noConnection, badAnswer(String) }

  init(binary: String, scratch: Scratch) throws {
    kubeconfig = scratch.folder + "/kubeconfig"
    let start = ContinuousClock.now
    child = try ChildProcess([binary, "cluster", "--kubeconfig", kubeconfig])
    var found: Server?
    while found == nil, .now - start < .seconds(10) {
      found = Server(kubeconfig: kubeconfig)
      if found == nil { usleep(500) }
    }
    guard let found else { throw Failure.notReady }
    server = found
    let connection = try Connection(to: server)
    _ = try connection.ask("GET", "/readyz")
    readyAfter = .now - start
    connection.close()
  }

  func end() {
    kill(child.identifier, SIGTERM)
    _ = child.wait()
  }

  // MARK: Figures

  /// Requests a second of so many connections, each with one request under way.
  func rate(connections count: Int, requests: Int, _ request: (Int) -> Request) throws -> Int {
    let connections = try (0..<count).map { _ in try Connection(to: server) }
    defer { for connection in connections { connection.close() } }
    let start = ContinuousClock.now
    for round in 0..<requests / count {
      for (index, connection) in connections.enumerated() {
        let request = request(round * count + index)
        connection.send(request.method, request.path, request.body)
      }
      for connection in connections { _ = try connection.receive() }
    }
    return Int(Double(requests / count * count) / ((.now - start) / .seconds(1)))
  }

  struct Request {
    var method = "GET"
    var path: String
    var body = ""
  }

  /// Creates so many Pods, each with a watch of its own, and returns how long all took to run.
  func watched(pods count: Int) throws -> (time: Duration, watches: [Connection]) {
    var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let start = ContinuousClock.now
    let base = "/api/v1/namespaces/default/pods"
    let watches = try (0..<count).map { number in
      let connection = try Connection(to: server)
      connection.send("GET", "\(base)?watch=1&fieldSelector=metadata.name%3Dw\(number)")
      return connection
    }
    let writer = try Connection(to: server)
    for number in 0..<count { _ = try writer.ask("POST", base, Self.pod(number)) }
    writer.close()
    for watch in watches { try watch.receive(until: "\"phase\":\"") }
    return (.now - start, watches)
  }

  static func pod(_ number: Int) -> String {
    """
    {"metadata":{"name":"w\(number)"},"spec":{"terminationGracePeriodSeconds":0,"containers":[\
    {"name":"c","image":"busybox","command":["sleep","1000000"]}]}}
    """
  }

  /// Resident bytes now.
  var residentMemory: Int {
    (Self.numbers("/proc/\(child.identifier)/statm").dropFirst().first ?? 0) * 4096
  }

  /// Hundredths of a second of a processor since the start.
  var processorTime: Int {
    let all = Self.numbers("/proc/\(child.identifier)/stat")
    return all.count > 12 ? all[11] + all[12] : 0
  }

  private static func numbers(_ path: String) -> [Int] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var text = [UInt8](repeating: 0, count: 4096)
    let count = fread(&text, 1, text.count, file)
    return String(decoding: text.prefix(count), as: UTF8.self).split(separator: " ")
      .compactMap { Int($0) ?? ($0.allSatisfy(\.isLetter) ? -1 : nil) }
  }
}
