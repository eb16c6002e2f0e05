/// The fields of the API server's internal types, in the order of their Go structs.
///
/// A line is a struct's name, or one field: its name in Go, then its type. `scalar?` is a pointer
/// to a scalar, `json` a value that is printed with its JSON names. The JSON name follows from
/// Go's, or stands behind `=`; `../` names a field of the object around it.
///
/// Source: Kubernetes `pkg/apis/core/types.go`, v1.36.
enum InternalTable {
  static let text: StaticString = """
    PodSpec
     Volumes []Volume
     InitContainers []Container
     Containers []Container
     EphemeralContainers []Container
     RestartPolicy string
     TerminationGracePeriodSeconds scalar?
     ActiveDeadlineSeconds scalar?
     DNSPolicy string
     NodeSelector json
     ServiceAccountName string
     AutomountServiceAccountToken scalar?
     NodeName string
     SecurityContext *PodSecurityContext
     ImagePullSecrets []LocalObjectReference
     Hostname string
     Subdomain string
     SetHostnameAsFQDN scalar?
     Affinity *Affinity
     SchedulerName string
     Tolerations []Toleration
     HostAliases []HostAlias
     PriorityClassName string
     Priority scalar?
     PreemptionPolicy scalar?
     DNSConfig *PodDNSConfig
     ReadinessGates []PodReadinessGate
     RuntimeClassName scalar?
     Overhead json
     EnableServiceLinks scalar?
     TopologySpreadConstraints []TopologySpreadConstraint
     OS *PodOS
     SchedulingGates []PodSchedulingGate
     ResourceClaims []PodResourceClaim
     Resources *ResourceRequirements
     HostnameOverride scalar?
     SchedulingGroup json
    Volume
     Name string
     HostPath *HostPathVolumeSource
     EmptyDir *EmptyDirVolumeSource
     GCEPersistentDisk json
     AWSElasticBlockStore json
     GitRepo *GitRepoVolumeSource
     Secret *SecretVolumeSource
     NFS *NFSVolumeSource
     ISCSI json
     Glusterfs json
     PersistentVolumeClaim *PersistentVolumeClaimVolumeSource
     RBD json
     Quobyte json
     FlexVolume json
     Cinder json
     CephFS=cephfs json
     Flocker json
     DownwardAPI *DownwardAPIVolumeSource
     FC json
     AzureFile json
     ConfigMap *ConfigMapVolumeSource
     VsphereVolume json
     AzureDisk json
     PhotonPersistentDisk json
     Projected *ProjectedVolumeSource
     PortworxVolume json
     ScaleIO json
     StorageOS=storageos json
     CSI json
     Ephemeral json
     Image *ImageVolumeSource
    HostPathVolumeSource
     Path string
     Type scalar?
    EmptyDirVolumeSource
     Medium string
     SizeLimit scalar?
    GitRepoVolumeSource
     Repository string
     Revision string
     Directory string
    SecretVolumeSource
     SecretName string
     Items []KeyToPath
     DefaultMode scalar?
     Optional scalar?
    NFSVolumeSource
     Server string
     Path string
     ReadOnly bool
    PersistentVolumeClaimVolumeSource
     ClaimName string
     ReadOnly bool
    DownwardAPIVolumeSource
     Items []DownwardAPIVolumeFile
     DefaultMode scalar?
    ConfigMapVolumeSource
     Name string
     Items []KeyToPath
     DefaultMode scalar?
     Optional scalar?
    ProjectedVolumeSource
     Sources []VolumeProjection
     DefaultMode scalar?
    ImageVolumeSource
     Reference string
     PullPolicy string
    KeyToPath
     Key string
     Path string
     Mode scalar?
    DownwardAPIVolumeFile
     Path string
     FieldRef *ObjectFieldSelector
     ResourceFieldRef *ResourceFieldSelector
     Mode scalar?
    VolumeProjection
     Secret *SecretProjection
     DownwardAPI *DownwardAPIProjection
     ConfigMap *SecretProjection
     ServiceAccountToken *ServiceAccountTokenProjection
     ClusterTrustBundle json
     PodCertificate json
    SecretProjection
     Name string
     Items []KeyToPath
     Optional scalar?
    DownwardAPIProjection
     Items []DownwardAPIVolumeFile
    ServiceAccountTokenProjection
     Audience string
     ExpirationSeconds number
     Path string
    Container
     Name string
     Image string
     Command json
     Args json
     WorkingDir string
     Ports []ContainerPort
     EnvFrom []EnvFromSource
     Env []EnvVar
     Resources ResourceRequirements
     ResizePolicy []ContainerResizePolicy
     RestartPolicy scalar?
     RestartPolicyRules []ContainerRestartRule
     VolumeMounts []VolumeMount
     VolumeDevices []VolumeDevice
     LivenessProbe *Probe
     ReadinessProbe *Probe
     StartupProbe *Probe
     Lifecycle *Lifecycle
     TerminationMessagePath string
     TerminationMessagePolicy string
     ImagePullPolicy string
     SecurityContext *SecurityContext
     Stdin bool
     StdinOnce bool
     TTY bool
    ContainerPort
     Name string
     HostPort number
     ContainerPort number
     Protocol string
     HostIP string
    EnvFromSource
     Prefix string
     ConfigMapRef *EnvSource
     SecretRef *EnvSource
    EnvSource
     Name string
     Optional scalar?
    EnvVar
     Name string
     Value string
     ValueFrom *EnvVarSource
    EnvVarSource
     FieldRef *ObjectFieldSelector
     ResourceFieldRef *ResourceFieldSelector
     ConfigMapKeyRef *KeySelector
     SecretKeyRef *KeySelector
     FileKeyRef *FileKeySelector
    ObjectFieldSelector
     APIVersion string
     FieldPath string
    ResourceFieldSelector
     ContainerName string
     Resource string
     Divisor string
    KeySelector
     Name string
     Key string
     Optional scalar?
    FileKeySelector
     VolumeName string
     Path string
     Key string
     Optional scalar?
    ResourceRequirements
     Limits json
     Requests json
     Claims []ResourceClaim
    ResourceClaim
     Name string
     Request string
    ContainerResizePolicy
     ResourceName string
     RestartPolicy string
    ContainerRestartRule
     Action string
     ExitCodes *ContainerRestartRuleOnExitCodes
    ContainerRestartRuleOnExitCodes
     Operator string
     Values json
    VolumeMount
     Name string
     ReadOnly bool
     RecursiveReadOnly scalar?
     MountPath string
     SubPath string
     MountPropagation scalar?
     SubPathExpr string
    VolumeDevice
     Name string
     DevicePath string
    Probe
     Exec *ExecAction
     HTTPGet *HTTPGetAction
     TCPSocket *TCPSocketAction
     GRPC *GRPCAction
     InitialDelaySeconds number
     TimeoutSeconds number
     PeriodSeconds number
     SuccessThreshold number
     FailureThreshold number
     TerminationGracePeriodSeconds scalar?
    Lifecycle
     PostStart *LifecycleHandler
     PreStop *LifecycleHandler
     StopSignal scalar?
    LifecycleHandler
     Exec *ExecAction
     HTTPGet *HTTPGetAction
     TCPSocket *TCPSocketAction
     Sleep *SleepAction
    ExecAction
     Command json
    HTTPGetAction
     Path string
     Port json
     Host string
     Scheme string
     HTTPHeaders []HTTPHeader
    HTTPHeader
     Name string
     Value string
    TCPSocketAction
     Port json
     Host string
    GRPCAction
     Port number
     Service scalar?
    SleepAction
     Seconds number
    SecurityContext
     Capabilities *Capabilities
     Privileged scalar?
     SELinuxOptions *SELinuxOptions
     WindowsOptions *WindowsSecurityContextOptions
     RunAsUser scalar?
     RunAsGroup scalar?
     RunAsNonRoot scalar?
     ReadOnlyRootFilesystem scalar?
     AllowPrivilegeEscalation scalar?
     ProcMount scalar?
     SeccompProfile *Profile
     AppArmorProfile *Profile
    Capabilities
     Add json
     Drop json
    SELinuxOptions
     User string
     Role string
     Type string
     Level string
    WindowsSecurityContextOptions
     GMSACredentialSpecName scalar?
     GMSACredentialSpec scalar?
     RunAsUserName scalar?
     HostProcess scalar?
    Profile
     Type string
     LocalhostProfile scalar?
    PodSecurityContext
     HostNetwork=../hostNetwork bool
     HostPID=../hostPID bool
     HostIPC=../hostIPC bool
     ShareProcessNamespace=../shareProcessNamespace scalar?
     HostUsers=../hostUsers scalar?
     SELinuxOptions *SELinuxOptions
     WindowsOptions *WindowsSecurityContextOptions
     RunAsUser scalar?
     RunAsGroup scalar?
     RunAsNonRoot scalar?
     SupplementalGroups json
     SupplementalGroupsPolicy scalar?
     FSGroup scalar?
     FSGroupChangePolicy scalar?
     Sysctls []Sysctl
     SeccompProfile *Profile
     AppArmorProfile *Profile
     SELinuxChangePolicy scalar?
    Sysctl
     Name string
     Value string
    LocalObjectReference
     Name string
    Affinity
     NodeAffinity *NodeAffinity
     PodAffinity *PodAffinity
     PodAntiAffinity *PodAffinity
    NodeAffinity
     RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector
     PreferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm
    NodeSelector
     NodeSelectorTerms []NodeSelectorTerm
    NodeSelectorTerm
     MatchExpressions []NodeSelectorRequirement
     MatchFields []NodeSelectorRequirement
    NodeSelectorRequirement
     Key string
     Operator string
     Values json
    PreferredSchedulingTerm
     Weight number
     Preference NodeSelectorTerm
    PodAffinity
     RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm
     PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
    WeightedPodAffinityTerm
     Weight number
     PodAffinityTerm PodAffinityTerm
    PodAffinityTerm
     LabelSelector json
     Namespaces json
     TopologyKey string
     NamespaceSelector json
     MatchLabelKeys json
     MismatchLabelKeys json
    Toleration
     Key string
     Operator string
     Value string
     Effect string
     TolerationSeconds scalar?
    HostAlias
     IP string
     Hostnames json
    PodDNSConfig
     Nameservers json
     Searches json
     Options []PodDNSConfigOption
    PodDNSConfigOption
     Name string
     Value scalar?
    PodReadinessGate
     ConditionType string
    TopologySpreadConstraint
     MaxSkew number
     TopologyKey string
     WhenUnsatisfiable string
     LabelSelector json
     MinDomains scalar?
     NodeAffinityPolicy scalar?
     NodeTaintsPolicy scalar?
     MatchLabelKeys json
    PodOS
     Name string
    PodSchedulingGate
     Name string
    PodResourceClaim
     Name string
     ResourceClaimName scalar?
     ResourceClaimTemplateName scalar?
    """
}
