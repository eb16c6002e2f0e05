import Kernel
import PodModel

/// The API server's memory: objects by kind and name, and the history of their changes.
final class ObjectStore {
  /// What tells an object from all others.
  struct Key: Hashable, Comparable {
    var kind: String
    /// Empty for kinds without a namespace.
    var namespace: String
    var name: String

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

  private(set) var objects: [Key: Node] = [:]
  /// Everything that changed, in order.
  private(set) var history: [Change] = []
  /// Given after each change.
  let changed = Notice()
  /// Hears of each change, before those who wait.
  var observe: (Change) -> Void = { _ in }
  private let firstVersion: Int

  init(firstVersion: Int = 1000) { self.firstVersion = firstVersion }

  /// The version of the latest change.
  var resourceVersion: Int { firstVersion + history.count }

  subscript(key: Key) -> Node? { objects[key] }

  /// Where in the history a watch goes on; nil for text that is no version.
  func place(after resourceVersion: String) -> Int? {
    guard let version = Int(resourceVersion) else { return nil }
    return min(max(version - firstVersion, 0), history.count)
  }

  /// Stores an object under a new version and returns it; what is equal stays as it is.
  @discardableResult
  func put(_ object: Node, at key: Key, time: VirtualTime) -> Node {
    let before = objects[key]
    if let before, before == object { return before }
    let object = versioned(object)
    objects[key] = object
    record(key, before == nil ? .added : .modified, object, before, time)
    return object
  }

  /// Removes an object; its last state has a version of its own.
  func remove(_ key: Key, time: VirtualTime) {
    guard let before = objects.removeValue(forKey: key) else { return }
    record(key, .deleted, versioned(before), before, time)
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
    observe(change)
    changed.give()
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
    Node(.map(pairs.compactMap { pair in pair.value.map { Entry(pair.key, $0) } }))
  }

  static func text(_ text: String) -> Node { Node(.string(text)) }
  static func number(_ value: Int) -> Node { Node(.integer(Int64(value))) }
}
