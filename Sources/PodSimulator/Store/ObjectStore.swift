import Kernel
import PodModel

/// How much of its past a cluster keeps.
package enum HistoryLength: Sendable, Hashable {
  /// Everything since it was made: for a timeline.
  case everything
  /// The latest changes, for watches that go on from them; the logs of Pods that are gone and
  /// Events that are older than an hour are forgotten.
  case latest(changes: Int)
}

/// The API server's memory: objects by kind and name, and the history of their changes.
final class ObjectStore {
  /// What tells an object from all others.
  struct Key: Hashable, Comparable {
    var kind: String
    /// Empty for kinds without a namespace.
    var namespace: String
    var name: String

    // Names alone tell nearly all objects of a kind apart.
    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    static func < (left: Key, right: Key) -> Bool {
      (left.kind, left.namespace, left.name) < (right.kind, right.namespace, right.name)
    }
  }

  /// One change, with what the object was before it.
  struct Change {
    var key: Key
    var event: WatchEvent
    var before: Node?
    var time: VirtualTime
  }

  private var kinds: [String: [Key: Node]] = [:]
  /// The names of all objects, for admission.
  private(set) var names: Set<AdmissionContext.ObjectName> = []
  private(set) var namespaces: Set<String> = []
  /// What changed, in order: all of it, or the latest part.
  private(set) var history: [Change] = []
  /// Hears of each change, before those who watch.
  var observe: (Change) -> Void = { _ in }
  private var watches: [String: [WeakWatch]] = [:]
  private let firstVersion: Int
  private let length: HistoryLength
  /// How many changes are kept no more.
  private var forgotten = 0

  private struct WeakWatch {
    weak var watch: StoreWatch?
  }

  init(firstVersion: Int = 1000, length: HistoryLength = .everything) {
    self.firstVersion = firstVersion
    self.length = length
  }

  // MARK: Reading

  /// The version of the latest change.
  var resourceVersion: Int { oldestVersion + history.count }

  /// The version that the oldest change which is still known came after.
  private var oldestVersion: Int { firstVersion + forgotten }

  subscript(key: Key) -> Node? { kinds[key.kind]?[key] }

  /// All objects of a kind, in no order.
  func objects(ofKind kind: String) -> [Key: Node] { kinds[kind] ?? [:] }

  /// The objects of a kind, sorted by namespace and name.
  func sorted(kind: String, in namespace: String? = nil) -> [(key: Key, value: Node)] {
    let all = kinds[kind] ?? [:]
    guard let namespace else { return all.sorted { $0.key < $1.key } }
    return all.filter { $0.key.namespace == namespace }.sorted { $0.key < $1.key }
  }

  /// All objects of a namespace, sorted.
  func contents(of namespace: String) -> [(key: Key, value: Node)] {
    kinds.values.flatMap { $0.filter { $0.key.namespace == namespace } }
      .sorted { $0.key < $1.key }
  }

  /// The objects of all kinds, sorted.
  var everything: [(key: Key, value: Node)] {
    kinds.values.flatMap { $0.map { $0 } }.sorted { $0.key < $1.key }
  }

  // MARK: Watching

  /// Hands all later changes to a watch, as long as there is one.
  func add(_ watch: StoreWatch) { watches[watch.kind, default: []].append(WeakWatch(watch: watch)) }

  /// The changes after a version.
  ///
  /// - Throws: `Expired` when they are no longer known, as the API server's watch cache does.
  func changes(after version: Int) throws(StatusError) -> ArraySlice<Change> {
    guard version >= oldestVersion else {
      throw StatusError(
        code: 410, reason: "Expired",
        message: "too old resource version: \(version) (\(oldestVersion))")
    }
    return history[min(version - oldestVersion, history.count)...]
  }

  // MARK: Writing

  /// Stores an object under a new version and returns it; what is equal stays as it is.
  @discardableResult
  func put(_ object: Node, at key: Key, time: VirtualTime) -> Node {
    let before = self[key]
    if let before, before == object { return before }
    let object = versioned(object)
    kinds[key.kind, default: [:]][key] = object
    if before == nil { index(key) }
    record(key, before == nil ? .added : .modified, object, before, time)
    return object
  }

  /// Removes an object; its last state has a version of its own.
  func remove(_ key: Key, time: VirtualTime) {
    guard let before = kinds[key.kind]?.removeValue(forKey: key) else { return }
    names.remove(.init(kind: key.kind, namespace: key.namespace, name: key.name))
    if key.kind == "Namespace" { namespaces.remove(key.name) }
    record(key, .deleted, versioned(before), before, time)
  }

  private func index(_ key: Key) {
    names.insert(.init(kind: key.kind, namespace: key.namespace, name: key.name))
    if key.kind == "Namespace" { namespaces.insert(key.name) }
  }

  private func versioned(_ object: Node) -> Node {
    var object = object
    var metadata = object["metadata"] ?? [:]
    let version = Node(.string(String(resourceVersion + 1)))
    if metadata["resourceVersion"] != nil {
      metadata["resourceVersion"] = version
    } else {
      metadata = metadata.inserting("resourceVersion", version)
    }
    object["metadata"] = metadata
    return object
  }

  private func record(
    _ key: Key, _ kind: WatchEvent.Kind, _ object: Node, _ before: Node?, _ time: VirtualTime
  ) {
    let change = Change(
      key: key, event: WatchEvent(kind: kind, object: object), before: before, time: time)
    history.append(change)
    if case .latest(let changes) = length, history.count >= 2 * max(changes, 1) {
      forgotten += history.count - changes
      history.removeFirst(history.count - changes)
    }
    observe(change)
    tell(change)
  }

  private func tell(_ change: Change) {
    guard let known = watches[change.key.kind] else { return }
    var hasEnded = false
    for entry in known {
      if let watch = entry.watch { watch.take(change) } else { hasEnded = true }
    }
    if hasEnded { watches[change.key.kind]?.removeAll { $0.watch == nil } }
  }
}

extension Node {
  /// A mapping with one more key at its place in alphabetical order.
  func inserting(_ key: String, _ value: Node) -> Node {
    var entries = (self.entries ?? []).filter { $0.key != key }
    let place = entries.firstIndex { $0.key > key } ?? entries.count
    entries.insert(Entry(key, value), at: place)
    return Node(.map(entries), at: position)
  }

  /// A mapping without a key.
  func removing(_ key: String) -> Node {
    var copy = self
    copy[key] = nil
    return copy
  }

  /// A mapping from keys and values; nil values are left out.
  static func object(_ pairs: KeyValuePairs<String, Node?>) -> Node {
    var entries: [Entry] = []
    entries.reserveCapacity(pairs.count)
    for (key, value) in pairs {
      if let value { entries.append(Entry(key, value)) }
    }
    return Node(.map(entries))
  }

  static func text(_ text: String) -> Node { Node(.string(text)) }
  static func number(_ value: Int) -> Node { Node(.integer(Int64(value))) }
}
