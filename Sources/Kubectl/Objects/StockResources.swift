import ByteText
import PodModel

/// The kinds that a stock Kubernetes v1.36 cluster serves, whether podlab models them or not.
///
/// Source: discovery of a v1.36.2 API server (`GroundTruth/openapi`) and the API reference.
enum StockResources {
  /// One line a kind: name, short names (`-` for none), version, `n` or `c` for namespaced or
  /// cluster-wide, kind.
  private static let table = """
    bindings - v1 n Binding
    componentstatuses cs v1 c ComponentStatus
    configmaps cm v1 n ConfigMap
    endpoints ep v1 n Endpoints
    events ev v1 n Event
    limitranges limits v1 n LimitRange
    namespaces ns v1 c Namespace
    nodes no v1 c Node
    persistentvolumeclaims pvc v1 n PersistentVolumeClaim
    persistentvolumes pv v1 c PersistentVolume
    pods po v1 n Pod
    podtemplates - v1 n PodTemplate
    replicationcontrollers rc v1 n ReplicationController
    resourcequotas quota v1 n ResourceQuota
    secrets - v1 n Secret
    serviceaccounts sa v1 n ServiceAccount
    services svc v1 n Service
    mutatingadmissionpolicies - admissionregistration.k8s.io/v1 c MutatingAdmissionPolicy
    mutatingadmissionpolicybindings - admissionregistration.k8s.io/v1 c MutatingAdmissionPolicyBinding
    mutatingwebhookconfigurations - admissionregistration.k8s.io/v1 c MutatingWebhookConfiguration
    validatingadmissionpolicies - admissionregistration.k8s.io/v1 c ValidatingAdmissionPolicy
    validatingadmissionpolicybindings - admissionregistration.k8s.io/v1 c ValidatingAdmissionPolicyBinding
    validatingwebhookconfigurations - admissionregistration.k8s.io/v1 c ValidatingWebhookConfiguration
    customresourcedefinitions crd,crds apiextensions.k8s.io/v1 c CustomResourceDefinition
    apiservices - apiregistration.k8s.io/v1 c APIService
    controllerrevisions - apps/v1 n ControllerRevision
    daemonsets ds apps/v1 n DaemonSet
    deployments deploy apps/v1 n Deployment
    replicasets rs apps/v1 n ReplicaSet
    statefulsets sts apps/v1 n StatefulSet
    selfsubjectreviews - authentication.k8s.io/v1 c SelfSubjectReview
    tokenreviews - authentication.k8s.io/v1 c TokenReview
    localsubjectaccessreviews - authorization.k8s.io/v1 n LocalSubjectAccessReview
    selfsubjectaccessreviews - authorization.k8s.io/v1 c SelfSubjectAccessReview
    selfsubjectrulesreviews - authorization.k8s.io/v1 c SelfSubjectRulesReview
    subjectaccessreviews - authorization.k8s.io/v1 c SubjectAccessReview
    horizontalpodautoscalers hpa autoscaling/v2 n HorizontalPodAutoscaler
    cronjobs cj batch/v1 n CronJob
    jobs - batch/v1 n Job
    certificatesigningrequests csr certificates.k8s.io/v1 c CertificateSigningRequest
    leases - coordination.k8s.io/v1 n Lease
    endpointslices - discovery.k8s.io/v1 n EndpointSlice
    events ev events.k8s.io/v1 n Event
    flowschemas - flowcontrol.apiserver.k8s.io/v1 c FlowSchema
    prioritylevelconfigurations - flowcontrol.apiserver.k8s.io/v1 c PriorityLevelConfiguration
    ingressclasses - networking.k8s.io/v1 c IngressClass
    ingresses ing networking.k8s.io/v1 n Ingress
    ipaddresses ip networking.k8s.io/v1 c IPAddress
    networkpolicies netpol networking.k8s.io/v1 n NetworkPolicy
    servicecidrs - networking.k8s.io/v1 c ServiceCIDR
    runtimeclasses - node.k8s.io/v1 c RuntimeClass
    poddisruptionbudgets pdb policy/v1 n PodDisruptionBudget
    clusterrolebindings - rbac.authorization.k8s.io/v1 c ClusterRoleBinding
    clusterroles - rbac.authorization.k8s.io/v1 c ClusterRole
    rolebindings - rbac.authorization.k8s.io/v1 n RoleBinding
    roles - rbac.authorization.k8s.io/v1 n Role
    deviceclasses - resource.k8s.io/v1 c DeviceClass
    resourceclaims - resource.k8s.io/v1 n ResourceClaim
    resourceclaimtemplates - resource.k8s.io/v1 n ResourceClaimTemplate
    resourceslices - resource.k8s.io/v1 c ResourceSlice
    priorityclasses pc scheduling.k8s.io/v1 c PriorityClass
    csidrivers - storage.k8s.io/v1 c CSIDriver
    csinodes - storage.k8s.io/v1 c CSINode
    csistoragecapacities - storage.k8s.io/v1 n CSIStorageCapacity
    storageclasses sc storage.k8s.io/v1 c StorageClass
    volumeattachments - storage.k8s.io/v1 c VolumeAttachment
    volumeattributesclasses vac storage.k8s.io/v1 c VolumeAttributesClass
    """

  /// All kinds, by group and name.
  static let all: [Resource] =
    table.split(at: "\n").compactMap { line in
      let words = line.split(at: " ").map(String.init)
      guard words.count == 5 else { return nil }
      return Resource(
        kind: words[4], plural: words[0], singular: words[4].lowercased(),
        shortNames: words[1] == "-" ? [] : words[1].split(at: ",").map(String.init),
        apiVersion: words[2], isNamespaced: words[3] == "n", verbs: verbs(of: words[0]))
    }

  /// What clients may do with a kind: reviews and bindings can be created only.
  private static func verbs(of plural: String) -> [String] {
    if plural.hasSuffix("reviews") || plural == "bindings" { return ["create"] }
    if plural == "componentstatuses" { return ["get", "list"] }
    return ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
  }

  /// Kinds that podlab does not model and of which a new cluster has no objects.
  static let startEmpty: Set<String> = [
    "certificatesigningrequests.certificates.k8s.io", "controllerrevisions.apps",
    "cronjobs.batch", "csistoragecapacities.storage.k8s.io",
    "customresourcedefinitions.apiextensions.k8s.io", "daemonsets.apps", "deployments.apps",
    "deviceclasses.resource.k8s.io", "horizontalpodautoscalers.autoscaling",
    "ingressclasses.networking.k8s.io", "ingresses.networking.k8s.io", "jobs.batch",
    "limitranges", "mutatingadmissionpolicies.admissionregistration.k8s.io",
    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
    "networkpolicies.networking.k8s.io", "persistentvolumes", "podtemplates",
    "poddisruptionbudgets.policy", "replicasets.apps", "replicationcontrollers",
    "resourceclaims.resource.k8s.io", "resourceclaimtemplates.resource.k8s.io",
    "resourcequotas", "resourceslices.resource.k8s.io", "runtimeclasses.node.k8s.io",
    "statefulsets.apps", "storageclasses.storage.k8s.io",
    "validatingadmissionpolicies.admissionregistration.k8s.io",
    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
    "validatingwebhookconfigurations.admissionregistration.k8s.io",
    "volumeattachments.storage.k8s.io", "volumeattributesclasses.storage.k8s.io",
  ]

  /// What `kubectl get all` stands for.
  static let categoryAll = [
    "pods", "replicationcontrollers", "services", "daemonsets.apps", "deployments.apps",
    "replicasets.apps", "statefulsets.apps", "horizontalpodautoscalers.autoscaling",
    "cronjobs.batch", "jobs.batch",
  ]
}

extension Resource {
  /// The API group; empty for the core group.
  var group: String {
    guard let slash = apiVersion.firstIndex(ofASCII: "/") else { return "" }
    return String(apiVersion[..<slash])
  }

  /// The version without the group.
  var versionName: String {
    guard let slash = apiVersion.firstIndex(ofASCII: "/") else { return apiVersion }
    return String(apiVersion[apiVersion.index(after: slash)...])
  }

  /// `pod`, `deployment.apps`: how a result names the kind.
  var kindName: String { group.isEmpty ? kind.lowercased() : "\(kind.lowercased()).\(group)" }

  /// `pods`, `deployments.apps`.
  var qualifiedPlural: String { group.isEmpty ? plural : "\(plural).\(group)" }

  /// Whether a word in small letters is one of its names.
  private func isNamed(_ word: String) -> Bool {
    word == plural || word == singular || shortNames.contains(word)
      || (word.utf8.count == kind.utf8.count && word == kind.lowercased())
  }

  /// Whether a word of a call means this kind, as kubectl's REST mapper decides it.
  func isMeant(by word: String) -> Bool {
    let word = word.lowercased()
    guard word.holds(".") else { return isNamed(word) }
    let parts = word.split(at: ".", omittingEmptySubsequences: false)
    guard isNamed(String(parts[0])) else { return false }
    let rest = parts.dropFirst().joined(separator: ".")
    return rest.isEmpty || rest == group || rest == "\(versionName).\(group)"
      || (group.isEmpty && rest == "\(versionName).")
  }
}
