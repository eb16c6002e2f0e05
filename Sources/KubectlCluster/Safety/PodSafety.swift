package import PodModel

/// Tells what in an object could harm a real cluster, by the rules of the Baseline level.
///
/// Source: Kubernetes documentation, "Pod Security Standards", Baseline. The simulated cluster takes
/// all of it: there is nothing to harm.
package enum PodSafety {
  /// The first field that goes too far, and why; nil for a harmless object.
  package static func objection(to object: Node) -> String? {
    let kind = object["kind"]?.string ?? ""
    switch kind {
    case "Pod": return objection(toSpec: object["spec"], at: FieldPath("spec"))
    case "Deployment", "ReplicaSet", "StatefulSet", "Job":
      let path = FieldPath("spec", "template", "spec")
      return objection(toSpec: object["spec"]?["template"]?["spec"], at: path)
    case "Service": return objection(toService: object["spec"])
    case "ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim", "Namespace": return nil
    case let other: return "podlab creates no objects of kind '\(other)' on a real cluster"
    }
  }

  private static func objection(toSpec spec: Node?, at path: FieldPath) -> String? {
    guard let spec else { return nil }
    for field in ["hostNetwork", "hostPID", "hostIPC"] where spec[field]?.bool == true {
      return "`\(path.field(field))` lets it out of its isolation"
    }
    for (index, volume) in (spec["volumes"]?.list ?? []).enumerated()
    where volume["hostPath"] != nil {
      return "`\(path.field("volumes").index(index).field("hostPath"))` opens the node's files"
    }
    let pod = path.field("securityContext")
    if let why = objection(toContext: spec["securityContext"], at: pod) { return why }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
      for (index, container) in (spec[list]?.list ?? []).enumerated() {
        let place = path.field(list).index(index)
        if let why = objection(toContainer: container, at: place) { return why }
      }
    }
    return nil
  }

  private static func objection(toContainer container: Node, at path: FieldPath) -> String? {
    for (index, port) in (container["ports"]?.list ?? []).enumerated()
    where port["hostPort"]?.integer ?? 0 != 0 {
      return "`\(path.field("ports").index(index).field("hostPort"))` takes a port of the node"
    }
    let context = container["securityContext"]
    return objection(toContext: context, at: path.field("securityContext"))
  }

  private static func objection(toContext context: Node?, at path: FieldPath) -> String? {
    guard let context else { return nil }
    if context["privileged"]?.bool == true {
      return "`\(path.field("privileged"))` gives it the whole node"
    }
    if context["windowsOptions"]?["hostProcess"]?.bool == true {
      return "`\(path.field("windowsOptions").field("hostProcess"))` gives it the whole node"
    }
    let added = context["capabilities"]?["add"]?.strings ?? []
    if let capability = added.first(where: { !harmlessCapabilities.contains($0) }) {
      return "`\(path.field("capabilities").field("add"))` asks for '\(capability)'"
    }
    if let mount = context["procMount"]?.string, mount != "Default" {
      return "`\(path.field("procMount"))` unmasks files of the kernel"
    }
    for field in ["seccompProfile", "appArmorProfile"]
    where context[field]?["type"]?.string == "Unconfined" {
      return "`\(path.field(field).field("type"))` takes its confinement away"
    }
    if let options = context["seLinuxOptions"], !isHarmless(options) {
      return "`\(path.field("seLinuxOptions"))` takes its confinement away"
    }
    for (index, setting) in (context["sysctls"]?.list ?? []).enumerated() {
      let name = setting["name"]?.string ?? ""
      if !harmlessSettings.contains(name) {
        return "`\(path.field("sysctls").index(index).field("name"))` sets '\(name)'"
      }
    }
    return nil
  }

  private static func isHarmless(_ options: Node) -> Bool {
    let types = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]
    return types.contains(options["type"]?.string ?? "") && options["user"]?.string ?? "" == ""
      && options["role"]?.string ?? "" == ""
  }

  private static func objection(toService spec: Node?) -> String? {
    if let type = spec?["type"]?.string, ["LoadBalancer", "NodePort"].contains(type) {
      return "`spec.type` '\(type)' opens the cluster to the outside"
    }
    if spec?["externalIPs"]?.list?.isEmpty == false {
      return "`spec.externalIPs` takes addresses of others"
    }
    return nil
  }

  private static let harmlessCapabilities: Set<String> = [
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
  ]

  private static let harmlessSettings: Set<String> = [
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
    "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
  ]
}
