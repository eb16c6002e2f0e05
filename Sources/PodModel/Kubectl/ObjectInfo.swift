import ByteText

/// A document as kubectl hands it to the API server.
///
/// Source: cli-runtime `resource/mapper.go` (`infoForData`), `resource/builder.go`
/// (`metadataValidatingDecoder`), apimachinery `apis/meta/v1/unstructured`.
struct ObjectInfo {
  /// Why kubectl does not know what to do with an object.
  struct Fault: Error {
    var message: String
    var problem: Problem
  }

  /// The kind an object says it is of, and the kind whose resource it is posted to.
  struct Kind {
    let own: KindCatalog.GroupVersionKind
    let resource: String
  }

  let object: Node
  let kind: Kind
  /// The objects of a list, those of lists inside it included; nil for anything else.
  let items: [Node]?

  init(_ document: ManifestStream.Document, file: String) throws(Fault) {
    // What was YAML has been on its way through JSON already.
    object = document.json == nil ? document.node : document.node.throughUnstructured
    guard object.entries != nil else {
      let type = "unstructured.detector"
      let message = "json: cannot unmarshal \(object.jsonKind) into Go value of type \(type)"
      throw Self.fault(file, message, FieldPath(), object)
    }
    items = try Self.items(of: object, file)
    guard let own = Self.ownKind(of: object) else {
      let json = document.json ?? document.node.jsonBytes()[...]
      let text = String(decoding: json, as: UTF8.self)
      throw Self.fault(
        file, "Object 'Kind' is missing in '\(text)'", FieldPath("kind"), object,
        suggestion: "a Pod begins with `kind: Pod`")
    }
    try Self.checkMetadata(of: object, file)
    switch KindCatalog.mapping(of: own) {
    case .resource(let resource): kind = Kind(own: own, resource: resource)
    case .list: kind = Kind(own: own, resource: own.kind)
    case .none: throw Self.noMapping(own, object, file)
    }
  }

  private static func fault(
    _ file: String, _ message: String, _ path: FieldPath, _ object: Node,
    suggestion: String? = nil
  ) -> Fault {
    Fault(
      message: "unable to decode \(GoQuote.quoted(file)): \(message)",
      problem: Problem(
        message, path: path, position: object.position(of: path), suggestion: suggestion))
  }

  /// The kind, if there is one; `apiVersion` may be missing, but must not have three parts.
  private static func ownKind(of object: Node) -> KindCatalog.GroupVersionKind? {
    guard let kind = object["kind"]?.string, !kind.isEmpty else { return nil }
    var named = object
    if object["apiVersion"]?.string == nil { named["apiVersion"] = "" }
    return try? ClientValidation.kind(of: named).get()
  }

  /// kubectl reads `metadata` on its own, so that its type errors come before the server's.
  private static func checkMetadata(of object: Node, _ file: String) throws(Fault) {
    if let version = object["apiVersion"], version.string == nil, !version.isNull {
      let message =
        "json: cannot unmarshal \(version.jsonKind) into Go struct field "
        + "metadataOnlyObject.apiVersion of type string"
      throw fault(file, message, FieldPath("apiVersion"), object)
    }
    guard let metadata = object["metadata"] else { return }
    let whole = Node(.map([Node.Entry("metadata", metadata)]))
    guard let mistake = GoDecoder.decode(whole, as: "Pod")?.mistake else { return }
    var message = mistake.message
    if let range = message.firstRange(ofText: "Go struct field Pod.metadata ") {
      message.replaceSubrange(range, with: "Go struct field metadataOnlyObject.metadata ")
    }
    let suggestion: String? =
      if mistake.path == FieldPath("metadata") {
        "`metadata` must be a mapping: on lines of their own, keys with a colon and a space behind"
      } else if case .integer = object.node(at: mistake.path)?.content {
        "put the number in quotes"
      } else {
        nil
      }
    throw fault(file, message, mistake.path, object, suggestion: suggestion)
  }

  // MARK: Kinds

  private static func noMapping(
    _ kind: KindCatalog.GroupVersionKind, _ object: Node, _ file: String
  ) -> Fault {
    let reason = noMatch(kind)
    let namespace = object["metadata"]?["namespace"]?.string ?? ""
    return Fault(
      message: "resource mapping not found for name: \(GoQuote.quoted(object.name)) "
        + "namespace: \(GoQuote.quoted(namespace)) from \(GoQuote.quoted(file)): \(reason)\n"
        + "ensure CRDs are installed first",
      problem: noMatchProblem(kind, object))
  }

  /// The fault of a list's item whose kind the cluster does not know.
  static func unmapped(item: Node, _ kind: KindCatalog.GroupVersionKind) -> Fault {
    Fault(message: "unable to recognize \(noMatch(kind))", problem: noMatchProblem(kind, item))
  }

  private static func noMatch(_ kind: KindCatalog.GroupVersionKind) -> String {
    "no matches for kind \(GoQuote.quoted(kind.kind)) in version \(GoQuote.quoted(kind.apiVersion))"
  }

  private static func noMatchProblem(
    _ kind: KindCatalog.GroupVersionKind, _ object: Node
  ) -> Problem {
    let near = KindCatalog.nearest(to: kind)
    let path = FieldPath(near?.kind == kind.kind ? "apiVersion" : "kind")
    return Problem(
      noMatch(kind), path: path, position: object.position(of: path),
      suggestion: near.map { "did you mean `apiVersion: \($0.apiVersion)`, `kind: \($0.kind)`?" })
  }

  // MARK: Lists

  /// The items of an object that has any, which makes it a list whatever its kind.
  private static func items(of object: Node, _ file: String) throws(Fault) -> [Node]? {
    guard let value = object["items"] else { return nil }
    let path = FieldPath("items")
    guard let items = value.list ?? (value.isNull ? [] : nil) else {
      let message =
        "json: cannot unmarshal \(value.jsonKind) into Go struct field decodeList.items "
        + "of type []json.RawMessage"
      throw fault(file, message, path, object)
    }
    // Items of lists inside the list stand behind those of the list itself.
    var queue = try named(items, in: object, file)
    var objects: [Node] = []
    var index = 0
    while index < queue.count {
      let item = queue[index]
      index += 1
      if item["items"] == nil {
        objects.append(item)
      } else {
        queue += try named(item["items"]?.list ?? [], in: item, file)
      }
    }
    return objects
  }

  /// The items with the kind that follows from the list's, where they have none.
  private static func named(
    _ items: [Node], in list: Node, _ file: String
  ) throws(Fault) -> [Node] {
    var named: [Node] = []
    for (index, item) in items.enumerated() {
      guard item.entries != nil else {
        let message =
          "json: cannot unmarshal \(item.jsonKind) into Go value of type map[string]interface {}"
        throw fault(file, message, FieldPath("items").index(index), list)
      }
      var item = item
      if item["kind"] == nil, item["apiVersion"] == nil, let kind = list["kind"]?.string {
        item["kind"] = Node(.string(kind.hasSuffix("List") ? String(kind.dropLast(4)) : kind))
        item["apiVersion"] = list["apiVersion"]
      }
      named.append(item)
    }
    return named
  }
}

extension Node {
  /// The node as kubectl keeps it: whole numbers that fit into 64 bits are integers.
  ///
  /// Source: apimachinery `util/json` (`ConvertInterfaceNumbers`) and the way back into JSON.
  var throughUnstructured: Node {
    switch content {
    case .null, .bool, .integer, .string: return self
    case .float(let value):
      return Int64(GoFloat.json(value)).map { Node(.integer($0), at: position) } ?? self
    case .list(let items): return Node(.list(items.map(\.throughUnstructured)), at: position)
    case .map(let entries):
      let entries = entries.map { entry in
        Entry(entry.key, entry.value.throughUnstructured, keyPosition: entry.keyPosition)
      }
      return Node(.map(entries), at: position)
    }
  }
}
