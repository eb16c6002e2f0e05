/// The Go types behind the Kubernetes v1.36 API, in Go's own notation.
///
/// Written by `Tools/generate_schema.py`; do not edit. `Schema` explains the notation.
enum SchemaTable {
  static let text: StaticString = """
    AWSElasticBlockStoreVolumeSource
     fsType string
     partition int32
     readOnly bool
     volumeID! string
    Affinity
     nodeAffinity *v1.NodeAffinity
     podAffinity *v1.PodAffinity
     podAntiAffinity *v1.PodAntiAffinity
    AppArmorProfile
     localhostProfile *string
     type! v1.AppArmorProfileType
    AttachedVolume
     devicePath! string
     name! string
    AzureDiskVolumeSource
     cachingMode *v1.AzureDataDiskCachingMode
     diskName! string
     diskURI! string
     fsType *string
     kind *v1.AzureDataDiskKind
     readOnly *bool
    AzureFileVolumeSource
     readOnly bool
     secretName! string
     shareName! string
    CSIVolumeSource
     driver! string
     fsType *string
     nodePublishSecretRef *v1.LocalObjectReference
     readOnly *bool
     volumeAttributes map[string]string
    Capabilities
     add []v1.Capability
     drop []v1.Capability
    CephFSVolumeSource
     monitors! []string
     path string
     readOnly bool
     secretFile string
     secretRef *v1.LocalObjectReference
     user string
    CinderVolumeSource
     fsType string
     readOnly bool
     secretRef *v1.LocalObjectReference
     volumeID! string
    ClientIPConfig
     timeoutSeconds *int32
    ClusterTrustBundleProjection
     labelSelector *v1.LabelSelector
     name *string
     optional *bool
     path! string
     signerName *string
    Condition
     lastTransitionTime! v1.Time
     message! string
     observedGeneration int64
     reason! string
     status! string
     type! string
    ConfigMap
     TypeMeta.apiVersion string
     binaryData map[string][]uint8
     data map[string]string
     immutable *bool
     TypeMeta.kind string
     metadata v1.ObjectMeta
    ConfigMapEnvSource
     LocalObjectReference.name string
     optional *bool
    ConfigMapKeySelector
     key! string
     LocalObjectReference.name string
     optional *bool
    ConfigMapNodeConfigSource
     kubeletConfigKey! string
     name! string
     namespace! string
     resourceVersion string
     uid string
    ConfigMapProjection
     items []v1.KeyToPath
     LocalObjectReference.name string
     optional *bool
    ConfigMapVolumeSource
     defaultMode *int32
     items []v1.KeyToPath
     LocalObjectReference.name string
     optional *bool
    Container
     args []string
     command []string
     env []v1.EnvVar
     envFrom []v1.EnvFromSource
     image string
     imagePullPolicy v1.PullPolicy
     lifecycle *v1.Lifecycle
     livenessProbe *v1.Probe
     name! string
     ports []v1.ContainerPort
     readinessProbe *v1.Probe
     resizePolicy []v1.ContainerResizePolicy
     resources v1.ResourceRequirements
     restartPolicy *v1.ContainerRestartPolicy
     restartPolicyRules []v1.ContainerRestartRule
     securityContext *v1.SecurityContext
     startupProbe *v1.Probe
     stdin bool
     stdinOnce bool
     terminationMessagePath string
     terminationMessagePolicy v1.TerminationMessagePolicy
     tty bool
     volumeDevices []v1.VolumeDevice
     volumeMounts []v1.VolumeMount
     workingDir string
    ContainerExtendedResourceRequest
     containerName! string
     requestName! string
     resourceName! string
    ContainerImage
     names []string
     sizeBytes int64
    ContainerPort
     containerPort! int32
     hostIP string
     hostPort int32
     name string
     protocol v1.Protocol
    ContainerResizePolicy
     resourceName! v1.ResourceName
     restartPolicy! v1.ResourceResizeRestartPolicy
    ContainerRestartRule
     action v1.ContainerRestartRuleAction
     exitCodes *v1.ContainerRestartRuleOnExitCodes
    ContainerRestartRuleOnExitCodes
     operator *v1.ContainerRestartRuleOnExitCodesOperator
     values []int32
    ContainerState
     running *v1.ContainerStateRunning
     terminated *v1.ContainerStateTerminated
     waiting *v1.ContainerStateWaiting
    ContainerStateRunning
     startedAt v1.Time
    ContainerStateTerminated
     containerID string
     exitCode! int32
     finishedAt v1.Time
     message string
     reason string
     signal int32
     startedAt v1.Time
    ContainerStateWaiting
     message string
     reason string
    ContainerStatus
     allocatedResources v1.ResourceList
     allocatedResourcesStatus []v1.ResourceStatus
     containerID string
     image! string
     imageID! string
     lastState v1.ContainerState
     name! string
     ready! bool
     resources *v1.ResourceRequirements
     restartCount! int32
     started *bool
     state v1.ContainerState
     stopSignal *v1.Signal
     user *v1.ContainerUser
     volumeMounts []v1.VolumeMountStatus
    ContainerUser
     linux *v1.LinuxContainerUser
    DaemonEndpoint
     Port! int32
    DownwardAPIProjection
     items []v1.DownwardAPIVolumeFile
    DownwardAPIVolumeFile
     fieldRef *v1.ObjectFieldSelector
     mode *int32
     path! string
     resourceFieldRef *v1.ResourceFieldSelector
    DownwardAPIVolumeSource
     defaultMode *int32
     items []v1.DownwardAPIVolumeFile
    EmptyDirVolumeSource
     medium v1.StorageMedium
     sizeLimit *resource.Quantity
    EnvFromSource
     configMapRef *v1.ConfigMapEnvSource
     prefix string
     secretRef *v1.SecretEnvSource
    EnvVar
     name! string
     value string
     valueFrom *v1.EnvVarSource
    EnvVarSource
     configMapKeyRef *v1.ConfigMapKeySelector
     fieldRef *v1.ObjectFieldSelector
     fileKeyRef *v1.FileKeySelector
     resourceFieldRef *v1.ResourceFieldSelector
     secretKeyRef *v1.SecretKeySelector
    EphemeralContainer
     EphemeralContainerCommon.args []string
     EphemeralContainerCommon.command []string
     EphemeralContainerCommon.env []v1.EnvVar
     EphemeralContainerCommon.envFrom []v1.EnvFromSource
     EphemeralContainerCommon.image string
     EphemeralContainerCommon.imagePullPolicy v1.PullPolicy
     EphemeralContainerCommon.lifecycle *v1.Lifecycle
     EphemeralContainerCommon.livenessProbe *v1.Probe
     EphemeralContainerCommon.name! string
     EphemeralContainerCommon.ports []v1.ContainerPort
     EphemeralContainerCommon.readinessProbe *v1.Probe
     EphemeralContainerCommon.resizePolicy []v1.ContainerResizePolicy
     EphemeralContainerCommon.resources v1.ResourceRequirements
     EphemeralContainerCommon.restartPolicy *v1.ContainerRestartPolicy
     EphemeralContainerCommon.restartPolicyRules []v1.ContainerRestartRule
     EphemeralContainerCommon.securityContext *v1.SecurityContext
     EphemeralContainerCommon.startupProbe *v1.Probe
     EphemeralContainerCommon.stdin bool
     EphemeralContainerCommon.stdinOnce bool
     targetContainerName string
     EphemeralContainerCommon.terminationMessagePath string
     EphemeralContainerCommon.terminationMessagePolicy v1.TerminationMessagePolicy
     EphemeralContainerCommon.tty bool
     EphemeralContainerCommon.volumeDevices []v1.VolumeDevice
     EphemeralContainerCommon.volumeMounts []v1.VolumeMount
     EphemeralContainerCommon.workingDir string
    EphemeralVolumeSource
     volumeClaimTemplate *v1.PersistentVolumeClaimTemplate
    Event
     action string
     TypeMeta.apiVersion string
     count int32
     eventTime v1.MicroTime
     firstTimestamp v1.Time
     involvedObject! v1.ObjectReference
     TypeMeta.kind string
     lastTimestamp v1.Time
     message string
     metadata! v1.ObjectMeta
     reason string
     related *v1.ObjectReference
     reportingComponent string
     reportingInstance string
     series *v1.EventSeries
     source v1.EventSource
     type string
    EventSeries
     count int32
     lastObservedTime v1.MicroTime
    EventSource
     component string
     host string
    ExecAction
     command []string
    FCVolumeSource
     fsType string
     lun *int32
     readOnly bool
     targetWWNs []string
     wwids []string
    FileKeySelector
     key! string
     optional *bool
     path! string
     volumeName! string
    FlexVolumeSource
     driver! string
     fsType string
     options map[string]string
     readOnly bool
     secretRef *v1.LocalObjectReference
    FlockerVolumeSource
     datasetName string
     datasetUUID string
    GCEPersistentDiskVolumeSource
     fsType string
     partition int32
     pdName! string
     readOnly bool
    GRPCAction
     port! int32
     service *string
    GitRepoVolumeSource
     directory string
     repository! string
     revision string
    GlusterfsVolumeSource
     endpoints! string
     path! string
     readOnly bool
    HTTPGetAction
     host string
     httpHeaders []v1.HTTPHeader
     path string
     port! intstr.IntOrString
     scheme v1.URIScheme
    HTTPHeader
     name! string
     value! string
    HostAlias
     hostnames []string
     ip! string
    HostIP
     ip! string
    HostPathVolumeSource
     path! string
     type *v1.HostPathType
    ISCSIVolumeSource
     chapAuthDiscovery bool
     chapAuthSession bool
     fsType string
     initiatorName *string
     iqn! string
     iscsiInterface string
     lun! int32
     portals []string
     readOnly bool
     secretRef *v1.LocalObjectReference
     targetPortal! string
    ImageVolumeSource
     pullPolicy v1.PullPolicy
     reference string
    ImageVolumeStatus
     imageRef! string
    KeyToPath
     key! string
     mode *int32
     path! string
    LabelSelector
     matchExpressions []v1.LabelSelectorRequirement
     matchLabels map[string]string
    LabelSelectorRequirement
     key! string
     operator! v1.LabelSelectorOperator
     values []string
    Lifecycle
     postStart *v1.LifecycleHandler
     preStop *v1.LifecycleHandler
     stopSignal *v1.Signal
    LifecycleHandler
     exec *v1.ExecAction
     httpGet *v1.HTTPGetAction
     sleep *v1.SleepAction
     tcpSocket *v1.TCPSocketAction
    LinuxContainerUser
     gid! int64
     supplementalGroups []int64
     uid! int64
    ListMeta
     continue string
     remainingItemCount int64
     resourceVersion string
     selfLink string
    LoadBalancerIngress
     hostname string
     ip string
     ipMode *string
     ports []v1.PortStatus
    LoadBalancerStatus
     ingress []v1.LoadBalancerIngress
    LocalObjectReference
     name string
    ManagedFieldsEntry
     apiVersion string
     fieldsType string
     fieldsV1 *v1.FieldsV1
     manager string
     operation v1.ManagedFieldsOperationType
     subresource string
     time *v1.Time
    ModifyVolumeStatus
     status! string
     targetVolumeAttributesClassName string
    NFSVolumeSource
     path! string
     readOnly bool
     server! string
    Namespace
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec v1.NamespaceSpec
     status v1.NamespaceStatus
    NamespaceCondition
     lastTransitionTime v1.Time
     message string
     reason string
     status! string
     type! string
    NamespaceSpec
     finalizers []v1.FinalizerName
    NamespaceStatus
     conditions []v1.NamespaceCondition
     phase v1.NamespacePhase
    Node
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec v1.NodeSpec
     status v1.NodeStatus
    NodeAddress
     address! string
     type! string
    NodeAffinity
     preferredDuringSchedulingIgnoredDuringExecution []v1.PreferredSchedulingTerm
     requiredDuringSchedulingIgnoredDuringExecution *v1.NodeSelector
    NodeAllocatableResourceClaimStatus
     containers []string
     resourceClaimName! string
     resources v1.ResourceList
    NodeCondition
     lastHeartbeatTime v1.Time
     lastTransitionTime v1.Time
     message string
     reason string
     status! string
     type! string
    NodeConfigSource
     configMap *v1.ConfigMapNodeConfigSource
    NodeConfigStatus
     active *v1.NodeConfigSource
     assigned *v1.NodeConfigSource
     error string
     lastKnownGood *v1.NodeConfigSource
    NodeDaemonEndpoints
     kubeletEndpoint v1.DaemonEndpoint
    NodeFeatures
     supplementalGroupsPolicy bool
    NodeRuntimeHandler
     features *v1.NodeRuntimeHandlerFeatures
     name string
    NodeRuntimeHandlerFeatures
     recursiveReadOnlyMounts bool
     userNamespaces bool
    NodeSelector
     nodeSelectorTerms! []v1.NodeSelectorTerm
    NodeSelectorRequirement
     key! string
     operator! v1.NodeSelectorOperator
     values []string
    NodeSelectorTerm
     matchExpressions []v1.NodeSelectorRequirement
     matchFields []v1.NodeSelectorRequirement
    NodeSpec
     configSource *v1.NodeConfigSource
     externalID string
     podCIDR string
     podCIDRs []string
     providerID string
     taints []v1.Taint
     unschedulable bool
    NodeStatus
     addresses []v1.NodeAddress
     allocatable v1.ResourceList
     capacity v1.ResourceList
     conditions []v1.NodeCondition
     config *v1.NodeConfigStatus
     daemonEndpoints v1.NodeDaemonEndpoints
     declaredFeatures []string
     features *v1.NodeFeatures
     images []v1.ContainerImage
     nodeInfo v1.NodeSystemInfo
     phase string
     runtimeHandlers []v1.NodeRuntimeHandler
     volumesAttached []v1.AttachedVolume
     volumesInUse []string
    NodeSwapStatus
     capacity int64
    NodeSystemInfo
     architecture! string
     bootID! string
     containerRuntimeVersion! string
     kernelVersion! string
     kubeProxyVersion! string
     kubeletVersion! string
     machineID! string
     operatingSystem! string
     osImage! string
     swap *v1.NodeSwapStatus
     systemUUID! string
    ObjectFieldSelector
     apiVersion string
     fieldPath! string
    ObjectMeta
     annotations map[string]string
     creationTimestamp v1.Time
     deletionGracePeriodSeconds *int64
     deletionTimestamp *v1.Time
     finalizers []string
     generateName string
     generation int64
     labels map[string]string
     managedFields []v1.ManagedFieldsEntry
     name string
     namespace string
     ownerReferences []v1.OwnerReference
     resourceVersion string
     selfLink string
     uid types.UID
    ObjectReference
     apiVersion string
     fieldPath string
     kind string
     name string
     namespace string
     resourceVersion string
     uid types.UID
    OwnerReference
     apiVersion! string
     blockOwnerDeletion *bool
     controller *bool
     kind! string
     name! string
     uid! types.UID
    PersistentVolumeClaim
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec v1.PersistentVolumeClaimSpec
     status v1.PersistentVolumeClaimStatus
    PersistentVolumeClaimCondition
     lastProbeTime v1.Time
     lastTransitionTime v1.Time
     message string
     reason string
     status! string
     type! string
    PersistentVolumeClaimSpec
     accessModes []v1.PersistentVolumeAccessMode
     dataSource *v1.TypedLocalObjectReference
     dataSourceRef *v1.TypedObjectReference
     resources v1.VolumeResourceRequirements
     selector *v1.LabelSelector
     storageClassName *string
     volumeAttributesClassName *string
     volumeMode *v1.PersistentVolumeMode
     volumeName string
    PersistentVolumeClaimStatus
     accessModes []v1.PersistentVolumeAccessMode
     allocatedResourceStatuses map[string]string
     allocatedResources v1.ResourceList
     capacity v1.ResourceList
     conditions []v1.PersistentVolumeClaimCondition
     currentVolumeAttributesClassName *string
     modifyVolumeStatus *v1.ModifyVolumeStatus
     phase v1.PersistentVolumeClaimPhase
    PersistentVolumeClaimTemplate
     metadata v1.ObjectMeta
     spec! v1.PersistentVolumeClaimSpec
    PersistentVolumeClaimVolumeSource
     claimName! string
     readOnly bool
    PhotonPersistentDiskVolumeSource
     fsType string
     pdID! string
    Pod
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec v1.PodSpec
     status v1.PodStatus
    PodAffinity
     preferredDuringSchedulingIgnoredDuringExecution []v1.WeightedPodAffinityTerm
     requiredDuringSchedulingIgnoredDuringExecution []v1.PodAffinityTerm
    PodAffinityTerm
     labelSelector *v1.LabelSelector
     matchLabelKeys []string
     mismatchLabelKeys []string
     namespaceSelector *v1.LabelSelector
     namespaces []string
     topologyKey! string
    PodAntiAffinity
     preferredDuringSchedulingIgnoredDuringExecution []v1.WeightedPodAffinityTerm
     requiredDuringSchedulingIgnoredDuringExecution []v1.PodAffinityTerm
    PodCertificateProjection
     certificateChainPath string
     credentialBundlePath string
     keyPath string
     keyType string
     maxExpirationSeconds *int32
     signerName string
     userAnnotations map[string]string
    PodCondition
     lastProbeTime v1.Time
     lastTransitionTime v1.Time
     message string
     observedGeneration int64
     reason string
     status! v1.ConditionStatus
     type! v1.PodConditionType
    PodDNSConfig
     nameservers []string
     options []v1.PodDNSConfigOption
     searches []string
    PodDNSConfigOption
     name string
     value *string
    PodExtendedResourceClaimStatus
     requestMappings! []v1.ContainerExtendedResourceRequest
     resourceClaimName! string
    PodIP
     ip! string
    PodOS
     name! v1.OSName
    PodReadinessGate
     conditionType! v1.PodConditionType
    PodResourceClaim
     name! string
     resourceClaimName *string
     resourceClaimTemplateName *string
    PodResourceClaimStatus
     name! string
     resourceClaimName *string
    PodSchedulingGate
     name! string
    PodSchedulingGroup
     podGroupName *string
    PodSecurityContext
     appArmorProfile *v1.AppArmorProfile
     fsGroup *int64
     fsGroupChangePolicy *v1.PodFSGroupChangePolicy
     runAsGroup *int64
     runAsNonRoot *bool
     runAsUser *int64
     seLinuxChangePolicy *v1.PodSELinuxChangePolicy
     seLinuxOptions *v1.SELinuxOptions
     seccompProfile *v1.SeccompProfile
     supplementalGroups []int64
     supplementalGroupsPolicy *v1.SupplementalGroupsPolicy
     sysctls []v1.Sysctl
     windowsOptions *v1.WindowsSecurityContextOptions
    PodSpec
     activeDeadlineSeconds *int64
     affinity *v1.Affinity
     automountServiceAccountToken *bool
     containers! []v1.Container
     dnsConfig *v1.PodDNSConfig
     dnsPolicy v1.DNSPolicy
     enableServiceLinks *bool
     ephemeralContainers []v1.EphemeralContainer
     hostAliases []v1.HostAlias
     hostIPC bool
     hostNetwork bool
     hostPID bool
     hostUsers *bool
     hostname string
     hostnameOverride *string
     imagePullSecrets []v1.LocalObjectReference
     initContainers []v1.Container
     nodeName string
     nodeSelector map[string]string
     os *v1.PodOS
     overhead v1.ResourceList
     preemptionPolicy *v1.PreemptionPolicy
     priority *int32
     priorityClassName string
     readinessGates []v1.PodReadinessGate
     resourceClaims []v1.PodResourceClaim
     resources *v1.ResourceRequirements
     restartPolicy v1.RestartPolicy
     runtimeClassName *string
     schedulerName string
     schedulingGates []v1.PodSchedulingGate
     schedulingGroup *v1.PodSchedulingGroup
     securityContext *v1.PodSecurityContext
     serviceAccount string
     serviceAccountName string
     setHostnameAsFQDN *bool
     shareProcessNamespace *bool
     subdomain string
     terminationGracePeriodSeconds *int64
     tolerations []v1.Toleration
     topologySpreadConstraints []v1.TopologySpreadConstraint
     volumes []v1.Volume
    PodStatus
     allocatedResources v1.ResourceList
     conditions []v1.PodCondition
     containerStatuses []v1.ContainerStatus
     ephemeralContainerStatuses []v1.ContainerStatus
     extendedResourceClaimStatus *v1.PodExtendedResourceClaimStatus
     hostIP string
     hostIPs []v1.HostIP
     initContainerStatuses []v1.ContainerStatus
     message string
     nodeAllocatableResourceClaimStatuses []v1.NodeAllocatableResourceClaimStatus
     nominatedNodeName string
     observedGeneration int64
     phase v1.PodPhase
     podIP string
     podIPs []v1.PodIP
     qosClass v1.PodQOSClass
     reason string
     resize v1.PodResizeStatus
     resourceClaimStatuses []v1.PodResourceClaimStatus
     resources *v1.ResourceRequirements
     startTime *v1.Time
    PortStatus
     error *string
     port! int32
     protocol! string
    PortworxVolumeSource
     fsType string
     readOnly bool
     volumeID! string
    PreferredSchedulingTerm
     preference! v1.NodeSelectorTerm
     weight! int32
    Probe
     ProbeHandler.exec *v1.ExecAction
     failureThreshold int32
     ProbeHandler.grpc *v1.GRPCAction
     ProbeHandler.httpGet *v1.HTTPGetAction
     initialDelaySeconds int32
     periodSeconds int32
     successThreshold int32
     ProbeHandler.tcpSocket *v1.TCPSocketAction
     terminationGracePeriodSeconds *int64
     timeoutSeconds int32
    ProjectedVolumeSource
     defaultMode *int32
     sources! []v1.VolumeProjection
    QuobyteVolumeSource
     group string
     readOnly bool
     registry! string
     tenant string
     user string
     volume! string
    RBDVolumeSource
     fsType string
     image! string
     keyring string
     monitors! []string
     pool string
     readOnly bool
     secretRef *v1.LocalObjectReference
     user string
    ResourceClaim
     name! string
     request string
    ResourceFieldSelector
     containerName string
     divisor resource.Quantity
     resource! string
    ResourceHealth
     health string
     message string
     resourceID! string
    ResourceRequirements
     claims []v1.ResourceClaim
     limits v1.ResourceList
     requests v1.ResourceList
    ResourceStatus
     name! string
     resources []v1.ResourceHealth
    SELinuxOptions
     level string
     role string
     type string
     user string
    ScaleIOVolumeSource
     fsType string
     gateway! string
     protectionDomain string
     readOnly bool
     secretRef! *v1.LocalObjectReference
     sslEnabled bool
     storageMode string
     storagePool string
     system! string
     volumeName string
    SeccompProfile
     localhostProfile *string
     type! v1.SeccompProfileType
    Secret
     TypeMeta.apiVersion string
     data map[string][]uint8
     immutable *bool
     TypeMeta.kind string
     metadata v1.ObjectMeta
     stringData map[string]string
     type v1.SecretType
    SecretEnvSource
     LocalObjectReference.name string
     optional *bool
    SecretKeySelector
     key! string
     LocalObjectReference.name string
     optional *bool
    SecretProjection
     items []v1.KeyToPath
     LocalObjectReference.name string
     optional *bool
    SecretVolumeSource
     defaultMode *int32
     items []v1.KeyToPath
     optional *bool
     secretName string
    SecurityContext
     allowPrivilegeEscalation *bool
     appArmorProfile *v1.AppArmorProfile
     capabilities *v1.Capabilities
     privileged *bool
     procMount *v1.ProcMountType
     readOnlyRootFilesystem *bool
     runAsGroup *int64
     runAsNonRoot *bool
     runAsUser *int64
     seLinuxOptions *v1.SELinuxOptions
     seccompProfile *v1.SeccompProfile
     windowsOptions *v1.WindowsSecurityContextOptions
    Service
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec v1.ServiceSpec
     status v1.ServiceStatus
    ServiceAccount
     TypeMeta.apiVersion string
     automountServiceAccountToken *bool
     imagePullSecrets []v1.LocalObjectReference
     TypeMeta.kind string
     metadata v1.ObjectMeta
     secrets []v1.ObjectReference
    ServiceAccountTokenProjection
     audience string
     expirationSeconds *int64
     path! string
    ServicePort
     appProtocol *string
     name string
     nodePort int32
     port! int32
     protocol v1.Protocol
     targetPort intstr.IntOrString
    ServiceSpec
     allocateLoadBalancerNodePorts *bool
     clusterIP string
     clusterIPs []string
     externalIPs []string
     externalName string
     externalTrafficPolicy v1.ServiceExternalTrafficPolicy
     healthCheckNodePort int32
     internalTrafficPolicy *v1.ServiceInternalTrafficPolicy
     ipFamilies []v1.IPFamily
     ipFamilyPolicy *v1.IPFamilyPolicy
     loadBalancerClass *string
     loadBalancerIP string
     loadBalancerSourceRanges []string
     ports []v1.ServicePort
     publishNotReadyAddresses bool
     selector map[string]string
     sessionAffinity v1.ServiceAffinity
     sessionAffinityConfig *v1.SessionAffinityConfig
     trafficDistribution *string
     type v1.ServiceType
    ServiceStatus
     conditions []v1.Condition
     loadBalancer v1.LoadBalancerStatus
    SessionAffinityConfig
     clientIP *v1.ClientIPConfig
    SleepAction
     seconds! int64
    Status
     TypeMeta.apiVersion string
     code int32
     details *v1.StatusDetails
     TypeMeta.kind string
     message string
     metadata v1.ListMeta
     reason string
     status string
    StatusCause
     field string
     message string
     reason string
    StatusDetails
     causes []v1.StatusCause
     group string
     kind string
     name string
     retryAfterSeconds int32
     uid string
    StorageOSVolumeSource
     fsType string
     readOnly bool
     secretRef *v1.LocalObjectReference
     volumeName string
     volumeNamespace string
    Sysctl
     name! string
     value! string
    TCPSocketAction
     host string
     port! intstr.IntOrString
    Taint
     effect! v1.TaintEffect
     key! string
     timeAdded *v1.Time
     value string
    Toleration
     effect v1.TaintEffect
     key string
     operator v1.TolerationOperator
     tolerationSeconds *int64
     value string
    TopologySpreadConstraint
     labelSelector *v1.LabelSelector
     matchLabelKeys []string
     maxSkew! int32
     minDomains *int32
     nodeAffinityPolicy *v1.NodeInclusionPolicy
     nodeTaintsPolicy *v1.NodeInclusionPolicy
     topologyKey! string
     whenUnsatisfiable! v1.UnsatisfiableConstraintAction
    TypedLocalObjectReference
     apiGroup *string
     kind! string
     name! string
    TypedObjectReference
     apiGroup *string
     kind! string
     name! string
     namespace *string
    Volume
     VolumeSource.awsElasticBlockStore *v1.AWSElasticBlockStoreVolumeSource
     VolumeSource.azureDisk *v1.AzureDiskVolumeSource
     VolumeSource.azureFile *v1.AzureFileVolumeSource
     VolumeSource.cephfs *v1.CephFSVolumeSource
     VolumeSource.cinder *v1.CinderVolumeSource
     VolumeSource.configMap *v1.ConfigMapVolumeSource
     VolumeSource.csi *v1.CSIVolumeSource
     VolumeSource.downwardAPI *v1.DownwardAPIVolumeSource
     VolumeSource.emptyDir *v1.EmptyDirVolumeSource
     VolumeSource.ephemeral *v1.EphemeralVolumeSource
     VolumeSource.fc *v1.FCVolumeSource
     VolumeSource.flexVolume *v1.FlexVolumeSource
     VolumeSource.flocker *v1.FlockerVolumeSource
     VolumeSource.gcePersistentDisk *v1.GCEPersistentDiskVolumeSource
     VolumeSource.gitRepo *v1.GitRepoVolumeSource
     VolumeSource.glusterfs *v1.GlusterfsVolumeSource
     VolumeSource.hostPath *v1.HostPathVolumeSource
     VolumeSource.image *v1.ImageVolumeSource
     VolumeSource.iscsi *v1.ISCSIVolumeSource
     name! string
     VolumeSource.nfs *v1.NFSVolumeSource
     VolumeSource.persistentVolumeClaim *v1.PersistentVolumeClaimVolumeSource
     VolumeSource.photonPersistentDisk *v1.PhotonPersistentDiskVolumeSource
     VolumeSource.portworxVolume *v1.PortworxVolumeSource
     VolumeSource.projected *v1.ProjectedVolumeSource
     VolumeSource.quobyte *v1.QuobyteVolumeSource
     VolumeSource.rbd *v1.RBDVolumeSource
     VolumeSource.scaleIO *v1.ScaleIOVolumeSource
     VolumeSource.secret *v1.SecretVolumeSource
     VolumeSource.storageos *v1.StorageOSVolumeSource
     VolumeSource.vsphereVolume *v1.VsphereVirtualDiskVolumeSource
    VolumeDevice
     devicePath! string
     name! string
    VolumeMount
     mountPath! string
     mountPropagation *v1.MountPropagationMode
     name! string
     readOnly bool
     recursiveReadOnly *v1.RecursiveReadOnlyMode
     subPath string
     subPathExpr string
    VolumeMountStatus
     mountPath! string
     name! string
     readOnly bool
     recursiveReadOnly *v1.RecursiveReadOnlyMode
     volumeStatus *v1.VolumeStatus
    VolumeProjection
     clusterTrustBundle *v1.ClusterTrustBundleProjection
     configMap *v1.ConfigMapProjection
     downwardAPI *v1.DownwardAPIProjection
     podCertificate *v1.PodCertificateProjection
     secret *v1.SecretProjection
     serviceAccountToken *v1.ServiceAccountTokenProjection
    VolumeResourceRequirements
     limits v1.ResourceList
     requests v1.ResourceList
    VolumeStatus
     image *v1.ImageVolumeStatus
    VsphereVirtualDiskVolumeSource
     fsType string
     storagePolicyID string
     storagePolicyName string
     volumePath! string
    WeightedPodAffinityTerm
     podAffinityTerm! v1.PodAffinityTerm
     weight! int32
    WindowsSecurityContextOptions
     gmsaCredentialSpec *string
     gmsaCredentialSpecName *string
     hostProcess *bool
     runAsUserName *string
    metadataOnlyObject
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
    Binding
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     target! v1.ObjectReference
    DeleteOptions
     TypeMeta.apiVersion string
     dryRun []string
     gracePeriodSeconds *int64
     ignoreStoreReadErrorWithClusterBreakingPotential *bool
     TypeMeta.kind string
     orphanDependents *bool
     preconditions *v1.Preconditions
     propagationPolicy *v1.DeletionPropagation
    Endpoint
     addresses! []string
     conditions v1.EndpointConditions
     deprecatedTopology map[string]string
     hints *v1.EndpointHints
     hostname *string
     nodeName *string
     targetRef *v1.ObjectReference
     zone *string
    EndpointAddress
     hostname string
     ip! string
     nodeName *string
     targetRef *v1.ObjectReference
    EndpointConditions
     ready *bool
     serving *bool
     terminating *bool
    EndpointHints
     forNodes []v1.ForNode
     forZones []v1.ForZone
    EndpointPort
     appProtocol *string
     name string
     port! int32
     protocol v1.Protocol
    EndpointSlice
     addressType! v1.AddressType
     TypeMeta.apiVersion string
     endpoints! []v1.Endpoint
     TypeMeta.kind string
     metadata v1.ObjectMeta
     ports []v1.discovery.EndpointPort
    EndpointSubset
     addresses []v1.EndpointAddress
     notReadyAddresses []v1.EndpointAddress
     ports []v1.EndpointPort
    Endpoints
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     subsets []v1.EndpointSubset
    Eviction
     TypeMeta.apiVersion string
     deleteOptions *v1.DeleteOptions
     TypeMeta.kind string
     metadata v1.ObjectMeta
    ForNode
     name! string
    ForZone
     name! string
    NonResourceAttributes
     path string
     verb string
    NonResourceRule
     nonResourceURLs []string
     verbs! []string
    Preconditions
     resourceVersion *string
     uid *types.UID
    ResourceAttributes
     group string
     name string
     namespace string
     resource string
     subresource string
     verb string
     version string
    ResourceRule
     apiGroups []string
     resourceNames []string
     resources []string
     verbs! []string
    SelfSubjectAccessReview
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec! v1.SelfSubjectAccessReviewSpec
     status v1.SubjectAccessReviewStatus
    SelfSubjectAccessReviewSpec
     nonResourceAttributes *v1.NonResourceAttributes
     resourceAttributes *v1.ResourceAttributes
    SelfSubjectReview
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     status v1.SelfSubjectReviewStatus
    SelfSubjectReviewStatus
     userInfo v1.UserInfo
    SelfSubjectRulesReview
     TypeMeta.apiVersion string
     TypeMeta.kind string
     metadata v1.ObjectMeta
     spec! v1.SelfSubjectRulesReviewSpec
     status v1.SubjectRulesReviewStatus
    SelfSubjectRulesReviewSpec
     namespace string
    SubjectAccessReviewStatus
     allowed! bool
     denied bool
     evaluationError string
     reason string
    SubjectRulesReviewStatus
     evaluationError string
     incomplete! bool
     nonResourceRules! []v1.NonResourceRule
     resourceRules! []v1.ResourceRule
    UserInfo
     extra map[string][]string
     groups []string
     uid string
     username string
    discovery.EndpointPort
     appProtocol *string
     name *string
     port *int32
     protocol *v1.Protocol
    events.Event
     action string
     TypeMeta.apiVersion string
     deprecatedCount int32
     deprecatedFirstTimestamp v1.Time
     deprecatedLastTimestamp v1.Time
     deprecatedSource v1.EventSource
     eventTime! v1.MicroTime
     TypeMeta.kind string
     metadata v1.ObjectMeta
     note string
     reason string
     regarding v1.ObjectReference
     related *v1.ObjectReference
     reportingController string
     reportingInstance string
     series *v1.events.EventSeries
     type string
    events.EventSeries
     count! int32
     lastObservedTime! v1.MicroTime
    """
}
