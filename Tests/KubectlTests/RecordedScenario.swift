import FoundationEssentials
import PodModel

/// One command of a recorded scenario, taken apart into words.
struct RecordedCommand: Sendable, CustomStringConvertible {
  var line: String
  var words: [String]
  var input: String?
  var output: String
  var errors: String
  var status: Int32
  /// Seconds since the scenario began.
  var time: Double

  var description: String { line }
}

/// A scenario of `GroundTruth/lifecycle`.
struct RecordedScenario: Sendable {
  let id: String
  let root: Node

  init(_ id: String) throws {
    self.id = id
    let file = Self.folder.appending(path: "\(id).json")
    root = try JSON.node(in: Array(try Data(contentsOf: file)))
  }

  static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "GroundTruth/lifecycle")
  }

  static func all() throws -> [RecordedScenario] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted().map {
        try RecordedScenario(String($0.dropLast(5)))
      }
  }

  var files: [String: String] { root["manifests"]?.stringMap ?? [:] }

  /// The commands that call kubectl and nothing else.
  var commands: [RecordedCommand] {
    (root["steps"]?.list ?? []).compactMap { step in
      guard let line = step["cmd"]?.string, var words = Words.split(line) else { return nil }
      var input: String?
      if words.first == "cat", words.count > 3, words[2] == "|" {
        input = files[words[1]]
        words.removeFirst(3)
      }
      if let sign = words.firstIndex(of: "<") {
        input = files[words[sign + 1]]
        words.removeSubrange(sign...(sign + 1))
      }
      guard words.first == "kubectl", !words.contains(where: { ["|", "&", ";", ">"].contains($0) })
      else { return nil }
      return RecordedCommand(
        line: line, words: Array(words.dropFirst()), input: input,
        output: step["stdout"]?.string ?? "", errors: step["stderr"]?.string ?? "",
        status: Int32(step["exit"]?.integer ?? 0),
        time: step["t"]?.scalarText.flatMap(Double.init) ?? 0)
    }
  }
}

/// Splits a line as a shell does, as far as the recorded lines go.
enum Words {
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var mark: Character?
    var characters = Array(line)[...]
    while let character = characters.popFirst() {
      if let open = mark {
        if character == open {
          mark = nil
        } else if character == "\\", open == "\"", let next = characters.first,
          "\"\\$".contains(next)
        {
          word?.append(characters.removeFirst())
        } else {
          word?.append(character)
        }
      } else if character == "'" || character == "\"" {
        mark = character
        word = word ?? ""
      } else if character == " " {
        if let finished = word { words.append(finished) }
        word = nil
      } else if character == "$", characters.first == "(" {
        return nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return mark == nil ? words : nil
  }
}
