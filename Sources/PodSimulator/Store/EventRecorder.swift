package import Kernel
package import PodModel

/// Writes the cluster's Events, joining those that repeat.
///
/// Source: client-go `tools/record/events_cache.go`: equal events are counted; the tenth different
/// message of one kind within ten minutes starts a combined event; 25 events of one kind may come
/// at once, then one every five minutes.
struct EventRecorder {
  /// What an event is about.
  struct Subject: Hashable {
    var kind = "Pod"
    var namespace: String
    var name: String
    var uid: String
    var resourceVersion = ""
    /// Such as `spec.containers{main}`; nil for the whole object.
    var fieldPath: String?
  }

  /// Events that differ in their message alone.
  private struct Kind: Hashable {
    var subject: Subject
    var source: String
    var type: String
    var reason: String

    // These tell most kinds apart; equality decides.
    func hash(into hasher: inout Hasher) {
      hasher.combine(reason)
      hasher.combine(subject.name)
      hasher.combine(subject.fieldPath)
    }
  }

  /// What is remembered of a kind of events.
  fileprivate struct Memory {
    var tokens = 25.0
    /// When tokens were added last.
    var filled: VirtualTime
    /// The messages since the last pause.
    var texts: Set<String> = []
    var last: VirtualTime
    /// The Events in the store, by their message; nil for the combined one.
    var known: [String?: Known] = [:]
  }

  private static let interval = Duration.seconds(600)
  private static let mostSimilar = 10
  /// How long it takes until one more event of a kind may come.
  private static let refill = Duration.seconds(300)
  /// How long an Event is kept since it was last written.
  ///
  /// Source: kube-apiserver `--event-ttl`.
  static let lifetime = Duration.seconds(3600)
  private var kinds: [Kind: Memory] = [:]

  /// An Event that is in the store.
  fileprivate struct Known {
    var key: ObjectStore.Key
    var count: Int
    var first: VirtualTime
    var last: VirtualTime
  }

  private var number: UInt64 = 0x18b2_3f6c_0a00_0000

  /// Stores an event, or counts one that is there already.
  mutating func record(
    _ type: String, _ reason: String, _ message: String, about subject: Subject,
    from source: String,
    in store: ObjectStore, at now: VirtualTime
  ) {
    var subject = subject
    subject.resourceVersion = ""
    let kind = Kind(subject: subject, source: source, type: type, reason: reason)
    var memory = kinds[kind] ?? Memory(filled: now, last: now)
    defer { kinds[kind] = memory }
    guard memory.takeToken(now) else { return }
    if now - memory.last > EventRecorder.interval { memory.texts = [] }
    memory.texts.insert(message)
    memory.last = now
    let isCombined = memory.texts.count >= EventRecorder.mostSimilar
    if isCombined { memory.texts.remove(message) }
    let name = isCombined ? nil : message
    let earlier = memory.known[name].flatMap { store[$0.key] == nil ? nil : $0 }
    let known = Known(
      key: earlier?.key ?? nextKey(subject), count: (earlier?.count ?? 0) + 1,
      first: earlier?.first ?? now, last: now)
    memory.known[name] = known
    let text = isCombined ? "(combined from similar events): " + message : message
    store.put(
      EventRecorder.event(
        type, reason, text, subject, source, known.key.name, count: known.count,
        first: known.first, last: now),
      at: known.key, time: now)
  }

  /// Removes the Events that are too old, and forgets what only they need.
  ///
  /// - Returns: when the next one will be too old.
  mutating func expire(in store: ObjectStore, at now: VirtualTime) -> VirtualTime? {
    let old = kinds.values.flatMap { $0.known.values.map { $0 } }
      .filter { now - $0.last >= EventRecorder.lifetime }
    for event in old.sorted(by: { $0.key < $1.key }) { store.remove(event.key, time: now) }
    kinds = kinds.mapValues { memory in
      var memory = memory
      memory.known = memory.known.filter { now - $0.value.last < EventRecorder.lifetime }
      return memory
    }
    kinds = kinds.filter { _, memory in
      !memory.known.isEmpty || now - memory.last <= EventRecorder.interval
        || now - memory.filled <= EventRecorder.refill * 25
    }
    return kinds.values.flatMap { $0.known.values.map(\.last) }.min()
      .map { $0 + EventRecorder.lifetime }
  }

  private mutating func nextKey(_ subject: Subject) -> ObjectStore.Key {
    number &+= 0x3_1a7d
    return ObjectStore.Key(
      kind: "Event", namespace: subject.namespace.isEmpty ? "default" : subject.namespace,
      name: "\(subject.name).\(String(number, radix: 16))")
  }

  private static func event(
    _ type: String, _ reason: String, _ message: String, _ subject: Subject, _ source: String,
    _ name: String, count: Int, first: VirtualTime, last: VirtualTime
  ) -> Node {
    if source == "default-scheduler" {
      return scheduling(
        type, reason, message, subject, name, count: count, first: first, last: last)
    }
    let isKubelet = source == "kubelet"
    let namespace = subject.namespace.isEmpty ? "default" : subject.namespace
    return .object([
      "apiVersion": "v1",
      "count": .number(count),
      "eventTime": Node(.null),
      "firstTimestamp": .text(first.rfc3339),
      "involvedObject": .object([
        "apiVersion": "v1", "fieldPath": subject.fieldPath.map(Node.text),
        "kind": .text(subject.kind), "name": .text(subject.name),
        "namespace": subject.namespace.isEmpty ? nil : .text(subject.namespace),
        "uid": .text(subject.uid),
      ]),
      "kind": "Event",
      "lastTimestamp": .text(last.rfc3339),
      "message": .text(message),
      "metadata": .object([
        "creationTimestamp": .text(first.rfc3339), "name": .text(name),
        "namespace": .text(namespace), "resourceVersion": "",
        "uid": .text(Identifier.uid("event", name)),
      ]),
      "reason": .text(reason),
      "reportingComponent": .text(source),
      "reportingInstance": .text(isKubelet ? SimulatedCluster.nodeName : ""),
      "source": .object([
        "component": .text(source), "host": isKubelet ? .text(SimulatedCluster.nodeName) : nil,
      ]),
      "type": .text(type),
    ])
  }

  /// The scheduler has moved on to the newer kind of events, which have a time and a series.
  ///
  /// Source: client-go `tools/events/event_recorder.go` (`makeEvent`), kube-scheduler
  /// `schedule_one.go`.
  private static func scheduling(
    _ type: String, _ reason: String, _ message: String, _ subject: Subject, _ name: String,
    count: Int, first: VirtualTime, last: VirtualTime
  ) -> Node {
    .object([
      "action": .text(reason == "Scheduled" ? "Binding" : "Scheduling"),
      "apiVersion": "v1",
      "eventTime": .text(first.clusterTime.rfc3339Microseconds),
      "firstTimestamp": Node(.null),
      "involvedObject": .object([
        "apiVersion": "v1", "kind": .text(subject.kind), "name": .text(subject.name),
        "namespace": .text(subject.namespace), "uid": .text(subject.uid),
      ]),
      "kind": "Event",
      "lastTimestamp": Node(.null),
      "message": .text(message),
      "metadata": .object([
        "creationTimestamp": .text(first.rfc3339), "name": .text(name),
        "namespace": .text(subject.namespace), "resourceVersion": "",
        "uid": .text(Identifier.uid("event", name)),
      ]),
      "reason": .text(reason),
      "reportingComponent": "default-scheduler",
      "reportingInstance": .text("default-scheduler-\(SimulatedCluster.nodeName)"),
      "series": count < 2
        ? nil
        : [
          "count": .number(count), "lastObservedTime": .text(last.clusterTime.rfc3339Microseconds),
        ],
      "source": [:],
      "type": .text(type),
    ])
  }
}

extension EventRecorder.Memory {
  /// Whether one more event may come now; takes its token then.
  fileprivate mutating func takeToken(_ now: VirtualTime) -> Bool {
    let passed = Double((now - filled).wholeNanoseconds) / 1e9
    tokens = min(25, tokens + passed / 300)
    filled = now
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}

extension VirtualTime {
  /// The same moment on the cluster's clock.
  package var clusterTime: ClusterTime { ClusterTime(nanoseconds: nanoseconds) }
  /// The time as RFC 3339, such as `2026-11-21T01:52:25Z`.
  var rfc3339: String { clusterTime.rfc3339 }
}
