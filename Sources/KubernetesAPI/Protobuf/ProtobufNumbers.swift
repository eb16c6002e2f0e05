/// The numbers that fields have in protobuf messages.
///
/// Source: `generated.proto` of `k8s.io/api` and apimachinery. Types come from the schema, so a line
/// lists names only: the numbers count up from 1, `=9` goes on at 9, and `+Name` is an embedded
/// message whose fields JSON writes into the owner's own.
struct ProtobufNumbers {
  /// A field of a message.
  enum Field: Equatable {
    case named(String)
    case embedded(String)
  }

  /// The fields of all messages by their numbers.
  static let all: [String: [Int: Field]] = Dictionary(
    table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let name = words.first else { return nil }
      return (String(name), fields(words.dropFirst()))
    }, uniquingKeysWith: { first, _ in first })

  private static func fields(_ words: ArraySlice<Substring>) -> [Int: Field] {
    var fields: [Int: Field] = [:]
    var next = 1
    for word in words {
      if word.hasPrefix("="), let number = Int(word.dropFirst()) {
        next = number
        continue
      }
      fields[next] =
        word.hasPrefix("+") ? .embedded(String(word.dropFirst())) : .named(String(word))
      next += 1
    }
    return fields
  }

  private static let table = """
    Namespace metadata spec status
    NamespaceSpec finalizers
    NamespaceStatus phase conditions
    ConfigMap metadata data binaryData immutable
    Secret metadata data type stringData immutable
    ServiceAccount metadata secrets imagePullSecrets automountServiceAccountToken
    Service metadata spec status
    ServiceSpec ports selector clusterIP type externalIPs =7 sessionAffinity loadBalancerIP \
    loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort \
    publishNotReadyAddresses sessionAffinityConfig =17 ipFamilyPolicy clusterIPs ipFamilies \
    allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution
    ServicePort name protocol port targetPort nodePort appProtocol
    SessionAffinityConfig clientIP
    ClientIPConfig timeoutSeconds
    Pod metadata spec status
    PodSpec volumes containers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds \
    dnsPolicy nodeSelector serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC \
    securityContext imagePullSecrets hostname subdomain affinity schedulerName initContainers \
    automountServiceAccountToken tolerations hostAliases priorityClassName priority dnsConfig \
    shareProcessNamespace readinessGates runtimeClassName enableServiceLinks preemptionPolicy \
    overhead topologySpreadConstraints ephemeralContainers setHostnameAsFQDN os hostUsers \
    schedulingGates resourceClaims resources hostnameOverride
    Container name image command args workingDir ports env resources volumeMounts livenessProbe \
    readinessProbe lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce \
    tty envFrom terminationMessagePolicy volumeDevices startupProbe resizePolicy restartPolicy \
    restartPolicyRules
    EphemeralContainer +Container targetContainerName
    ContainerPort name hostPort containerPort protocol hostIP
    ContainerResizePolicy resourceName restartPolicy
    ContainerRestartRule action exitCodes
    ContainerRestartRuleOnExitCodes operator values
    EnvVar name value valueFrom
    EnvVarSource fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef
    ObjectFieldSelector apiVersion fieldPath
    ResourceFieldSelector containerName resource divisor
    ConfigMapKeySelector +LocalObjectReference key optional
    SecretKeySelector +LocalObjectReference key optional
    FileKeySelector volumeName path key optional
    EnvFromSource prefix configMapRef secretRef
    ConfigMapEnvSource +LocalObjectReference optional
    SecretEnvSource +LocalObjectReference optional
    LocalObjectReference name
    ObjectReference kind namespace name uid apiVersion resourceVersion fieldPath
    ResourceRequirements limits requests claims
    ResourceClaim name request
    VolumeMount name readOnly mountPath subPath mountPropagation subPathExpr recursiveReadOnly
    VolumeDevice name devicePath
    Probe +ProbeHandler initialDelaySeconds timeoutSeconds periodSeconds successThreshold \
    failureThreshold terminationGracePeriodSeconds
    ProbeHandler exec httpGet tcpSocket grpc
    Lifecycle postStart preStop stopSignal
    LifecycleHandler exec httpGet tcpSocket sleep
    ExecAction command
    HTTPGetAction path port host scheme httpHeaders
    HTTPHeader name value
    TCPSocketAction port host
    GRPCAction port service
    SleepAction seconds
    SecurityContext capabilities privileged seLinuxOptions runAsUser runAsNonRoot \
    readOnlyRootFilesystem allowPrivilegeEscalation runAsGroup procMount windowsOptions \
    seccompProfile appArmorProfile
    Capabilities add drop
    SELinuxOptions user role type level
    SeccompProfile type localhostProfile
    AppArmorProfile type localhostProfile
    WindowsSecurityContextOptions gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess
    PodSecurityContext seLinuxOptions runAsUser runAsNonRoot supplementalGroups fsGroup runAsGroup \
    sysctls windowsOptions fsGroupChangePolicy seccompProfile appArmorProfile \
    supplementalGroupsPolicy seLinuxChangePolicy
    Sysctl name value
    Toleration key operator value effect tolerationSeconds
    HostAlias ip hostnames
    PodDNSConfig nameservers searches options
    PodDNSConfigOption name value
    PodReadinessGate conditionType
    PodOS name
    PodSchedulingGate name
    PodResourceClaim name =3 resourceClaimName resourceClaimTemplateName
    TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable labelSelector minDomains \
    nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys
    Affinity nodeAffinity podAffinity podAntiAffinity
    NodeAffinity requiredDuringSchedulingIgnoredDuringExecution \
    preferredDuringSchedulingIgnoredDuringExecution
    PodAffinity requiredDuringSchedulingIgnoredDuringExecution \
    preferredDuringSchedulingIgnoredDuringExecution
    PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution \
    preferredDuringSchedulingIgnoredDuringExecution
    PodAffinityTerm labelSelector namespaces topologyKey namespaceSelector matchLabelKeys \
    mismatchLabelKeys
    WeightedPodAffinityTerm weight podAffinityTerm
    NodeSelector nodeSelectorTerms
    NodeSelectorTerm matchExpressions matchFields
    NodeSelectorRequirement key operator values
    PreferredSchedulingTerm weight preference
    LabelSelector matchLabels matchExpressions
    LabelSelectorRequirement key operator values
    Volume name +VolumeSource
    VolumeSource hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi \
    glusterfs persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile \
    configMap vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO projected \
    storageos csi ephemeral image
    HostPathVolumeSource path type
    EmptyDirVolumeSource medium sizeLimit
    SecretVolumeSource secretName items defaultMode optional
    ConfigMapVolumeSource +LocalObjectReference items defaultMode optional
    DownwardAPIVolumeSource items defaultMode
    DownwardAPIVolumeFile path fieldRef resourceFieldRef mode
    KeyToPath key path mode
    NFSVolumeSource server path readOnly
    PersistentVolumeClaimVolumeSource claimName readOnly
    CSIVolumeSource driver readOnly fsType volumeAttributes nodePublishSecretRef
    ImageVolumeSource reference pullPolicy
    ProjectedVolumeSource sources defaultMode
    VolumeProjection secret downwardAPI configMap serviceAccountToken clusterTrustBundle \
    podCertificate
    SecretProjection +LocalObjectReference items =4 optional
    ConfigMapProjection +LocalObjectReference items =4 optional
    DownwardAPIProjection items
    ServiceAccountTokenProjection audience expirationSeconds path
    ObjectMeta name generateName namespace selfLink uid resourceVersion generation \
    creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations \
    ownerReferences finalizers
    OwnerReference kind =3 name uid apiVersion controller blockOwnerDeletion
    DeleteOptions gracePeriodSeconds preconditions orphanDependents propagationPolicy dryRun
    Preconditions uid resourceVersion
    Binding metadata target
    Eviction metadata deleteOptions
    SelfSubjectAccessReview metadata spec status
    SelfSubjectAccessReviewSpec resourceAttributes nonResourceAttributes
    ResourceAttributes namespace verb group version resource subresource name
    NonResourceAttributes path verb
    SelfSubjectRulesReview metadata spec status
    SelfSubjectRulesReviewSpec namespace
    SelfSubjectReview metadata status
    """
}
