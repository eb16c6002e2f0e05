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
  /// How many seconds pass in the cluster while one passes outside.
  package var speed: Double

  package init(
    url: String, token: AccessToken, namespace: String = "default", speed: Double = 1
  ) {
    self.url = url
    self.token = token
    self.namespace = namespace
    self.speed = speed
  }

  /// The first line of every file that podlab writes, by which it knows its own.
  package static let mark =
    "# Written by podlab for its practice cluster; of no use once it has ended."

  /// The whole file.
  ///
  /// Kubectl sends a token over TLS only, so it is a part of the address as well. The context's
  /// extension `podlab` marks the cluster as one of practice, and tells graders how fast its time
  /// passes.
  package var text: String {
    let name: Node = "podlab"
    let config: Node = [
      "apiVersion": "v1", "kind": "Config", "current-context": name,
      "clusters": [["name": name, "cluster": ["server": Node(.string("\(url)/\(token.secret)"))]]],
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
