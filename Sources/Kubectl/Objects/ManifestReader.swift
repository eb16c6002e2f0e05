import ByteText
import PodModel

/// Reads the manifests that `-f` names: files, folders and the standard input.
///
/// Source: cli-runtime `resource/builder.go` (`FilenameParam`) and `resource/visitor.go`.
struct ManifestReader {
  private let call: Call
  /// Whether objects are looked at before they are sent.
  private let validates: Bool

  init(call: Call) {
    self.call = call
    // Commands that do not send objects have no such flag, and look at nothing.
    validates = !["", "false", "ignore"].contains(call.flags.string("validate"))
  }

  /// The objects of all files in order, and the faults between them.
  ///
  /// - Throws: where a path leads nowhere, before anything is read.
  func items() async throws(KubectlError) -> [Result<ObjectInfo, KubectlError>] {
    if !call.flags.string("kustomize").isEmpty {
      throw .text("not modelled: podlab's kubectl has no kustomize")
    }
    var paths: [String] = []
    var missing: [KubectlError] = []
    for name in call.flags.strings("filename") {
      do {
        paths += try await files(of: name)
      } catch {
        missing.append(error)
      }
    }
    if let error = KubectlError.joined(missing) { throw error }
    var items: [Result<ObjectInfo, KubectlError>] = []
    for path in paths {
      let source = path == "-" ? "STDIN" : path
      do {
        items += objects(of: try await read(path), source: source)
      } catch {
        items.append(.failure(error))
      }
    }
    return items
  }

  private func read(_ path: String) async throws(KubectlError) -> [UInt8] {
    if path == "-" { return await call.readAllInput() }
    do {
      return try await call.console.readFile(path)
    } catch {
      throw .text("open \(path): \(error.reason)")
    }
  }

  /// The files that a name stands for; folders give their manifests, sorted.
  private func files(of name: String) async throws(KubectlError) -> [String] {
    if name == "-" { return [name] }
    if name.hasPrefix("http://") || name.hasPrefix("https://") {
      throw .text("not modelled: podlab's kubectl reads no manifests from the network")
    }
    switch await call.console.kind(ofFile: name) {
    case nil: throw .text("the path \(GoQuote.quoted(name)) does not exist")
    case .file: return [name]
    case .directory:
      let files = try await manifests(in: name, depth: 0)
      if files.isEmpty {
        throw .text(
          "error reading [\(name)]: recognized file extensions are [.json .yaml .yml]")
      }
      return files
    }
  }

  private func manifests(in folder: String, depth: Int) async throws(KubectlError) -> [String] {
    var names: [String] = []
    do {
      names = try await call.console.list(folder)
    } catch {
      throw .text("open \(folder): \(error.reason)")
    }
    var files: [String] = []
    for name in names.sorted() {
      let path = Self.joined(folder, name)
      switch await call.console.kind(ofFile: path) {
      case .file where Self.isManifest(name): files.append(path)
      case .directory where call.flags.bool("recursive") && depth < 32:
        files += try await manifests(in: path, depth: depth + 1)
      case nil, .file, .directory: continue
      }
    }
    return files
  }

  private static func isManifest(_ name: String) -> Bool {
    [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
  }

  /// Source: Go `filepath.Join`, which drops `.` and doubled slashes.
  static func joined(_ folder: String, _ name: String) -> String {
    let start = folder.hasPrefix("/") ? "/" : ""
    let parts = folder.split(at: "/").filter { $0 != "." }.map(String.init)
    return start + (parts + [name]).joined(separator: "/")
  }

  private func objects(
    of bytes: [UInt8], source: String
  ) -> [Result<ObjectInfo, KubectlError>] {
    KubectlManifest.items(in: bytes, file: source, validates: validates).map { item in
      switch item {
      case .fault(let message, _): .failure(.text(message))
      case .object(let object, let apiVersion, let kind):
        info(object, kind: kind, apiVersion: apiVersion, source: source)
      }
    }
  }

  /// An object with the resource it belongs to and the namespace it goes into.
  private func info(
    _ object: Node, kind: String, apiVersion: String, source: String
  ) -> Result<ObjectInfo, KubectlError> {
    guard let resource = call.finder.resource(kind: kind, apiVersion: apiVersion) else {
      return .failure(.text("not modelled: podlab's cluster keeps no \(kind) objects"))
    }
    var object = object
    let name = object["metadata"]?["name"]?.string ?? ""
    guard resource.isNamespaced else {
      return .success(
        ObjectInfo(resource: resource, namespace: nil, name: name, source: source, object: object))
    }
    var namespace = call.namespace
    if let own = object["metadata"]?["namespace"]?.string, !own.isEmpty {
      if call.hasExplicitNamespace, own != namespace {
        return .failure(
          .text(
            "the namespace from the provided object \(GoQuote.quoted(own)) does not match the "
              + "namespace \(GoQuote.quoted(namespace)). You must pass '--namespace=\(own)' to "
              + "perform this operation."))
      }
      namespace = own
    } else if !call.isLocal {
      var metadata = object["metadata"] ?? [:]
      metadata["namespace"] = Node(.string(namespace))
      object["metadata"] = metadata
    }
    return .success(
      ObjectInfo(
        resource: resource, namespace: namespace, name: name, source: source, object: object))
  }
}
