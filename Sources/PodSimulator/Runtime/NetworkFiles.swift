import Kernel
import PodModel

/// The files that the kubelet writes for all containers of a Pod.
///
/// Source: kubelet `kubelet_pods.go` (`managedHostsFileContent`), `network/dns/dns.go`.
struct NetworkFiles {
  let hosts: Inode
  let hostname: Inode
  let resolvConf: Inode

  init(_ pod: Pod, address: String, hasClusterDNS: Bool, kernel: Kernel) {
    let system = kernel.makeFileSystem(type: "ext4", source: "/dev/sda1")
    func file(_ text: String) -> Inode { system.makeRoot(from: .file(text)) }
    hosts = file(NetworkFiles.hosts(pod, address: address))
    hostname = file(NetworkFiles.hostname(pod) + "\n")
    resolvConf = file(NetworkFiles.resolvConf(pod, hasClusterDNS: hasClusterDNS))
  }

  /// The host name of a Pod: its own, or its name, at most 63 letters.
  static func hostname(_ pod: Pod) -> String {
    if pod.spec.hostNetwork { return SimulatedCluster.nodeName }
    if let hostname = pod.spec.hostname, !hostname.isEmpty { return hostname }
    var name = String(pod.metadata.name.prefix(63))
    while let last = name.last, last == "-" || last == "." { name.removeLast() }
    return name
  }

  private static func hosts(_ pod: Pod, address: String) -> String {
    let title =
      pod.spec.hostNetwork
      ? "# Kubernetes-managed hosts file (host network)." : "# Kubernetes-managed hosts file."
    var text = """
      \(title)
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters

      """
    let name = hostname(pod)
    if let subdomain = pod.spec.subdomain, !subdomain.isEmpty {
      let domain = "\(name).\(subdomain).\(pod.metadata.namespace).svc.cluster.local"
      text += "\(address)\t\(domain)\t\(name)\n"
    } else {
      text += "\(address)\t\(name)\n"
    }
    if !pod.spec.hostAliases.isEmpty {
      text += "\n# Entries added by HostAliases.\n"
      for alias in pod.spec.hostAliases {
        text += "\(alias.ip)\t\(alias.hostnames.joined(separator: "\t"))\n"
      }
    }
    return text
  }

  /// Whether a Pod asks the cluster's own name server.
  ///
  /// Source: kubelet `network/dns/dns.go`, `getPodDNSType`.
  static func asksCluster(_ pod: Pod, hasClusterDNS: Bool) -> Bool {
    guard hasClusterDNS else { return false }
    switch pod.spec.dnsPolicy {
    case "ClusterFirst": return !pod.spec.hostNetwork
    case "ClusterFirstWithHostNet": return true
    case _: return false
    }
  }

  /// Where a Pod looks for names that are not whole.
  static func searches(_ pod: Pod, hasClusterDNS: Bool) -> [String] {
    let isInCluster = asksCluster(pod, hasClusterDNS: hasClusterDNS)
    let own = isInCluster ? SimulatedCluster.searches(pod.metadata.namespace) : []
    return own + (pod.spec.dnsConfig?["searches"]?.strings ?? []).filter { !own.contains($0) }
  }

  /// Without a DNS of the cluster, `ClusterFirst` means what the node uses.
  private static func resolvConf(_ pod: Pod, hasClusterDNS: Bool) -> String {
    let config = pod.spec.dnsConfig
    let isInCluster = asksCluster(pod, hasClusterDNS: hasClusterDNS)
    let server = isInCluster ? SimulatedCluster.dnsAddress : SimulatedCluster.nameServer
    var servers = pod.spec.dnsPolicy == "None" ? [] : [server]
    servers += (config?["nameservers"]?.strings ?? []).filter { !servers.contains($0) }
    let searches = searches(pod, hasClusterDNS: hasClusterDNS)
    var options = (config?["options"]?.list ?? []).map { option in
      (option["name"]?.string ?? "") + (option["value"]?.string.map { ":\($0)" } ?? "")
    }
    if isInCluster, !options.contains(where: { $0.hasPrefix("ndots") }) {
      options.insert("ndots:5", at: 0)
    }
    var text = ""
    if !searches.isEmpty { text += "search \(searches.joined(separator: " "))\n" }
    for server in servers { text += "nameserver \(server)\n" }
    if !options.isEmpty { text += "options \(options.joined(separator: " "))\n" }
    return text
  }
}
