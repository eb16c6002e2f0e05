import KubernetesAPI
import PodModel

/// Questions of a client about itself, which it puts by creating an object that is not kept.
///
/// The practice cluster has one user, who may do everything.
///
/// Source: Kubernetes `pkg/registry/authorization`, `pkg/registry/authentication`.
enum Reviews {
  /// The question with its answer; nil for resources that are no questions.
  static func answer(_ resource: Resource, _ request: Request) throws(StatusError) -> Node? {
    guard let status = status(of: resource.kind) else { return nil }
    var review = try RequestBody(request).object(resource.kind, resource.apiVersion)
    review["metadata"] = review["metadata"] ?? ["creationTimestamp": Node(.null)]
    review["status"] = status
    return review
  }

  private static func status(of kind: String) -> Node? {
    switch kind {
    case "SelfSubjectAccessReview":
      ["allowed": true, "reason": "the practice cluster allows everything"]
    case "SelfSubjectRulesReview":
      [
        "incomplete": false,
        "nonResourceRules": [["nonResourceURLs": ["*"], "verbs": ["*"]]],
        "resourceRules": [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]],
      ]
    case "SelfSubjectReview":
      ["userInfo": ["groups": ["system:masters", "system:authenticated"], "username": "learner"]]
    default: nil
    }
  }
}
