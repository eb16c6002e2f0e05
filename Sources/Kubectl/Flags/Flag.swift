/// One flag of a command, as pflag declares it.
struct Flag: Sendable {
  /// What a flag takes.
  enum Kind: Sendable {
    case bool
    case string
    case int
    case duration
    /// Each use adds one value.
    case stringArray
    /// Each use adds values that commas separate.
    case stringSlice
  }

  var name: String
  var letter: Character?
  var kind: Kind
  var initial: String
  /// The value of the flag when it stands without one.
  var bare: String?
  var summary: String
  var isHidden = false

  static func bool(
    _ name: String, _ letter: Character? = nil, initial: Bool = false, about summary: String = ""
  ) -> Flag {
    Flag(
      name: name, letter: letter, kind: .bool, initial: initial ? "true" : "false", bare: "true",
      summary: summary)
  }

  static func string(
    _ name: String, _ letter: Character? = nil, initial: String = "", bare: String? = nil,
    about summary: String = ""
  ) -> Flag {
    Flag(
      name: name, letter: letter, kind: .string, initial: initial, bare: bare, summary: summary)
  }

  static func int(
    _ name: String, _ letter: Character? = nil, initial: Int, about summary: String = ""
  ) -> Flag {
    Flag(name: name, letter: letter, kind: .int, initial: String(initial), summary: summary)
  }

  static func duration(_ name: String, initial: String = "0s", about summary: String = "") -> Flag {
    Flag(name: name, kind: .duration, initial: initial, summary: summary)
  }

  static func stringArray(
    _ name: String, _ letter: Character? = nil, about summary: String = ""
  ) -> Flag {
    Flag(name: name, letter: letter, kind: .stringArray, initial: "", summary: summary)
  }

  static func stringSlice(
    _ name: String, _ letter: Character? = nil, about summary: String = ""
  ) -> Flag {
    Flag(name: name, letter: letter, kind: .stringSlice, initial: "", summary: summary)
  }

  /// How messages name the flag: `-c, --container` or `--tail`.
  var title: String { letter.map { "-\($0), --\(name)" } ?? "--\(name)" }
}

extension Flag {
  /// The flags that every command takes.
  static let global: [Flag] = [
    .string("namespace", "n", about: "the namespace to work in"),
    .string("context", about: "the context of the configuration to use"),
    .string("cluster", about: "the cluster of the configuration to use"),
    .string("user", about: "the user of the configuration to use"),
    .string("kubeconfig", about: "the configuration file to use"),
    .string("server", "s", about: "the address of the API server"),
    .string("token", about: "the bearer token for the API server"),
    .string(
      "request-timeout", initial: "0", about: "how long to wait for one answer of the server"),
    .string("as", about: "the user to act as"),
    .stringArray("as-group", about: "the group to act as"),
    .string("as-uid", about: "the UID to act as"),
    .string("certificate-authority"), .string("client-certificate"), .string("client-key"),
    .string("tls-server-name"), .string("username"), .string("password"),
    .bool("insecure-skip-tls-verify", about: "do not check the server's certificate"),
    .bool("match-server-version", about: "insist on a server of the same version"),
    .bool("disable-compression", about: "do not compress answers"),
    .bool("warnings-as-errors", about: "end with an error after a warning"),
    .string("cache-dir"), .string("kuberc"), .string("profile", initial: "none"),
    .string("profile-output", initial: "profile.pprof"), .string("log-flush-frequency"),
    .int("v", "v", initial: 0, about: "how much to log"), .string("vmodule"),
    .bool("help", "h", about: "show this help"),
  ]

  /// Those of commands that print objects.
  static let output: [Flag] = [
    .string("output", "o", about: "output format, such as yaml, json, name or jsonpath=…"),
    .string("template", about: "template or its file for the template formats"),
    .bool("allow-missing-template-keys", initial: true, about: "print nothing for missing keys"),
    .bool("show-managed-fields", about: "keep managedFields when printing JSON or YAML"),
  ]

  /// Those of commands that read manifests.
  static let files: [Flag] = [
    .stringSlice("filename", "f", about: "a manifest, a folder of manifests, or - for stdin"),
    .string("kustomize", "k", about: "a folder with a kustomization file"),
    .bool("recursive", "R", about: "look into subfolders as well"),
  ]

  static let dryRun = Flag.string(
    "dry-run", initial: "none", bare: "unchanged", about: "none, client or server")
  static let validate = Flag.string(
    "validate", initial: "strict", bare: "strict", about: "strict, warn or ignore")
  static let selector = Flag.string("selector", "l", about: "a label query, such as app=web")
  static let fieldSelector = Flag.string("field-selector", about: "a field query")
  static let allNamespaces = Flag.bool("all-namespaces", "A", about: "in all namespaces")
  static func fieldManager(_ initial: String) -> Flag {
    .string("field-manager", initial: initial, about: "the name under which fields are owned")
  }

  /// What `kubectl delete` adds, and whatever deletes as it does.
  static let deletion: [Flag] = [
    .string(
      "cascade", initial: "background", bare: "background",
      about: "background, orphan or foreground"),
    .bool("force", about: "delete at once, without waiting for the node"),
    .int("grace-period", initial: -1, about: "seconds to end; negative for the Pod's own"),
    .duration("timeout", about: "how long to wait; zero for as long as it takes"),
    .bool("wait", initial: true, about: "wait until the objects are gone"),
  ]
}
