/// A value of a YAML or JSON document, with the place it was read from.
///
/// Two nodes are equal when their contents are: positions do not count. Mappings keep their order,
/// and order counts for equality.
package struct Node: Sendable {
  /// What the node holds.
  package enum Content: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case float(Double)
    case string(String)
    case list([Node])
    case map([Entry])
  }

  /// One key of a mapping with its value.
  package struct Entry: Sendable, Equatable {
    package var key: String
    /// Where the key stands; nil for fields that defaulting added.
    package var keyPosition: SourcePosition?
    package var value: Node

    package init(_ key: String, _ value: Node, keyPosition: SourcePosition? = nil) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }

    package static func == (left: Entry, right: Entry) -> Bool {
      left.key == right.key && left.value == right.value
    }
  }

  package var content: Content
  /// Where the value starts; nil for values that defaulting added.
  package var position: SourcePosition?

  package init(_ content: Content, at position: SourcePosition? = nil) {
    self.content = content
    self.position = position
  }
}

extension Node {
  /// What Go calls the value where it is of the wrong type.
  ///
  /// Source: Go `encoding/json`, `UnmarshalTypeError`.
  package var jsonKind: String {
    switch content {
    case .null: "null"
    case .bool: "bool"
    case .integer, .float: "number"
    case .string: "string"
    case .list: "array"
    case .map: "object"
    }
  }
}

extension Node: Equatable {
  package static func == (left: Node, right: Node) -> Bool { left.content == right.content }
}

extension Node {
  /// The value of `key` in a mapping; nil when the node is no mapping or lacks the key.
  ///
  /// Setting nil removes the key; setting a value on a node that is no mapping makes it one.
  package subscript(key: String) -> Node? {
    get {
      guard case .map(let entries) = content else { return nil }
      // Most keys differ in their length, which is cheaper to compare.
      let count = key.utf8.count
      for index in entries.indices
      where entries[index].key.utf8.count == count && entries[index].key == key {
        return entries[index].value
      }
      return nil
    }
    _modify {
      let isMapping = entries != nil
      // The node lets go of its entries and they of the value, so that neither is copied.
      var rest = isMapping ? takeEntries() : []
      let place = rest.firstIndex { $0.key == key }
      var value: Node?
      if let place {
        value = rest[place].value
        rest[place].value = Node(.null)
      }
      defer {
        if isMapping || value != nil {
          rest.set(value, of: key, at: place)
          content = .map(rest)
        }
      }
      yield &value
    }
  }

  private mutating func takeEntries() -> [Entry] {
    let taken = entries ?? []
    content = .null
    return taken
  }

  /// The keys and values of a mapping, in order; nil for anything else.
  package var entries: [Entry]? {
    guard case .map(let entries) = content else { return nil }
    return entries
  }

  /// The items of a list; nil for anything else.
  package var list: [Node]? {
    guard case .list(let items) = content else { return nil }
    return items
  }

  /// The text of a string; nil for anything else.
  package var string: String? {
    guard case .string(let text) = content else { return nil }
    return text
  }

  // Swift 6.3.1 cannot compile some callers of the next two once they are inlined.

  /// The value of an integer; nil for anything else.
  @inline(never)
  package var integer: Int64? {
    guard case .integer(let value) = content else { return nil }
    return value
  }

  /// The value of a boolean; nil for anything else.
  @inline(never)
  package var bool: Bool? {
    guard case .bool(let value) = content else { return nil }
    return value
  }

  /// Whether the node is null.
  package var isNull: Bool { content == .null }
}

extension [Node.Entry] {
  /// Puts the value of a key in its place, at the end where it has none, or removes both.
  fileprivate mutating func set(_ value: Node?, of key: String, at place: Int?) {
    if let value {
      if let place {
        self[place].value = value
      } else {
        append(Node.Entry(key, value))
      }
    } else if let place {
      remove(at: place)
    }
  }
}

extension Node: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self.init(.string(value)) }
  package init(integerLiteral value: Int64) { self.init(.integer(value)) }
  package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  package init(arrayLiteral elements: Node...) { self.init(.list(elements)) }
  package init(dictionaryLiteral elements: (String, Node)...) {
    self.init(.map(elements.map { Entry($0.0, $0.1) }))
  }
}
