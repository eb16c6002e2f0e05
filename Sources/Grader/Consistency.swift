import ByteText
import PodModel

/// Compares what a session shows with the Pods of the manifests that were handed in.
///
/// A learner may have recorded an earlier try, so nothing of this decides a check; it is noted for
/// who reads the report.
struct Consistency {
  private let shapes: [String: PodShape]

  init(objects: [Evidence.SubmittedObject]) {
    let shapes = objects.compactMap { PodShape($0.object) }
    self.shapes = Dictionary(shapes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// One note for each thing that these manifests cannot have produced, in the session's order.
  func notes(on transcript: Transcript) -> [String] {
    var notes: [String] = []
    var seen: Set<String> = []
    for exchange in transcript.exchanges {
      for finding in findings(in: exchange) where seen.insert(finding).inserted {
        notes.append("\(exchange.file):\(exchange.line): \(finding)")
      }
    }
    return notes
  }

  private func findings(in exchange: Transcript.Exchange) -> [String] {
    let command = exchange.object["command"]
    let output = exchange.object["output"]
    var findings: [String] = []
    if output?["error"] == nil, let pod = command?["pod"]?.string, let shape = shapes[pod],
      let container = command?["container"]?.string, shape.kind(of: container) == nil
    {
      findings.append(
        "Pod '\(pod)' of the manifest has no container '\(container)'; the session shows another Pod"
      )
    }
    for row in output?["rows"]?.list ?? [] {
      guard let name = row["NAME"]?.string, let ready = row["READY"]?.string,
        OutputTable.isReadyCell(ready), let shape = shapes[CommandLine.baseName(name)],
        let total = ready.split(at: "/").last.flatMap({ Int($0) }),
        total != shape.runningContainers
      else { continue }
      findings.append(
        "READY '\(ready)' of Pod '\(shape.name)' does not fit the manifest, which has "
          + "\(shape.runningContainers) to count")
    }
    return findings
  }
}

extension PodShape {
  /// What the READY column counts: containers and native sidecars.
  ///
  /// Source: kubernetes `pkg/printers/internalversion/printers.go`, `printPod`.
  fileprivate var runningContainers: Int {
    containers.count { $0.kind == .regular || $0.kind == .sidecar }
  }
}
