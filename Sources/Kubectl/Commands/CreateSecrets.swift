import PodModel

/// Keys and texts of a ConfigMap or Secret that is being made.
///
/// Source: kubectl `cmd/create/create_configmap.go`, `create_secret.go`.
struct KeyedTexts {
  /// `ConfigMap` or `Secret`.
  let kind: String
  /// Its name, for messages.
  let name: String
  private var texts: [String: String] = [:]

  init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  /// Adds a text under a key that is free.
  mutating func add(_ key: String, _ text: String) throws(KubectlError) {
    let isValid =
      !key.isEmpty
      && key.utf8.allSatisfy {
        ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0) || $0 == 0x2D
          || $0 == 0x5F || $0 == 0x2E
      }
    guard isValid else {
      let what =
        kind == "ConfigMap" ? "a valid key name for a ConfigMap" : "valid key name for a Secret"
      throw .text(
        "\(GoQuote.quoted(key)) is not \(what): a valid config key must consist of "
          + "alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or "
          + "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")
    }
    guard texts.updateValue(text, forKey: key) == nil else {
      let place = kind == "ConfigMap" ? " in Data for ConfigMap \(GoQuote.quoted(name))" : ""
      throw .text(
        "cannot add key \(GoQuote.quoted(key)), another key by that name already exists\(place)")
    }
  }

  /// All of them in the order of their keys.
  var sorted: [(key: String, text: String)] {
    texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension Call {
  /// A Secret with what it takes to log in at a registry.
  func registrySecret() async throws(KubectlError) -> Node {
    var object = try named("Secret")
    let user = flags.string("docker-username")
    let password = flags.string("docker-password")
    let server = flags.string("docker-server")
    guard flags.strings("from-file").isEmpty else {
      throw .text("not modelled: podlab's kubectl makes registry secrets of no files")
    }
    guard !user.isEmpty, !password.isEmpty, !server.isEmpty else {
      throw .text(
        "either --from-file or the combination of --docker-username, --docker-password and "
          + "--docker-server is required")
    }
    let email = flags.string("docker-email")
    let auth = Base64.encode(Array("\(user):\(password)".utf8))
    // A Go struct keeps its fields in order.
    let fields = [("username", user), ("password", password), ("email", email), ("auth", auth)]
      .filter { !$0.1.isEmpty }.map { "\"\($0.0)\":\(Node(.string($0.1)).compactJSON)" }
    let text =
      "{\"auths\":{\(Node(.string(server)).compactJSON):{\(fields.joined(separator: ","))}}}"
    object["data"] = [".dockerconfigjson": Node(.string(Base64.encode(Array(text.utf8))))]
    object["type"] = "kubernetes.io/dockerconfigjson"
    return object
  }

  /// A Secret of a certificate and its key, which podlab takes without looking into them.
  func tlsSecret() async throws(KubectlError) -> Node {
    var object = try named("Secret")
    let certificate = flags.string("cert")
    let key = flags.string("key")
    guard !certificate.isEmpty, !key.isEmpty else {
      throw .text("key and cert must be specified")
    }
    let first = try await readSource(certificate)
    let second = try await readSource(key)
    guard String(decoding: first, as: UTF8.self).contains("-----BEGIN ") else {
      throw .text("tls: failed to find any PEM data in certificate input")
    }
    guard String(decoding: second, as: UTF8.self).contains("-----BEGIN ") else {
      throw .text("tls: failed to find any PEM data in key input")
    }
    object["data"] = [
      "tls.crt": Node(.string(Base64.encode(first))),
      "tls.key": Node(.string(Base64.encode(second))),
    ]
    object["type"] = "kubernetes.io/tls"
    return object
  }
}
