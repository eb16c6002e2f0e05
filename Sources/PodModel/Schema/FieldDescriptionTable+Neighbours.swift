extension FieldDescriptionTable {
  /// What surrounds the fields that a learner of Pods meets first.
  ///
  /// A name that starts with a dot stands for the field of any type that has no words of its own.
  static let neighbours = """
    .message|What there is to say about it, for people.
    .reason|Why it is so, in one word for programs.
    .lastTransitionTime|When the status changed last.
    .lastProbeTime|When it was last looked at.
    .lastHeartbeatTime|When the kubelet reported it last.
    .observedGeneration|The generation of the object that this was told about.
    .readOnly|Whether it can only be read.
    .fsType|The file system that the storage is formatted with, such as ext4.
    .secretRef|The Secret with the credentials.
    .optional|Whether it may be missing.
    .labelSelector|The labels of the Pods that are meant.
    .name|The name of what is meant.
    .namespace|The namespace of what is meant.
    .uid|A mark that no other object ever has.
    .resourceVersion|A mark that changes with every write to the object.
    .apiGroup|The API group of what is meant; empty for the core group.
    .spec|What is wanted.
    .status|What is. Written by the system.
    .conditions|Yes-or-no facts about the object.
    .protocol|TCP, UDP or SCTP.
    .hostname|The host name.
    .nodeName|The node that it is on.
    .appProtocol|What is spoken on the port, such as http; a hint for others.
    .verbs|What may be done, such as get, list or create; * for everything.
    AWSElasticBlockStoreVolumeSource.volumeID|The volume of Amazon's block store.
    AWSElasticBlockStoreVolumeSource.partition|The partition of the volume.
    Affinity.nodeAffinity|Rules about the labels of nodes.
    Affinity.podAffinity|Pods that this one wants to be close to.
    Affinity.podAntiAffinity|Pods that this one wants to be away from.
    AppArmorProfile.localhostProfile|The name of a profile that is loaded on the node.
    AppArmorProfile.type|Where the profile comes from.
    CSIVolumeSource.driver|The storage driver that provides the volume.
    CSIVolumeSource.volumeAttributes|Settings for the driver.
    CSIVolumeSource.nodePublishSecretRef|The Secret that the driver gets.
    Capabilities.add|Rights to add, such as NET_ADMIN.
    Capabilities.drop|Rights to take away; ALL for every one.
    ClientIPConfig.timeoutSeconds|For how long a client stays with its Pod.
    Condition.type|What the condition is about, such as Ready.
    Condition.status|True, False or Unknown.
    PodCondition.type|What the condition is about: PodScheduled, Initialized, ContainersReady, Ready and others.
    PodCondition.status|True, False or Unknown.
    NodeCondition.type|What the condition is about, such as Ready or MemoryPressure.
    NodeCondition.status|True, False or Unknown.
    ConfigMapEnvSource.name|The ConfigMap whose keys become variables.
    ConfigMapKeySelector.key|The key whose value is taken.
    ConfigMapKeySelector.name|The name of the ConfigMap.
    ConfigMapKeySelector.optional|Whether ConfigMap or key may be missing.
    ConfigMapProjection.items|Which keys become files, and their paths; all keys where not given.
    ConfigMapProjection.name|The name of the ConfigMap.
    ContainerResizePolicy.resourceName|The resource that is meant: cpu or memory.
    ContainerResizePolicy.restartPolicy|NotRequired where the container runs on, RestartContainer where it must be restarted.
    ContainerRestartRule.action|What follows when the rule fits, such as Restart.
    ContainerRestartRule.exitCodes|The exit codes that the rule is for.
    ContainerRestartRuleOnExitCodes.operator|In for the listed exit codes, NotIn for all others.
    ContainerRestartRuleOnExitCodes.values|Exit codes from 0 to 255.
    ContainerState.running|There while the container runs.
    ContainerState.terminated|There once the container has ended.
    ContainerState.waiting|There while the container cannot run yet, or waits for its next start.
    ContainerStateRunning.startedAt|When the container was started.
    ContainerStateTerminated.containerID|The runtime's own name for the container that ended.
    ContainerStateTerminated.exitCode|The exit code; 0 is good, 137 a kill (128 + 9), 143 a polite end (128 + 15).
    ContainerStateTerminated.finishedAt|When the container ended.
    ContainerStateTerminated.message|The content of the termination message file, or the end of the log.
    ContainerStateTerminated.reason|How the container ended in one word, such as Completed, Error or OOMKilled.
    ContainerStateTerminated.signal|The number of the signal that ended it.
    ContainerStateTerminated.startedAt|When the container was started.
    ContainerStateWaiting.message|Why the container waits, for people.
    ContainerStateWaiting.reason|Why the container waits in one word, such as ContainerCreating, ImagePullBackOff or CrashLoopBackOff.
    ContainerStatus.allocatedResources|What the node keeps free for the container.
    ContainerStatus.resources|What the container runs with.
    ContainerStatus.stopSignal|The signal that asks the container to end.
    ContainerStatus.user|User and groups that the first process began with.
    ContainerStatus.volumeMounts|How the volumes are mounted.
    DownwardAPIProjection.items|The files and the facts that they hold.
    DownwardAPIVolumeFile.fieldRef|A field of the Pod, such as metadata.labels.
    DownwardAPIVolumeFile.mode|The permissions of the file, as a number.
    DownwardAPIVolumeFile.path|The path of the file within the volume.
    DownwardAPIVolumeFile.resourceFieldRef|A limit or request of a container.
    DownwardAPIVolumeSource.defaultMode|The permissions of the files, as a number.
    DownwardAPIVolumeSource.items|The files and the facts that they hold.
    EnvFromSource.configMapRef|The ConfigMap whose keys become variables.
    EnvFromSource.prefix|A text to put in front of each key.
    EnvFromSource.secretRef|The Secret whose keys become variables.
    EnvVarSource.fileKeyRef|A key of a file in a volume.
    EphemeralContainer.targetContainerName|The container whose processes this one sees.
    EphemeralVolumeSource.volumeClaimTemplate|The claim that is made together with the Pod.
    Event.action|What was done.
    Event.count|How often it happened.
    Event.eventTime|When it was first seen, to the microsecond.
    Event.firstTimestamp|When it was first seen.
    Event.involvedObject|The object that it happened to.
    Event.lastTimestamp|When it was last seen.
    Event.message|What happened, for people.
    Event.reason|What happened in one word, such as Pulled or BackOff.
    Event.related|A further object that has to do with it.
    Event.reportingComponent|Who reports it, such as kubelet.
    Event.reportingInstance|Which one of them, such as the node's name.
    Event.series|How often it happened, where it goes on.
    Event.source|Who saw it, and where.
    Event.type|Normal, or Warning for what needs a look.
    EventSeries.count|How often it happened so far.
    EventSeries.lastObservedTime|When it was last seen.
    EventSource.component|Who saw it, such as kubelet.
    EventSource.host|The node on which it was seen.
    FileKeySelector.key|The key in the file.
    FileKeySelector.path|The file within the volume.
    FileKeySelector.volumeName|The volume with the file.
    GRPCAction.port|The port to ask.
    GRPCAction.service|The service to ask for.
    HTTPHeader.name|The name of the header.
    HTTPHeader.value|The value of the header.
    HostAlias.hostnames|Names for the address.
    HostAlias.ip|The address.
    HostIP.ip|An address of the node.
    ImageVolumeSource.pullPolicy|When the image is pulled.
    ImageVolumeSource.reference|The image whose files the volume has.
    KeyToPath.key|The key that becomes a file.
    KeyToPath.mode|The permissions of the file, as a number.
    KeyToPath.path|The path of the file within the volume.
    LabelSelector.matchExpressions|Conditions on labels; all must hold.
    LabelSelector.matchLabels|Labels that must be there with these values.
    LabelSelectorRequirement.key|The label that is meant.
    LabelSelectorRequirement.operator|In, NotIn, Exists or DoesNotExist.
    LabelSelectorRequirement.values|Values for In and NotIn.
    LifecycleHandler.tcpSocket|A connection; no longer in use.
    ListMeta.continue|What to send along to get the next page; empty at the end.
    ListMeta.remainingItemCount|How many objects are left.
    LoadBalancerIngress.hostname|The name of the load balancer.
    LoadBalancerIngress.ip|The address of the load balancer.
    LoadBalancerStatus.ingress|Where the load balancer can be reached.
    LocalObjectReference.name|The name of an object in the same namespace.
    ManagedFieldsEntry.manager|Who set the fields.
    ManagedFieldsEntry.operation|Apply or Update.
    ManagedFieldsEntry.time|When the fields were set last.
    ManagedFieldsEntry.fieldsV1|Which fields are meant.
    ManagedFieldsEntry.fieldsType|The notation of the fields.
    ManagedFieldsEntry.subresource|The part of the object that was written, such as status.
    NFSVolumeSource.path|The folder that the server shares.
    NFSVolumeSource.server|The name or address of the server.
    NamespaceSpec.finalizers|What must be done before the namespace may go.
    NamespaceStatus.phase|Active, or Terminating once it is being deleted.
    NodeAddress.address|The address or name.
    NodeAddress.type|What kind of address it is, such as InternalIP or Hostname.
    NodeAffinity.preferredDuringSchedulingIgnoredDuringExecution|Nodes that are better than others, with weights.
    NodeAffinity.requiredDuringSchedulingIgnoredDuringExecution|What a node must fulfil for the Pod to be put there.
    NodeSelector.nodeSelectorTerms|Terms of which one must hold.
    NodeSelectorRequirement.key|The label that is meant.
    NodeSelectorRequirement.operator|How label and values compare.
    NodeSelectorRequirement.values|The values to compare with.
    NodeSelectorTerm.matchExpressions|Conditions on labels; all must hold.
    NodeSelectorTerm.matchFields|Conditions on fields; all must hold.
    NodeSpec.podCIDR|The range of addresses for the node's Pods.
    NodeSpec.podCIDRs|The ranges of addresses for the node's Pods.
    NodeSpec.providerID|The name that the cloud has for the machine.
    NodeSpec.taints|What keeps Pods away that do not tolerate it.
    NodeSpec.unschedulable|Whether new Pods are kept away; kubectl cordon sets it.
    NodeStatus.addresses|Where the node can be reached.
    NodeStatus.allocatable|How much of the node Pods may use.
    NodeStatus.capacity|How much the node has.
    NodeStatus.images|The images that are on the node.
    NodeStatus.nodeInfo|Versions and marks of the machine.
    NodeSystemInfo.architecture|The processor's architecture, such as amd64.
    NodeSystemInfo.containerRuntimeVersion|The container runtime with its version.
    NodeSystemInfo.kernelVersion|The version of the Linux kernel.
    NodeSystemInfo.kubeletVersion|The version of the kubelet.
    NodeSystemInfo.operatingSystem|The operating system, such as linux.
    NodeSystemInfo.osImage|The operating system with its version.
    ObjectFieldSelector.fieldPath|The path of the field, such as metadata.name or status.podIP.
    ObjectMeta.managedFields|Who set which fields, for server-side apply.
    ObjectMeta.selfLink|No longer in use.
    ObjectReference.fieldPath|The part of the object that is meant, such as spec.containers{web}.
    ObjectReference.name|The name of the object.
    OwnerReference.controller|Whether the owner is the one that manages the object.
    OwnerReference.blockOwnerDeletion|Whether the owner waits for this object to go.
    PersistentVolumeClaimSpec.accessModes|How many nodes may use the storage, and whether they may write.
    PersistentVolumeClaimSpec.resources|How much storage is wanted.
    PersistentVolumeClaimSpec.storageClassName|The class of storage that is wanted.
    PersistentVolumeClaimSpec.volumeMode|Filesystem, or Block for the bare device.
    PersistentVolumeClaimSpec.volumeName|The volume that the claim is bound to.
    PersistentVolumeClaimSpec.selector|The labels that a volume must have.
    PersistentVolumeClaimStatus.phase|Pending, Bound or Lost.
    PersistentVolumeClaimStatus.capacity|How much storage there is.
    PersistentVolumeClaimStatus.accessModes|How the storage can be used.
    PersistentVolumeClaimVolumeSource.claimName|The claim, in the Pod's namespace.
    PodAffinity.preferredDuringSchedulingIgnoredDuringExecution|Where the Pod would rather be, with weights.
    PodAffinity.requiredDuringSchedulingIgnoredDuringExecution|Where the Pod must be.
    PodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution|Where the Pod would rather not be, with weights.
    PodAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution|Where the Pod must not be.
    PodAffinityTerm.topologyKey|The label that tells places apart, such as kubernetes.io/hostname.
    PodAffinityTerm.namespaces|The namespaces of the Pods that are meant.
    PodAffinityTerm.namespaceSelector|The labels of the namespaces that are meant.
    PodDNSConfig.nameservers|Addresses of name servers.
    PodDNSConfig.options|Options of the resolver, such as ndots.
    PodDNSConfig.searches|Domains to try behind short names.
    PodDNSConfigOption.name|The option.
    PodDNSConfigOption.value|The option's value.
    PodIP.ip|An address of the Pod.
    PodOS.name|linux or windows.
    PodReadinessGate.conditionType|The condition that must be True.
    PodSchedulingGate.name|The name of the gate.
    PodSecurityContext.appArmorProfile|Which AppArmor profile holds the processes back.
    PodSecurityContext.fsGroupChangePolicy|Whether the owner of a volume's files is set always, or only where the top folder is not right.
    PodSecurityContext.seLinuxOptions|The SELinux label of the processes.
    PodSecurityContext.seccompProfile|Which system calls the processes may make.
    PodSecurityContext.supplementalGroups|Further groups of the first process.
    PodSecurityContext.sysctls|Settings of the kernel for this Pod.
    PodSpec.hostUsers|Whether the containers use the node's own user numbers.
    PodSpec.hostnameOverride|The host name as it is, whatever the other fields say.
    PodSpec.os|The operating system that the containers need.
    PodSpec.overhead|What the Pod needs besides its containers.
    PodSpec.preemptionPolicy|Whether less important Pods may be pushed out for this one.
    PodSpec.resourceClaims|Devices that must be there before the Pod starts.
    PodSpec.serviceAccount|The old name of serviceAccountName.
    PodStatus.ephemeralContainerStatuses|The state of each container that was added for debugging.
    PodStatus.hostIPs|All addresses of the node.
    PodStatus.nominatedNodeName|The node that is being cleared for the Pod.
    ProjectedVolumeSource.defaultMode|The permissions of the files, as a number.
    ProjectedVolumeSource.sources|What appears in the folder.
    ResourceFieldSelector.containerName|The container that is meant.
    ResourceFieldSelector.divisor|The unit in which the amount is told, such as 1Mi.
    ResourceFieldSelector.resource|The amount, such as limits.memory.
    ResourceRequirements.claims|Devices of the Pod that the container uses.
    SeccompProfile.localhostProfile|A file with a profile on the node.
    SeccompProfile.type|Where the profile comes from.
    Secret.immutable|Whether the content is fixed for good.
    SecretEnvSource.name|The Secret whose keys become variables.
    SecretKeySelector.key|The key whose value is taken.
    SecretKeySelector.name|The name of the Secret.
    SecretKeySelector.optional|Whether Secret or key may be missing.
    SecretProjection.items|Which keys become files, and their paths.
    SecretProjection.name|The name of the Secret.
    SecurityContext.appArmorProfile|Which AppArmor profile holds the processes back.
    SecurityContext.procMount|How /proc is shown to the container.
    SecurityContext.seLinuxOptions|The SELinux label of the processes.
    SecurityContext.seccompProfile|Which system calls the processes may make.
    SecurityContext.windowsOptions|Settings for Windows only.
    PodSecurityContext.windowsOptions|Settings for Windows only.
    Service.spec|What you want: which Pods, under which address and ports.
    Service.status|What is: where a load balancer can be reached.
    ServiceAccount.automountServiceAccountToken|Whether Pods get a token for the API server.
    ServiceAccount.imagePullSecrets|Secrets with the credentials for private registries.
    ServiceAccount.secrets|Secrets that Pods of this account may use.
    ServiceAccountTokenProjection.audience|Who is to accept the token.
    ServiceAccountTokenProjection.expirationSeconds|How long the token holds.
    ServiceAccountTokenProjection.path|The path of the file within the volume.
    ServiceSpec.clusterIPs|All addresses of the Service.
    ServiceSpec.externalIPs|Addresses outside that lead to the Service, too.
    ServiceSpec.externalName|The name that the Service stands for, with type ExternalName.
    ServiceSpec.externalTrafficPolicy|Whether connections from outside go to Pods on any node, or on the same one.
    ServiceSpec.internalTrafficPolicy|Whether connections from inside go to Pods on any node, or on the same one.
    ServiceSpec.ipFamilies|IPv4, IPv6 or both.
    ServiceSpec.ipFamilyPolicy|Whether one or both families of addresses are wanted.
    ServiceSpec.publishNotReadyAddresses|Whether Pods that are not ready are listed, too.
    ServiceSpec.sessionAffinity|ClientIP to keep a client with one Pod; None by default.
    ServiceSpec.sessionAffinityConfig|How a client is kept with one Pod.
    ServiceSpec.trafficDistribution|Which Pods are preferred, such as PreferClose.
    SleepAction.seconds|How long to wait.
    Sysctl.name|The setting of the kernel.
    Sysctl.value|Its value.
    TCPSocketAction.host|The host to connect to; the Pod's own address by default.
    TCPSocketAction.port|The port to connect to, by number or name.
    Taint.effect|What happens to Pods that do not tolerate it.
    Taint.key|The key of the taint.
    Taint.value|The value of the taint.
    Toleration.effect|The effect that is put up with; every one where not given.
    Toleration.key|The key of the taint; every one where not given.
    Toleration.operator|Equal compares the value, too; Exists only the key.
    Toleration.tolerationSeconds|How long a NoExecute taint is put up with.
    Toleration.value|The value of the taint.
    TopologySpreadConstraint.maxSkew|By how many Pods places may differ.
    TopologySpreadConstraint.topologyKey|The label that tells places apart.
    TopologySpreadConstraint.whenUnsatisfiable|What to do with a Pod that would make the difference too big.
    Volume.csi|Storage of a driver.
    Volume.ephemeral|A claim that comes and goes with the Pod.
    Volume.image|The files of an image.
    Volume.nfs|A folder that a server shares over the network.
    VolumeDevice.devicePath|Where the device appears in the container.
    VolumeMountStatus.mountPath|Where the volume appears.
    VolumeProjection.configMap|A ConfigMap whose keys appear as files.
    VolumeProjection.downwardAPI|Facts about the Pod as files.
    VolumeProjection.secret|A Secret whose keys appear as files.
    VolumeProjection.serviceAccountToken|A token of the Pod's ServiceAccount.
    WeightedPodAffinityTerm.podAffinityTerm|The Pods and places that are meant.
    WeightedPodAffinityTerm.weight|How much it counts, from 1 to 100.
    PreferredSchedulingTerm.preference|The nodes that are meant.
    PreferredSchedulingTerm.weight|How much it counts, from 1 to 100.
    Binding.target|The node that the Pod is to run on.
    Endpoint.addresses|The addresses of one Pod; all lead to the same.
    Endpoint.conditions|Whether the Pod is ready.
    Endpoint.targetRef|The Pod behind the addresses.
    Endpoint.zone|The zone that the Pod is in.
    Endpoint.hints|Who is to use the address.
    EndpointAddress.ip|The address of a Pod.
    EndpointAddress.targetRef|The Pod behind the address.
    EndpointConditions.ready|Whether the Pod takes connections.
    EndpointConditions.serving|Whether the Pod could take connections, even while it ends.
    EndpointConditions.terminating|Whether the Pod is ending.
    EndpointPort.port|The number of the port.
    EndpointSlice.addressType|IPv4, IPv6 or FQDN.
    EndpointSlice.endpoints|The Pods behind the Service, at most a thousand.
    EndpointSlice.ports|The ports that every one of them serves.
    EndpointSubset.addresses|Pods that are ready.
    EndpointSubset.notReadyAddresses|Pods that are not ready.
    EndpointSubset.ports|The ports that they serve.
    Endpoints.subsets|Addresses and the ports that belong to them.
    discovery.EndpointPort.port|The number of the port.
    events.Event.action|What was done.
    events.Event.eventTime|When it was first seen.
    events.Event.note|What happened, for people.
    events.Event.regarding|The object that it happened to.
    events.Event.related|A further object that has to do with it.
    events.Event.reportingController|Who reports it, such as kubelet.
    events.Event.reportingInstance|Which one of them, such as the node's name.
    events.Event.series|How often it happened, where it goes on.
    events.Event.type|Normal, or Warning for what needs a look.
    DeleteOptions.dryRun|All: do everything but delete.
    DeleteOptions.gracePeriodSeconds|How long the Pod has to end; 0 removes it at once.
    DeleteOptions.preconditions|What must hold of the object, or nothing is deleted.
    DeleteOptions.propagationPolicy|What becomes of the objects that belong to this one.
    SelfSubjectAccessReviewSpec.resourceAttributes|The request for objects that is meant.
    SelfSubjectAccessReviewSpec.nonResourceAttributes|The path that is meant.
    SubjectAccessReviewStatus.allowed|Whether it may be done.
    UserInfo.username|The name of the user.
    UserInfo.groups|The groups of the user.
    """
}
