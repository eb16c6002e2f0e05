/// What a learner may have meant by a field that does not exist.
enum FieldSuggestion {
  /// A sentence for the field at `path`, or nil when nothing comes near.
  static func suggestion(
    for path: FieldPath, in object: Node, of kind: String, schema: Schema = .core
  ) -> String? {
    guard case .field(let name) = path.steps.last,
      let parent = structure(at: path.steps.dropLast(), of: kind, schema)
    else { return nil }
    let known = parent.fields.map(\.name)
    if let near = nearest(to: name, among: known) { return "did you mean `\(near)`?" }
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

  /// The known name with the fewest edits, if they are few for its length.
  private static func nearest(to name: String, among known: [String]) -> String? {
    let plain = plain(name)
    guard !plain.isEmpty, plain.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = distance(plain, Self.plain(candidate))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, plain.count / 4) else { return nil }
    return best.name
  }

  /// Letters and digits in lower case: `Init-Containers` and `initContainers` are the same.
  private static func plain(_ name: String) -> [UInt8] {
    Array(name.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") })
  }

  /// How many letters to insert, delete or replace (Levenshtein).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[right.count]
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
