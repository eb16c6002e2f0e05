/// Fields of a decoded object, read as Go reads its structs: what is absent is the zero value.
extension Node {
  /// A string field; empty when absent.
  func text(_ key: String) -> String { self[key]?.string ?? "" }
  /// A number field; nil when absent.
  func number(_ key: String) -> Int64? { self[key]?.integer }
  /// A boolean field; nil when absent.
  func flag(_ key: String) -> Bool? { self[key]?.bool }
  /// A list field; empty when absent.
  func items(_ key: String) -> [Node] { self[key]?.list ?? [] }
  /// A list of strings; empty when absent.
  func strings(_ key: String) -> [String] { items(key).compactMap(\.string) }
  /// A map field in key order; empty when absent.
  func fields(_ key: String) -> [Entry] { self[key]?.entries ?? [] }
  /// A struct behind a pointer; nil when absent.
  func object(_ key: String) -> Node? {
    guard let node = self[key], !node.isNull else { return nil }
    return node
  }
  /// Whether a pointer or list field is there at all.
  func has(_ key: String) -> Bool { object(key) != nil }

  /// A quantity field; zero when absent.
  func quantity(_ key: String) -> Quantity { object(key)?.asQuantity ?? .zero }
  /// The quantity that a decoded string stands for.
  var asQuantity: Quantity? { string.flatMap { try? Quantity($0) } }
}

/// Changes to a decoded object that keep its keys sorted.
extension Node {
  /// Sets a field, at its place in key order.
  mutating func set(_ key: String, _ value: Node) {
    guard case .map(var entries) = content else {
      content = .map([Entry(key, value)])
      return
    }
    content = .null
    if let place = entries.place(of: key) {
      entries[place].value = value
    } else {
      GoDecoder.insert(Entry(key, value), into: &entries)
    }
    content = .map(entries)
  }

  /// Sets a field that is absent.
  mutating func setDefault(_ key: String, _ value: @autoclosure () -> Node) {
    if self[key] == nil { set(key, value()) }
  }

  /// Changes a field that is there.
  mutating func update(_ key: String, _ change: (inout Node) -> Void) {
    guard case .map(var entries) = content,
      let place = entries.place(of: key)
    else { return }
    content = .null
    change(&entries[place].value)
    content = .map(entries)
  }

  /// Changes every item of a list field.
  mutating func updateItems(_ key: String, _ change: (inout Node) -> Void) {
    update(key) { list in
      guard case .list(var items) = list.content else { return }
      list.content = .null
      for index in items.indices { change(&items[index]) }
      list.content = .list(items)
    }
  }

  /// Changes every value of a map field.
  mutating func updateValues(_ key: String, _ change: (inout Node) -> Void) {
    update(key) { map in
      guard case .map(var entries) = map.content else { return }
      map.content = .null
      for index in entries.indices { change(&entries[index].value) }
      map.content = .map(entries)
    }
  }

  /// Removes a field.
  mutating func remove(_ key: String) {
    guard case .map(var entries) = content,
      let place = entries.place(of: key)
    else { return }
    content = .null
    entries.remove(at: place)
    content = .map(entries)
  }
}

extension [Node.Entry] {
  /// Where a key stands.
  func place(of key: String) -> Int? {
    for index in indices where self[index].key == key { return index }
    return nil
  }
}
