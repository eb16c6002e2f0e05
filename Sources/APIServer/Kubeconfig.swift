import PodModel

/// What tells kubectl where a cluster is and what to show it.
///
/// Source: client-go `tools/clientcmd/api/v1`, Config.
package struct Kubeconfig: Sendable {
  /// Such as `http://127.0.0.1:41234`.
  package var url: String
  package var token: AccessToken
  /// The namespace that commands mean which name none.
  package var namespace: String

  package init(url: String, token: AccessToken, namespace: String = "default") {
    self.url = url
    self.token = token
    self.namespace = namespace
  }

  /// The first line of every file that podlab writes, by which it knows its own.
  package static let mark =
    "# Written by podlab for its practice cluster; of no use once it has ended."

  /// The whole file.
  ///
  /// Kubectl sends a token over TLS only, so it is a part of the address as well.
  package var text: String {
    let name: Node = "podlab"
    let config: Node = [
      "apiVersion": "v1", "kind": "Config", "current-context": name,
      "clusters": [["name": name, "cluster": ["server": Node(.string("\(url)/\(token.secret)"))]]],
      "users": [["name": name, "user": ["token": Node(.string(token.secret))]]],
      "contexts": [
        [
          "name": name,
          "context": ["cluster": name, "user": name, "namespace": Node(.string(namespace))],
        ]
      ],
    ]
    return "\(Self.mark)\n\(config.yaml)"
  }
}
