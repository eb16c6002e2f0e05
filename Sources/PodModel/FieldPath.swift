/// The way from the top of an object to one field, printed as the API server prints it.
///
/// Example: `spec.containers[0].volumeMounts[1].mountPath`.
/// Source: apimachinery `validation/field/path.go`.
package struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  /// One step down.
  package enum Step: Sendable, Hashable {
    case field(String)
    case index(Int)
    /// A key of a map, printed in brackets: `data[key]`.
    case key(String)
  }

  package var steps: [Step]

  package init(_ steps: [Step] = []) { self.steps = steps }

  /// A path of plain fields: `FieldPath("spec", "containers")`.
  package init(_ fields: String...) { steps = fields.map(Step.field) }

  /// The path one field further down.
  package func field(_ name: String) -> FieldPath { FieldPath(steps + [.field(name)]) }
  /// The path of one item of a list.
  package func index(_ index: Int) -> FieldPath { FieldPath(steps + [.index(index)]) }
  /// The path of one key of a map.
  package func key(_ key: String) -> FieldPath { FieldPath(steps + [.key(key)]) }

  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      case .key(let key): text += "[\(key)]"
      }
    }
    return text
  }
}

extension Node {
  /// The node that `path` leads to, or nil where a step is missing.
  package func node(at path: FieldPath) -> Node? {
    var node = self
    for step in path.steps {
      switch step {
      case .field(let name), .key(let name):
        guard let next = node[name] else { return nil }
        node = next
      case .index(let index):
        guard let items = node.list, items.indices.contains(index) else { return nil }
        node = items[index]
      }
    }
    return node
  }

  /// The place of the deepest step of `path` that the document names.
  ///
  /// A missing field is reported at the object that lacks it; a present one at its value.
  package func position(of path: FieldPath) -> SourcePosition? {
    var node = self
    var position = node.position
    for step in path.steps {
      switch step {
      case .field(let name), .key(let name):
        guard let next = node[name] else { return position }
        node = next
      case .index(let index):
        guard let items = node.list, items.indices.contains(index) else { return position }
        node = items[index]
      }
      position = node.position ?? position
    }
    return position
  }
}
