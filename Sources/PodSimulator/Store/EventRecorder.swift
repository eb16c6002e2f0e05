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

  private struct Identity: Hashable {
    var subject: Subject
    var source: String
    var type: String
    var reason: String
    var message: String
  }

  private struct Bucket {
    var tokens = 25.0
    var filled: VirtualTime
  }

  private static let interval = Duration.seconds(600)
  private static let mostSimilar = 10
  /// How long it takes until one more event of a kind may come.
  private static let refill = Duration.seconds(300)
  /// How long an Event is kept since it was last written.
  ///
  /// Source: kube-apiserver `--event-ttl`.
  static let lifetime = Duration.seconds(3600)
  private var messages: [Identity: (texts: Set<String>, last: VirtualTime)] = [:]
  private var known: [Identity: Known] = [:]

  /// An Event that is in the store.
  private struct Known {
    var key: ObjectStore.Key
    var count: Int
    var first: VirtualTime
    var last: VirtualTime
  }

  private var buckets: [Identity: Bucket] = [:]
  private var number: UInt64 = 0x18b2_3f6c_0a00_0000

  /// Stores an event, or counts one that is there already.
  mutating func record(
    _ type: String, _ reason: String, _ message: String, about subject: Subject,
    from source: String,
    in store: ObjectStore, at now: VirtualTime
  ) {
    var subject = subject
    subject.resourceVersion = ""
    var group = Identity(
      subject: subject, source: source, type: type, reason: reason, message: "")
    guard takeToken(group, now) else { return }
    var similar = messages[group] ?? ([], now)
    if now - similar.last > EventRecorder.interval { similar = ([], now) }
    similar.texts.insert(message)
    similar.last = now
    messages[group] = similar
    var text = message
    if similar.texts.count >= EventRecorder.mostSimilar {
      similar.texts.remove(message)
      messages[group] = similar
      text = "(combined from similar events): " + message
      group.message = "(combined)"
    } else {
      group.message = message
    }
    let earlier = known[group].flatMap { store[$0.key] == nil ? nil : $0 }
    let count = (earlier?.count ?? 0) + 1
    let first = earlier?.first ?? now
    let key = earlier?.key ?? nextKey(subject)
    known[group] = Known(key: key, count: count, first: first, last: now)
    store.put(
      EventRecorder.event(
        type, reason, text, subject, source, key.name, count: count, first: first, last: now),
      at: key, time: now)
  }

  /// Removes the Events that are too old, and forgets what only they need.
  ///
  /// - Returns: when the next one will be too old.
  mutating func expire(in store: ObjectStore, at now: VirtualTime) -> VirtualTime? {
    let old = known.filter { now - $0.value.last >= EventRecorder.lifetime }
    for entry in old.sorted(by: { $0.value.key < $1.value.key }) {
      store.remove(entry.value.key, time: now)
      known[entry.key] = nil
    }
    messages = messages.filter { now - $0.value.last <= EventRecorder.interval }
    buckets = buckets.filter { now - $0.value.filled <= EventRecorder.refill * 25 }
    return known.values.map(\.last).min().map { $0 + EventRecorder.lifetime }
  }

  private mutating func takeToken(_ group: Identity, _ now: VirtualTime) -> Bool {
    var bucket = buckets[group] ?? Bucket(filled: now)
    let passed = Double((now - bucket.filled).wholeNanoseconds) / 1e9
    bucket.tokens = min(25, bucket.tokens + passed / 300)
    bucket.filled = now
    let isAllowed = bucket.tokens >= 1
    if isAllowed { bucket.tokens -= 1 }
    buckets[group] = bucket
    return isAllowed
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
        "namespace": .text(namespace),
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
        "namespace": .text(subject.namespace), "uid": .text(Identifier.uid("event", name)),
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

extension VirtualTime {
  /// The same moment on the cluster's clock.
  package var clusterTime: ClusterTime { ClusterTime(nanoseconds: nanoseconds) }
  /// The time as RFC 3339, such as `2026-11-21T01:52:25Z`.
  var rfc3339: String { clusterTime.rfc3339 }
}
