import PodModel

/// Which fields of one object each of its managers has set.
///
/// Source: structured-merge-diff `merge/update.go`.
struct FieldOwnership: Hashable {
  private struct Manager: Hashable {
    var name: String
    var applies: Bool
  }

  /// A field that an apply would take from somebody.
  struct Conflict: Hashable {
    /// As the server words it: the name, and the version for who did not apply.
    var owner: String
    var path: String
  }

  private var fields: [Manager: Set<String>] = [:]

  /// Notes that a manager has written an object, or a part of it.
  mutating func update(by manager: String, from old: Node?, to new: Node) {
    let before = old.map(FieldPaths.values) ?? [:]
    let after = FieldPaths.values(of: new)
    let changed = Set(after.filter { before[$0.key] != $0.value }.keys)
    take(changed.union(Set(before.keys).subtracting(after.keys)))
    fields[Manager(name: manager, applies: false), default: []].formUnion(changed)
    fields = fields.filter { !$0.value.isEmpty }
  }

  /// The fields that change when a manager applies, and that others have set; by owners and paths.
  func conflicts(
    of manager: String, applying manifest: Node, from old: Node, to new: Node, version: String
  ) -> [Conflict] {
    let (before, after) = (FieldPaths.values(of: old), FieldPaths.values(of: new))
    let changed = FieldPaths.values(of: manifest).keys.filter { path in
      before[path].map { $0 != after[path] } ?? false
    }
    return fields.filter { $0.key != Manager(name: manager, applies: true) }.flatMap { owner in
      changed.filter(owner.value.contains).map { path in
        let name = GoQuote.quoted(owner.key.name)
        return Conflict(owner: owner.key.applies ? name : "\(name) using \(version)", path: path)
      }
    }.sorted { ($0.owner, $0.path) < ($1.owner, $1.path) }
  }

  /// The fields that a manager alone has applied and that its new manifest gives up.
  func released(by manager: String, applying manifest: Node) -> Set<String> {
    let own = Manager(name: manager, applies: true)
    let wanted = Set(FieldPaths.values(of: manifest).keys)
    let others = fields.filter { $0.key != own }.values.reduce(into: Set()) { $0.formUnion($1) }
    return (fields[own] ?? []).subtracting(wanted).subtracting(others)
  }

  /// Notes that a manager has applied a manifest.
  ///
  /// Who goes from client-side to server-side apply takes what it had set along; kubectl asks for
  /// that by a second request.
  ///
  /// Source: client-go `util/csaupgrade`.
  mutating func apply(by manager: String, _ manifest: Node, from old: Node?, to new: Node) {
    let applied = FieldPaths.values(of: manifest)
    let before = old.map(FieldPaths.values) ?? [:]
    let after = FieldPaths.values(of: new)
    take(Set(applied.keys.filter { before[$0] != after[$0] }))
    let own = Manager(name: manager, applies: true)
    fields[own] = Set(applied.keys)
    if manager == "kubectl" {
      fields[Manager(name: "kubectl-client-side-apply", applies: false)] = nil
    }
    fields = fields.filter { !$0.value.isEmpty }
  }

  /// Takes fields from all who have them.
  private mutating func take(_ paths: Set<String>) {
    for manager in fields.keys { fields[manager]?.subtract(paths) }
  }
}
