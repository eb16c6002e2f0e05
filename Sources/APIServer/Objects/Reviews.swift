import KubernetesAPI
import PodModel

/// Questions of a client about itself, which it puts by creating an object that is not kept.
///
/// Source: Kubernetes `pkg/registry/authorization`, `pkg/registry/authentication`.
enum Reviews {
  /// The question with its answer; nil for resources that are no questions.
  static func answer(_ resource: Resource, _ request: Request) throws(StatusError) -> Node? {
    guard let status = status(of: resource.kind, for: Requester(request.head)) else { return nil }
    var review = try RequestBody(request).object(resource.kind, resource.apiVersion)
    review["metadata"] = review["metadata"] ?? ["creationTimestamp": Node(.null)]
    review["status"] = status
    return review
  }

  private static func status(of kind: String, for requester: Requester) -> Node? {
    switch kind {
    case "SelfSubjectAccessReview":
      requester.isAdministrator
        ? ["allowed": true, "reason": "the practice cluster allows everything"]
        : ["allowed": false]
    case "SelfSubjectRulesReview":
      requester.isAdministrator ? allRules : ownRules
    case "SelfSubjectReview":
      [
        "userInfo": [
          "groups": Node(.list(requester.groups.map { Node(.string($0)) })),
          "username": Node(.string(requester.name)),
        ]
      ]
    default: nil
    }
  }

  private static let allRules: Node = [
    "incomplete": false,
    "nonResourceRules": [["nonResourceURLs": ["*"], "verbs": ["*"]]],
    "resourceRules": [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]],
  ]

  /// What everyone may do.
  private static let ownRules: Node = [
    "incomplete": false,
    "nonResourceRules": [
      [
        "nonResourceURLs": [
          "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
          "/readyz", "/version", "/version/",
        ],
        "verbs": ["get"],
      ]
    ],
    "resourceRules": [
      [
        "apiGroups": ["authorization.k8s.io"],
        "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], "verbs": ["create"],
      ],
      [
        "apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"],
        "verbs": ["create"],
      ],
    ],
  ]
}
