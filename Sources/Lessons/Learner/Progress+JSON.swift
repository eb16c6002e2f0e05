import PodModel

extension Progress {
  /// Version of the format that is written.
  static let version = 1

  /// What a progress file turned out to be.
  enum Decoded: Equatable {
    case good(Progress)
    /// Damaged; what could still be read is kept.
    case damaged(Progress)
    /// Written by a podlab that knows more.
    case newer(version: Int)
  }

  /// Reads the file's bytes; never fails, since even a damaged file may hold something.
  static func decode(_ bytes: [UInt8]) -> Decoded {
    guard let node = try? JSON.node(in: bytes), let version = node["version"]?.integer,
      version >= 1
    else { return .damaged(Progress()) }
    guard version <= Self.version else { return .newer(version: Int(version)) }
    guard let entries = node["tasks"]?.entries else { return .damaged(Progress()) }
    var progress = Progress()
    var isDamaged = false
    for entry in entries {
      if let task = TaskProgress(entry.value) {
        progress.add(task, to: entry.key)
      } else {
        isDamaged = true
      }
    }
    return isDamaged ? .damaged(progress) : .good(progress)
  }

  /// The file's text: the same progress gives the same bytes.
  var json: String {
    let entries = tasks.sorted { $0.key < $1.key }.map { Node.Entry($0.key, $0.value.node) }
    let node: Node = ["version": Node(.integer(Int64(Self.version))), "tasks": Node(.map(entries))]
    return node.json
  }
}

extension TaskProgress {
  /// Nil when a field has the wrong type or a number makes no sense.
  fileprivate init?(_ node: Node) {
    guard node.entries != nil, let best = node.count("bestPoints"),
      let most = node.count("maxPoints"), let hints = node.count("hintsShown"),
      let first = node.count("firstSeen"), let last = node.count("lastSeen")
    else { return nil }
    let checks = node["passedChecks"]?.list ?? []
    let ids = checks.compactMap(\.string)
    guard ids.count == checks.count else { return nil }
    self.init(
      bestPoints: best, maxPoints: most, passedChecks: Set(ids), hintsShown: hints,
      solutionShown: node["solutionShown"]?.bool ?? false, firstSeen: first, lastSeen: last)
  }

  fileprivate var node: Node {
    [
      "bestPoints": Node(.integer(Int64(bestPoints))),
      "maxPoints": Node(.integer(Int64(maxPoints))),
      "passedChecks": Node(.list(passedChecks.sorted().map { Node(.string($0)) })),
      "hintsShown": Node(.integer(Int64(hintsShown))),
      "solutionShown": Node(.bool(solutionShown)),
      "firstSeen": Node(.integer(Int64(firstSeen))),
      "lastSeen": Node(.integer(Int64(lastSeen))),
    ]
  }
}

extension Node {
  /// A whole number that is not negative; 0 where the field is missing, nil where it is anything else.
  fileprivate func count(_ key: String) -> Int? {
    guard let value = self[key] else { return 0 }
    guard let number = value.integer, number >= 0 else { return nil }
    return Int(number)
  }
}
