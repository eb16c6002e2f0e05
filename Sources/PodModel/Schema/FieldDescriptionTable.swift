import ByteText

/// podlab's own descriptions of the types and fields that a learner of Pods meets.
enum FieldDescriptionTable {
  static let types = read(
    """
    Pod|A Pod is one or more containers that run together on one node. They share an IP address, a host name and their volumes, and live and end together.
    Service|A Service gives a set of Pods one steady name and address, and spreads connections over those that are ready.
    ConfigMap|A ConfigMap keeps settings as keys and texts, for containers to read as variables or files.
    Secret|A Secret keeps small confidential values, written in base64, for containers to read as variables or files.
    Namespace|A Namespace is a room for names: two objects of one kind may have the same name in different namespaces.
    Node|A Node is a machine of the cluster that runs Pods.
    Event|An Event reports something that happened to an object, such as a pulled image or a failed probe.
    ServiceAccount|A ServiceAccount is the identity that the processes of a Pod use towards the API server.
    PersistentVolumeClaim|A PersistentVolumeClaim asks for storage that outlives the Pod.
    PersistentVolume|A PersistentVolume is a piece of storage that a claim can bind.
    Endpoints|Endpoints lists the addresses of the Pods behind a Service.
    EndpointSlice|An EndpointSlice lists the addresses of Pods behind a Service, with their ports and whether they are ready.
    Container|One program of a Pod with its image, files, ports and checks.
    PodSpec|What a Pod is to be.
    PodStatus|What a Pod is at the moment, as the node reports it.
    ObjectMeta|What every object carries besides its own fields.
    ServiceSpec|What a Service is to be.
    Probe|A check of a container that is repeated.
    Volume|Storage that the containers of a Pod can mount.
    SelfSubjectAccessReview|A question to the API server: may I do this?
    SelfSubjectRulesReview|A question to the API server: what may I do in this namespace?
    SelfSubjectReview|A question to the API server: who am I?
    Binding|A Binding puts a Pod on a node; the scheduler writes it.
    Eviction|An Eviction asks for a Pod to be removed, as kubectl drain does.
    events.Event|An Event reports something that happened to an object, such as a pulled image or a failed probe.
    Status|What the server answers where there is no object to show.
    """)

  static let fields = read(pods).merging(read(neighbours)) { first, _ in first }

  /// What a learner of Pods meets first.
  private static let pods = """
    .apiVersion|The group and version of the API that the object is written for, such as v1.
    .kind|The kind of the object, such as Pod.
    .metadata|Name, labels and what else every object carries.
    Pod.spec|What you want: containers, volumes and how they are to run.
    Pod.status|What is: the state of the Pod as the cluster sees it. Written by the system.
    ObjectMeta.annotations|Texts that tools and people attach to the object; nothing can be selected by them.
    ObjectMeta.creationTimestamp|When the object was created. Written by the system.
    ObjectMeta.deletionGracePeriodSeconds|How many seconds the object has left to end, once it is being deleted.
    ObjectMeta.deletionTimestamp|When the object is to be gone, once it is being deleted.
    ObjectMeta.finalizers|Names of tasks that must be done before the object may go.
    ObjectMeta.generateName|The beginning of a name; the server adds random letters to it.
    ObjectMeta.generation|How often the wanted state has changed.
    ObjectMeta.labels|Keys and values by which objects are selected, such as app=web.
    ObjectMeta.name|The name, which is unique for its kind within the namespace and cannot be changed.
    ObjectMeta.namespace|The namespace that the object lives in.
    ObjectMeta.ownerReferences|The objects that this one belongs to, and goes with.
    ObjectMeta.resourceVersion|A mark that changes with every write to the object.
    ObjectMeta.uid|A mark that no other object ever has.
    PodSpec.activeDeadlineSeconds|After so many seconds the Pod is stopped and counts as failed.
    PodSpec.affinity|Rules about the nodes and Pods that the Pod wants to be close to, or far from.
    PodSpec.automountServiceAccountToken|Whether a token for the API server is mounted into the containers.
    PodSpec.containers|The containers that make up the Pod; at least one. They start together once all init containers are done.
    PodSpec.dnsConfig|Name servers, search domains and options, in addition to the policy's.
    PodSpec.dnsPolicy|How names are looked up. ClusterFirst asks the cluster's DNS; None uses dnsConfig alone.
    PodSpec.enableServiceLinks|Whether containers get variables about the Services of the namespace.
    PodSpec.ephemeralContainers|Containers added to a running Pod to look into it.
    PodSpec.hostAliases|Lines to add to the containers' /etc/hosts.
    PodSpec.hostIPC|Whether the Pod shares the node's inter-process communication.
    PodSpec.hostNetwork|Whether the Pod uses the node's own network instead of one of its own.
    PodSpec.hostPID|Whether the Pod sees the processes of the node.
    PodSpec.hostname|The host name inside the containers; the Pod's name where not given.
    PodSpec.imagePullSecrets|Secrets with the credentials for private registries.
    PodSpec.initContainers|Containers that run one after the other before the plain ones start. Each must end well before the next begins; one with restartPolicy Always is a sidecar, which keeps running beside all that follow.
    PodSpec.nodeName|The node that the Pod is bound to. The scheduler fills it in.
    PodSpec.nodeSelector|Labels that a node must have for the Pod to run there.
    PodSpec.priority|How important the Pod is; a higher number wins.
    PodSpec.priorityClassName|The name of the class that gives the priority.
    PodSpec.readinessGates|Further conditions that must be true before the Pod counts as ready.
    PodSpec.resources|What all containers together may use.
    PodSpec.restartPolicy|When containers that ended are started again: Always (as it is by default), OnFailure, that is after an exit code other than 0, or Never.
    PodSpec.runtimeClassName|Which container runtime is to run the Pod.
    PodSpec.schedulerName|Which scheduler looks for a node.
    PodSpec.schedulingGates|Names that must be removed before the Pod is scheduled at all.
    PodSpec.securityContext|Users, groups and rights for all containers.
    PodSpec.serviceAccountName|The ServiceAccount that the Pod runs as.
    PodSpec.setHostnameAsFQDN|Whether the host name is the full one, with domain.
    PodSpec.shareProcessNamespace|Whether the containers see each other's processes.
    PodSpec.subdomain|The domain below the namespace that the host name belongs to.
    PodSpec.terminationGracePeriodSeconds|How many seconds pass between the request to end (SIGTERM) and the kill (SIGKILL); 30 by default.
    PodSpec.tolerations|Taints of nodes that the Pod puts up with.
    PodSpec.topologySpreadConstraints|How Pods are to be spread over zones or nodes.
    PodSpec.volumes|Storage that the containers can mount, by name.
    Container.args|The words that follow the command. The image's CMD where not given; $(NAME) is replaced by the variable's value.
    Container.command|The program to run and its first words, instead of the image's ENTRYPOINT. No shell is involved: for pipes and variables of a shell run sh -c.
    Container.env|Variables for the container's processes.
    Container.envFrom|ConfigMaps and Secrets whose keys become variables.
    Container.image|The image to run, such as nginx:1.27.
    Container.imagePullPolicy|When the image is pulled: Always, IfNotPresent or Never. Always is the default for the tag latest.
    Container.lifecycle|What to do after the start and before the end of the container.
    Container.livenessProbe|A check whether the container still works; when it fails often enough the container is restarted.
    Container.name|The name of the container, unique within the Pod.
    Container.ports|Ports that the container opens. A note for readers: unlisted ports can be reached as well.
    Container.readinessProbe|A check whether the container can do its work; while it fails, Services send nothing.
    Container.resizePolicy|Whether a change of resources needs a restart.
    Container.resources|How much of the node the container asks for and may use.
    Container.restartPolicy|When this one container is started again, where it is not as the Pod says. Always makes an init container a sidecar: it starts in its turn, the next one does not wait for its end, and it is stopped after the plain containers.
    Container.restartPolicyRules|Exit codes and what follows from them.
    Container.securityContext|User, group and rights of this container.
    Container.startupProbe|A check whether the container has started; until it passes, the other probes wait.
    Container.stdin|Whether the container's standard input is kept open.
    Container.stdinOnce|Whether the input is closed after the first client left.
    Container.terminationMessagePath|The file whose content becomes the message of a container that ended.
    Container.terminationMessagePolicy|Where that message comes from: the file, or the end of the log after a failure.
    Container.tty|Whether the container gets a terminal.
    Container.volumeDevices|Block devices for the container.
    Container.volumeMounts|Where the Pod's volumes appear in the container's file system.
    Container.workingDir|The directory that the command starts in.
    ContainerPort.containerPort|The number of the port inside the Pod.
    ContainerPort.hostIP|The node's address to bind the host port to.
    ContainerPort.hostPort|The port of the node that leads to this one.
    ContainerPort.name|A name for the port, which Services and probes may use.
    ContainerPort.protocol|TCP, UDP or SCTP; TCP where not given.
    EnvVar.name|The name of the variable.
    EnvVar.value|The value; $(NAME) is replaced by the value of a variable defined before.
    EnvVar.valueFrom|Where the value comes from, instead of value.
    EnvVarSource.configMapKeyRef|A key of a ConfigMap.
    EnvVarSource.fieldRef|A field of the Pod itself, such as metadata.name.
    EnvVarSource.resourceFieldRef|A limit or request of a container.
    EnvVarSource.secretKeyRef|A key of a Secret.
    VolumeMount.mountPath|Where the volume appears. What the image had there is hidden.
    VolumeMount.mountPropagation|How mounts inside the volume spread to the node and back.
    VolumeMount.name|The name of the volume, as listed in the Pod.
    VolumeMount.readOnly|Whether the container can only read.
    VolumeMount.recursiveReadOnly|Whether mounts below are read-only too.
    VolumeMount.subPath|A folder or file within the volume, instead of the whole.
    VolumeMount.subPathExpr|As subPath, with $(NAME) replaced by variables.
    Volume.name|The name by which containers mount the volume.
    Volume.emptyDir|A folder that starts empty and lives as long as the Pod. Containers share files through it.
    Volume.hostPath|A file or folder of the node.
    Volume.configMap|A ConfigMap whose keys appear as files.
    Volume.secret|A Secret whose keys appear as files.
    Volume.downwardAPI|Facts about the Pod as files.
    Volume.persistentVolumeClaim|Storage that outlives the Pod, by the name of a claim.
    Volume.projected|Several sources in one folder.
    EmptyDirVolumeSource.medium|Memory keeps the files in memory; nothing keeps them on the node's disk.
    EmptyDirVolumeSource.sizeLimit|How much may be stored; no limit where not given.
    HostPathVolumeSource.path|The path on the node.
    HostPathVolumeSource.type|What must be there before the mount.
    ConfigMapVolumeSource.defaultMode|The permissions of the files, as a number.
    ConfigMapVolumeSource.items|Which keys become files, and their paths; all keys where not given.
    ConfigMapVolumeSource.name|The name of the ConfigMap.
    ConfigMapVolumeSource.optional|Whether the ConfigMap may be missing.
    SecretVolumeSource.secretName|The name of the Secret.
    SecretVolumeSource.items|Which keys become files, and their paths.
    SecretVolumeSource.optional|Whether the Secret may be missing.
    SecretVolumeSource.defaultMode|The permissions of the files, as a number.
    ResourceRequirements.limits|The most that the container may use.
    ResourceRequirements.requests|What is kept free for the container on its node.
    Lifecycle.postStart|Runs right after the start; the container does not count as running before it is done, and is killed if it fails.
    Lifecycle.preStop|Runs before the container is asked to end; its time counts towards the grace period.
    Lifecycle.stopSignal|The signal that asks the container to end.
    LifecycleHandler.exec|A command inside the container.
    LifecycleHandler.httpGet|A request to the container.
    LifecycleHandler.sleep|A pause.
    Probe.exec|A command inside the container; exit code 0 is good.
    Probe.httpGet|A request to the container; a status from 200 to 399 is good.
    Probe.tcpSocket|A connection to a port; that it opens is good.
    Probe.grpc|A gRPC health check.
    Probe.initialDelaySeconds|Seconds between the start of the container and the first check.
    Probe.periodSeconds|Seconds between checks; 10 by default.
    Probe.timeoutSeconds|Seconds until a check counts as failed; 1 by default.
    Probe.failureThreshold|How many failures in a row count; 3 by default.
    Probe.successThreshold|How many successes in a row count after a failure; 1 by default.
    Probe.terminationGracePeriodSeconds|The grace period when this probe ends the container.
    ExecAction.command|The program and its words; no shell is involved.
    HTTPGetAction.path|The path to ask for.
    HTTPGetAction.port|The port to ask, by number or name.
    HTTPGetAction.host|The host to ask; the Pod's own address by default.
    HTTPGetAction.scheme|HTTP or HTTPS.
    HTTPGetAction.httpHeaders|Headers to send along.
    PodStatus.phase|Where the Pod is in its life. Pending: not all containers could be started yet. Running: bound to a node, and a container runs or will again. Succeeded: all containers ended well and stay so. Failed: all ended, one of them badly. Unknown: the node does not answer.
    PodStatus.conditions|Yes-or-no facts about the Pod, such as Ready.
    PodStatus.containerStatuses|The state of each plain container.
    PodStatus.initContainerStatuses|The state of each init container.
    PodStatus.podIP|The address of the Pod within the cluster.
    PodStatus.podIPs|All addresses of the Pod.
    PodStatus.hostIP|The address of the node.
    PodStatus.message|Why the Pod is in this state, for people.
    PodStatus.reason|Why the Pod is in this state, in one word.
    PodStatus.qosClass|How the Pod's requests and limits rank it when memory runs out.
    PodStatus.startTime|When the node took the Pod on.
    ContainerStatus.image|The image that runs.
    ContainerStatus.imageID|The exact image that runs, by digest.
    ContainerStatus.containerID|The runtime's own name for the container.
    ContainerStatus.lastState|How the container ended before its last restart.
    ContainerStatus.name|The name of the container.
    ContainerStatus.ready|Whether the container can do its work.
    ContainerStatus.restartCount|How often the container was restarted.
    ContainerStatus.started|Whether the container has started and passed its startup probe.
    ContainerStatus.state|What the container does now: waiting, running or terminated.
    ServiceSpec.selector|The labels of the Pods behind the Service.
    ServiceSpec.ports|The ports of the Service, and where they lead.
    ServiceSpec.type|How the Service can be reached: within the cluster, on every node, through a load balancer, or as another name.
    ServiceSpec.clusterIP|The address of the Service; None for a Service without one.
    ServicePort.port|The port of the Service.
    ServicePort.targetPort|The port of the Pods, by number or name.
    ServicePort.nodePort|The port on every node.
    ServicePort.protocol|TCP, UDP or SCTP.
    ServicePort.name|A name for the port; needed where there are several.
    ConfigMap.data|Keys and texts.
    ConfigMap.binaryData|Keys and bytes, in base64.
    ConfigMap.immutable|Whether the content is fixed for good.
    Secret.data|Keys and values in base64.
    Secret.stringData|Keys and plain texts, which the server turns into data.
    Secret.type|What the Secret is for.
    SecurityContext.runAsUser|The user's number that the processes run as.
    SecurityContext.runAsGroup|The group's number that the processes run as.
    SecurityContext.runAsNonRoot|Whether the container must not run as root.
    SecurityContext.readOnlyRootFilesystem|Whether the image's files cannot be changed.
    SecurityContext.allowPrivilegeEscalation|Whether processes may gain more rights than their parent.
    SecurityContext.capabilities|Single rights to add or drop.
    SecurityContext.privileged|Whether the container has nearly all rights of the node.
    PodSecurityContext.fsGroup|The group that owns the files of volumes.
    PodSecurityContext.runAsUser|The user's number that the processes run as.
    PodSecurityContext.runAsGroup|The group's number that the processes run as.
    PodSecurityContext.runAsNonRoot|Whether no container may run as root.
    """

  /// Lines of a type or field, a bar, and its description.
  private static func read(_ text: String) -> [String: String] {
    var table: [String: String] = [:]
    for line in text.split(at: "\n") {
      let parts = line.split(at: "|", maxSplits: 1)
      if parts.count == 2 { table[String(parts[0])] = String(parts[1]) }
    }
    return table
  }
}
