import PodModel

/// The flags that choose a part of the configuration.
///
/// Source: client-go `tools/clientcmd/client_config.go` (`ConfirmUsable`) and `overrides.go`.
enum ConfigurationFlags {
  /// Refuses names that the configuration does not have, and timeouts that are none.
  static func check(
    _ values: FlagValues, _ configuration: KubectlConfiguration
  ) throws(KubectlError) {
    let timeout = values.string("request-timeout")
    if !timeout.isEmpty, GoValue.int(timeout) == nil, GoValue.duration(timeout) == nil {
      throw .text(
        "Invalid timeout value. Timeout must be a single integer in seconds, or an integer "
          + "followed by a corresponding time unit (e.g. 1s | 2m | 3h)")
    }
    let contexts = configuration.contexts
    if let name = missing("context", in: contexts.map(\.name), values) {
      throw .plain(
        "Error in configuration: context was not found for specified context: \(name)\n",
        exitStatus: 1)
    }
    if let name = missing("user", in: contexts.map(\.user), values) {
      throw .text("auth info \(GoQuote.quoted(name)) does not exist")
    }
    if let name = missing("cluster", in: contexts.map(\.cluster), values) {
      throw .text("no server found for cluster \(GoQuote.quoted(name))")
    }
  }

  private static func missing(
    _ flag: String, in names: [String], _ values: FlagValues
  ) -> String? {
    let name = values.string(flag)
    return name.isEmpty || names.contains(name) ? nil : name
  }
}
