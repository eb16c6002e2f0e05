import Kubectl
import PodModel

extension PracticeJournal {
  /// Version of the format that is written.
  private static let format = 1

  /// What a journal file turned out to be.
  enum Decoded: Equatable {
    case good(PracticeJournal)
    case damaged
    /// Another podlab wrote it, whose simulation may differ.
    case foreign(program: String)
  }

  /// Reads a file's bytes, as podlab `program` wrote them.
  static func decode(_ bytes: [UInt8], program: String) -> Decoded {
    guard let node = try? JSON.node(in: bytes), let format = node["format"]?.integer,
      let writer = node["podlab"]?.string
    else { return .damaged }
    guard format == Self.format, writer == program else { return .foreign(program: writer) }
    guard let start = node["start"]?.integer, let wall = node["clock"]?["wall"]?.integer,
      let cluster = node["clock"]?["cluster"]?.integer, let last = node["lastNumber"]?.int,
      let items = node["records"]?.list
    else { return .damaged }
    let records = items.compactMap(Record.init)
    guard records.count == items.count, records.areInOrder(upTo: last) else { return .damaged }
    var journal = PracticeJournal(program: writer, wall: start)
    journal.clock = Clock(wall: wall, cluster: ClusterTime(nanoseconds: cluster))
    journal.objects = node["objects"]?.list ?? []
    journal.told = node["told"]?.strings ?? []
    if let configuration = node["configuration"] {
      journal.configuration = KubectlConfiguration(configuration)
    }
    journal.records = records
    journal.lastNumber = last
    return .good(journal)
  }

  /// The file's bytes: the same journal gives the same.
  var bytes: [UInt8] {
    let node: Node = [
      "format": Node(.integer(Int64(Self.format))), "podlab": Node(.string(program)),
      "start": Node(.integer(start.nanoseconds)),
      "clock": [
        "wall": Node(.integer(clock.wall)), "cluster": Node(.integer(clock.cluster.nanoseconds)),
      ],
      "lastNumber": Node(.integer(Int64(lastNumber))), "objects": Node(.list(objects)),
      "configuration": configuration.node, "told": Node(.list(told.map { Node(.string($0)) })),
      "records": Node(.list(records.map(\.node))),
    ]
    return node.jsonBytes() + [0x0A]
  }
}

extension [PracticeJournal.Record] {
  /// Whether numbers and times only ever grow.
  fileprivate func areInOrder(upTo last: Int) -> Bool {
    zip(self, dropFirst()).allSatisfy { $0.number < $1.number && $0.time <= $1.time }
      && (self.last.map { $0.number <= last } ?? true) && (first.map { $0.number > 0 } ?? true)
  }
}

extension PracticeJournal.Record {
  /// Nil when a field is missing or of a wrong type.
  fileprivate init?(_ node: Node) {
    guard let number = node["number"]?.int, let time = node["time"]?.integer else { return nil }
    self.number = number
    self.time = ClusterTime(nanoseconds: time)
    if let words = node["call"]?.list {
      let arguments = words.compactMap(\.string)
      guard arguments.count == words.count else { return nil }
      var size: ConsoleSize?
      if let columns = node["columns"]?.int, let rows = node["rows"]?.int {
        size = ConsoleSize(columns: columns, rows: rows)
      }
      event = .call(
        PracticeJournal.Call(
          arguments: arguments, isInputTerminal: node["terminal"]?.bool ?? false, size: size,
          environment: node["environment"]?.stringMap ?? [:]))
      return
    }
    guard let call = node["of"]?.int else { return nil }
    if node["interrupt"]?.bool == true {
      event = .interrupt(call: call)
      return
    }
    guard let question = node["question"]?.int,
      let answer = node["answer"].map(PracticeAnswer.init),
      let answer
    else { return nil }
    event = .answer(call: call, question: question, answer)
  }

  fileprivate var node: Node {
    var node: Node = [
      "number": Node(.integer(Int64(number))), "time": Node(.integer(time.nanoseconds)),
    ]
    switch event {
    case .call(let call):
      node["call"] = Node(.list(call.arguments.map { Node(.string($0)) }))
      if call.isInputTerminal { node["terminal"] = true }
      if let size = call.size {
        node["columns"] = Node(.integer(Int64(size.columns)))
        node["rows"] = Node(.integer(Int64(size.rows)))
      }
      if !call.environment.isEmpty {
        let entries = call.environment.sorted { $0.key < $1.key }
        node["environment"] = Node(
          .map(entries.map { Node.Entry($0.key, Node(.string($0.value))) }))
      }
    case .answer(let call, let question, let answer):
      node["of"] = Node(.integer(Int64(call)))
      node["question"] = Node(.integer(Int64(question)))
      node["answer"] = answer.node
    case .interrupt(let call):
      node["of"] = Node(.integer(Int64(call)))
      node["interrupt"] = true
    }
    return node
  }
}

extension KubectlConfiguration {
  fileprivate init(_ node: Node) {
    self.init()
    let contexts = (node["contexts"]?.list ?? []).map { context in
      Context(
        name: context["name"]?.string ?? "", cluster: context["cluster"]?.string ?? "",
        user: context["user"]?.string ?? "", namespace: context["namespace"]?.string ?? "")
    }
    if !contexts.isEmpty { self.contexts = contexts }
    currentContext = node["currentContext"]?.string ?? currentContext
  }

  fileprivate var node: Node {
    [
      "currentContext": Node(.string(currentContext)),
      "contexts": Node(
        .list(
          contexts.map { context in
            [
              "name": Node(.string(context.name)), "cluster": Node(.string(context.cluster)),
              "user": Node(.string(context.user)), "namespace": Node(.string(context.namespace)),
            ]
          })),
    ]
  }
}

extension PracticeAnswer {
  /// Nil where the value is no answer.
  fileprivate init?(_ node: Node) {
    guard let entry = node.entries?.first, node.entries?.count == 1 else { return nil }
    switch entry.key {
    case "nothing": self = .nothing
    case "done": self = .done
    case "text":
      guard let text = entry.value.string else { return nil }
      self = .bytes(Array(text.utf8))
    case "base64":
      guard let text = entry.value.string, let bytes = try? Base64.decode(text) else { return nil }
      self = .bytes(bytes)
    case "kind":
      switch entry.value.string {
      case "file": self = .kind(.file)
      case "directory": self = .kind(.directory)
      case _: return nil
      }
    case "names":
      guard let names = entry.value.strings else { return nil }
      self = .names(names)
    case "missing": self = .failed(.notFound)
    case "failed": self = .failed(.other(entry.value.string ?? ""))
    case _: return nil
    }
  }

  fileprivate var node: Node {
    switch self {
    case .nothing: ["nothing": true]
    case .done: ["done": true]
    case .bytes(let bytes): Self.node(bytes)
    case .kind(.file): ["kind": "file"]
    case .kind(.directory): ["kind": "directory"]
    case .names(let names): ["names": Node(.list(names.map { Node(.string($0)) }))]
    case .failed(.notFound): ["missing": true]
    case .failed(.other(let reason)): ["failed": Node(.string(reason))]
    }
  }

  /// Text where it is text, so that people can read a journal.
  private static func node(_ bytes: [UInt8]) -> Node {
    if let text = String(validating: bytes, as: UTF8.self) { return ["text": Node(.string(text))] }
    return ["base64": Node(.string(Base64.encode(bytes)))]
  }
}
