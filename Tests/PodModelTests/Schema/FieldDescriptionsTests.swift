import Testing

@testable import PodModel

@Suite struct FieldDescriptionsTests {
  @Test(arguments: [
    "Pod", "PodSpec", "PodCondition", "Container", "ContainerStatus", "ContainerState",
    "ContainerStateTerminated", "ContainerStateWaiting", "ContainerPort", "EnvVar", "EnvVarSource",
    "EnvFromSource", "ConfigMapKeySelector", "SecretKeySelector", "ObjectFieldSelector",
    "VolumeMount", "EmptyDirVolumeSource", "ConfigMapVolumeSource", "SecretVolumeSource",
    "HostPathVolumeSource", "KeyToPath", "Probe", "ExecAction", "HTTPGetAction", "TCPSocketAction",
    "Lifecycle", "LifecycleHandler", "Service", "ServicePort", "ConfigMap", "Secret",
    "ServiceAccount", "Namespace", "Node", "Event", "Endpoints", "Toleration",
  ])
  func `has words for every field that learners meet`(type: String) throws {
    let schema = Schema.core
    let structure = schema.structs[try #require(schema.structure(type))]
    // Of these podlab shows nothing.
    let strange: Set = ["schedulingGroup", "allocatedResourcesStatus"]
    for field in structure.fields where !strange.contains(field.name) {
      let text = FieldDescriptions.text(of: field.name, in: type)
      #expect(!text.hasPrefix("podlab has no words"), "\(type).\(field.name)")
    }
  }

  @Test func `describes a container for debugging as any other`() {
    #expect(
      FieldDescriptions.text(of: "image", in: "EphemeralContainer")
        == FieldDescriptions.text(of: "image", in: "Container"))
  }

  @Test func `lists the values that a field may have`() {
    let text = FieldDescriptions.text(of: "protocol", in: "ServicePort")
    #expect(
      text.hasSuffix("Possible enum values:\n - `\"SCTP\"`\n - `\"TCP\"`\n - `\"UDP\"`"))
  }
}
