/// What the Kubernetes v1.36 API says of single fields besides their type.
///
/// Written by `Tools/generate_schema.py`; do not edit. `SchemaFacts` explains the notation.
enum SchemaFactsTable {
  static let text: StaticString = """
    AppArmorProfile.type enum=Localhost,RuntimeDefault,Unconfined
    AzureDiskVolumeSource.cachingMode enum=None,ReadOnly,ReadWrite default="ReadWrite"
    AzureDiskVolumeSource.fsType default="ext4"
    AzureDiskVolumeSource.kind enum=Dedicated,Managed,Shared default="Shared"
    Capabilities.add list=atomic
    Capabilities.drop list=atomic
    CephFSVolumeSource.monitors list=atomic
    ConfigMapKeySelector map=atomic
    ConfigMapProjection.items list=atomic
    ConfigMapVolumeSource.items list=atomic
    Container.args list=atomic
    Container.command list=atomic
    Container.env list=map:name patch=merge:name
    Container.envFrom list=atomic
    Container.imagePullPolicy enum=Always,IfNotPresent,Never
    Container.ports list=map:containerPort,protocol patch=merge:containerPort
    Container.resizePolicy list=atomic
    Container.restartPolicyRules list=atomic
    Container.terminationMessagePolicy enum=FallbackToLogsOnError,File
    Container.volumeDevices list=map:devicePath patch=merge:devicePath
    Container.volumeMounts list=map:mountPath patch=merge:mountPath
    ContainerImage.names list=atomic
    ContainerPort.protocol enum=SCTP,TCP,UDP default="TCP"
    ContainerRestartRuleOnExitCodes.values list=set
    ContainerStatus.allocatedResourcesStatus list=map:name patch=merge:name
    ContainerStatus.stopSignal enum=SIGABRT,SIGALRM,SIGBUS,SIGCHLD,SIGCLD
    ContainerStatus.stopSignal enum=SIGCONT,SIGFPE,SIGHUP,SIGILL,SIGINT
    ContainerStatus.stopSignal enum=SIGIO,SIGIOT,SIGKILL,SIGPIPE,SIGPOLL
    ContainerStatus.stopSignal enum=SIGPROF,SIGPWR,SIGQUIT,SIGRTMAX,SIGRTMAX-1
    ContainerStatus.stopSignal enum=SIGRTMAX-10,SIGRTMAX-11,SIGRTMAX-12,SIGRTMAX-13,SIGRTMAX-14
    ContainerStatus.stopSignal enum=SIGRTMAX-2,SIGRTMAX-3,SIGRTMAX-4,SIGRTMAX-5,SIGRTMAX-6
    ContainerStatus.stopSignal enum=SIGRTMAX-7,SIGRTMAX-8,SIGRTMAX-9,SIGRTMIN,SIGRTMIN+1
    ContainerStatus.stopSignal enum=SIGRTMIN+10,SIGRTMIN+11,SIGRTMIN+12,SIGRTMIN+13,SIGRTMIN+14
    ContainerStatus.stopSignal enum=SIGRTMIN+15,SIGRTMIN+2,SIGRTMIN+3,SIGRTMIN+4,SIGRTMIN+5
    ContainerStatus.stopSignal enum=SIGRTMIN+6,SIGRTMIN+7,SIGRTMIN+8,SIGRTMIN+9,SIGSEGV
    ContainerStatus.stopSignal enum=SIGSTKFLT,SIGSTOP,SIGSYS,SIGTERM,SIGTRAP
    ContainerStatus.stopSignal enum=SIGTSTP,SIGTTIN,SIGTTOU,SIGURG,SIGUSR1
    ContainerStatus.stopSignal enum=SIGUSR2,SIGVTALRM,SIGWINCH,SIGXCPU,SIGXFSZ
    ContainerStatus.volumeMounts list=map:mountPath patch=merge:mountPath
    DeleteOptions.dryRun list=atomic
    DownwardAPIProjection.items list=atomic
    DownwardAPIVolumeSource.items list=atomic
    Endpoint.addresses list=set
    EndpointAddress map=atomic
    EndpointHints.forNodes list=atomic
    EndpointHints.forZones list=atomic
    EndpointPort map=atomic
    EndpointPort.protocol enum=SCTP,TCP,UDP
    EndpointSlice.addressType enum=FQDN,IPv4,IPv6
    EndpointSlice.endpoints list=atomic
    EndpointSlice.ports list=atomic
    EndpointSubset.addresses list=atomic
    EndpointSubset.notReadyAddresses list=atomic
    EndpointSubset.ports list=atomic
    Endpoints.subsets list=atomic
    EphemeralContainer.args list=atomic
    EphemeralContainer.command list=atomic
    EphemeralContainer.env list=map:name patch=merge:name
    EphemeralContainer.envFrom list=atomic
    EphemeralContainer.imagePullPolicy enum=Always,IfNotPresent,Never
    EphemeralContainer.ports list=map:containerPort,protocol patch=merge:containerPort
    EphemeralContainer.resizePolicy list=atomic
    EphemeralContainer.restartPolicyRules list=atomic
    EphemeralContainer.terminationMessagePolicy enum=FallbackToLogsOnError,File
    EphemeralContainer.volumeDevices list=map:devicePath patch=merge:devicePath
    EphemeralContainer.volumeMounts list=map:mountPath patch=merge:mountPath
    ExecAction.command list=atomic
    FCVolumeSource.targetWWNs list=atomic
    FCVolumeSource.wwids list=atomic
    FileKeySelector map=atomic
    HTTPGetAction.httpHeaders list=atomic
    HTTPGetAction.scheme enum=HTTP,HTTPS
    HostAlias.hostnames list=atomic
    HostPathVolumeSource.type enum=-,BlockDevice,CharDevice,Directory,DirectoryOrCreate
    HostPathVolumeSource.type enum=File,FileOrCreate,Socket
    ISCSIVolumeSource.iscsiInterface default="default"
    ISCSIVolumeSource.portals list=atomic
    ImageVolumeSource.pullPolicy enum=Always,IfNotPresent,Never
    LabelSelector map=atomic
    LabelSelector.matchExpressions list=atomic
    LabelSelectorRequirement.values list=atomic
    Lifecycle.stopSignal enum=SIGABRT,SIGALRM,SIGBUS,SIGCHLD,SIGCLD
    Lifecycle.stopSignal enum=SIGCONT,SIGFPE,SIGHUP,SIGILL,SIGINT
    Lifecycle.stopSignal enum=SIGIO,SIGIOT,SIGKILL,SIGPIPE,SIGPOLL
    Lifecycle.stopSignal enum=SIGPROF,SIGPWR,SIGQUIT,SIGRTMAX,SIGRTMAX-1
    Lifecycle.stopSignal enum=SIGRTMAX-10,SIGRTMAX-11,SIGRTMAX-12,SIGRTMAX-13,SIGRTMAX-14
    Lifecycle.stopSignal enum=SIGRTMAX-2,SIGRTMAX-3,SIGRTMAX-4,SIGRTMAX-5,SIGRTMAX-6
    Lifecycle.stopSignal enum=SIGRTMAX-7,SIGRTMAX-8,SIGRTMAX-9,SIGRTMIN,SIGRTMIN+1
    Lifecycle.stopSignal enum=SIGRTMIN+10,SIGRTMIN+11,SIGRTMIN+12,SIGRTMIN+13,SIGRTMIN+14
    Lifecycle.stopSignal enum=SIGRTMIN+15,SIGRTMIN+2,SIGRTMIN+3,SIGRTMIN+4,SIGRTMIN+5
    Lifecycle.stopSignal enum=SIGRTMIN+6,SIGRTMIN+7,SIGRTMIN+8,SIGRTMIN+9,SIGSEGV
    Lifecycle.stopSignal enum=SIGSTKFLT,SIGSTOP,SIGSYS,SIGTERM,SIGTRAP
    Lifecycle.stopSignal enum=SIGTSTP,SIGTTIN,SIGTTOU,SIGURG,SIGUSR1
    Lifecycle.stopSignal enum=SIGUSR2,SIGVTALRM,SIGWINCH,SIGXCPU,SIGXFSZ
    LinuxContainerUser.supplementalGroups list=atomic
    LoadBalancerIngress.ports list=atomic
    LoadBalancerStatus.ingress list=atomic
    LocalObjectReference map=atomic
    ModifyVolumeStatus.status enum=InProgress,Infeasible,Pending
    NamespaceSpec.finalizers list=atomic
    NamespaceStatus.conditions list=map:type patch=merge:type
    NamespaceStatus.phase enum=Active,Terminating
    NodeAffinity.preferredDuringSchedulingIgnoredDuringExecution list=atomic
    NodeAllocatableResourceClaimStatus.containers list=set
    NodeSelector map=atomic
    NodeSelector.nodeSelectorTerms list=atomic
    NodeSelectorRequirement.operator enum=DoesNotExist,Exists,Gt,In,Lt,NotIn
    NodeSelectorRequirement.values list=atomic
    NodeSelectorTerm map=atomic
    NodeSelectorTerm.matchExpressions list=atomic
    NodeSelectorTerm.matchFields list=atomic
    NodeSpec.podCIDRs list=set patch=merge
    NodeSpec.taints list=atomic
    NodeStatus.addresses list=map:type patch=merge:type
    NodeStatus.conditions list=map:type patch=merge:type
    NodeStatus.declaredFeatures list=atomic
    NodeStatus.images list=atomic
    NodeStatus.phase enum=Pending,Running,Terminated
    NodeStatus.runtimeHandlers list=atomic
    NodeStatus.volumesAttached list=atomic
    NodeStatus.volumesInUse list=atomic
    NonResourceRule.nonResourceURLs list=atomic
    NonResourceRule.verbs list=atomic
    ObjectFieldSelector map=atomic
    ObjectMeta.finalizers list=set patch=merge
    ObjectMeta.managedFields list=atomic
    ObjectMeta.ownerReferences list=map:uid patch=merge:uid
    ObjectReference map=atomic
    OwnerReference map=atomic
    PersistentVolumeClaimSpec.accessModes list=atomic
    PersistentVolumeClaimSpec.volumeMode enum=Block,Filesystem
    PersistentVolumeClaimStatus.accessModes list=atomic
    PersistentVolumeClaimStatus.allocatedResourceStatuses map=granular
    PersistentVolumeClaimStatus.conditions list=map:type patch=merge:type
    PersistentVolumeClaimStatus.phase enum=Bound,Lost,Pending
    PodAffinity.preferredDuringSchedulingIgnoredDuringExecution list=atomic
    PodAffinity.requiredDuringSchedulingIgnoredDuringExecution list=atomic
    PodAffinityTerm.matchLabelKeys list=atomic
    PodAffinityTerm.mismatchLabelKeys list=atomic
    PodAffinityTerm.namespaces list=atomic
    PodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution list=atomic
    PodAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution list=atomic
    PodDNSConfig.nameservers list=atomic
    PodDNSConfig.options list=atomic
    PodDNSConfig.searches list=atomic
    PodExtendedResourceClaimStatus.requestMappings list=atomic
    PodSecurityContext.fsGroupChangePolicy enum=Always,OnRootMismatch
    PodSecurityContext.supplementalGroups list=atomic
    PodSecurityContext.supplementalGroupsPolicy enum=Merge,Strict
    PodSecurityContext.sysctls list=atomic
    PodSpec.containers list=map:name patch=merge:name
    PodSpec.dnsPolicy enum=ClusterFirst,ClusterFirstWithHostNet,Default,None
    PodSpec.ephemeralContainers list=map:name patch=merge:name
    PodSpec.hostAliases list=map:ip patch=merge:ip
    PodSpec.imagePullSecrets list=map:name patch=merge:name
    PodSpec.initContainers list=map:name patch=merge:name
    PodSpec.nodeSelector map=atomic
    PodSpec.preemptionPolicy enum=Never,PreemptLowerPriority
    PodSpec.readinessGates list=atomic
    PodSpec.resourceClaims list=map:name patch=merge,retainKeys:name
    PodSpec.restartPolicy enum=Always,Never,OnFailure
    PodSpec.schedulingGates list=map:name patch=merge:name
    PodSpec.tolerations list=atomic
    PodSpec.topologySpreadConstraints list=map:topologyKey,whenUnsatisfiable patch=merge:topologyKey
    PodSpec.volumes list=map:name patch=merge,retainKeys:name
    PodStatus.conditions list=map:type patch=merge:type
    PodStatus.containerStatuses list=atomic
    PodStatus.ephemeralContainerStatuses list=atomic
    PodStatus.hostIPs list=atomic patch=merge:ip
    PodStatus.initContainerStatuses list=atomic
    PodStatus.nodeAllocatableResourceClaimStatuses list=atomic
    PodStatus.phase enum=Failed,Pending,Running,Succeeded,Unknown
    PodStatus.podIPs list=map:ip patch=merge:ip
    PodStatus.qosClass enum=BestEffort,Burstable,Guaranteed
    PodStatus.resourceClaimStatuses list=map:name patch=merge,retainKeys:name
    PortStatus.protocol enum=SCTP,TCP,UDP
    ProjectedVolumeSource.sources list=atomic
    RBDVolumeSource.keyring default="/etc/ceph/keyring"
    RBDVolumeSource.monitors list=atomic
    RBDVolumeSource.pool default="rbd"
    RBDVolumeSource.user default="admin"
    ResourceFieldSelector map=atomic
    ResourceRequirements.claims list=map:name
    ResourceRule.apiGroups list=atomic
    ResourceRule.resourceNames list=atomic
    ResourceRule.resources list=atomic
    ResourceRule.verbs list=atomic
    ResourceStatus.resources list=map:resourceID
    ScaleIOVolumeSource.fsType default="xfs"
    ScaleIOVolumeSource.storageMode default="ThinProvisioned"
    SeccompProfile.type enum=Localhost,RuntimeDefault,Unconfined
    SecretKeySelector map=atomic
    SecretProjection.items list=atomic
    SecretVolumeSource.items list=atomic
    SecurityContext.procMount enum=Default,Unmasked
    ServiceAccount.imagePullSecrets list=atomic
    ServiceAccount.secrets list=map:name patch=merge:name
    ServicePort.protocol enum=SCTP,TCP,UDP default="TCP"
    ServiceSpec.clusterIPs list=atomic
    ServiceSpec.externalIPs list=atomic
    ServiceSpec.externalTrafficPolicy enum=Cluster,Local
    ServiceSpec.internalTrafficPolicy enum=Cluster,Local
    ServiceSpec.ipFamilies list=atomic
    ServiceSpec.ipFamilyPolicy enum=PreferDualStack,RequireDualStack,SingleStack
    ServiceSpec.loadBalancerSourceRanges list=atomic
    ServiceSpec.ports list=map:port,protocol patch=merge:port
    ServiceSpec.selector map=atomic
    ServiceSpec.sessionAffinity enum=ClientIP,None
    ServiceSpec.type enum=ClusterIP,ExternalName,LoadBalancer,NodePort
    ServiceStatus.conditions list=map:type patch=merge:type
    StatusDetails.causes list=atomic
    SubjectRulesReviewStatus.nonResourceRules list=atomic
    SubjectRulesReviewStatus.resourceRules list=atomic
    Taint.effect enum=NoExecute,NoSchedule,PreferNoSchedule
    Toleration.effect enum=NoExecute,NoSchedule,PreferNoSchedule
    Toleration.operator enum=Equal,Exists,Gt,Lt
    TopologySpreadConstraint.matchLabelKeys list=atomic
    TopologySpreadConstraint.nodeAffinityPolicy enum=Honor,Ignore
    TopologySpreadConstraint.nodeTaintsPolicy enum=Honor,Ignore
    TopologySpreadConstraint.whenUnsatisfiable enum=DoNotSchedule,ScheduleAnyway
    TypedLocalObjectReference map=atomic
    UserInfo.groups list=atomic
    VolumeMount.mountPropagation enum=Bidirectional,HostToContainer,None
    discovery.EndpointPort map=atomic
    discovery.EndpointPort.protocol enum=SCTP,TCP,UDP
    """
}
