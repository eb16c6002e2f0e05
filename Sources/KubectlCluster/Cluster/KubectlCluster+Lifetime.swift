import PodModel

extension KubectlCluster {
  /// Makes the namespace that stands for `default`.
  ///
  /// What hinders it hinders every check: it is told in their findings.
  package func prepare() {
    do throws(StatusError) {
      switch plan.kind {
      case .own: try makeNamespace(plan.base, standingFor: "default")
      case .guest: try enterNamespace(plan.base)
      }
    } catch {
      if hindrance == nil { hinder(.forbidden(what: "the namespace '\(plan.base)'", error)) }
    }
  }

  /// Runs nothing any more: the user wants an end.
  package func refuseAll() { hinder(.failure(.interrupted)) }

  /// The namespaces of the cluster that stand for those of the submission.
  package var namespaceNames: [String] { namespaces.real.values.sorted() }

  /// Creates a namespace of podlab's own.
  func makeNamespace(
    _ name: String, standingFor submitted: String
  ) throws(StatusError) {
    if let hindrance { throw StatusError(code: 503, reason: "Hindered", message: hindrance) }
    // Noted first: if the answer is lost, the namespace may be there all the same.
    namespaces.add(name, standsFor: submitted)
    let object: Node = [
      "apiVersion": "v1", "kind": "Namespace",
      "metadata": [
        "name": Node(.string(name)),
        "labels": plan.labels(allowsPrivileged: rules.allowsPrivileged),
      ],
    ]
    do throws(StatusError) {
      _ = try ask { () throws(KubectlFailure) in
        try connection.ask(
          ["create", "--validate=ignore", "-f", "-"], input: object.jsonBytes())
      }
    } catch {
      // A second try after a lost answer finds what the first one made.
      if error.code == 409 { return }
      if error.code == 403 {
        throw hinder(
          .forbidden(
            what: "namespaces of podlab's own; name one that you may use with `--namespace`", error)
        )
      }
      throw error
    }
  }

  private func enterNamespace(_ name: String) throws(StatusError) {
    namespaces.add(name, standsFor: "default")
    _ = try ask { () throws(KubectlFailure) in
      try connection.ask(["get", "pods", "--namespace", name, "-o", "name"])
    }
  }

  /// The namespace of the cluster that stands for one of the submission.
  ///
  /// Those that every cluster has are made when they are needed first.
  func realNamespace(_ submitted: String) throws(StatusError) -> String {
    if let real = namespaces.real[submitted] { return real }
    guard NamespacePlan.stock.contains(submitted) else {
      throw StatusError(
        code: 404, reason: "NotFound",
        message: "namespaces \(GoQuote.quoted(submitted)) not found", kind: "namespaces",
        name: submitted)
    }
    return try addNamespace(submitted)
  }

  func addNamespace(_ submitted: String) throws(StatusError) -> String {
    guard plan.kind == .own else {
      throw hinder(.tooManyNamespaces(submitted, guest: plan.base))
    }
    let name = "\(plan.base)-\(namespaces.real.count + 1)"
    try makeNamespace(name, standingFor: submitted)
    return name
  }

  // MARK: The end

  /// Removes everything that was created, also after an interruption.
  ///
  /// Returns what could not be removed, one sentence each. It does not wait until Pods have ended.
  package func cleanUp() -> [String] {
    for watch in watches.values { watch.end() }
    watches = [:]
    host.forgiveInterruption()
    switch plan.kind {
    case .own: return namespaces.real.values.sorted().compactMap(connection.removeNamespace)
    case .guest: return removeGuests()
    }
  }

  private func removeGuests() -> [String] {
    let left = guests.reversed().filter { object in
      var words = ["delete", object.resource, object.name, "--namespace", object.namespace]
      words += ["--ignore-not-found", "--grace-period=1", "--timeout=30s"]
      let result = try? connection.run(words, within: .seconds(35))
      return result?.exitStatus != 0
    }
    guests = []
    guard let first = left.first else { return [] }
    let names = left.map { "\($0.resource)/\($0.name)" }.joined(separator: " ")
    return [
      "these may be left in namespace '\(first.namespace)': \(names); remove them with "
        + "`kubectl delete --namespace \(first.namespace) \(names)`"
    ]
  }
}

extension KubectlConnection {
  /// Asks for the end of one namespace; returns what to do where that does not work.
  package func removeNamespace(_ name: String) -> String? {
    // Pods that do not listen to SIGTERM would keep the namespace for half a minute.
    _ = try? run(
      [
        "delete", "pods", "--all", "--namespace", name, "--grace-period=1", "--wait=false",
        "--ignore-not-found", "--request-timeout=10s",
      ], within: .seconds(15))
    let reason: String
    do throws(KubectlFailure) {
      let result = try run(
        [
          "delete", "namespace", name, "--wait=false", "--ignore-not-found",
          "--request-timeout=10s",
        ], within: .seconds(15))
      if result.exitStatus == 0 { return nil }
      reason = KubectlWords(result.errors).text
    } catch {
      reason = "\(error)"
    }
    return "namespace '\(name)' may be left on the cluster (\(reason)); "
      + "`podlab grade --cluster --clean-up` removes it"
  }

  /// Waits until namespaces are gone; returns those that are not after that time.
  package func waitForRemoval(of names: [String], within limit: Duration) -> [String] {
    guard !names.isEmpty else { return [] }
    let words =
      ["wait", "--for=delete", "--timeout=\(limit.components.seconds)s"]
      + names.map { "namespace/\($0)" }
    _ = try? run(words, within: limit + .seconds(5))
    let left = (try? ownNamespaces()) ?? []
    return names.filter { name in left.contains { $0.name == name } }
  }

  /// A namespace that podlab made.
  package struct OwnNamespace: Sendable, Hashable {
    package var name: String
    package var learner: String
    package var task: String
    package var isEnding: Bool
  }

  /// All namespaces that podlab made in this cluster, those of other users too.
  package func ownNamespaces() throws(KubectlFailure) -> [OwnNamespace] {
    let answer = try node(["get", "namespaces", "--selector", NamespacePlan.selector])
    switch answer {
    case .failure(let refusal):
      throw .unexpected(what: "get namespaces", detail: refusal.message)
    case .success(let list):
      return (list.node["items"]?.list ?? []).compactMap { item in
        guard let name = item["metadata"]?["name"]?.string, name.hasPrefix("podlab-") else {
          return nil
        }
        let labels = item["metadata"]?["labels"]
        return OwnNamespace(
          name: name, learner: labels?["podlab/learner"]?.string ?? "",
          task: labels?["podlab/task"]?.string ?? "",
          isEnding: item["metadata"]?["deletionTimestamp"] != nil)
      }
    }
  }
}
