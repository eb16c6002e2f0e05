/// What a learner may have meant by a field that does not exist.
enum FieldSuggestion {
  /// A sentence for the field at `path`, or nil when nothing comes near.
  static func suggestion(
    for path: FieldPath, of kind: String, schema: Schema = .core
  ) -> String? {
    guard case .field(let name) = path.steps.last,
      let parent = structure(at: path.steps.dropLast(), of: kind, schema)
    else { return nil }
    let known = parent.fields.map(\.name)
    if let near = name.nearest(among: known) { return "did you mean `\(near)`?" }
    guard let home = home(of: name, kind, schema), home != FieldPath(Array(path.steps.dropLast()))
    else { return nil }
    let place = home.steps.isEmpty ? "at the top of the object" : "under `\(home)`"
    return "`\(name)` belongs \(place): check the indentation"
  }

  /// The struct that the steps lead to.
  private static func structure(
    at steps: ArraySlice<FieldPath.Step>, of kind: String, _ schema: Schema
  ) -> StructType? {
    guard let root = schema.structure(kind) else { return nil }
    var type = GoType.structure(root)
    for step in steps {
      while case .pointer(let target) = type { type = target }
      switch (step, type) {
      case (.field(let name), .structure(let place)):
        guard let field = schema.structs[place].field(name) else { return nil }
        type = field.type
      case (.index, .list(let item)): type = item
      case (.key, .map(let item, _)): type = item
      case (_, _): return nil
      }
    }
    while case .pointer(let target) = type { type = target }
    guard case .structure(let place) = type else { return nil }
    return schema.structs[place]
  }

  /// Where a field of this name is at home in a Pod: the object, its metadata, spec or containers.
  private static func home(of name: String, _ kind: String, _ schema: Schema) -> FieldPath? {
    guard kind == "Pod" else { return nil }
    let homes: [(String, FieldPath)] = [
      ("Pod", FieldPath()), ("ObjectMeta", FieldPath("metadata")), ("PodSpec", FieldPath("spec")),
      ("Container", FieldPath("spec", "containers[]")),
      ("Probe", FieldPath("spec", "containers[]", "livenessProbe")),
      ("VolumeMount", FieldPath("spec", "containers[]", "volumeMounts[]")),
      ("Volume", FieldPath("spec", "volumes[]")),
    ]
    return homes.first { structName, _ in
      schema.structure(structName).flatMap { schema.structs[$0].field(name) } != nil
    }?.1
  }
}
