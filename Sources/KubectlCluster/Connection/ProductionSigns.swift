extension KubeContext {
  /// Why the cluster looks as if people depended on it; empty where nothing does.
  ///
  /// Names speak of production, or the address belongs to a hosting service whose clusters cost
  /// money and are mostly shared. Learners' Pods do not belong there unless someone says so.
  package var productionSigns: [String] {
    if isPracticeCluster { return [] }
    var signs: [String] = []
    for (what, text) in [("context", name), ("cluster", cluster), ("user", user), ("host", host)] {
      if let word = Self.productionWord(in: text) {
        signs.append("its \(what) '\(text)' says '\(word)'")
      }
    }
    if let service = Self.hostingService(host: host, context: name) {
      signs.append("its server \(host) is hosted by \(service)")
    }
    return signs
  }

  /// A word for production in a name, unless the word before takes it back.
  private static func productionWord(in text: String) -> String? {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    for (index, word) in words.enumerated() {
      let stem = String(word.reversed().drop(while: \.isNumber).reversed())
      guard ["prod", "production", "prd", "live"].contains(stem) else { continue }
      if index > 0, ["non", "not", "pre", "no"].contains(words[index - 1]) { continue }
      return word
    }
    return nil
  }

  /// Ends of the host names that hosting services give to API servers.
  private static let services = [
    (".eks.amazonaws.com", "Amazon EKS"), (".eks.amazonaws.com.cn", "Amazon EKS"),
    (".gke.goog", "Google GKE"), (".azmk8s.io", "Azure AKS"), (".azmk8s.us", "Azure AKS"),
    (".k8s.ondigitalocean.com", "DigitalOcean"), (".linodelke.net", "Linode LKE"),
    (".containers.cloud.ibm.com", "IBM Cloud"), (".oraclecloud.com", "Oracle OKE"),
    (".k8s.scw.cloud", "Scaleway"), (".k8s.ovh.net", "OVHcloud"),
    (".openshiftapps.com", "OpenShift"), (".vultr-k8s.com", "Vultr"),
    (".cce.myhuaweicloud.com", "Huawei Cloud"), (".aliyuncs.com", "Alibaba Cloud"),
  ]

  private static func hostingService(host: String, context: String) -> String? {
    if let service = services.first(where: { host.hasSuffix($0.0) }) { return service.1 }
    // Their own tools write such contexts; the address of a GKE cluster is a bare number.
    if context.hasPrefix("gke_") { return "Google GKE" }
    if context.hasPrefix("arn:aws:eks:") || context.hasSuffix(".eksctl.io") { return "Amazon EKS" }
    return nil
  }
}
