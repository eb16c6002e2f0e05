import PodModel

/// Where a submission's objects go on a real cluster.
package struct NamespacePlan: Sendable {
  /// Whose namespaces they are.
  package enum Kind: Sendable, Equatable {
    /// Namespaces of podlab's own, which it creates and removes.
    case own
    /// A namespace that is there and stays; podlab removes only what it created in it.
    case guest
  }

  package var kind: Kind
  /// The namespace that stands for the submission's `default`.
  package var base: String
  package var learner: String
  package var task: String

  package init(kind: Kind, base: String, learner: String, task: String) {
    self.kind = kind
    self.base = base
    self.learner = learner
    self.task = task
  }

  /// What every cluster has without anybody creating it.
  static let stock: Set<String> = ["default", "kube-system", "kube-public", "kube-node-lease"]

  static let managerLabel = "app.kubernetes.io/managed-by"
  static let manager = "podlab"
  /// Selects the namespaces that podlab made.
  static let selector = "\(managerLabel)=\(manager)"

  /// The labels that say whose a namespace is, and that let the cluster itself refuse Pods that
  /// could harm it.
  func labels(allowsPrivileged: Bool) -> Node {
    var labels: Node = [Self.managerLabel: Node(.string(Self.manager))]
    labels["podlab/task"] = Node(.string(NamespaceName.label(task, limit: 63)))
    let learner = NamespaceName.label(learner, limit: 63)
    if !learner.isEmpty { labels["podlab/learner"] = Node(.string(learner)) }
    // Source: Kubernetes documentation, "Pod Security Admission".
    labels["pod-security.kubernetes.io/enforce"] = allowsPrivileged ? "privileged" : "baseline"
    return labels
  }
}

/// Which namespaces of the cluster stand for which of the submission.
struct NamespaceMap {
  private(set) var real: [String: String] = [:]
  private var submitted: [String: String] = [:]

  mutating func add(_ name: String, standsFor submittedName: String) {
    real[submittedName] = name
    submitted[name] = submittedName
  }

  /// The name that the submission knows a namespace by.
  func submittedName(of name: String) -> String { submitted[name] ?? name }

  /// An object as the submission's author would see it.
  func translated(_ object: Node) -> Node {
    var object = object
    for field in ["metadata", "involvedObject"] {
      if let name = object[field]?["namespace"]?.string {
        object[field]?["namespace"] = Node(.string(submittedName(of: name)))
      }
    }
    return object
  }
}
