import PodModel

/// What tells kubectl where a cluster is and what to show it.
///
/// Source: client-go `tools/clientcmd/api/v1`, Config.
package struct Kubeconfig: Sendable {
  /// Such as `https://127.0.0.1:41234`.
  package var url: String
  /// The certificate of the server as PEM text.
  package var certificate: String
  /// The name that the certificate is held against; nil for the one in the address.
  package var serverName: String?
  package var token: AccessToken
  /// The namespace that commands mean which name none.
  package var namespace: String
  /// How many seconds pass in the cluster while one passes outside.
  package var speed: Double

  package init(
    url: String, certificate: String, serverName: String? = nil, token: AccessToken,
    namespace: String = "default", speed: Double = 1
  ) {
    self.url = url
    self.certificate = certificate
    self.serverName = serverName
    self.token = token
    self.namespace = namespace
    self.speed = speed
  }

  /// The first line of every file that podlab writes.
  private static let mark =
    "# Written by podlab for its practice cluster; of no use once it has ended."

  /// Whether a file is podlab's own, with nothing of use in it but for a practice cluster.
  ///
  /// `kubectl config` takes the first line away, and may have added contexts.
  package static func isOwn(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: Array(mark.utf8)) { return true }
    guard let config = try? YAML.documents(in: bytes).first else { return false }
    let contexts = config["contexts"]?.list ?? []
    return names(config, "clusters") == ["podlab"] && names(config, "users") == ["podlab"]
      && contexts.contains { names($0["context"], "extensions") == ["podlab"] }
  }

  private static func names(_ node: Node?, _ list: String) -> [String] {
    (node?[list]?.list ?? []).map { $0["name"]?.string ?? "" }
  }

  /// The whole file.
  ///
  /// The context's extension `podlab` marks the cluster as one of practice, and tells graders how
  /// fast its time passes.
  package var text: String {
    let name: Node = "podlab"
    var cluster: Node = [
      "certificate-authority-data": Node(.string(Base64.encode(Array(certificate.utf8)))),
      "server": Node(.string(url)),
    ]
    if let serverName { cluster["tls-server-name"] = Node(.string(serverName)) }
    let config: Node = [
      "apiVersion": "v1", "kind": "Config", "current-context": name,
      "clusters": [["name": name, "cluster": cluster]],
      "users": [["name": name, "user": ["token": Node(.string(token.secret))]]],
      "contexts": [
        [
          "name": name,
          "context": [
            "cluster": name, "user": name, "namespace": Node(.string(namespace)),
            "extensions": [["name": name, "extension": ["speed": Node(.float(speed))]]],
          ],
        ]
      ],
    ]
    return "\(Self.mark)\n\(config.yaml)"
  }
}
