#!/usr/bin/env python3
"""Writes SchemaTable.swift and SchemaFactsTable.swift in Sources/PodModel/Schema from the OpenAPI
document of a real API server.

Usage: Tools/generate_schema.py    (from the root of the repository)

The OpenAPI document (GroundTruth/openapi/core-v1.json) knows the names of all fields, but not
how the API server's Go types spell them. That shows in messages ("of type v1.PullPolicy") and in
what is left out of an object's JSON (a pointer keeps `false`, a plain bool does not). The tables
below add it, as facts read off the Kubernetes API reference, version 1.36.

The result is a text in Go's own notation for types, read once by `Schema`:

    Container                          a struct
     image string                      a field that JSON leaves out when it is empty
     name! string                      a field that is always written
     resources v1.ResourceRequirements a nested struct, always written
     livenessProbe *v1.Probe           a pointer: left out when absent, kept when empty
     VolumeSource.emptyDir *v1.…       a field of the embedded struct `VolumeSource`

The second text holds what the document says of single fields besides: `SchemaFacts` explains it.
"""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "GroundTruth/openapi/core-v1.json"
TARGET = ROOT / "Sources/PodModel/Schema/SchemaTable.swift"
FACTS = ROOT / "Sources/PodModel/Schema/SchemaFactsTable.swift"

# Kinds that a Pod manifest never reaches.
LEFT_OUT = {"PodList", "ShardInfo"}

# Scalars that Go declares as pointers.
POINTERS = """
AppArmorProfile.localhostProfile AzureDiskVolumeSource.cachingMode AzureDiskVolumeSource.fsType
AzureDiskVolumeSource.kind AzureDiskVolumeSource.readOnly CSIVolumeSource.fsType
CSIVolumeSource.readOnly ClientIPConfig.timeoutSeconds ClusterTrustBundleProjection.name
ClusterTrustBundleProjection.optional ClusterTrustBundleProjection.signerName
ConfigMap.immutable ConfigMapEnvSource.optional ConfigMapKeySelector.optional
ConfigMapProjection.optional ConfigMapVolumeSource.defaultMode ConfigMapVolumeSource.optional
Container.restartPolicy ContainerRestartRuleOnExitCodes.operator ContainerStatus.started
ContainerStatus.stopSignal DownwardAPIVolumeFile.mode DownwardAPIVolumeSource.defaultMode
EmptyDirVolumeSource.sizeLimit EphemeralContainer.restartPolicy FCVolumeSource.lun
FileKeySelector.optional GRPCAction.service HostPathVolumeSource.type ISCSIVolumeSource.initiatorName
KeyToPath.mode Lifecycle.stopSignal LoadBalancerIngress.ipMode ObjectMeta.deletionGracePeriodSeconds
ObjectMeta.deletionTimestamp OwnerReference.blockOwnerDeletion OwnerReference.controller
PersistentVolumeClaimSpec.storageClassName PersistentVolumeClaimSpec.volumeAttributesClassName
PersistentVolumeClaimSpec.volumeMode PersistentVolumeClaimStatus.currentVolumeAttributesClassName
PodCertificateProjection.maxExpirationSeconds PodDNSConfigOption.value
PodResourceClaim.resourceClaimName PodResourceClaim.resourceClaimTemplateName
PodResourceClaimStatus.resourceClaimName PodSchedulingGroup.podGroupName
PodSecurityContext.fsGroup PodSecurityContext.fsGroupChangePolicy PodSecurityContext.runAsGroup
PodSecurityContext.runAsNonRoot PodSecurityContext.runAsUser
PodSecurityContext.seLinuxChangePolicy PodSecurityContext.supplementalGroupsPolicy
PodSpec.activeDeadlineSeconds PodSpec.automountServiceAccountToken PodSpec.enableServiceLinks
PodSpec.hostUsers PodSpec.hostnameOverride PodSpec.preemptionPolicy PodSpec.priority
PodSpec.runtimeClassName PodSpec.setHostnameAsFQDN PodSpec.shareProcessNamespace
PodSpec.terminationGracePeriodSeconds PodStatus.startTime PortStatus.error
Probe.terminationGracePeriodSeconds ProjectedVolumeSource.defaultMode SeccompProfile.localhostProfile
Secret.immutable SecretEnvSource.optional SecretKeySelector.optional SecretProjection.optional
SecretVolumeSource.defaultMode SecretVolumeSource.optional SecurityContext.allowPrivilegeEscalation
SecurityContext.privileged SecurityContext.procMount SecurityContext.readOnlyRootFilesystem
SecurityContext.runAsGroup SecurityContext.runAsNonRoot SecurityContext.runAsUser
ServiceAccount.automountServiceAccountToken ServiceAccountTokenProjection.expirationSeconds
ServicePort.appProtocol ServiceSpec.allocateLoadBalancerNodePorts ServiceSpec.internalTrafficPolicy
ServiceSpec.ipFamilyPolicy ServiceSpec.loadBalancerClass ServiceSpec.trafficDistribution
Toleration.tolerationSeconds TopologySpreadConstraint.minDomains
TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy
TypedLocalObjectReference.apiGroup TypedObjectReference.apiGroup TypedObjectReference.namespace
VolumeMount.mountPropagation VolumeMount.recursiveReadOnly VolumeMountStatus.recursiveReadOnly
WindowsSecurityContextOptions.gmsaCredentialSpec WindowsSecurityContextOptions.gmsaCredentialSpecName
WindowsSecurityContextOptions.hostProcess WindowsSecurityContextOptions.runAsUserName
ManagedFieldsEntry.time Taint.timeAdded
""".split()

# Fields whose type is a named string, list or map in Go.
NAMED = {
    "AppArmorProfile.type": "v1.AppArmorProfileType",
    "AzureDiskVolumeSource.cachingMode": "v1.AzureDataDiskCachingMode",
    "AzureDiskVolumeSource.kind": "v1.AzureDataDiskKind",
    "Capabilities.add": "[]v1.Capability",
    "Capabilities.drop": "[]v1.Capability",
    "Container.imagePullPolicy": "v1.PullPolicy",
    "Container.restartPolicy": "v1.ContainerRestartPolicy",
    "Container.terminationMessagePolicy": "v1.TerminationMessagePolicy",
    "ContainerPort.protocol": "v1.Protocol",
    "ContainerResizePolicy.resourceName": "v1.ResourceName",
    "ContainerResizePolicy.restartPolicy": "v1.ResourceResizeRestartPolicy",
    "ContainerRestartRule.action": "v1.ContainerRestartRuleAction",
    "ContainerRestartRuleOnExitCodes.operator": "v1.ContainerRestartRuleOnExitCodesOperator",
    "ContainerStatus.stopSignal": "v1.Signal",
    "EmptyDirVolumeSource.medium": "v1.StorageMedium",
    "EphemeralContainer.imagePullPolicy": "v1.PullPolicy",
    "EphemeralContainer.restartPolicy": "v1.ContainerRestartPolicy",
    "EphemeralContainer.terminationMessagePolicy": "v1.TerminationMessagePolicy",
    "HTTPGetAction.scheme": "v1.URIScheme",
    "HostPathVolumeSource.type": "v1.HostPathType",
    "ImageVolumeSource.pullPolicy": "v1.PullPolicy",
    "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
    "Lifecycle.stopSignal": "v1.Signal",
    "ManagedFieldsEntry.operation": "v1.ManagedFieldsOperationType",
    "NamespaceSpec.finalizers": "[]v1.FinalizerName",
    "NamespaceStatus.phase": "v1.NamespacePhase",
    "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
    "ObjectMeta.uid": "types.UID",
    "ObjectReference.uid": "types.UID",
    "OwnerReference.uid": "types.UID",
    "PersistentVolumeClaimSpec.accessModes": "[]v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimSpec.volumeMode": "v1.PersistentVolumeMode",
    "PersistentVolumeClaimStatus.accessModes": "[]v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimStatus.phase": "v1.PersistentVolumeClaimPhase",
    "PodCondition.status": "v1.ConditionStatus",
    "PodCondition.type": "v1.PodConditionType",
    "PodOS.name": "v1.OSName",
    "PodReadinessGate.conditionType": "v1.PodConditionType",
    "PodSecurityContext.fsGroupChangePolicy": "v1.PodFSGroupChangePolicy",
    "PodSecurityContext.seLinuxChangePolicy": "v1.PodSELinuxChangePolicy",
    "PodSecurityContext.supplementalGroupsPolicy": "v1.SupplementalGroupsPolicy",
    "PodSpec.dnsPolicy": "v1.DNSPolicy",
    "PodSpec.preemptionPolicy": "v1.PreemptionPolicy",
    "PodSpec.restartPolicy": "v1.RestartPolicy",
    "PodStatus.phase": "v1.PodPhase",
    "PodStatus.qosClass": "v1.PodQOSClass",
    "PodStatus.resize": "v1.PodResizeStatus",
    "SeccompProfile.type": "v1.SeccompProfileType",
    "Secret.type": "v1.SecretType",
    "SecurityContext.procMount": "v1.ProcMountType",
    "ServicePort.protocol": "v1.Protocol",
    "ServiceSpec.externalTrafficPolicy": "v1.ServiceExternalTrafficPolicy",
    "ServiceSpec.internalTrafficPolicy": "v1.ServiceInternalTrafficPolicy",
    "ServiceSpec.ipFamilies": "[]v1.IPFamily",
    "ServiceSpec.ipFamilyPolicy": "v1.IPFamilyPolicy",
    "ServiceSpec.sessionAffinity": "v1.ServiceAffinity",
    "ServiceSpec.type": "v1.ServiceType",
    "Taint.effect": "v1.TaintEffect",
    "Toleration.effect": "v1.TaintEffect",
    "Toleration.operator": "v1.TolerationOperator",
    "TopologySpreadConstraint.nodeAffinityPolicy": "v1.NodeInclusionPolicy",
    "TopologySpreadConstraint.nodeTaintsPolicy": "v1.NodeInclusionPolicy",
    "TopologySpreadConstraint.whenUnsatisfiable": "v1.UnsatisfiableConstraintAction",
    "VolumeMount.mountPropagation": "v1.MountPropagationMode",
    "VolumeMount.recursiveReadOnly": "v1.RecursiveReadOnlyMode",
    "VolumeMountStatus.recursiveReadOnly": "v1.RecursiveReadOnlyMode",
}

# Structs that embed another one: its name, and the fields that stay outside of it.
EMBEDDED = {
    "ConfigMapEnvSource": ("LocalObjectReference", {"optional"}),
    "ConfigMapKeySelector": ("LocalObjectReference", {"key", "optional"}),
    "ConfigMapProjection": ("LocalObjectReference", {"items", "optional"}),
    "ConfigMapVolumeSource": ("LocalObjectReference", {"defaultMode", "items", "optional"}),
    "EphemeralContainer": ("EphemeralContainerCommon", {"targetContainerName"}),
    "LifecycleHandler": (None, set()),
    "Probe": (
        "ProbeHandler",
        {
            "failureThreshold", "initialDelaySeconds", "periodSeconds", "successThreshold",
            "terminationGracePeriodSeconds", "timeoutSeconds",
        },
    ),
    "SecretEnvSource": ("LocalObjectReference", {"optional"}),
    "SecretKeySelector": ("LocalObjectReference", {"key", "optional"}),
    "SecretProjection": ("LocalObjectReference", {"items", "optional"}),
    "Volume": ("VolumeSource", {"name"}),
}

# Lists that are always written, though the OpenAPI document does not require them.
ALWAYS = {"ProjectedVolumeSource.sources"}
# Fields that are required, but left out when empty all the same.
OMITTED = {
    "ContainerRestartRule.action", "ContainerRestartRuleOnExitCodes.operator",
    "PodCertificateProjection.keyType", "PodCertificateProjection.signerName",
    "NodeAllocatableResourceClaimStatus.resources",
}

# Types that podlab knows without the OpenAPI document, from the Kubernetes API reference. A name with a
# dot belongs to the group in front of it, where the core group has one of the same name.
EXTRA = """
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

# What the API reference says of single fields of these types.
EXTRA_FACTS = """
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
DeleteOptions.dryRun list=atomic
NonResourceRule.nonResourceURLs list=atomic
NonResourceRule.verbs list=atomic
ResourceRule.apiGroups list=atomic
ResourceRule.resourceNames list=atomic
ResourceRule.resources list=atomic
ResourceRule.verbs list=atomic
SubjectRulesReviewStatus.nonResourceRules list=atomic
SubjectRulesReviewStatus.resourceRules list=atomic
UserInfo.groups list=atomic
discovery.EndpointPort map=atomic
discovery.EndpointPort.protocol enum=SCTP,TCP,UDP
"""


def reference(node):
    """The short name of the type that a schema refers to, or None."""
    node = node.get("allOf", [node])[0]
    return node["$ref"].split(".")[-1] if "$ref" in node else None


def plain_type(node):
    """The Go notation of a schema, pointers aside."""
    name = reference(node)
    special = {
        "Quantity": "resource.Quantity",
        "IntOrString": "intstr.IntOrString",
        "Time": "v1.Time",
        "MicroTime": "v1.MicroTime",
        "FieldsV1": "v1.FieldsV1",
    }
    if name:
        return special.get(name, "v1." + name)
    kind = node.get("type")
    if kind == "array":
        return "[]" + plain_type(node["items"])
    if kind == "object":
        value = node["additionalProperties"]
        if reference(value) == "Quantity":
            return "v1.ResourceList"
        return "map[string]" + plain_type(value)
    if kind == "string":
        return "[]uint8" if node.get("format") == "byte" else "string"
    return {"boolean": "bool", "integer": node.get("format") or "int64"}[kind]


def go_type(struct, field, node):
    """The Go notation of one field."""
    path = f"{struct}.{field}"
    text = NAMED.get(path) or plain_type(node)
    name = reference(node)
    is_struct = name and not text.startswith(("resource.", "intstr."))
    is_pointer = path in POINTERS or (
        is_struct and "default" not in node and name not in {"Time", "MicroTime"}
    )
    return ("*" if is_pointer else "") + text


def field_line(struct, field, node, required):
    """One line of the table."""
    path = f"{struct}.{field}"
    embedded, outside = EMBEDDED.get(struct, (None, set()))
    prefix = f"{embedded}." if embedded and field not in outside else ""
    if field in {"apiVersion", "kind"} and "metadata" in required["all"]:
        prefix = "TypeMeta."
    is_always = (field in required["required"] and path not in OMITTED) or path in ALWAYS
    return f" {prefix}{field}{'!' if is_always else ''} {go_type(struct, field, node)}"


def facts_of(node):
    """What a schema says of one field or type besides its type, as `key=value` words."""
    words = []
    if "x-kubernetes-list-type" in node:
        keys = ",".join(node.get("x-kubernetes-list-map-keys", []))
        words.append(f"list={node['x-kubernetes-list-type']}" + (f":{keys}" if keys else ""))
    if "x-kubernetes-map-type" in node:
        words.append(f"map={node['x-kubernetes-map-type']}")
    if "x-kubernetes-patch-strategy" in node:
        key = node.get("x-kubernetes-patch-merge-key")
        words.append(f"patch={node['x-kubernetes-patch-strategy']}" + (f":{key}" if key else ""))
    if "enum" in node:
        words.append("enum=" + ",".join(value or "-" for value in node["enum"]))
    if node.get("default", "") not in ("", 0, {}):
        words.append(f"default={json.dumps(node['default'])}")
    return words


def fact_lines(schemas):
    """The second table, sorted by type and field."""
    lines = []
    for name, schema in schemas.items():
        short = name.split(".")[-1]
        if "properties" not in schema or short in LEFT_OUT:
            continue
        if words := facts_of({key: schema[key] for key in schema if key.startswith("x-")}):
            lines.append(" ".join([short] + words))
        for field, node in schema["properties"].items():
            path, words = f"{short}.{field}", facts_of(node)
            # Many values take several lines, which add up.
            while words and len(" ".join([path] + words)) > 96 and "," in words[0]:
                values = words[0].removeprefix("enum=").split(",")
                lines.append(f"{path} enum={','.join(values[:5])}")
                words[0] = "enum=" + ",".join(values[5:])
            if words:
                lines.append(" ".join([path] + words))
    return sorted(lines + EXTRA_FACTS.strip().splitlines())


def write(path, head, name, lines):
    """Writes a Swift file with one text."""
    path.write_text(
        f"{head}\n///\n"
        f"/// Written by `Tools/generate_schema.py`; do not edit. `{name}` explains the notation.\n"
        f"enum {name}Table {{\n"
        '  static let text: StaticString = """\n'
        + "".join(f"    {line}\n" for line in lines)
        + '    """\n}\n'
    )


def main():
    schemas = json.loads(SOURCE.read_text())["schemas"]
    lines = []
    for name in sorted(schemas, key=lambda name: name.split(".")[-1]):
        short, schema = name.split(".")[-1], schemas[name]
        if "properties" not in schema or short in LEFT_OUT:
            continue
        lines.append(short)
        fields = schema["properties"]
        required = {"required": set(schema.get("required", [])), "all": set(fields)}
        for field in sorted(fields):
            if reference(fields[field]) not in LEFT_OUT:
                lines.append(field_line(short, field, fields[field], required))
    lines += EXTRA.strip().splitlines()
    head = "/// The Go types behind the Kubernetes v1.36 API, in Go's own notation."
    write(TARGET, head, "Schema", lines)
    head = "/// What the Kubernetes v1.36 API says of single fields besides their type."
    write(FACTS, head, "SchemaFacts", fact_lines(schemas))


if __name__ == "__main__":
    main()
