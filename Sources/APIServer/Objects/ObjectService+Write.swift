import KubernetesAPI
import PodModel
import PodSimulator

extension ObjectService {
  /// Creates an object, or answers a question that is put as one.
  func create(_ request: Request) async throws(StatusError) -> Response {
    let form = try form(request)
    if let review = try Reviews.answer(resource, request) {
      return response(review, form, status: 201)
    }
    let write = try WriteRequest(url)
    var object = try RequestBody(request).object(resource.kind, resource.apiVersion)
    if resource.kind == "Binding" {
      return try await bind(object, named: object["metadata"]?["name"]?.string ?? "", form)
    }
    try settleNamespace(of: &object)
    let written = try cluster.make(
      resource, object, in: path.namespace, by: manager(write, request),
      options: WriteOptions(write))
    return try show(written.object, in: form, status: 201, warnings: written.warnings)
  }

  /// Puts another object in an object's place.
  func update(_ request: Request) async throws(StatusError) -> Response {
    let form = try form(request)
    let write = try WriteRequest(url, kind: "UpdateOptions")
    var object = try RequestBody(request).object(resource.kind, resource.apiVersion)
    try settleNamespace(of: &object)
    let own = object["metadata"]?["name"]?.string ?? ""
    guard own.isEmpty || own == name else {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "the name of the object (\(own)) does not match the name on the URL (\(name))")
    }
    var metadata = object["metadata"] ?? [:]
    metadata["name"] = Node(.string(name))
    object["metadata"] = metadata
    let written = try cluster.replace(
      resource, named: name, with: object, in: path.namespace, by: manager(write, request),
      options: WriteOptions(write))
    return try show(written.object, in: form, warnings: written.warnings)
  }

  /// Changes an object in part.
  func patch(_ request: Request) async throws(StatusError) -> Response {
    let form = try form(request)
    let (patch, write) = try readPatch(request)
    let isNew = (try? await cluster.object(resource, named: name, in: path.namespace)) == nil
    let written = try cluster.change(
      resource, named: name, with: patch, in: path.namespace, by: manager(write, request),
      options: WriteOptions(write))
    return try show(
      written.object, in: form, status: isNew ? 201 : 200, warnings: written.warnings)
  }

  /// The patch of a request, with its options.
  func readPatch(_ request: Request) throws(StatusError) -> (ObjectPatch, WriteRequest) {
    let body = RequestBody(request)
    let write = try WriteRequest(url, kind: "PatchOptions", isApply: body.isApply)
    var patch = try body.patch(write, kind: resource.kind)
    if case .apply(var manifest, let manager, let force) = patch {
      for (key, value) in [("apiVersion", resource.apiVersion), ("kind", resource.kind)]
      where manifest[key]?.string ?? "" == "" {
        manifest[key] = Node(.string(value))
      }
      var metadata = manifest["metadata"] ?? [:]
      let own = metadata["name"]?.string ?? name
      guard own == name else {
        throw StatusError(
          code: 400, reason: "BadRequest",
          message: "the name of the object (\(own)) does not match the name on the URL (\(name))")
      }
      metadata["name"] = Node(.string(name))
      manifest["metadata"] = metadata
      try settleNamespace(of: &manifest)
      patch = .apply(manifest, fieldManager: manager, force: force)
    }
    return (patch, write)
  }

  /// In whose name a request writes: the first word of the program's where it names nobody.
  ///
  /// Source: apiserver `endpoints/handlers/create.go`, `managerOrUserAgent`.
  private func manager(_ write: WriteRequest, _ request: Request) -> String {
    if !write.fieldManager.isEmpty { return write.fieldManager }
    let program = request.head.header("User-Agent").prefix { $0 != "/" && $0 != " " }
    return program.isEmpty ? "unknown" : String(program.prefix(128))
  }

  /// Gives an object the namespace of its path.
  ///
  /// Source: apiserver `registry/rest/create.go`, `EnsureObjectNamespaceMatchesRequestNamespace`.
  func settleNamespace(of object: inout Node) throws(StatusError) {
    guard resource.isNamespaced, let namespace = path.namespace else { return }
    let own = object["metadata"]?["namespace"]?.string ?? ""
    guard own.isEmpty || own == namespace else {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message:
          "the namespace of the provided object does not match the namespace sent on the request")
    }
    guard own.isEmpty, var metadata = object["metadata"] else { return }
    metadata["namespace"] = Node(.string(namespace))
    object["metadata"] = metadata
  }
}

extension WriteOptions {
  init(_ request: WriteRequest) {
    let unknownFields: UnknownFields =
      switch request.fieldValidation {
      case .strict: .refused
      case .warn: .warned
      case .ignore: .dropped
      }
    self.init(isDryRun: request.isDryRun, unknownFields: unknownFields)
  }
}
