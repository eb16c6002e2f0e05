/// What the API server knows besides the object it is asked to create.
package struct AdmissionContext: Sendable {
  /// One object of the cluster, as far as its existence goes.
  package struct ObjectName: Sendable, Hashable {
    package var kind: String
    /// Empty for objects without a namespace.
    package var namespace: String
    package var name: String

    package init(kind: String, namespace: String = "", name: String) {
      self.kind = kind
      self.namespace = namespace
      self.name = name
    }

    // Names alone tell nearly all objects apart; equality decides.
    package func hash(into hasher: inout Hasher) {
      hasher.combine(kind)
      hasher.combine(name)
    }
  }

  package var namespaces: Set<String>
  /// The objects that exist; every namespace has a service account `default` besides.
  package var objects: Set<ObjectName>
  /// The time of creation, as RFC 3339.
  package var now: String
  /// The `metadata.uid` of the new object.
  package var uid: String
  /// The random letters behind generated names.
  package var suffix: String
  /// The address for a Service that asks for none (a dry run shows that of the network), and the
  /// first free port of the nodes.
  package var clusterIP = "10.0.0.0"
  package var nodePort: Int64 = 30000
  /// What becomes of fields that the kind does not have.
  package var unknownFields = UnknownFields.refused

  /// A new cluster: four namespaces, nothing in them.
  ///
  /// The placeholders are those of `GroundTruth/validation`.
  package init(
    namespaces: Set<String> = ["default", "kube-node-lease", "kube-public", "kube-system"],
    objects: Set<ObjectName> = [], now: String = "2026-01-01T00:00:00Z",
    uid: String = "00000000-0000-0000-0000-000000000000", suffix: String = "xxxxx"
  ) {
    self.namespaces = namespaces
    self.objects = objects
    self.now = now
    self.uid = uid
    self.suffix = suffix
  }

  func exists(_ kind: String, _ name: String, in namespace: String) -> Bool {
    objects.contains(ObjectName(kind: kind, namespace: namespace, name: name))
  }
}
