import KubernetesAPI
import PodModel

/// Who asks: the learner, or another one as whom the learner asks (`kubectl --as`).
///
/// The practice cluster has no roles but those of a new one: its administrators may do everything,
/// everyone else may read documents and ask about themselves.
///
/// Source: apiserver `endpoints/filters/impersonation`; Kubernetes
/// `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`, `system:basic-user` and `system:discovery`.
struct Requester: Hashable {
  let name: String
  let groups: [String]

  /// - Parameter head: of a request that showed the token.
  init(_ head: RequestHead) {
    guard let name = head.headers("Impersonate-User").first, !name.isEmpty else {
      self.name = "learner"
      groups = ["system:masters", "system:authenticated"]
      return
    }
    self.name = name
    let given = head.headers("Impersonate-Group")
    let own = given.isEmpty ? Self.groups(ofServiceAccount: name) : given
    let all = name == "system:anonymous" ? "system:unauthenticated" : "system:authenticated"
    groups = own.contains(all) ? own : own + [all]
  }

  /// Source: apiserver `authentication/serviceaccount/util.go`, `MakeGroupNames`.
  private static func groups(ofServiceAccount name: String) -> [String] {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" else { return [] }
    return ["system:serviceaccounts", "system:serviceaccounts:\(parts[2])"]
  }

  var isAdministrator: Bool { groups.contains("system:masters") }

  /// - Throws: 403 for what the requester may not do.
  func check(_ path: ResourcePath) throws(StatusError) {
    if isAdministrator || isOwnReview(path) { return }
    let part = path.subresource.map { "/\($0)" } ?? ""
    let group = path.group.isEmpty ? "" : ".\(path.group)"
    let object = path.name.map { " \"\($0)\"" } ?? ""
    let place = path.namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
    // Source: apiserver `endpoints/handlers/responsewriters/errors.go`, `forbiddenMessage`.
    throw StatusError(
      code: 403, reason: "Forbidden",
      message:
        "\(path.resource)\(group)\(object) is forbidden: User \(GoQuote.quoted(name)) "
        + "cannot \(path.verb.rawValue) resource \"\(path.resource)\(part)\" in API group "
        + "\"\(path.group)\" \(place)",
      kind: path.resource, name: path.name ?? "")
  }

  private func isOwnReview(_ path: ResourcePath) -> Bool {
    path.verb == .create && path.resource.hasPrefix("selfsubject")
      && groups.contains("system:authenticated")
  }
}
