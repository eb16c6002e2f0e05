import ByteText
import PodModel

/// An object that a command works on, and where it came from.
struct ObjectInfo {
  var resource: Resource
  /// Nil for kinds that have none.
  var namespace: String?
  var name: String
  /// The file it was read from; empty for objects of the cluster.
  var source = ""
  /// The object; nil while only its name is known.
  var object: Node?

  /// `pods/nx`: how messages about the object name it.
  var objectName: String { "\(resource.qualifiedPlural)/\(name)" }
}

extension Call {
  var finder: ResourceFinder { ResourceFinder(resources: cluster.resources) }

  /// The namespace to use for a kind; nil for kinds that have none.
  func namespace(for resource: Resource) -> String? { resource.isNamespaced ? namespace : nil }

  /// Whether the call reads manifests.
  var hasFiles: Bool {
    !flags.strings("filename").isEmpty || !flags.string("kustomize").isEmpty
  }

  /// The objects that the call means, by files, names or selectors.
  ///
  /// - Parameter ignoresAll: whether `--all` says no more than `allowsAll` does.
  /// - Parameter fetches: whether to ask the cluster for objects that files or names give.
  /// - Returns: what was found, and the errors in the order in which they came up.
  func infos(
    allowsAll: Bool = false, fetches: Bool = true, arguments: [String]? = nil,
    onlyOneKind: Bool = false, ignoresAll: Bool = false
  ) async throws(KubectlError) -> (found: [ObjectInfo], errors: [KubectlError]) {
    let words = arguments ?? self.arguments
    await warnOfShortNames(words)
    if hasFiles { return try await fileInfos(words: words, fetches: fetches) }
    let selector = selector
    let target = try finder.target(
      words, selects: selector != nil || (flags.bool("all") && !ignoresAll), allowsAll: allowsAll,
      onlyOneKind: onlyOneKind)
    switch target {
    case .lists(let resources):
      return try await listed(resources, matching: selector ?? ObjectSelector())
    case .names(let named): return try await fetched(named, fetches: fetches)
    }
  }

  /// Tells that a short name may mean another kind as well; `ev` is the only one of a stock cluster.
  ///
  /// Source: client-go `restmapper/shortcut.go`, `expandResourceShortcut`.
  func warnOfShortNames(_ words: [String]) async {
    let kinds = words.first?.split { $0 == "," || $0 == "/" } ?? []
    guard kinds.contains("ev"), !hasFiles else { return }
    await show(
      warnings: ["short name \"ev\" could also match lower priority resource events.events.k8s.io"])
  }

  /// Whether the objects of files are meant, and the cluster has no part in it.
  var isLocal: Bool { flags.bool("local") }

  /// The selector of the call; nil without one.
  var selector: ObjectSelector? {
    let labels = flags.string("selector")
    let fields = flags.string("field-selector")
    return labels.isEmpty && fields.isEmpty ? nil : ObjectSelector(labels: labels, fields: fields)
  }

  private func fileInfos(
    words: [String], fetches: Bool
  ) async throws(KubectlError) -> (found: [ObjectInfo], errors: [KubectlError]) {
    if !words.isEmpty {
      throw .text(
        words.count == 1 && !words[0].contains("/")
          ? "when paths, URLs, or stdin is provided as input, you may not specify resource "
            + "arguments as well"
          : "name cannot be provided when a path is specified")
    }
    var found: [ObjectInfo] = []
    var errors: [KubectlError] = []
    for item in try await ManifestReader(call: self).items() {
      switch item {
      case .failure(let error): errors.append(error)
      case .success(let info):
        do {
          found.append(fetches ? try await fetched(info) : info)
        } catch {
          errors.append(error)
        }
      }
    }
    return (found, errors)
  }

  private func listed(
    _ resources: [Resource], matching selector: ObjectSelector
  ) async throws(KubectlError) -> (found: [ObjectInfo], errors: [KubectlError]) {
    var found: [ObjectInfo] = []
    var errors: [KubectlError] = []
    for resource in resources {
      let place = isForAllNamespaces ? nil : namespace(for: resource)
      do throws(StatusError) {
        let list = try await cluster.objects(resource, in: place, matching: selector)
        found += list.items.map { item in
          ObjectInfo(
            resource: resource, namespace: item["metadata"]?["namespace"]?.string,
            name: item["metadata"]?["name"]?.string ?? "", object: Self.typed(item, resource))
        }
      } catch {
        errors.append(.status(Self.enhanced(error, resource, selector)))
      }
    }
    return (found, errors)
  }

  /// A refused list says what was looked for.
  ///
  /// Source: cli-runtime `resource/visitor.go`, `EnhanceListError`.
  private static func enhanced(
    _ error: StatusError, _ resource: Resource, _ selector: ObjectSelector
  ) -> StatusError {
    guard error.code == 400 || error.code == 404 else { return error }
    var error = error
    let subject = GoQuote.quoted(
      "\(resource.group)/\(resource.versionName), Resource=\(resource.plural)")
    error.message =
      selector.labels.isEmpty && selector.fields.isEmpty
      ? "Unable to list \(subject): \(error.message)"
      : "Unable to find \(subject) that match label selector \(GoQuote.quoted(selector.labels)), "
        + "field selector \(GoQuote.quoted(selector.fields)): \(error.message)"
    return error
  }

  private func fetched(
    _ named: [ResourceFinder.Named], fetches: Bool
  ) async throws(KubectlError) -> (found: [ObjectInfo], errors: [KubectlError]) {
    var found: [ObjectInfo] = []
    var errors: [KubectlError] = []
    for one in named {
      if isForAllNamespaces, one.resource.isNamespaced {
        throw .text("a resource cannot be retrieved by name across all namespaces")
      }
      let info = ObjectInfo(
        resource: one.resource, namespace: namespace(for: one.resource), name: one.name)
      do {
        found.append(fetches ? try await fetched(info) : info)
      } catch {
        errors.append(error)
      }
    }
    return (found, errors)
  }

  private func fetched(_ info: ObjectInfo) async throws(KubectlError) -> ObjectInfo {
    var info = info
    info.object = try await object(of: info)
    return info
  }

  /// The object as the cluster has it now.
  func object(of info: ObjectInfo) async throws(KubectlError) -> Node {
    do {
      let object = try await cluster.object(info.resource, named: info.name, in: info.namespace)
      return Self.typed(object, info.resource)
    } catch {
      throw .status(error)
    }
  }

  /// The object with the kind and version that items of a list may lack.
  static func typed(_ object: Node, _ resource: Resource) -> Node {
    var object = object
    if object["kind"] == nil { object["kind"] = Node(.string(resource.kind)) }
    if object["apiVersion"] == nil { object["apiVersion"] = Node(.string(resource.apiVersion)) }
    return object
  }
}
