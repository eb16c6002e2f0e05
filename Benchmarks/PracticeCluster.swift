import Glibc

/// What the practice cluster costs and gives.
struct PracticeCluster {
  private let child: ChildProcess
  private let port: Int
  private let token: String
  let kubeconfig: String
  /// From the start of the process until it answers.
  let readyAfter: Duration

  enum Failure: Error { case notReady, noConnection, badAnswer(String) }

  init(binary: String, scratch: Scratch) throws {
    kubeconfig = scratch.folder + "/kubeconfig"
    let start = ContinuousClock.now
    child = try ChildProcess([binary, "cluster", "--kubeconfig", kubeconfig])
    var found: (Int, String)?
    while found == nil, .now - start < .seconds(10) {
      found = Self.address(in: kubeconfig)
      if found == nil { usleep(500) }
    }
    guard let found else { throw Failure.notReady }
    (port, token) = found
    let connection = try Connection(port: port)
    _ = try connection.ask("GET", "/readyz")
    readyAfter = .now - start
    connection.close()
  }

  /// Port and token of a kubeconfig that is written to its end.
  private static func address(in path: String) -> (Int, String)? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var text = [UInt8](repeating: 0, count: 4096)
    let count = fread(&text, 1, text.count, file)
    let lines = String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n")
    guard lines.contains(where: { $0.contains("token: ") }),
      let server = lines.first(where: { $0.contains("server: http://") }),
      let address = server.split(separator: "/").dropFirst().first,
      let port = address.split(separator: ":").last.flatMap({ Int($0) }),
      let token = server.split(separator: "/").last
    else { return nil }
    return (port, String(token))
  }

  func end() {
    kill(child.identifier, SIGTERM)
    _ = child.wait()
  }

  // MARK: Figures

  /// Requests a second of so many connections, each with one request under way.
  func rate(connections count: Int, requests: Int, _ request: (Int) -> Request) throws -> Int {
    let connections = try (0..<count).map { _ in try Connection(port: port) }
    defer { for connection in connections { connection.close() } }
    let start = ContinuousClock.now
    for round in 0..<requests / count {
      for (index, connection) in connections.enumerated() {
        let request = request(round * count + index)
        connection.send(request.method, "/\(token)\(request.path)", request.body)
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
    let base = "/\(token)/api/v1/namespaces/default/pods"
    let watches = try (0..<count).map { number in
      let connection = try Connection(port: port)
      connection.send("GET", "\(base)?watch=1&fieldSelector=metadata.name%3Dw\(number)")
      return connection
    }
    let writer = try Connection(port: port)
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
