import ByteText
import Grader
import Lessons
import PodModel

/// What was not as expected, before a cluster's own words are put beside it.
///
/// It is put into words only when it is what counts in the end: most are of moments at which a Pod
/// was still on its way.
struct Shortfall {
  /// The container that is to blame, where one is.
  let container: String?
  private let demand: () -> String
  private let finding: () -> String

  init(
    container: String? = nil, expected: @autoclosure @escaping () -> String,
    found: @autoclosure @escaping () -> String
  ) {
    self.container = container
    demand = expected
    finding = found
  }

  var expected: String { demand() }
  var found: String { finding() }
}

/// Tells why a Pod did not do what was expected, as a cluster would show it.
struct Diagnosis {
  let stage: BehaviourStage
  let pod: String

  /// The finding about a shortfall, with the Pod's STATUS, the decisive words of the kubelet, the
  /// end of the log, and the place in the manifest that it follows from.
  func finding(for shortfall: Shortfall) async -> Finding {
    guard let object = await stage.pod(pod) else {
      return Finding(.failed, expected: shortfall.expected, found: shortfall.found)
    }
    let columns = PodPrinter.columns(object, at: await stage.cluster.now)
    let culprit = Self.culprit(in: object) ?? shortfall.container.map { Culprit(container: $0) }
    var parts = [shortfall.found]
    let summary = "READY \(columns.ready) STATUS \(columns.status) RESTARTS \(columns.restarts)"
    if !object.isReady, !shortfall.found.holds("STATUS") { parts.append(summary) }
    if let culprit, !culprit.words.isEmpty {
      parts.append("\(culprit.container): \(culprit.words)")
      if let log = await log(of: culprit) { parts.append("its log: \(log)") }
    } else if let event = await warning(about: object) {
      parts.append(event)
    }
    return Finding(
      .failed, expected: shortfall.expected, found: parts.joined(separator: "; "),
      location: location(of: culprit))
  }

  /// A container that keeps the Pod from being ready.
  struct Culprit {
    var container: String
    var reason = ""
    var message = ""
    var exitCode: Int?

    /// Reason, exit code and message.
    var words: String {
      var words = reason
      if let exitCode { words += " (exit code \(exitCode))" }
      if !message.isEmpty { words += ": " + message.lastWords }
      return words
    }
  }

  /// The first container that waits for something that went wrong, or has ended badly.
  static func culprit(in pod: Node) -> Culprit? {
    let lists = ["initContainerStatuses", "containerStatuses"]
    let statuses = lists.flatMap { pod["status"]?[$0]?.list ?? [] }
    let harmless = ["PodInitializing", "ContainerCreating", "Completed"]
    return statuses.lazy.compactMap { status -> Culprit? in
      let name = status["name"]?.string ?? ""
      let ended = status["state"]?["terminated"] ?? status["lastState"]?["terminated"]
      let exitCode = ended?["exitCode"]?.int
      if let waiting = status["state"]?["waiting"], let reason = waiting["reason"]?.string,
        !harmless.contains(reason)
      {
        return Culprit(
          container: name, reason: reason, message: waiting["message"]?.string ?? "",
          exitCode: exitCode)
      }
      guard let ended, let exitCode, exitCode != 0 || (status["restartCount"]?.int ?? 0) > 0 else {
        return nil
      }
      return Culprit(
        container: name, reason: ended["reason"]?.string ?? "",
        message: ended["message"]?.string ?? "", exitCode: exitCode)
    }.first
  }

  /// The end of what a container wrote before it ended.
  private func log(of culprit: Culprit) async -> String? {
    guard culprit.exitCode != nil else { return nil }
    for previous in [false, true] {
      let text = await stage.log(ofPod: pod, container: culprit.container, previous: previous)
      let excerpt = text?.excerpt ?? ""
      // The node has removed it, which says nothing about the container.
      let isGone = excerpt.hasPrefix("unable to retrieve container logs")
      if !excerpt.isEmpty, !isGone { return excerpt }
    }
    return nil
  }

  /// The last warning about the Pod itself, such as that it could not be scheduled.
  private func warning(about pod: Node) async -> String? {
    guard !pod.isReady else { return nil }
    let events = await stage.events(about: pod)
    return events.last { $0["type"]?.string == "Warning" }.map { event in
      "\(event["reason"]?.string ?? ""): \((event["message"]?.string ?? "").lastWords)"
    }
  }

  /// The field of the manifest that the kubelet's reason points at.
  private func location(of culprit: Culprit?) -> CheckResult.Location? {
    guard let submitted = stage.submittedPod(pod) else { return nil }
    let object = submitted.object
    guard let culprit, let container = object.container(named: culprit.container) else {
      let path = FieldPath("spec")
      return submitted.manifest.location(object.position(of: path), field: path)
    }
    let field = Self.field(for: culprit, in: container.node)
    let path = field.map { container.path.field($0) } ?? container.path
    return submitted.manifest.location(object.position(of: path), field: path)
  }

  private static func field(for culprit: Culprit, in container: Node) -> String? {
    let reasons: [(prefixes: [String], fields: [String])] = [
      (["ErrImage", "ImagePull", "InvalidImage", "ErrImageNeverPull"], ["image"]),
      (["CreateContainerConfigError"], ["envFrom", "env", "volumeMounts"]),
      (
        ["RunContainerError", "StartError", "CreateContainerError"],
        culprit.message.holds("mount") ? ["volumeMounts"] : ["command", "args"]
      ),
      (["Error", "CrashLoopBackOff", "Completed"], ["command", "args"]),
    ]
    let fields = reasons.first { entry in
      entry.prefixes.contains { culprit.reason.hasPrefix($0) }
    }?.fields
    return fields?.first { container[$0] != nil }
  }
}

// MARK: Logs and events

extension BehaviourStage {
  /// A container's log; nil where the cluster gives none.
  func log(ofPod pod: String, container: String, previous: Bool) async -> String? {
    let options = LogOptions(container: container, previous: previous)
    guard
      let stream = try? await cluster.log(ofPod: pod, in: namespace(ofPod: pod), options: options)
    else { return nil }
    var bytes: [UInt8] = []
    while let chunk = await stream.next(before: nil), bytes.count < Self.maximumLogBytes {
      bytes += chunk
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// No check needs more of a log.
  private static var maximumLogBytes: Int { 4 << 20 }

  /// The events about this very Pod, in the order in which they happened.
  func events(about pod: Node) async -> [Node] {
    guard let resource = resource(ofKind: "Event") else { return [] }
    let metadata = pod["metadata"]
    let name = metadata?["name"]?.string ?? ""
    let list = try? await cluster.objects(
      resource, in: metadata?["namespace"]?.string,
      matching: ObjectSelector(fields: "involvedObject.name=\(name)"))
    let uid = metadata?["uid"]
    return (list?.items ?? []).filter { event in
      event["involvedObject"]?["name"]?.string == name && event["involvedObject"]?["uid"] == uid
    }.map { (event: $0, order: $0.eventOrder) }.sorted { $0.order < $1.order }.map(\.event)
  }
}

extension Node {
  /// The moment at which an event happened first, and its place among those of the same second.
  ///
  /// The name of an event ends with its first time in nanoseconds, whole and in hexadecimal.
  /// Source: client-go `tools/record/event.go`, `makeEvent`.
  fileprivate var eventOrder: (time: String, nanoseconds: UInt64, version: Int) {
    let time = self["firstTimestamp"]?.string ?? self["eventTime"]?.string ?? ""
    let metadata = self["metadata"]
    let name = metadata?["name"]?.string ?? ""
    let digits = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    let version = Int(metadata?["resourceVersion"]?.string ?? "") ?? 0
    return (time, UInt64(digits, radix: 16) ?? 0, version)
  }
}
