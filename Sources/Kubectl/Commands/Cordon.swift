import ByteText
import PodModel

extension Command {
  static var cordon: Command {
    cordoning("cordon", "Mark a node as unschedulable.", isClosed: true)
  }

  static var uncordon: Command {
    cordoning("uncordon", "Mark a node as schedulable.", isClosed: false)
  }

  private static func cordoning(_ name: String, _ summary: String, isClosed: Bool) -> Command {
    Command(
      name: name, summary: summary, usage: "NODE", flags: [Flag.dryRun, Flag.selector],
      run: { call throws(KubectlError) in
        try await Cordoning(call, isClosed: isClosed).run()
      })
  }
}

/// Closes nodes for new Pods, and opens them.
///
/// Source: kubectl `cmd/drain/drain.go`, `RunCordonOrUncordon`.
struct Cordoning {
  private let call: Call
  private let isClosed: Bool

  init(_ call: Call, isClosed: Bool) {
    self.call = call
    self.isClosed = isClosed
  }

  func run() async throws(KubectlError) {
    if call.arguments.isEmpty, call.flags.string("selector").isEmpty {
      throw .usage("USAGE: \(call.path.dropFirst("kubectl ".count)) NODE [flags]")
    }
    let words = call.arguments.map { $0.holds("/") ? $0 : "node/\($0)" }
    let (infos, errors) = try await call.infos(arguments: words.isEmpty ? ["nodes"] : words)
    if let error = KubectlError.joined(errors) { throw error }
    for info in infos { try await change(info) }
  }

  /// Opens or closes one node, and says so.
  func change(_ info: ObjectInfo) async throws(KubectlError) {
    let verb = isClosed ? "cordoned" : "uncordoned"
    guard (info.object?["spec"]?["unschedulable"]?.bool ?? false) != isClosed else {
      return await call.print("node/\(info.name) already \(verb)\(call.dryRunNote)\n")
    }
    let dryRun = try await call.dryRun()
    if dryRun != .client {
      let patch: Node = ["spec": ["unschedulable": isClosed ? true : Node(.null)]]
      let cluster = call.cluster
      _ = try await asking { () async throws(StatusError) in
        try await cluster.patch(
          info.resource, named: info.name, with: .strategicMerge(patch), in: nil,
          options: .unasked(isDryRun: dryRun == .server))
      }
    }
    let note =
      switch dryRun {
      case .none: ""
      case .client: " (dry run)"
      case .server: " (server dry run)"
      }
    await call.print("node/\(info.name) \(verb)\(note)\n")
  }
}
